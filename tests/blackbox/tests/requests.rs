//! Ordinary traffic: what curl and a raw socket see of requests that are in order.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ta_blackbox::curl::curl;
use ta_blackbox::pattern;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, get};

/// A file that curl can read a body from; removed when dropped.
struct BodyFile(std::path::PathBuf);

impl BodyFile {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("ta-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).expect("a writable temporary directory");
        Self(path)
    }

    fn argument(&self) -> String {
        format!("@{}", self.0.display())
    }
}

impl Drop for BodyFile {
    fn drop(&mut self) {
        // A leftover in the temporary directory is no failure.
        let _removed = std::fs::remove_file(&self.0);
    }
}

#[test]
fn get_is_answered_with_length_and_date() {
    let server = Server::start("app.php");
    let answer = curl(&["--include", &server.url("/")]);
    let (head, body) = answer.text().split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let head = head.to_ascii_lowercase();
    assert!(head.contains("\r\ncontent-length: 5"), "{head}");
    assert!(head.contains("\r\ndate: "), "{head}");
    assert!(!head.contains("content-type"), "not invented: {head}");
    assert_eq!(body, "hello");
    server.stop();
}

#[test]
fn head_is_answered_like_get_without_the_body() {
    let server = Server::start("app.php");
    let answer = curl(&["--head", &server.url("/pattern?seed=1&length=100000")]);
    let head = answer.text().to_ascii_lowercase();
    assert!(head.contains("content-length: 100000\r\n"), "{head}");

    // The next answer on the connection starts right after the head.
    let mut connection = Connection::open(server.port());
    connection.send("HEAD / HTTP/1.1\r\nhost: test\r\n\r\n");
    connection.send(get("/pattern?seed=2&length=3"));
    assert_eq!(
        connection.response_to_head().header("content-length"),
        Some("5")
    );
    assert_eq!(connection.response().body, pattern(2, 3));
    server.stop();
}

#[test]
fn a_posted_body_reaches_the_handler_byte_for_byte() {
    let server = Server::start("app.php");
    let body: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let file = BodyFile::new("post", &body);
    let answer = curl(&["--data-binary", &file.argument(), &server.url("/echo")]);
    assert!(
        answer.stdout == body,
        "{} bytes came back",
        answer.stdout.len()
    );
    server.stop();
}

#[test]
fn request_line_fields_and_body_are_what_curl_sent() {
    let server = Server::start("app.php");
    let answer = curl(&[
        "--request",
        "PATCH",
        "--header",
        "X-Twice: one",
        "--header",
        "X-Twice: two",
        "--header",
        "Cookie: a=1",
        "--header",
        "Content-Type: text/plain",
        "--data",
        "some text",
        &server.url("/describe?a[]=1&a[]=2&name=%C3%A9"),
    ]);
    let text = answer.text();
    for part in [
        r#""method":"PATCH""#,
        r#""uri":"/describe?a[]=1&a[]=2&name=%C3%A9""#,
        r#""query":{"a":["1","2"],"name":"é"}"#,
        r#""x-twice":"one, two""#,
        r#""cookie":"a=1""#,
        r#""version":"1.1""#,
        r#""length":9"#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    server.stop();
}

#[test]
fn a_form_is_parsed() {
    let server = Server::start("app.php");
    let answer = curl(&[
        "--data-urlencode",
        "name=Ünï cödé & more",
        "--data",
        "list[]=a&list[]=b",
        &server.url("/describe"),
    ]);
    let text = answer.text();
    let post = r#""post":{"name":"Ünï cödé & more","list":["a","b"]}"#;
    assert!(text.contains(post), "{text}");
    server.stop();
}

#[test]
fn two_urls_share_one_connection() {
    let server = Server::start("app.php");
    let answer = curl(&[
        "--write-out",
        "\n%{num_connects}\n",
        &server.url("/"),
        &server.url("/pattern?seed=7&length=20"),
    ]);
    let lines: Vec<_> = answer.text().lines().collect();
    let second = String::from_utf8(pattern(7, 20)).expect("ASCII");
    assert_eq!(lines, ["hello", "1", &second, "0"]);
    server.stop();
}

#[test]
fn a_thousand_requests_on_one_connection_are_answered_in_order() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    for seed in 0..1_000 {
        let answer = connection.get(&format!("/pattern?seed={seed}&length=40"));
        assert_eq!(answer.body, pattern(seed, 40));
    }
    server.stop();
}

#[test]
fn connection_close_is_honoured_and_announced() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send("GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    let answer = connection.response();
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(connection.is_closed());
    server.stop();
}

#[test]
fn http_1_0_is_answered_and_closed_unless_keep_alive_is_asked_for() {
    let server = Server::start("app.php");
    let answer = curl(&["--http1.0", "--include", &server.url("/")]);
    assert!(
        answer.text().ends_with("\r\n\r\nhello"),
        "{}",
        answer.text()
    );

    let mut once = Connection::open(server.port());
    once.send("GET / HTTP/1.0\r\n\r\n");
    assert_eq!(once.response().body, b"hello");
    assert!(once.is_closed());

    // RFC 9112 §9.3: a 1.0 client may ask, and must be told.
    let mut kept = Connection::open(server.port());
    for _ in 0..2 {
        kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        let answer = kept.response();
        assert_eq!(answer.body, b"hello");
        let connection = answer.header("connection").map(str::to_ascii_lowercase);
        assert_eq!(connection.as_deref(), Some("keep-alive"));
    }
    server.stop();
}

#[test]
fn a_chunked_upload_of_unknown_length_arrives_whole() {
    let server = Server::start("app.php");
    let body = pattern(3, 1_500_000);
    // From a pipe: curl cannot know the length and must send chunks.
    let mut curl = Command::new("curl")
        .args(["--disable", "--silent", "--show-error", "--max-time", "30"])
        .args([
            "--request",
            "POST",
            "--upload-file",
            "-",
            "--header",
            "Expect:",
        ])
        .arg(server.url("/echo"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("curl is installed");
    let mut pipe = curl.stdin.take().expect("piped");
    let sent = body.clone();
    let writer = std::thread::spawn(move || pipe.write_all(&sent));
    let output = curl.wait_with_output().expect("curl ends");
    writer.join().expect("no panic").expect("curl takes it all");
    assert!(output.status.success());
    assert!(
        output.stdout == body,
        "{} bytes came back",
        output.stdout.len()
    );
    server.stop();
}

#[test]
fn chunks_with_extensions_and_trailers_are_understood() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send(
        "POST /echo HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n\
         5;name=value\r\nfirst\r\n0A\r\n and secon\r\n1\r\nd\r\n0\r\nx-trailer: 1\r\n\r\n",
    );
    assert_eq!(connection.response().text(), "first and second");
    assert_eq!(connection.get("/").text(), "hello", "the framing is intact");
    server.stop();
}

#[test]
fn curl_is_told_to_continue_before_it_sends_a_mebibyte() {
    let server = Server::start("app.php");
    let body = pattern(4, 1024 * 1024);
    let file = BodyFile::new("expect", &body);
    let started = Instant::now();
    let answer = curl(&[
        "--verbose",
        "--header",
        "Expect: 100-continue",
        // Were the interim response missing, curl would wait this long.
        "--expect100-timeout",
        "20",
        "--data-binary",
        &file.argument(),
        &server.url("/echo"),
    ]);
    assert!(
        answer.stderr.contains("< HTTP/1.1 100 Continue"),
        "{}",
        answer.stderr
    );
    assert!(
        answer.stdout == body,
        "{} bytes came back",
        answer.stdout.len()
    );
    assert!(started.elapsed() < Duration::from_secs(10));
    server.stop();
}

#[test]
fn a_body_sent_without_waiting_for_100_is_taken_too() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send(
        "POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\nexpect: 100-continue\r\n\r\nbody",
    );
    let mut answer = connection.response();
    // RFC 9110 §10.1.1: the interim response may be left out when the body is there already.
    if answer.status == 100 {
        answer = connection.response();
    }
    assert_eq!((answer.status, answer.text()), (200, "body"));
    server.stop();
}

#[test]
fn pipelined_requests_are_answered_in_order_although_the_first_is_the_slowest() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send(
        [
            get("/delay?ms=200"),
            get("/delay?ms=20"),
            get("/pattern?seed=1&length=50000"),
            get("/throw"),
            get("/"),
        ]
        .concat(),
    );
    assert_eq!(connection.response().text(), "slept 200");
    assert_eq!(connection.response().text(), "slept 20");
    assert_eq!(connection.response().body, pattern(1, 50_000));
    assert_eq!(connection.response().status, 500);
    assert_eq!(connection.response().text(), "hello");
    server.stop();
}

#[test]
fn five_hundred_pipelined_requests_in_one_write_are_all_answered() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    let requests: String = (0..500)
        .map(|seed| get(&format!("/pattern?seed={seed}&length=30")))
        .collect();
    connection.send(requests);
    for seed in 0..500 {
        assert_eq!(connection.response().body, pattern(seed, 30));
    }
    server.stop();
}

#[test]
fn requests_sent_before_a_half_close_are_still_answered() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send([get("/delay?ms=50"), get("/")].concat());
    connection.half_close();
    assert_eq!(connection.response().text(), "slept 50");
    assert_eq!(connection.response().text(), "hello");
    assert!(connection.is_closed());
    server.stop();
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    let request = "POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 3\r\n\r\nabc";
    for byte in request.bytes() {
        connection.send([byte]);
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(connection.response().text(), "abc");
    server.stop();
}

#[test]
fn ten_mebibytes_arrive_byte_for_byte_also_at_a_slow_reader() {
    const LENGTH: usize = 10 * 1024 * 1024;
    let server = Server::start("app.php");
    let target = format!("/pattern?seed=9&length={LENGTH}");
    let answer = curl(&[&server.url(&target)]);
    assert!(
        answer.stdout == pattern(9, LENGTH),
        "{} bytes",
        answer.stdout.len()
    );

    let mut slow = Connection::open(server.port());
    slow.send(get(&target));
    // Long enough for every buffer on the way to be full.
    std::thread::sleep(Duration::from_millis(300));
    let mut other = Connection::open(server.port());
    assert_eq!(other.get("/").text(), "hello", "others do not wait for it");
    let answer = slow.response();
    assert!(
        answer.body == pattern(9, LENGTH),
        "{} bytes",
        answer.body.len()
    );
    server.stop();
}

#[test]
fn an_answer_ended_early_goes_out_while_the_handler_goes_on() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    let started = Instant::now();
    connection.send([get("/early-end?ms=600"), get("/")].concat());
    assert_eq!(connection.response().text(), "early");
    assert!(started.elapsed() < Duration::from_millis(500));
    // The next request of an H1 connection starts when the handler has returned.
    assert_eq!(connection.response().text(), "hello");
    assert!(started.elapsed() >= Duration::from_millis(600));
    server.stop();
}

#[test]
fn a_unix_socket_serves_the_same_and_is_removed_at_the_end() {
    let path = std::env::temp_dir().join(format!("ta-{}.sock", std::process::id()));
    let server = Script::new("app.php").env("TA_UNIX", &path).start();
    let socket = path.to_str().expect("a path of ASCII");
    let answer = curl(&["--unix-socket", socket, "http://localhost/"]);
    assert_eq!(answer.text(), "hello");
    let mut connection = Connection::open_unix(&path);
    connection.send([get("/"), get("/delay?ms=10")].concat());
    assert_eq!(connection.response().text(), "hello");
    assert_eq!(connection.response().text(), "slept 10");
    server.stop();
    assert!(!path.exists(), "the socket file is removed");
}
