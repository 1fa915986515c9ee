//! Chunked bodies: sizes, extensions, trailers, and every way to get them wrong.

use super::{chunks, get};
use crate::case::{Case, case, ok, says};

/// Chunked bodies that are accepted: name, rule, bytes, what they hold.
const ACCEPTED: &[(&str, &str, &str, &str)] = &[
    (
        "one chunk",
        "RFC 9112 §7.1",
        "5\r\nhello\r\n0\r\n\r\n",
        "hello",
    ),
    (
        "several chunks",
        "RFC 9112 §7.1",
        "2\r\nhe\r\n1\r\nl\r\n2\r\nlo\r\n0\r\n\r\n",
        "hello",
    ),
    ("no chunk but the last", "RFC 9112 §7.1", "0\r\n\r\n", ""),
    (
        "a size in capital digits",
        "RFC 9112 §7.1",
        "A\r\n0123456789\r\n0\r\n\r\n",
        "0123456789",
    ),
    (
        "a size in small digits",
        "RFC 9112 §7.1",
        "a\r\n0123456789\r\n0\r\n\r\n",
        "0123456789",
    ),
    (
        "a size with leading zeros",
        "RFC 9112 §7.1",
        "000000000000000000005\r\nhello\r\n0\r\n\r\n",
        "hello",
    ),
    (
        "a last chunk of many zeros",
        "RFC 9112 §7.1",
        "5\r\nhello\r\n0000\r\n\r\n",
        "hello",
    ),
    (
        "chunk data that looks like framing",
        "RFC 9112 §7.1",
        "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
        "\r\n0\r\n\r\n",
    ),
    (
        "an extension",
        "RFC 9112 §7.1.1; request §6.3",
        "5;a\r\nhello\r\n0\r\n\r\n",
        "hello",
    ),
    (
        "an extension with a value",
        "RFC 9112 §7.1.1; request §6.3",
        "5;a=b;c=d\r\nhello\r\n0;e\r\n\r\n",
        "hello",
    ),
    (
        "an extension with a quoted value",
        "RFC 9112 §7.1.1; request §6.3",
        "5;a=\"b;c\\\"d\"\r\nhello\r\n0\r\n\r\n",
        "hello",
    ),
    (
        "an extension behind blanks",
        "RFC 9112 §7.1.1",
        "5 \t;a = b\r\nhello\r\n0\r\n\r\n",
        "hello",
    ),
    (
        "a trailer",
        "RFC 9112 §7.1.2; request §2",
        "5\r\nhello\r\n0\r\nX-Check: 1\r\n\r\n",
        "hello",
    ),
    (
        "several trailers",
        "RFC 9112 §7.1.2",
        "5\r\nhello\r\n0\r\nA: 1\r\nB:\r\nA: 2\r\n\r\n",
        "hello",
    ),
    (
        "a trailer that would frame",
        "RFC 9110 §6.5.1",
        "5\r\nhello\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: x\r\n\r\n",
        "hello",
    ),
];

/// Chunked bodies that are refused with 400: name, rule, bytes.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "a size that is no number",
        "RFC 9112 §7.1; request §6.3",
        "x\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "an empty size line",
        "RFC 9112 §7.1; request §6.3",
        "\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size with a minus sign",
        "RFC 9112 §7.1; request §6.3",
        "-5\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size with a plus sign",
        "RFC 9112 §7.1; request §6.3",
        "+5\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size with a prefix",
        "RFC 9112 §7.1; request §6.3",
        "0x5\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size with an underscore",
        "RFC 9112 §7.1; request §6.3",
        "1_0\r\n0123456789abcdef\r\n0\r\n\r\n",
    ),
    (
        "a size behind a space",
        "RFC 9112 §7.1; request §6.3",
        " 5\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size before a space",
        "RFC 9112 §7.1; request §6.3",
        "5 \r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size of two words",
        "RFC 9112 §7.1; request §6.3",
        "5 5\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size of 2⁶⁴",
        "RFC 9112 §7.1; request §6.3",
        "10000000000000000\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size of 2⁶⁴ + 5",
        "RFC 9112 §7.1; request §6.3",
        "10000000000000005\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size line that ends in a bare LF",
        "RFC 9112 §7.1; request §6.3",
        "5\nhello\r\n0\r\n\r\n",
    ),
    (
        "a size line that ends in a bare CR",
        "RFC 9112 §7.1; request §6.3",
        "5\rhello\r\n0\r\n\r\n",
    ),
    (
        "an extension that ends in a bare LF",
        "RFC 9112 §7.1.1; request §6.3",
        "5;a\nhello\r\n0\r\n\r\n",
    ),
    (
        "an extension with NUL",
        "RFC 9112 §7.1.1",
        "5;a\0b\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "an extension with a bare CR",
        "RFC 9112 §7.1.1",
        "5;a\rb\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "data longer than its chunk",
        "RFC 9112 §7.1; request §6.3",
        "4\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "data shorter than its chunk",
        "RFC 9112 §7.1; request §6.3",
        "6\r\nhello\r\n0\r\n\r\n",
    ),
    (
        "no line end behind data",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello0\r\n\r\n",
    ),
    (
        "a bare LF behind data",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello\n0\r\n\r\n",
    ),
    (
        "a bare CR behind data",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello\r0\r\n\r\n",
    ),
    (
        "a last chunk that ends in bare LFs",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello\r\n0\n\n",
    ),
    (
        "a bare LF behind the last chunk",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello\r\n0\r\n\n",
    ),
    (
        "a bare CR behind the last chunk",
        "RFC 9112 §7.1; request §6.3",
        "5\r\nhello\r\n0\r\n\rx",
    ),
    (
        "a trailer without colon",
        "RFC 9112 §7.1.2",
        "5\r\nhello\r\n0\r\nA\r\n\r\n",
    ),
    (
        "a trailer with a space before its colon",
        "RFC 9112 §5.1",
        "5\r\nhello\r\n0\r\nA : b\r\n\r\n",
    ),
    (
        "a trailer with an empty name",
        "RFC 9110 §5.1",
        "5\r\nhello\r\n0\r\n: b\r\n\r\n",
    ),
    (
        "a folded trailer",
        "RFC 9112 §5.2",
        "5\r\nhello\r\n0\r\nA: b\r\n c\r\n\r\n",
    ),
    (
        "a trailer with NUL",
        "RFC 9110 §5.5",
        "5\r\nhello\r\n0\r\nA: \0\r\n\r\n",
    ),
    (
        "a trailer that ends in a bare LF",
        "RFC 9112 §2.2",
        "5\r\nhello\r\n0\r\nA: b\n\r\n",
    ),
    (
        "another request instead of the end",
        "RFC 9112 §7.1.2",
        "5\r\nhello\r\n0\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let accepted = ACCEPTED.iter().map(|(name, rule, bytes, data)| {
        case(*name, rule)
            .send(chunks("/echo", bytes))
            .answer(ok(data))
    });
    let refused = REFUSED
        .iter()
        .map(|(name, rule, bytes)| case(*name, rule).send(chunks("/echo", bytes)).refused(400));
    let others = [
        case("a request behind a chunked body", "RFC 9112 §9.3.2")
            .send(chunks("/echo", "5\r\nhello\r\n0\r\n\r\n") + &get("/next"))
            .answer(ok("hello"))
            .answer(says(["target=/next"])),
        case("trailers are no fields of the request", "RFC 9110 §6.5.1; request §2")
            .send(chunks("/", "5\r\nhello\r\n0\r\nX-Late: 1\r\n\r\n"))
            .answer(says(["body=hello"]).lacks("x-late").lacks("content-length")),
        case("a chunked body on GET", "RFC 9110 §9.3.1; request §6.3")
            .send("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
            .answer(says(["method=GET", "body=hello"])),
        case("a chunked body with pauses in its framing", "RFC 9112 §7.1")
            .send(chunks("/echo", "5"))
            .pause(10)
            .send("\r")
            .pause(10)
            .send("\nhel")
            .pause(10)
            .send("lo\r\n0\r\n\r")
            .silence(20)
            .send("\n")
            .answer(ok("hello")),
        case("a flood of extensions", "RFC 9112 §7.1.1")
            .send(chunks("/echo", &format!("5;{}", "a".repeat(17_000))))
            .refused(400),
        case("a flood of extensions in small chunks", "RFC 9112 §7.1.1")
            .send(chunks(
                "/echo",
                &format!("1;{}\r\nx\r\n", "a".repeat(500)).repeat(40),
            ))
            .refused(400),
        case("a size of zeros without end", "RFC 9112 §7.1")
            .send(chunks("/echo", &"0".repeat(17_000)))
            .refused(400),
        case("the refusal of a chunked HEAD has no body", "RFC 9110 §9.3.2; request §6.4")
            .send("HEAD /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")
            .answer(crate::case::refusal(400).for_head())
            .closed(),
    ];
    accepted.chain(refused).chain(others).collect()
}
