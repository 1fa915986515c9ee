//! Whether a connection goes on: the version, `Connection` on either side, the framing.

use super::{chunks, get};
use crate::case::{Answer, Case, Need, case, ok, says, status};

const RULE: &str = "RFC 9112 §9.3; request §8";

/// Requests in either version with these values of `Connection`; whether they persist.
const MATRIX: &[(&str, &[&str], bool)] = &[
    ("1.1", &[], true),
    ("1.1", &["close"], false),
    ("1.1", &["Close"], false),
    ("1.1", &["CLOSE"], false),
    ("1.1", &["keep-alive"], true),
    ("1.1", &["keep-alive, close"], false),
    ("1.1", &["close, keep-alive"], false),
    ("1.1", &["foo"], true),
    ("1.1", &["foo, close"], false),
    ("1.1", &["foo,close,bar"], false),
    ("1.1", &["foo", "close"], false),
    ("1.1", &["close", "foo"], false),
    ("1.1", &[" ,, close ,"], false),
    ("1.1", &["closed"], true),
    ("1.1", &["not-close"], true),
    ("1.1", &[""], true),
    ("1.1", &["TE, Upgrade"], true),
    ("1.0", &[], false),
    ("1.0", &["keep-alive"], true),
    ("1.0", &["Keep-Alive"], true),
    ("1.0", &["KEEP-ALIVE, foo"], true),
    ("1.0", &["foo", "keep-alive"], true),
    ("1.0", &["keep-alive, close"], false),
    ("1.0", &["close"], false),
    ("1.0", &["foo"], false),
    ("1.0", &["keep-alives"], false),
];

fn row(version: &str, values: &[&str], persists: bool) -> Case {
    let lines: String = values
        .iter()
        .map(|value| format!("Connection: {value}\r\n"))
        .collect();
    let request = format!("GET /x HTTP/{version}\r\nHost: h\r\n{lines}\r\n");
    let name = format!("HTTP/{version} with Connection {values:?}");
    let answer = says([if persists {
        "keep-alive=true"
    } else {
        "keep-alive=false"
    }]);
    // RFC 9112 appendix C.2.2: a 1.0 client learns that its wish was granted.
    let answer: Answer = match (version, persists) {
        ("1.0", true) => answer.field("connection", "keep-alive"),
        (_, true) => answer.without("connection"),
        _ => answer.field("connection", "close"),
    };
    let case = case(name, RULE).send(&request).answer(answer);
    if persists { case } else { case.closed() }
}

pub(super) fn cases() -> Vec<Case> {
    let matrix = MATRIX
        .iter()
        .map(|(version, values, persists)| row(version, values, *persists));
    let old = "HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    let others = [
        case("the handler closes", "RFC 9112 §9.6; response §3")
            .send(get("/close"))
            .answer(ok("bye").field("connection", "close"))
            .closed(),
        case("requests behind the one whose handler closes are dropped", "RFC 9112 §9.6; request §8")
            .send(get("/close") + &get("/never") + &get("/never"))
            .answer(ok("bye"))
            .closed(),
        case("requests behind the one that says close are dropped", "RFC 9112 §9.6; request §8")
            .send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".to_owned() + &get("/never"))
            .answer(says(["method=GET"]))
            .closed(),
        case("an old client that keeps its connection twice", RULE)
            .send(format!("GET /1 {old}"))
            .answer(says(["target=/1"]).field("connection", "keep-alive"))
            .send(format!("GET /2 {old}"))
            .answer(says(["target=/2"]).field("connection", "keep-alive")),
        case("an old client that keeps its connection, then not", RULE)
            .send(format!("GET /1 {old}GET /2 HTTP/1.0\r\n\r\n"))
            .answer(says(["target=/1"]))
            .answer(says(["target=/2"]))
            .closed(),
        case("an old client whose handler closes", "RFC 9112 §9.6; response §3")
            .send(format!("GET /close {old}"))
            .answer(ok("bye").field("connection", "close"))
            .closed(),
        case("an old client gets a 204 and keeps its connection", RULE)
            .send(format!("GET /status/204 {old}"))
            .answer(status(204).field("connection", "keep-alive")),
        case("an old client that gets a stream of unknown length", "RFC 9112 §6.3; response §6.2")
            .send(format!("GET /stream/3 {old}"))
            .answer(
                ok("piece\npiece\npiece\n")
                    .without("transfer-encoding")
                    .without("content-length")
                    .field("connection", "close"),
            )
            .closed()
            .needs(Need::Streams),
        case("an old client that gets a stream of declared length", "RFC 9112 §9.3; response §6.2")
            .send(format!("GET /declared/3 {old}"))
            .answer(
                ok("piece\npiece\npiece\n")
                    .field("content-length", "18")
                    .field("connection", "keep-alive"),
            )
            .needs(Need::Streams),
        case("requests behind a body that ends with the connection are dropped", "RFC 9112 §6.3; request §8")
            .send(format!("GET /stream/3 {old}GET /never {old}"))
            .answer(ok("piece\npiece\npiece\n"))
            .closed()
            .needs(Need::Streams),
        case("a new client that gets a stream keeps its connection", "RFC 9112 §7.1; response §6.2")
            .send(get("/stream/3"))
            .answer(ok("piece\npiece\npiece\n").field("transfer-encoding", "chunked"))
            .needs(Need::Streams),
        case("an exception does not end the connection", "RFC 9112 §9.3")
            .send(get("/status/500"))
            .answer(status(500)),
        case("close on a request with a chunked body", "RFC 9112 §9.6")
            .send("POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
            .answer(ok("hello"))
            .closed(),
        case("a connection may name fields", "RFC 9110 §7.6.1")
            .send("GET / HTTP/1.1\r\nHost: h\r\nConnection: x-hop\r\nX-Hop: 1\r\n\r\n")
            .answer(says(["keep-alive=true"])),
        case("an empty line behind a body", "RFC 9112 §2.2; request §6.2")
            .send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello\r\n".to_owned() + &get("/x"))
            .answer(ok("hello"))
            .answer(says(["target=/x"])),
        case("an empty line behind a chunked body", "RFC 9112 §2.2; request §6.2")
            .send(chunks("/echo", "5\r\nhello\r\n0\r\n\r\n\r\n") + &get("/x"))
            .answer(ok("hello"))
            .answer(says(["target=/x"])),
    ];
    matrix.chain(others).collect()
}
