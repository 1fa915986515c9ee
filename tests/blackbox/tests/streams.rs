//! Streamed responses: what curl makes of them, and what a client that does not
//! read costs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ta_blackbox::curl::{curl, try_curl};
use ta_blackbox::memory::resident;
use ta_blackbox::server::Server;

const GIB: usize = 1 << 30;

/// What a gigabyte on its way through may add to the process.
const GROWTH: u64 = 2 << 20;

/// curl's words for a body that broke off: it ended before its end, or by a reset.
const BROKEN_OFF: [i32; 2] = [18, 56];

#[test]
fn curl_gets_chunks_a_declared_length_and_an_old_clients_body() {
    let server = Server::start("streams.php");
    for version in ["--http1.1", "--http1.0"] {
        let answer = curl(&[version, &server.url("/slowly")]);
        assert_eq!(answer.text(), "one two three");
        let answer = curl(&[version, &server.url("/declared")]);
        assert_eq!(answer.text(), "1234567890");
        let answer = curl(&["--head", version, &server.url("/slowly")]);
        assert!(answer.text().contains("content-type: text/plain\r\n"));
    }
    server.stop();
}

#[test]
fn curl_gets_trailers_when_it_asks_for_them() {
    let server = Server::start("streams.php");
    let fields = ["--dump-header", "-", "--output", "/dev/null"];
    let url = server.url("/slowly");
    let told = curl(&[&fields[..], &["--header", "TE: trailers", &url]].concat());
    assert!(told.text().contains("x-count: 3\r\n"), "{}", told.text());
    let not = curl(&[&fields[..], &[&url]].concat());
    assert!(!not.text().contains("x-count"), "{}", not.text());
    server.stop();
}

#[test]
fn curl_gets_early_hints_before_the_answer() {
    let server = Server::start("streams.php");
    let answer = curl(&["--include", &server.url("/hints")]);
    let text = answer.text();
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload; as=style\r\n\r\n";
    assert!(
        text.starts_with(&format!("{hints}HTTP/1.1 200 OK\r\n")),
        "{text}"
    );
    assert!(text.ends_with("with a style"), "{text}");
    let old = curl(&["--include", "--http1.0", &server.url("/hints")]);
    assert!(!old.text().contains("103"), "{}", old.text());
    server.stop();
}

#[test]
fn curl_tells_a_stream_that_was_cut_off_from_a_complete_one() {
    let server = Server::start("streams.php");
    for path in ["/abort", "/throw", "/declared?short=1"] {
        for version in ["--http1.1", "--http1.0"] {
            let transfer = try_curl(&[version, &server.url(path)]);
            let code = transfer.code;
            assert!(BROKEN_OFF.contains(&code), "{path}: {}", transfer.stderr);
        }
    }
    assert_eq!(curl(&[&server.url("/")]).text(), "hello");
    server.stop();
}

#[test]
fn a_gigabyte_for_a_slow_reader_costs_next_to_no_memory() {
    let server = Server::start("streams.php");
    // Both lent and copied chunks.
    for (chunk, field) in [(64 * 1024, ""), (64 * 1024, "x-new: 1\r\n"), (2048, "")] {
        // What streaming needs at all is there after the first few megabytes.
        read(&mut flood(&server, chunk, 16 << 20, field), 16 << 20);
        let before = resident(server.pid());
        let mut connection = flood(&server, chunk, GIB, field);
        let mut most = 0;
        let mut left = GIB;
        // It stalls, takes a little, stalls again, then takes everything.
        for part in [1 << 20, 8 << 20] {
            std::thread::sleep(Duration::from_millis(150));
            most = most.max(resident(server.pid()));
            read(&mut connection, part);
            left -= part;
        }
        while left > 0 {
            let part = left.min(64 << 20);
            read(&mut connection, part);
            left -= part;
            most = most.max(resident(server.pid()));
        }
        let growth = most.saturating_sub(before);
        println!("{chunk} {field:?}: {} KiB more", growth / 1024);
        assert!(
            growth < GROWTH,
            "{growth} bytes more with chunks of {chunk}"
        );
    }
    server.stop();
}

/// Asks for so many bytes in chunks, from which the framing is not told here.
fn flood(server: &Server, chunk: usize, total: usize, field: &str) -> TcpStream {
    let mut connection = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    connection
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a timeout can be set");
    let count = total / chunk;
    write!(
        connection,
        "GET /flood?chunk={chunk}&count={count} HTTP/1.0\r\n{field}\r\n"
    )
    .expect("sent");
    connection
}

/// Reads so many bytes of head and body.
fn read(connection: &mut TcpStream, mut count: usize) {
    let mut buffer = vec![0; 256 * 1024];
    while count > 0 {
        let most = buffer.len().min(count);
        let got = connection.read(&mut buffer[..most]).expect("more in time");
        assert!(got > 0, "{count} bytes are missing");
        count -= got;
    }
}
