//! Requests and answers on the wire: order, lengths, versions, refusals.

use crate::client::Client;
use crate::server::TestServer;

#[test]
fn a_request_is_answered_with_the_fields_of_the_server() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/a?b=c").answer();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), "GET /a?b=c");
    assert_eq!(answer.field("content-length"), Some("10"));
    // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
    assert_eq!(answer.field("date").unwrap().len(), 29);
    assert_eq!(answer.field("content-type"), Some("text/plain"));
    assert!(!answer.closes());
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let mut batch = Vec::new();
    for number in 0..500 {
        let wait = if number % 100 == 7 { "/wait/5" } else { "" };
        batch.extend(format!("GET {wait}/{number} HTTP/1.1\r\nHost: a\r\n\r\n").bytes());
    }
    client.send(&batch);
    for number in 0..500 {
        let answer = client.answer();
        if number % 100 == 7 {
            assert_eq!(answer.text(), "waited");
        } else {
            assert_eq!(answer.text(), format!("GET /{number}"));
        }
    }
}

#[test]
fn a_request_may_arrive_byte_by_byte() {
    let server = TestServer::buffering();
    let mut client = Client::connect(server.address);
    let request = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
                   3;x=y\r\nabc\r\n0a\r\n0123456789\r\n0\r\nT: v\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n";
    for byte in request.bytes() {
        client.send([byte]);
    }
    assert_eq!(client.answer().text(), "abc0123456789");
    assert_eq!(client.answer().text(), "GET /next");
}

#[test]
fn a_refusal_follows_the_answers_to_earlier_requests() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send(
        "GET /wait/30 HTTP/1.1\r\nHost: a\r\n\r\n\
         GET /2 HTTP/1.1\r\nHost: a\r\n\r\n\
         GET /3 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n\
         GET /4 HTTP/1.1\r\nHost: a\r\n\r\n",
    );
    assert_eq!(client.answer().text(), "waited");
    assert_eq!(client.answer().text(), "GET /2");
    let refusal = client.answer();
    assert_eq!(refusal.status, 400);
    assert!(refusal.closes());
    assert_eq!(refusal.text(), "Bad Request\r\n");
    assert_eq!(client.rest(), b"", "nothing after a refusal");
}

#[test]
fn refusals_have_the_status_of_their_cause() {
    let server = TestServer::with(|settings| settings.limits.body = 100);
    let long = "x".repeat(9000);
    for (request, status) in [
        ("GARBAGE\r\n\r\n".to_owned(), 400),
        ("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), 405),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n".to_owned(),
            413,
        ),
        (format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"), 414),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n".to_owned(),
            417,
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n"),
            431,
        ),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), 501),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n".to_owned(), 505),
    ] {
        let mut client = Client::connect(server.address);
        let answer = client.send(&request).answer();
        assert_eq!(answer.status, status, "{request:.60}");
        assert!(answer.closes());
        assert_eq!(client.rest(), b"");
    }
}

#[test]
fn head_and_bodiless_statuses_have_no_body_on_the_wire() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    // RFC 9110 §9.3.2: the fields of a GET, no content.
    client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(client.answer_to("HEAD").field("content-length"), Some("7"));
    client.send("HEAD /pieces/3 HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(
        client.answer_to("HEAD").field("transfer-encoding"),
        Some("chunked")
    );
    // RFC 9110 §8.6: no Content-Length in a 204.
    let none = client.get("/status/204").answer();
    assert_eq!(none.field("content-length"), None);
    // RFC 9110 §15.3.6
    let reset = client.get("/status/205").answer();
    assert_eq!(reset.field("content-length"), Some("0"));
    // RFC 9110 §15.4.5: the length of what is not sent.
    let unchanged = client.get("/status/304").answer();
    assert_eq!(unchanged.field("content-length"), Some("77"));
    let normal = client.get("/status/404").answer();
    assert_eq!(normal.text(), "status body");
    assert_eq!(normal.field("content-length"), Some("11"));
}

#[test]
fn a_reason_phrase_may_be_ones_own() {
    let server = TestServer::start();
    let answer = Client::connect(server.address).get("/reason/Fine").answer();
    assert!(answer.head.starts_with("HTTP/1.1 200 Fine\r\n"));
}

#[test]
fn an_old_client_is_served_and_closed_unless_it_asks_for_more() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    let answer = client.send("GET /x HTTP/1.0\r\n\r\n").answer();
    assert_eq!(answer.text(), "GET /x");
    assert_eq!(client.rest(), b"");

    let mut client = Client::connect(server.address);
    let keep = "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    for _ in 0..2 {
        let answer = client.send(keep).answer();
        assert_eq!(answer.field("connection"), Some("keep-alive"));
    }
    // RFC 9112 §6.1: never chunked towards 1.0; the end of the connection ends
    // the body.
    let all = client
        .send("GET /pieces/3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        .answer();
    assert!(all.closes());
    assert_eq!(all.text(), "piece\npiece\npiece\n");
}

#[test]
fn connection_close_ends_the_connection_after_the_answer() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(client.answer().closes());
    assert_eq!(client.rest(), b"");

    // The same when the handler wants it; requests behind are dropped.
    let mut client = Client::connect(server.address);
    client.get_all(&["/close", "/never"]);
    let answer = client.answer();
    assert!(answer.closes());
    assert_eq!(answer.text(), "bye");
    assert_eq!(client.rest(), b"");
}

#[test]
fn the_http2_preface_is_met_with_silence() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    // Whether the end is orderly depends on what else had arrived.
    assert_eq!(client.try_rest().unwrap_or_default(), b"");
}
