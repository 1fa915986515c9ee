//! Requests that are refused: too much, too slow, or not HTTP.

use std::time::{Duration, Instant};

use ta_blackbox::curl::{curl, try_curl};
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, get};

/// Sends `bytes`; the answer must be `status` in the form every refusal has, and the end.
fn refused(server: &Server, bytes: impl AsRef<[u8]>, status: u16) {
    let mut connection = Connection::open(server.port());
    // The server may close before it has taken all of it.
    let _sent = connection.try_send(&bytes);
    let answer = connection.response();
    let shown =
        String::from_utf8_lossy(&bytes.as_ref()[..bytes.as_ref().len().min(80)]).into_owned();
    assert_eq!(answer.status, status, "{shown:?}");
    assert_eq!(answer.header("connection"), Some("close"), "{shown:?}");
    let kind = answer.header("content-type").unwrap_or_default();
    assert_eq!(kind, "text/plain; charset=utf-8", "{shown:?}");
    assert_eq!(answer.text(), format!("{}\r\n", answer.reason), "{shown:?}");
    assert!(connection.is_closed(), "{shown:?}");
}

#[test]
fn a_body_over_the_limit_is_refused_by_its_declared_length() {
    let server = Script::new("app.php").env("TA_MAX_BODY", "100000").start();
    refused(
        &server,
        "POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 100001\r\n\r\n",
        413,
    );
    // With Expect the refusal comes instead of 100, so nothing is uploaded.
    refused(
        &server,
        "POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 100001\r\nexpect: 100-continue\r\n\r\n",
        413,
    );
    let body = "x".repeat(100_000);
    let answer = curl(&[
        "--write-out",
        "%{http_code}",
        "--data",
        &body,
        &server.url("/echo"),
    ]);
    assert_eq!(
        answer.text(),
        format!("{body}200"),
        "the limit itself is allowed"
    );
    server.stop();
}

#[test]
fn a_chunked_body_over_the_limit_is_refused_when_it_gets_there() {
    let server = Script::new("app.php").env("TA_MAX_BODY", "100000").start();
    let mut request =
        String::from("POST /echo HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n");
    for _ in 0..11 {
        request.push_str(&format!("2710\r\n{}\r\n", "x".repeat(10_000)));
    }
    request.push_str("0\r\n\r\n");
    refused(&server, request, 413);
    server.stop();
}

#[test]
fn curl_reads_the_413_although_it_is_still_uploading() {
    let server = Script::new("app.php").env("TA_MAX_BODY", "100000").start();
    let body = std::env::temp_dir().join(format!("ta-{}-413", std::process::id()));
    std::fs::write(&body, vec![b'x'; 3_000_000]).expect("a writable temporary directory");
    let file = format!("@{}", body.display());
    let answer = try_curl(&[
        "--header",
        "Expect:",
        "--write-out",
        "%{http_code}",
        "--data-binary",
        &file,
        &server.url("/echo"),
    ]);
    std::fs::remove_file(&body).expect("just written");
    assert!(answer.text().ends_with("413"), "{answer:?}");
    server.stop();
}

#[test]
fn a_target_over_8192_bytes_is_refused() {
    let server = Server::start("app.php");
    let target = format!("/{}", "a".repeat(8_192));
    refused(&server, get(&target), 414);
    let answer = curl(&["--write-out", "%{http_code}", &server.url(&target)]);
    assert!(answer.text().ends_with("414"), "{}", answer.text());
    let mut connection = Connection::open(server.port());
    let longest = format!("/?{}", "a".repeat(8_190));
    assert_eq!(
        connection.get(&longest).status,
        200,
        "the limit itself is allowed"
    );
    server.stop();
}

#[test]
fn oversized_fields_are_refused() {
    let server = Server::start("app.php");
    let request = |fields: &str| format!("GET / HTTP/1.1\r\nhost: test\r\n{fields}\r\n");
    let value = "v".repeat(8_193);
    let name = "n".repeat(1_025);
    let many: String = (0..256).map(|n| format!("x-{n}: v\r\n")).collect();
    let heavy: String = (0..9)
        .map(|n| format!("x-{n}: {}\r\n", "v".repeat(8_000)))
        .collect();
    refused(&server, request(&format!("x: {value}\r\n")), 431);
    refused(&server, request(&format!("{name}: v\r\n")), 431);
    refused(&server, request(&many), 431);
    refused(&server, request(&heavy), 431);
    let answer = curl(&[
        "--write-out",
        "%{http_code}",
        "--header",
        &format!("X-Long: {value}"),
        &server.url("/"),
    ]);
    assert!(answer.text().ends_with("431"), "{}", answer.text());
    server.stop();
}

#[test]
fn malformed_requests_get_their_status_and_harm_nobody_else() {
    let server = Server::start("app.php");
    let mut neighbour = Connection::open(server.port());
    assert_eq!(neighbour.get("/").text(), "hello");
    for (request, status) in [
        ("NONSENSE\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: a\nx: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: a\r\nx : y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: a\r\nx: y\r\n z\r\n\r\n", 400),
        ("GET /a b HTTP/1.1\r\nhost: a\r\n\r\n", 400),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
            400,
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: +1\r\n\r\n",
            400,
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
            400,
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
            501,
        ),
        (
            "GET / HTTP/1.1\r\nhost: a\r\nexpect: the unexpected\r\n\r\n",
            417,
        ),
        ("CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n", 405),
        ("BREW / HTTP/1.1\r\nhost: a\r\n\r\n", 501),
        ("GET / HTTP/3.0\r\nhost: a\r\n\r\n", 505),
    ] {
        refused(&server, request, status);
    }
    assert_eq!(neighbour.get("/").text(), "hello");
    server.stop();
}

#[test]
fn answers_to_earlier_pipelined_requests_go_out_before_the_refusal() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send([&get("/delay?ms=100"), &get("/"), "BAD\r\n\r\n"].concat());
    assert_eq!(connection.response().text(), "slept 100");
    assert_eq!(connection.response().text(), "hello");
    assert_eq!(connection.response().status, 400);
    assert!(connection.is_closed());
    server.stop();
}

#[test]
fn a_partial_request_times_out_with_408_and_silence_is_closed_silently() {
    let server = Script::new("app.php")
        .env("TA_READ_TIMEOUT", "1")
        .env("TA_KEEP_ALIVE_TIMEOUT", "1")
        .start();
    let started = Instant::now();
    let mut partial = Connection::open(server.port());
    partial.send("GET / HTTP/1.1\r\nhost: te");
    let mut silent = Connection::open(server.port());
    let mut idle = Connection::open(server.port());
    assert_eq!(idle.get("/").text(), "hello");

    assert_eq!(partial.response().status, 408);
    assert!(partial.is_closed());
    assert!(silent.is_closed());
    assert!(idle.is_closed());
    let took = started.elapsed();
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_secs(5),
        "{took:?}"
    );
    server.stop();
}

#[test]
fn a_handler_may_take_longer_than_the_read_timeout() {
    let server = Script::new("app.php")
        .env("TA_READ_TIMEOUT", "1")
        .env("TA_KEEP_ALIVE_TIMEOUT", "1")
        .start();
    let mut connection = Connection::open(server.port());
    assert_eq!(connection.get("/delay?ms=2000").text(), "slept 2000");
    assert_eq!(
        connection.get("/").text(),
        "hello",
        "the connection lives on"
    );
    server.stop();
}

#[test]
fn connections_beyond_the_cap_wait_until_others_have_left() {
    let server = Script::new("app.php")
        .env("TA_MAX_CONNECTIONS", "10")
        .start();
    // The readiness probe may still count: ask until it does not.
    let mut kept: Vec<_> = (0..9).map(|_| Connection::open(server.port())).collect();
    for connection in &mut kept {
        assert_eq!(connection.get("/").text(), "hello");
    }
    let mut waiting: Vec<_> = (0..6).map(|_| Connection::open(server.port())).collect();
    for connection in &mut waiting {
        connection.send(get("/"));
    }
    std::thread::sleep(Duration::from_millis(200));
    kept.truncate(2);
    for connection in &mut waiting {
        // Waiting in the backlog, or told that it is too many: never dropped silently.
        let answer = connection.response();
        assert!(matches!(answer.status, 200 | 503), "{answer:?}");
    }
    server.stop();
}
