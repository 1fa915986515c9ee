//! Field lines: names, values, folding, repetition.

use super::{get, post};
use crate::case::{Case, case, ok, says};

/// Field sections that are refused with 400: name, rule, bytes behind the `Host` line.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "a folded value",
        "RFC 9112 §5.2; request §6.3",
        "A: b\r\n c\r\n",
    ),
    (
        "a value folded with a tab",
        "RFC 9112 §5.2; request §6.3",
        "A: b\r\n\tc\r\n",
    ),
    (
        "a fold of blanks alone",
        "RFC 9112 §5.2; request §6.3",
        "A: b\r\n \r\n",
    ),
    (
        "a space before the colon",
        "RFC 9112 §5.1; request §6.3",
        "A : b\r\n",
    ),
    (
        "a tab before the colon",
        "RFC 9112 §5.1; request §6.3",
        "A\t: b\r\n",
    ),
    (
        "a space before the colon of Content-Length",
        "RFC 9112 §5.1",
        "Content-Length : 5\r\n",
    ),
    (
        "a space before the colon of Transfer-Encoding",
        "RFC 9112 §5.1",
        "Transfer-Encoding : chunked\r\n",
    ),
    ("an empty name", "RFC 9110 §5.1; request §6.3", ": b\r\n"),
    ("no colon", "RFC 9112 §5; request §6.3", "A\r\n"),
    (
        "a space in a name",
        "RFC 9110 §5.1; request §6.3",
        "A B: c\r\n",
    ),
    (
        "a separator in a name",
        "RFC 9110 §5.1; request §6.3",
        "A(B): c\r\n",
    ),
    (
        "a slash in a name",
        "RFC 9110 §5.1; request §6.3",
        "A/B: c\r\n",
    ),
    (
        "a quote in a name",
        "RFC 9110 §5.1; request §6.3",
        "\"A\": c\r\n",
    ),
    (
        "a byte beyond ASCII in a name",
        "RFC 9110 §5.1; request §6.3",
        "\u{c4}: c\r\n",
    ),
    ("NUL in a name", "RFC 9110 §5.1; request §6.3", "A\0: c\r\n"),
    (
        "NUL in a value",
        "RFC 9110 §5.5; request §6.3",
        "A: b\0c\r\n",
    ),
    (
        "CR in a value",
        "RFC 9110 §5.5; request §6.3",
        "A: b\rc\r\n",
    ),
    (
        "CR at the end of a value",
        "RFC 9112 §2.2; request §6.3",
        "A: b\r\r\n",
    ),
    (
        "ESC in a value",
        "RFC 9110 §5.5; request §6.3",
        "A: \x1b[m\r\n",
    ),
    (
        "DEL in a value",
        "RFC 9110 §5.5; request §6.3",
        "A: \x7f\r\n",
    ),
    (
        "vertical tab in a value",
        "RFC 9110 §5.5; request §6.3",
        "A: b\x0bc\r\n",
    ),
    (
        "vertical tab before Transfer-Encoding's value",
        "RFC 9110 §5.5",
        "Transfer-Encoding:\x0bchunked\r\n",
    ),
    (
        "a bare LF behind a field",
        "RFC 9112 §2.2; request §6.3",
        "A: b\n",
    ),
    (
        "a bare LF within a value",
        "RFC 9112 §2.2; request §6.3",
        "A: b\nC: d\r\n",
    ),
    (
        "Content-Type twice",
        "RFC 9110 §8.3; request §2",
        "Content-Type: a/b\r\nContent-Type: a/b\r\n",
    ),
    (
        "Content-Type twice, different",
        "RFC 9110 §8.3; request §2",
        "Content-Type: a/b\r\nContent-Type: c/d\r\n",
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let refused = REFUSED.iter().map(|(name, rule, lines)| {
        case(*name, rule)
            .send(format!("GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n"))
            .refused(400)
    });
    let fields = |lines: &str| format!("GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n");
    let others = [
        case("a fold directly behind the request line", "RFC 9112 §2.2; request §6.3")
            .send("GET / HTTP/1.1\r\n Host: h\r\n\r\n")
            .refused(400),
        case("a fold of Transfer-Encoding", "RFC 9112 §5.2; request §6.3")
            .send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n")
            .refused(400),
        case("a head that ends in a bare LF", "RFC 9112 §2.2; request §6.3")
            .send("GET / HTTP/1.1\r\nHost: h\r\n\n")
            .refused(400),
        case("a head of bare LFs", "RFC 9112 §2.2; request §6.3")
            .send("GET / HTTP/1.1\nHost: h\n\n")
            .refused(400),
        case("a bare CR instead of the empty line", "RFC 9112 §2.2")
            .send("GET / HTTP/1.1\r\nHost: h\r\n\rX: y\r\n\r\n")
            .refused(400),
        case("names in any letters", "RFC 9110 §5.1; request §2")
            .send(fields("X-MiXeD: 1\r\n"))
            .answer(says(["x-mixed=1"])),
        case("a name of every token character", "RFC 9110 §5.6.2")
            .send(fields("!#$%&'*+-.^_`|~09azAZ: 1\r\n"))
            .answer(says(["!#$%&'*+-.^_`|~09azaz=1"])),
        case("an empty value", "RFC 9110 §5.5")
            .send(fields("A:\r\nB: \t \r\n"))
            .answer(says(["a=", "b="])),
        case("blanks around a value", "RFC 9112 §5.1; request §2")
            .send(fields("A: \t b c\td \t\r\n"))
            .answer(says(["a=b c\td"])),
        case("no blank before a value", "RFC 9112 §5.1")
            .send(fields("A:b\r\n"))
            .answer(says(["a=b"])),
        case("colons in a value", "RFC 9112 §5")
            .send(fields("A: b:c::d\r\n"))
            .answer(says(["a=b:c::d"])),
        case("a value in UTF-8", "RFC 9110 §5.5")
            .send(fields("A: \u{e4}\u{20ac}\r\n"))
            .answer(says(["a=\u{e4}\u{20ac}"])),
        case("repeated fields are joined", "RFC 9110 §5.3; request §2")
            .send(fields("A: 1\r\nB: x\r\na: 2\r\nA:\r\n"))
            .answer(says(["a=1, 2, ", "b=x"])),
        case("repeated cookies are joined by semicolons", "RFC 6265 §5.4; request §2")
            .send(fields("Cookie: a=b\r\nCookie: c=d\r\n"))
            .answer(says(["cookie=a=b; c=d"])),
        case("a cookie in one line stays as it is", "RFC 6265 §5.4")
            .send(fields("Cookie: a=b; c=\"d\"; a=e\r\n"))
            .answer(says(["cookie=a=b; c=\"d\"; a=e"])),
        case("an Upgrade to h2c is ignored", "RFC 9110 §7.8; request §7")
            .send(fields(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
            ))
            .answer(says(["method=GET", "keep-alive=true"])),
        case("an Upgrade to something unknown is ignored", "RFC 9110 §7.8")
            .send(fields("Connection: upgrade\r\nUpgrade: tea/1\r\n"))
            .answer(says(["method=GET", "keep-alive=true"])),
        case("a request that ends its input at once is answered", "RFC 9112 §9.6; request §8")
            .send(get("/x"))
            .half_close()
            .answer(says(["target=/x"]))
            .silently_closed(),
        case("a form is a body like any other", "RFC 9110 §8.3")
            .send(post(
                "/echo",
                &["Content-Type: text/plain; charset=utf-8", "Content-Length: 3"],
                "a=b",
            ))
            .answer(ok("a=b")),
    ];
    refused.chain(others).collect()
}
