//! The smuggling guard: every way to say twice, or unclearly, where a body ends.

use super::post;
use crate::case::{Case, case, ok, says};

/// Framing that is refused: name, rule, field lines, status.
const REFUSED: &[(&str, &str, &[&str], u16)] = &[
    (
        "Content-Length and Transfer-Encoding",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5", "Transfer-Encoding: chunked"],
        400,
    ),
    (
        "Transfer-Encoding and Content-Length",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: chunked", "Content-Length: 5"],
        400,
    ),
    (
        "Content-Length of zero and Transfer-Encoding",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 0", "Transfer-Encoding: chunked"],
        400,
    ),
    (
        "Content-Length and an unknown coding",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5", "Transfer-Encoding: gzip, chunked"],
        400,
    ),
    (
        "a Content-Length of letters",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: five"],
        400,
    ),
    (
        "an empty Content-Length",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length:"],
        400,
    ),
    (
        "a Content-Length with a plus sign",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: +5"],
        400,
    ),
    (
        "a negative Content-Length",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: -5"],
        400,
    ),
    (
        "a Content-Length of two words",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 5 5"],
        400,
    ),
    (
        "a Content-Length that is a list",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5, 5"],
        400,
    ),
    (
        "a Content-Length with a comma behind",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5,"],
        400,
    ),
    (
        "a Content-Length with a fraction",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 5.0"],
        400,
    ),
    (
        "a hexadecimal Content-Length",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 0x5"],
        400,
    ),
    (
        "a Content-Length in quotes",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: \"5\""],
        400,
    ),
    (
        "a Content-Length with a thousands mark",
        "RFC 9110 §8.6",
        &["Content-Length: 5_0"],
        400,
    ),
    (
        "a Content-Length in digits of another script",
        "RFC 9110 §8.6",
        &["Content-Length: \u{665}"],
        400,
    ),
    (
        "a Content-Length of 2⁶⁴",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 18446744073709551616"],
        400,
    ),
    (
        "a Content-Length of 2⁶⁴ + 5",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 18446744073709551621"],
        400,
    ),
    (
        "a Content-Length of thirty nines",
        "RFC 9110 §8.6; request §6.3",
        &["Content-Length: 999999999999999999999999999999"],
        400,
    ),
    (
        "two Content-Lengths that differ",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5", "Content-Length: 6"],
        400,
    ),
    (
        "two Content-Lengths, the second bad",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: 5", "Content-Length: x"],
        400,
    ),
    (
        "two Content-Lengths, the first bad",
        "RFC 9112 §6.3; request §6.3",
        &["Content-Length: x", "Content-Length: 5"],
        400,
    ),
    (
        "three Content-Lengths, the last different",
        "RFC 9112 §6.3; request §6.3",
        &[
            "Content-Length: 5",
            "content-length: 5",
            "CONTENT-LENGTH: 4",
        ],
        400,
    ),
    (
        "an empty Transfer-Encoding",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding:"],
        400,
    ),
    (
        "Transfer-Encoding: gzip",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: gzip"],
        400,
    ),
    (
        "Transfer-Encoding: identity",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: identity"],
        400,
    ),
    (
        "Transfer-Encoding: xchunked",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: xchunked"],
        400,
    ),
    (
        "Transfer-Encoding: chunkedx",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: chunkedx"],
        400,
    ),
    (
        "Transfer-Encoding: chunked, identity",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: chunked, identity"],
        400,
    ),
    (
        "Transfer-Encoding: chunked, gzip",
        "RFC 9112 §6.3; request §6.3",
        &["Transfer-Encoding: chunked, gzip"],
        400,
    ),
    (
        "Transfer-Encoding: chunked;q=1",
        "RFC 9112 §7; request §6.3",
        &["Transfer-Encoding: chunked;q=1"],
        400,
    ),
    (
        "Transfer-Encoding in quotes",
        "RFC 9112 §7; request §6.3",
        &["Transfer-Encoding: \"chunked\""],
        400,
    ),
    (
        "Transfer-Encoding in apostrophes",
        "RFC 9112 §7; request §6.3",
        &["Transfer-Encoding: 'chunked'"],
        400,
    ),
    (
        "Transfer-Encoding with a comma behind",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: chunked,"],
        400,
    ),
    (
        "Transfer-Encoding with a comma in front",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: ,chunked"],
        400,
    ),
    (
        "chunked twice in one field",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: chunked, chunked"],
        400,
    ),
    (
        "Transfer-Encoding twice",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        400,
    ),
    (
        "Transfer-Encoding twice, the second identity",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
        400,
    ),
    (
        "Transfer-Encoding twice, the first identity",
        "RFC 9112 §6.1; request §6.3",
        &["Transfer-Encoding: identity", "Transfer-Encoding: chunked"],
        400,
    ),
    (
        "two words before chunked",
        "RFC 9112 §7",
        &["Transfer-Encoding: a b, chunked"],
        400,
    ),
    (
        "Transfer-Encoding: gzip, chunked",
        "RFC 9112 §6.1; request §6.5",
        &["Transfer-Encoding: gzip, chunked"],
        501,
    ),
    (
        "Transfer-Encoding: identity, chunked",
        "RFC 9112 §6.1; request §6.5",
        &["Transfer-Encoding: identity, chunked"],
        501,
    ),
    (
        "Transfer-Encoding: x;a=b, chunked",
        "RFC 9112 §6.1; request §6.5",
        &["Transfer-Encoding: x;a=b, chunked"],
        501,
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let refused = REFUSED.iter().map(|(name, rule, lines, status)| {
        case(*name, rule)
            .send(post("/echo", lines, "5\r\nhello\r\n0\r\n\r\n"))
            .refused(*status)
    });
    let others = [
        case("a counted body", "RFC 9112 §6.3")
            .send(post("/echo", &["Content-Length: 5"], "hello"))
            .answer(ok("hello")),
        case("a counted body in two writes", "RFC 9112 §6.3")
            .send(post("/echo", &["Content-Length: 5"], "he"))
            .silence(20)
            .send("llo")
            .answer(ok("hello")),
        case("a counted body that looks like a request", "RFC 9112 §6.3")
            .send(post(
                "/echo",
                &["Content-Length: 33"],
                "GET /smuggled HTTP/1.1\r\nHost: x\r\n",
            ))
            .answer(ok("GET /smuggled HTTP/1.1\r\nHost: x\r\n")),
        case("a Content-Length of zero", "RFC 9112 §6.3")
            .send(post("/echo", &["Content-Length: 0"], ""))
            .answer(ok("")),
        case(
            "no Content-Length is no body",
            "RFC 9112 §6.3; request §6.5",
        )
        .send(post("/echo", &[], ""))
        .answer(ok("")),
        case(
            "a Content-Length with leading zeros",
            "RFC 9110 §8.6; request §6.3",
        )
        .send(post(
            "/echo",
            &["Content-Length: 0000000000000000000000005"],
            "hello",
        ))
        .answer(ok("hello")),
        case("a Content-Length between blanks", "RFC 9112 §5.1")
            .send(post("/echo", &["Content-Length: \t5\t "], "hello"))
            .answer(ok("hello")),
        case(
            "two Content-Lengths that agree",
            "RFC 9112 §6.3; request §6.3",
        )
        .send(post(
            "/",
            &["Content-Length: 5", "Content-Length: 5"],
            "hello",
        ))
        .answer(says(["body=hello", "content-length=5"])),
        case(
            "two Content-Lengths that agree but for zeros",
            "RFC 9112 §6.3; request §6.3",
        )
        .send(post(
            "/echo",
            &["Content-Length: 5", "Content-Length: 005"],
            "hello",
        ))
        .answer(ok("hello")),
        case("Transfer-Encoding in capitals", "RFC 9112 §7")
            .send(post(
                "/echo",
                &["TRANSFER-ENCODING: CHUNKED"],
                "5\r\nhello\r\n0\r\n\r\n",
            ))
            .answer(ok("hello")),
        case("Transfer-Encoding between blanks", "RFC 9112 §5.1")
            .send(post(
                "/echo",
                &["Transfer-Encoding: \tchunked "],
                "5\r\nhello\r\n0\r\n\r\n",
            ))
            .answer(ok("hello")),
        case("a refused body is no further request", "RFC 9112 §11.2")
            .send(post(
                "/echo",
                &["Content-Length: 44", "Transfer-Encoding: chunked"],
                "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n",
            ))
            .refused(400),
        case(
            "what is malformed comes before what is too large",
            "RFC 9112 §6.3",
        )
        .send("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
        .refused(400),
    ];
    let with_body = ["GET", "DELETE", "OPTIONS", "PATCH", "TRACE"].map(|method| {
        case(format!("a body on {method}"), "RFC 9110 §9.3; request §6.3")
            .send(format!(
                "{method} / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            ))
            .answer(says([&format!("method={method}"), "body=hello"]))
    });
    let head = case("a body on HEAD", "RFC 9110 §9.3.2; request §6.3")
        .send("HEAD /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
        .answer(crate::case::status(200).for_head());
    refused
        .chain(others)
        .chain(with_body)
        .chain([head])
        .collect()
}
