//! Bodies of requests: whole, streamed, asked for, unwanted.

use std::time::Duration;

use ta_server::BodyMode;

use crate::client::Client;
use crate::server::TestServer;

fn post(path: &str, length: usize, extra: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n{extra}\r\n")
}

#[test]
fn bodies_of_any_size_arrive_whole() {
    for server in [TestServer::start(), TestServer::buffering()] {
        let mut client = Client::connect(server.address);
        for length in [0, 1, 16 * 1024, 100_000, 5_000_000] {
            let body: Vec<u8> = (0..length).map(|index| (index % 251) as u8).collect();
            client.send(post("/echo", length, "")).send(&body);
            assert!(client.answer().body == body, "{length} bytes");
        }
    }
}

#[test]
fn chunked_bodies_arrive_whole() {
    for server in [TestServer::start(), TestServer::buffering()] {
        let mut client = Client::connect(server.address);
        for round in 0..3 {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            let mut expected = Vec::new();
            for size in [1, 3000, 70_000] {
                let chunk = vec![b'a' + round; size];
                client
                    .send(format!("{size:x}\r\n"))
                    .send(&chunk)
                    .send("\r\n");
                expected.extend(chunk);
            }
            client.send("0\r\n\r\n");
            assert!(client.answer().body == expected);
        }
    }
}

#[test]
fn a_handler_may_answer_before_the_body_is_read() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    // The rest is small: it is thrown away and the connection lives.
    client.send(post("/ignore", 30_000, ""));
    let answer = client.answer();
    assert_eq!(answer.text(), "POST /ignore");
    assert!(!answer.closes());
    client.send(vec![b'x'; 30_000]).get("/next");
    assert_eq!(client.answer().text(), "GET /next");
}

#[test]
fn a_large_unread_body_ends_the_connection_but_not_the_answer() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send(post("/ignore", 4_000_000, ""));
    // Sent before the answer is read, as simple clients do. More than the
    // server takes, so it may be cut off at the end.
    let _ = client.try_send(&vec![b'x'; 500_000]);
    let answer = client.answer();
    assert_eq!(answer.text(), "POST /ignore");
    // RFC 9112 §9.3: a server that does not read it all closes.
    assert!(answer.closes());
}

#[test]
fn an_endless_unread_chunked_body_is_cut_off() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert_eq!(client.answer().text(), "POST /ignore");
    let chunk = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
    let cut = (0..8000).any(|_| client.try_send(chunk.as_bytes()).is_err());
    assert!(cut, "64 MB of an unwanted body were taken");
}

#[test]
fn nobody_reading_holds_the_client_back() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send(post("/wait/400", 9_000_000, ""));
    let body = vec![b'x'; 9_000_000];
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let _ = client.try_send(&body);
        });
        std::thread::sleep(Duration::from_millis(200));
        assert!(!sending.is_finished(), "the socket is not read");
    });
}

#[test]
fn a_body_may_be_read_in_part() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send(post("/read/1", 10, "")).send("12345");
    assert_eq!(client.answer().text(), "5 so far");
    client.send("67890").get("/next");
    assert_eq!(client.answer().text(), "GET /next");
}

#[test]
fn a_broken_body_tells_the_reader_and_the_client() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab");
    let answer = client.answer();
    assert_eq!(answer.status, 400);
    assert!(answer.closes());
    assert_eq!(client.rest(), b"");
}

#[test]
fn a_chunked_body_beyond_the_limit_is_refused_with_413() {
    for bodies in [BodyMode::Stream, BodyMode::Whole] {
        let server = TestServer::with_bodies(bodies, |settings| settings.limits.body = 2000);
        let mut client = Client::connect(server.address);
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for _ in 0..3 {
            client.send(format!("400\r\n{}\r\n", "x".repeat(0x400)));
        }
        let answer = client.answer();
        assert_eq!(answer.status, 413);
        assert!(answer.closes());
        assert_eq!(client.rest(), b"");
    }
}

#[test]
fn a_body_cut_off_by_the_client_is_an_error_for_its_reader() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client
        .send(post("/read/9", 10, ""))
        .send("12345")
        .half_close();
    let answer = client.answer();
    assert!(answer.text().starts_with("5 then Some(Err(Truncated"));
    assert!(answer.closes());
}

#[test]
fn a_body_that_stalls_is_an_error_for_its_reader() {
    let server =
        TestServer::with(|settings| settings.read_timeout = Some(Duration::from_millis(100)));
    let mut client = Client::connect(server.address);
    client.send(post("/read/9", 10, "")).send("12345");
    let answer = client.answer();
    assert!(answer.text().starts_with("5 then Some(Err(Timeout"));
    assert!(answer.closes());
    assert_eq!(client.rest(), b"");
}

#[test]
fn a_handler_that_gives_up_on_a_stalled_body_leaves_408_to_the_client() {
    let server =
        TestServer::with(|settings| settings.read_timeout = Some(Duration::from_millis(100)));
    let mut client = Client::connect(server.address);
    client.send(post("/echo", 100_000, "")).send("12345");
    // RFC 9110 §15.5.9
    let answer = client.answer();
    assert_eq!(answer.status, 408);
    assert!(answer.closes());
    assert_eq!(client.rest(), b"");
}

#[test]
fn a_client_that_trickles_a_body_does_not_hold_up_a_stop() {
    let server = TestServer::with(|settings| {
        settings.shutdown_timeout = Duration::from_millis(100);
    });
    let mut client = Client::connect(server.address);
    client.send(post("/echo", 100_000, ""));
    server.until(|running| running.in_flight() == 1);
    server.stop();
    // Pieces come faster than the server looks at its clock.
    let cut = (0..1000).any(|_| {
        std::thread::sleep(Duration::from_millis(5));
        client.try_send(b"x").is_err()
    });
    assert!(cut, "five seconds of trickling");
    server.join();
}

#[test]
fn a_client_that_expects_100_continue_gets_it_when_the_body_is_wanted() {
    for server in [TestServer::start(), TestServer::buffering()] {
        let mut client = Client::connect(server.address);
        client.send(post("/echo", 5, "Expect: 100-continue\r\n"));
        // RFC 9110 §10.1.1
        assert_eq!(client.answer().status, 100);
        client.send("hello");
        assert_eq!(client.answer().text(), "hello");
    }
}

#[test]
fn a_client_that_expects_100_continue_may_be_answered_at_once() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send(post("/ignore", 5, "Expect: 100-continue\r\n"));
    let answer = client.answer();
    assert_eq!(answer.status, 200);
    // RFC 9110 §10.1.1: whether the body comes now is anybody's guess.
    assert!(answer.closes());
    assert_eq!(client.rest(), b"");
}

#[test]
fn a_body_too_large_is_refused_instead_of_continued() {
    let server = TestServer::with(|settings| settings.limits.body = 4);
    let mut client = Client::connect(server.address);
    client.send(post("/echo", 5, "Expect: 100-continue\r\n"));
    assert_eq!(client.answer().status, 413);
}
