//! The request line: methods and the spaces between its parts.

use super::{Refused, get, refused};
use crate::case::{Case, case, says};

const REFUSED: &[Refused] = &[
    (
        "an unknown method",
        "RFC 9110 §9.1; request §6.2",
        "FOO / HTTP/1.1\r\nHost: h\r\n\r\n",
        501,
    ),
    (
        "a method in lower case",
        "RFC 9110 §9.1",
        "get / HTTP/1.1\r\nHost: h\r\n\r\n",
        501,
    ),
    (
        "a method that begins like a known one",
        "RFC 9110 §9.1",
        "GETS / HTTP/1.1\r\nHost: h\r\n\r\n",
        501,
    ),
    (
        "a method longer than any known one",
        "RFC 9112 §3",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKL / HTTP/1.1\r\n\r\n",
        501,
    ),
    (
        "PRI outside the preface",
        "RFC 9113 §3.4",
        "PRI * HTTP/1.1\r\nHost: h\r\n\r\n",
        501,
    ),
    (
        "CONNECT with an authority",
        "RFC 9110 §9.3.6; request §6.2",
        "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",
        405,
    ),
    (
        "CONNECT with a path",
        "RFC 9110 §9.3.6; request §6.2",
        "CONNECT / HTTP/1.1\r\nHost: h\r\n\r\n",
        405,
    ),
    (
        "a method with a separator in it",
        "RFC 9112 §3.1",
        "G(T / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a method with a colon in it",
        "RFC 9112 §3.1",
        "GET: / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a method with a byte beyond ASCII",
        "RFC 9112 §3.1",
        "G\u{e9}T / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a method with NUL in it",
        "RFC 9112 §3.1",
        "G\0T / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a space before the method",
        "RFC 9112 §3",
        " GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a tab before the method",
        "RFC 9112 §3",
        "\tGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a tab behind the method",
        "RFC 9112 §3",
        "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a tab before the version",
        "RFC 9112 §3",
        "GET /\tHTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    ("a method alone", "RFC 9112 §3", "GET\r\n\r\n", 400),
    (
        "a method and a space alone",
        "RFC 9112 §3",
        "GET \r\n\r\n",
        400,
    ),
    (
        "a space behind the version",
        "RFC 9112 §3",
        "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a word behind the version",
        "RFC 9112 §3",
        "GET / HTTP/1.1 x\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a flood of spaces behind the method",
        "RFC 9112 §3",
        "GET                                  / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a request line that ends in a bare LF",
        "RFC 9112 §2.2; request §6.3",
        "GET / HTTP/1.1\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a request line that ends in a bare CR",
        "RFC 9112 §2.2",
        "GET / HTTP/1.1\rHost: h\r\n\r\n",
        400,
    ),
    (
        "a bare LF before the request line",
        "RFC 9112 §2.2; request §6.3",
        "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a bare CR before the request line",
        "RFC 9112 §2.2",
        "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an empty request line of two CRs",
        "RFC 9112 §2.2",
        "\r\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a TLS handshake",
        "RFC 9112 §3.1",
        "\x16\x03\x01\x02\0\x01\0\x01\u{7f}\x03\x03",
        400,
    ),
    (
        "an answer instead of a request",
        "RFC 9112 §2.1",
        "HTTP/1.1 200 OK\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a UTF-8 byte order mark before the method",
        "RFC 9112 §3.1",
        "\u{feff}GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
];

/// Methods a server of ours lets through to the application.
const METHODS: &[&str] = &[
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "PURGE",
    "LINK",
    "UNLINK",
];

pub(super) fn cases() -> Vec<Case> {
    let known = METHODS.iter().map(|method| {
        case(
            format!("the method {method}"),
            "RFC 9110 §9.3; request §6.2",
        )
        .send(format!(
            "{method} /m HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
        ))
        .answer(says([&format!("method={method}"), "target=/m"]))
    });
    let tolerated = [
        case(
            "several spaces between the parts",
            "RFC 9112 §3; request §6.2",
        )
        .send("GET   /x     HTTP/1.1\r\nHost: h\r\n\r\n")
        .answer(says(["method=GET", "target=/x", "version=1.1"])),
        case(
            "an empty line before the request line",
            "RFC 9112 §2.2; request §6.2",
        )
        .send(format!("\r\n{}", get("/x")))
        .answer(says(["target=/x"])),
        case(
            "three empty lines before the request line",
            "RFC 9112 §2.2; request §6.2",
        )
        .send(format!("\r\n\r\n\r\n{}", get("/x")))
        .answer(says(["target=/x"])),
        case(
            "empty lines without end before the request line",
            "RFC 9112 §2.2",
        )
        .send("\r\n".repeat(40))
        .refused(400),
        case(
            "a request in two writes that part CR from LF",
            "RFC 9112 §2.2",
        )
        .send("GET /x HTTP/1.1\r\nHost: h\r\n\r")
        .silence(30)
        .send("\n")
        .answer(says(["target=/x"])),
    ];
    refused(REFUSED).chain(known).chain(tolerated).collect()
}
