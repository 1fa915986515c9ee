//! Bodies of answers: large ones, streamed ones, slow readers, broken ones.

use std::time::Duration;

use crate::client::Client;
use crate::server::{TAKEN, TestServer};

#[test]
fn large_bodies_arrive_whole_also_pipelined() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    for size in [4096, 4097, 1_000_000] {
        client.get(&format!("/big/{size}")).get("/small");
        let answer = client.answer();
        assert_eq!(answer.body.len(), size);
        assert!(answer.body.iter().all(|byte| *byte == b'b'));
        assert_eq!(client.answer().text(), "GET /small");
    }
}

#[test]
fn a_streamed_body_is_chunked_or_has_its_declared_length() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let chunked = client.get("/pieces/1000").answer();
    assert_eq!(chunked.field("transfer-encoding"), Some("chunked"));
    assert_eq!(chunked.text(), "piece\n".repeat(1000));
    let declared = client.get("/pieces-declared/1000").answer();
    assert_eq!(declared.field("content-length"), Some("6000"));
    assert_eq!(declared.text(), "piece\n".repeat(1000));
    assert_eq!(client.get("/next").answer().text(), "GET /next");
}

#[test]
fn an_answer_may_be_made_of_the_request_while_that_arrives() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("POST /reflect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::thread::sleep(Duration::from_millis(20));
    client.send("5\r\nhello\r\n");
    std::thread::sleep(Duration::from_millis(20));
    client.send("6\r\n world\r\n0\r\n\r\n");
    assert_eq!(client.answer().text(), "hello world");
    assert_eq!(client.get("/next").answer().text(), "GET /next");
}

#[test]
fn trailers_go_to_clients_that_asked() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    // RFC 9110 §6.5.1
    client.send("GET /trailers/1 HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
    assert_eq!(client.answer().trailers, "checksum: abc\r\n");
    let plain = client.get("/trailers/1").answer();
    assert_eq!(plain.trailers, "");
    assert_eq!(plain.text(), "piece\n");
}

#[test]
fn a_stream_that_fails_ends_without_its_last_chunk() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get_all(&["/pieces-then-error/2", "/never"]);
    let rest = client.try_rest().unwrap_or_default();
    let text = String::from_utf8(rest).unwrap();
    assert!(!text.ends_with("0\r\n\r\n"), "{text}");
    assert!(!text.contains("/never"));
}

#[test]
fn a_failed_body_that_ends_with_the_connection_is_reset() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("GET /pieces-then-error/2 HTTP/1.0\r\n\r\n");
    assert!(
        client.try_rest().is_err(),
        "an orderly end would look whole"
    );
}

#[test]
fn a_stream_that_misses_its_declared_length_is_cut_off() {
    let server = TestServer::start();
    for path in ["/pieces-short/3", "/pieces-long/3"] {
        let mut client = Client::connect(server.address);
        client.get_all(&[path, "/never"]);
        let rest = client.try_rest().unwrap_or_default();
        let text = String::from_utf8(rest).unwrap();
        assert!(!text.contains("/never"), "{text}");
    }
}

#[test]
fn a_slow_reader_holds_the_stream_back() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/flood/1000");
    let look = || server.ask(|_| TAKEN.with_borrow(|taken| *taken));
    let mut taken = look();
    let still = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        let before = std::mem::replace(&mut taken, look());
        taken > 0 && taken == before
    });
    assert!(
        still && taken < 1000,
        "{taken} pieces while nothing is read"
    );
    assert_eq!(client.answer().body.len(), 100_000_000);
}

#[test]
fn a_slow_reader_gets_everything_in_the_end() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client
        .get("/big/20000000")
        .get("/pieces/200000")
        .get("/end");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(client.answer().body.len(), 20_000_000);
    assert_eq!(client.answer().body.len(), 1_200_000);
    assert_eq!(client.answer().text(), "GET /end");
}
