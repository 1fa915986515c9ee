//! Versions of the protocol: those spoken, those refused, and what an old client gets.

use super::{Refused, refused};
use crate::case::{Case, case, ok, says};

const REFUSED: &[Refused] = &[
    (
        "HTTP/0.9: no version",
        "RFC 9112 §3; request §6.2",
        "GET /\r\n\r\n",
        400,
    ),
    (
        "HTTP/0.9: no version behind a space",
        "RFC 9112 §3; request §6.2",
        "GET / \r\n\r\n",
        400,
    ),
    (
        "HTTP/0.9 by name",
        "RFC 9110 §15.6.6; request §6.2",
        "GET / HTTP/0.9\r\n\r\n",
        505,
    ),
    (
        "HTTP/2.0",
        "RFC 9110 §15.6.6; request §6.2",
        "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
        505,
    ),
    (
        "HTTP/2",
        "RFC 9110 §15.6.6; request §6.2",
        "GET / HTTP/2\r\nHost: h\r\n\r\n",
        505,
    ),
    (
        "HTTP/3.0",
        "RFC 9110 §15.6.6; request §6.2",
        "GET / HTTP/3.0\r\nHost: h\r\n\r\n",
        505,
    ),
    (
        "HTTP/10.0",
        "RFC 9110 §15.6.6",
        "GET / HTTP/10.0\r\nHost: h\r\n\r\n",
        505,
    ),
    (
        "a preface with a field instead of its end",
        "RFC 9113 §3.4",
        "PRI * HTTP/2.0\r\nHost: h\r\n\r\n",
        505,
    ),
    (
        "HTTP/1.2",
        "RFC 9112 §2.3; request §6.2",
        "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/1.10",
        "RFC 9112 §2.3; request §6.2",
        "GET / HTTP/1.10\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/01.1",
        "RFC 9112 §2.3",
        "GET / HTTP/01.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/1",
        "RFC 9112 §2.3",
        "GET / HTTP/1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/1.",
        "RFC 9112 §2.3",
        "GET / HTTP/1.\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/1.1.1",
        "RFC 9112 §2.3",
        "GET / HTTP/1.1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/",
        "RFC 9112 §2.3",
        "GET / HTTP/\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "HTTP/x.1",
        "RFC 9112 §2.3",
        "GET / HTTP/x.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "http/1.1 in lower case",
        "RFC 9112 §2.3",
        "GET / http/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "another protocol",
        "RFC 9112 §2.3",
        "GET / ICY/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a version of many digits",
        "RFC 9112 §2.3",
        "GET / HTTP/99999999999999999999.9\r\nHost: h\r\n\r\n",
        400,
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let served = [
        case("HTTP/1.1", "RFC 9112 §2.3")
            .send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            .answer(says(["version=1.1", "keep-alive=true"]).without("connection")),
        case("HTTP/1.0", "RFC 9112 §2.3; request §8")
            .send("GET / HTTP/1.0\r\n\r\n")
            .answer(says(["version=1.0", "keep-alive=false"]))
            .closed(),
        case("HTTP/1.0 with a counted body", "RFC 9112 §6.3")
            .send("POST /echo HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello")
            .answer(ok("hello"))
            .closed(),
        case(
            "HTTP/1.0 with Transfer-Encoding",
            "RFC 9112 §6.1; request §6.3",
        )
        .send("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        .refused(400),
        case(
            "HTTP/1.0 with Transfer-Encoding and Content-Length",
            "RFC 9112 §6.3",
        )
        .send("POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello")
        .refused(400),
        case(
            "HTTP/1.0 with an unknown coding",
            "RFC 9112 §6.1; request §6.3",
        )
        .send("POST / HTTP/1.0\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
        .refused(400),
        // Not spoken without TLS or an agreement: request §7.
        case("the preface of HTTP/2", "RFC 9113 §3.4; request §7")
            .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .silently_closed(),
    ];
    refused(REFUSED).chain(served).collect()
}
