//! How handlers and connections end: without answers, early, by panic, by the
//! client's half-close or disappearance.

use std::time::{Duration, Instant};

use crate::client::Client;
use crate::server::TestServer;

#[test]
fn a_handler_that_forgets_to_answer_is_answered_for() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/forget").answer();
    assert_eq!(answer.status, 500);
    assert_eq!(answer.text(), "Internal Server Error");
    assert_eq!(client.get("/next").answer().text(), "GET /next");
}

#[test]
fn a_handler_that_panics_harms_its_own_connection_only() {
    let server = TestServer::start();
    let mut other = Client::connect(server.address);
    other.get("/wait/50");
    let mut client = Client::connect(server.address);
    let answer = client.get("/panic").answer();
    assert_eq!(answer.status, 500);
    assert_eq!(other.answer().text(), "waited");
    server.until(|running| running.in_flight() == 0);
}

#[test]
fn a_panic_within_the_head_leaves_nothing_of_it() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/panic-in-fields").answer();
    assert_eq!(answer.status, 500);
    assert_eq!(answer.field("x-field"), None);
    assert_eq!(answer.text(), "Internal Server Error");
}

#[test]
fn an_answer_goes_out_while_the_handler_goes_on() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/answer-then-wait/300").get("/next");
    let start = Instant::now();
    assert_eq!(client.answer().text(), "early");
    assert!(start.elapsed() < Duration::from_millis(200));
    assert_eq!(client.answer().text(), "GET /next");
    assert!(
        start.elapsed() >= Duration::from_millis(290),
        "the next request waits for the end of the handler"
    );
}

#[test]
fn an_answer_may_come_from_another_task() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/answer-elsewhere/30").get("/next");
    assert_eq!(client.answer().text(), "from elsewhere");
    assert_eq!(client.answer().text(), "GET /next");
}

#[test]
fn an_exchange_kept_beyond_its_handler_is_void() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/answer-too-late/30").get("/next");
    assert_eq!(client.answer().status, 500);
    assert_eq!(client.answer().text(), "GET /next");
    assert!(client.is_silent_for(Duration::from_millis(80)));
}

#[test]
fn a_second_answer_is_refused() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/answer-twice").get("/next");
    assert_eq!(client.answer().text(), "first");
    assert_eq!(client.answer().text(), "GET /next");
}

#[test]
fn a_client_that_sends_no_more_is_still_answered() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/wait/30").get("/2").half_close();
    assert_eq!(client.answer().text(), "waited");
    assert_eq!(client.answer().text(), "GET /2");
    assert_eq!(client.rest(), b"");
}

#[test]
fn a_request_cut_off_is_not_handled() {
    let server = TestServer::buffering();
    for part in [
        "GET / HTT",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
    ] {
        let mut client = Client::connect(server.address);
        client.send(part).half_close();
        assert_eq!(client.rest(), b"");
    }
    server.until(|running| running.connections() == 0);
}

#[test]
fn a_client_that_vanishes_lets_the_handler_finish() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/wait/100");
    server.until(|running| running.in_flight() == 1);
    drop(client);
    server.until(|running| running.in_flight() == 0 && running.connections() == 0);
}

#[test]
fn connections_beyond_the_cap_wait_for_their_turn() {
    let server = TestServer::with(|settings| settings.max_connections = 2);
    let mut first = Client::connect(server.address);
    let mut second = Client::connect(server.address);
    assert_eq!(first.get("/1").answer().text(), "GET /1");
    assert_eq!(second.get("/2").answer().text(), "GET /2");
    let mut third = Client::connect(server.address);
    third.get("/3");
    assert!(third.is_silent_for(Duration::from_millis(80)));
    assert_eq!(server.connections(), 2);
    drop(first);
    assert_eq!(third.answer().text(), "GET /3");
}

#[test]
fn requests_beyond_the_cap_are_refused_with_503() {
    let server = TestServer::with(|settings| settings.max_inflight_requests = 1);
    let mut first = Client::connect(server.address);
    first.get("/wait/200");
    server.until(|running| running.in_flight() == 1);
    let mut second = Client::connect(server.address);
    let refused = second.get("/x").answer();
    assert_eq!(refused.status, 503);
    assert_eq!(refused.field("retry-after"), Some("1"));
    assert!(refused.closes());
    assert_eq!(first.answer().text(), "waited");
    assert_eq!(first.get("/next").answer().text(), "GET /next");
}
