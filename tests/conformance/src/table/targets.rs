//! The four forms of request targets, and what may stand in them.

use super::{Refused, get, refused};
use crate::case::{Case, case, says};

const REFUSED: &[Refused] = &[
    (
        "the asterisk with GET",
        "RFC 9112 §3.2.4; request §6.2",
        "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "the asterisk with POST",
        "RFC 9112 §3.2.4; request §6.2",
        "POST * HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
        400,
    ),
    (
        "more than the asterisk with OPTIONS",
        "RFC 9112 §3.2.4",
        "OPTIONS *x HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw fragment",
        "RFC 9112 §3.2; request §6.2",
        "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw fragment in the query",
        "RFC 9112 §3.2; request §6.2",
        "GET /a?b#c HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw backslash",
        "RFC 3986 §2; request §6.2",
        "GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw tab in the target",
        "RFC 3986 §2; request §6.2",
        "GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "NUL in the target",
        "RFC 3986 §2; request §6.2",
        "GET /a\0b HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "DEL in the target",
        "RFC 3986 §2; request §6.2",
        "GET /a\x7fb HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw CR in the target",
        "RFC 9112 §3.2; request §6.2",
        "GET /a\rb HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a raw space in the target",
        "RFC 9112 §3.2; request §6.2",
        "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a relative target",
        "RFC 9112 §3.2.1",
        "GET foo HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "a query without path",
        "RFC 9112 §3.2.1",
        "GET ?a HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "the authority form with GET",
        "RFC 9112 §3.2.3",
        "GET example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n",
        400,
    ),
    (
        "an absolute target without host",
        "RFC 9110 §4.2.1",
        "GET http:///x HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target with a port only",
        "RFC 9110 §4.2.1",
        "GET http://:80/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target with one slash",
        "RFC 9110 §4.2.1",
        "GET http:/h/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target with user information",
        "RFC 9110 §4.2.4",
        "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target with a port that is no number",
        "RFC 3986 §3.2.3",
        "GET http://h:x/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target with a scheme that begins with a digit",
        "RFC 3986 §3.1",
        "GET 1http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
        400,
    ),
    (
        "an absolute target without Host",
        "RFC 9112 §3.2",
        "GET http://h/ HTTP/1.1\r\n\r\n",
        400,
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let accepted = [
        case("an origin target with a query", "RFC 9112 §3.2.1")
            .send(get("/a/b?c=d&e"))
            .answer(says(["target=/a/b?c=d&e", "path=/a/b"])),
        case("a query with question marks", "RFC 3986 §3.4")
            .send(get("/a?b?c"))
            .answer(says(["target=/a?b?c", "path=/a"])),
        case("an empty query", "RFC 3986 §3.4")
            .send(get("/a?"))
            .answer(says(["target=/a?", "path=/a"])),
        case("a path that begins with two slashes", "RFC 9112 §3.2.1")
            .send(get("//x/y"))
            .answer(says(["target=//x/y", "path=//x/y"])),
        case("dot segments stay as they are", "RFC 9112 §3.2; request §1")
            .send(get("/a/../b/./c"))
            .answer(says(["path=/a/../b/./c"])),
        case(
            "percent-encoding passes through",
            "RFC 3986 §2.1; request §6.2",
        )
        .send(get("/a%20b%00%2F%0d%0a?x=%zz&y=%"))
        .answer(says([
            "target=/a%20b%00%2F%0d%0a?x=%zz&y=%",
            "path=/a%20b%00%2F%0d%0a",
        ])),
        case(
            "printable ASCII outside the grammar passes",
            "RFC 9112 §3.2; request §6.2",
        )
        .send(get("/a\"<>[]^`{|}?\"<>[]^`{|}"))
        .answer(says(["target=/a\"<>[]^`{|}?\"<>[]^`{|}"])),
        case(
            "raw UTF-8 in the target passes",
            "RFC 9112 §3.2; request §6.2",
        )
        .send(get("/caf\u{e9}"))
        .answer(says(["target=/caf\u{e9}"])),
        case("raw bytes in the target that are no UTF-8", "RFC 9112 §3.2")
            .send(b"GET /\xff HTTP/1.1\r\nHost: h\r\n\r\n")
            .refused(400),
        case("OPTIONS with the asterisk", "RFC 9112 §3.2.4")
            .send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")
            .answer(says(["method=OPTIONS", "target=*", "path=*"])),
        case("an absolute target", "RFC 9112 §3.2.2; request §1")
            .send("GET http://example.com:8080/p?q HTTP/1.1\r\nHost: example.com:8080\r\n\r\n")
            .answer(says([
                "target=http://example.com:8080/p?q",
                "path=/p",
                "host=example.com:8080",
            ])),
        case(
            "the host of an absolute target overrules the field",
            "RFC 9112 §3.2.2",
        )
        .send("GET http://one.example/p HTTP/1.1\r\nHost: two.example\r\n\r\n")
        .answer(says(["path=/p", "host=one.example"])),
        case(
            "an absolute target in HTTP/1.0 overrules the field",
            "RFC 9112 §3.2.2",
        )
        .send("GET http://one.example/p HTTP/1.0\r\nHost: two.example\r\n\r\n")
        .answer(says(["path=/p", "host=one.example"]))
        .closed(),
        case("an absolute target without path", "RFC 9110 §4.2.3")
            .send("GET http://example.com HTTP/1.1\r\nHost: example.com\r\n\r\n")
            .answer(says(["target=http://example.com", "path=/"])),
        case(
            "an absolute target with a query and no path",
            "RFC 9110 §4.2.3",
        )
        .send("GET http://example.com?a/b HTTP/1.1\r\nHost: example.com\r\n\r\n")
        .answer(says(["path=/"])),
        case("an absolute target with an IPv6 address", "RFC 3986 §3.2.2")
            .send("GET HTTP://[::1]:80/x HTTP/1.1\r\nHost: [::1]:80\r\n\r\n")
            .answer(says(["path=/x", "host=[::1]:80"])),
        case("an absolute https target", "RFC 9112 §3.2.2")
            .send("GET https://h/x HTTP/1.1\r\nHost: h\r\n\r\n")
            .answer(says(["path=/x", "host=h"])),
    ];
    refused(REFUSED).chain(accepted).collect()
}
