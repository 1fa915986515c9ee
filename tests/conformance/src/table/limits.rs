//! Every limit, kept to the byte and exceeded by one.

use super::{chunks, get, post};
use crate::case::{Case, case, go_on, ok, says, status};
use crate::pages::BODY_LIMIT;

const FIELDS: usize = 256;
const TARGET: usize = 8192;
const NAME: usize = 1024;
const VALUE: usize = 8192;
const VALUES: usize = 65_536;

fn with_fields(lines: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n")
}

/// Values of so many bytes together; `Host` has one of them.
fn values(total: usize) -> String {
    let mut lines = String::new();
    let mut left = total - 1;
    while left > 0 {
        let size = left.min(VALUE);
        lines += &format!("x-pad: {}\r\n", "v".repeat(size));
        left -= size;
    }
    with_fields(&lines)
}

fn fields(count: usize) -> String {
    let lines: String = (1..count).map(|n| format!("x-{n}: v\r\n")).collect();
    with_fields(&lines)
}

/// A chunked body of so many bytes, in chunks of this size.
fn chunked(total: usize, size: usize) -> String {
    let mut body = String::new();
    let mut left = total;
    while left > 0 {
        let size = left.min(size);
        body += &format!("{size:x}\r\n{}\r\n", "b".repeat(size));
        left -= size;
    }
    body + "0\r\n\r\n"
}

fn trailers(lines: &str) -> String {
    chunks("/echo", &format!("1\r\nx\r\n0\r\n{lines}\r\n"))
}

pub(super) fn cases() -> Vec<Case> {
    let target = |size: usize| format!("/{}", "t".repeat(size - 1));
    let longest = target(TARGET);
    let name = "n".repeat(NAME);
    let value = "v".repeat(VALUE);
    let declared = |length: usize| format!("Content-Length: {length}");
    let body = "b".repeat(BODY_LIMIT);
    vec![
        case("the longest target", "RFC 9112 §3; request §6.1")
            .send(get(&longest))
            .answer(says([&format!("target={longest}")])),
        case("a target one byte too long", "RFC 9112 §3; request §6.1")
            .send(get(&target(TARGET + 1)))
            .refused(414),
        case("a target without end", "RFC 9112 §3; request §6.1")
            .send(format!("GET {}", target(TARGET + 1)))
            .refused(414),
        case("the longest query", "RFC 9112 §3; request §6.1")
            .send(get(&format!("/?{}", "q".repeat(TARGET - 2))))
            .answer(says(["path=/"])),
        case(
            "an absolute target one byte too long",
            "RFC 9112 §3; request §6.1",
        )
        .send(get(&format!("http://h{}", target(TARGET - 7))))
        .refused(414),
        case("the longest name", "RFC 9110 §5.4; request §6.1")
            .send(with_fields(&format!("{name}: 1\r\n")))
            .answer(says([&format!("{name}=1")])),
        case("a name one byte too long", "RFC 9110 §5.4; request §6.1")
            .send(with_fields(&format!("{name}n: 1\r\n")))
            .refused(431),
        case("the longest value", "RFC 9110 §5.4; request §6.1")
            .send(with_fields(&format!("X: {value}\r\n")))
            .answer(says([&format!("x={value}")])),
        case(
            "the longest value between blanks",
            "RFC 9110 §5.4; request §6.1",
        )
        .send(with_fields(&format!("X: \t {value}\t \r\n")))
        .answer(says([&format!("x={value}")])),
        case("a value one byte too long", "RFC 9110 §5.4; request §6.1")
            .send(with_fields(&format!("X: {value}v\r\n")))
            .refused(431),
        case("the longest values together", "RFC 9110 §5.4; request §6.1")
            .send(values(VALUES))
            .answer(says(["method=GET"])),
        case(
            "values that are one byte too long together",
            "RFC 9110 §5.4; request §6.1",
        )
        .send(values(VALUES + 1))
        .refused(431),
        case("the most fields", "RFC 9110 §5.4; request §6.1")
            .send(fields(FIELDS))
            .answer(says(["x-255=v"])),
        case("one field too many", "RFC 9110 §5.4; request §6.1")
            .send(fields(FIELDS + 1))
            .refused(431),
        case("a field line without end", "RFC 9110 §5.4; request §6.1")
            .send(format!(
                "GET / HTTP/1.1\r\nHost: h\r\nX: {}",
                "v".repeat(100_000)
            ))
            .refused(431),
        case(
            "a head without end of short fields",
            "RFC 9110 §5.4; request §6.1",
        )
        .send(format!(
            "GET / HTTP/1.1\r\nHost: h\r\n{}",
            "a: b\r\n".repeat(300)
        ))
        .refused(431),
        case(
            "the largest counted body",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(post("/echo", &[&declared(BODY_LIMIT)], &body))
        .answer(ok(&body)),
        case(
            "a counted body one byte too large",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(post("/echo", &[&declared(BODY_LIMIT + 1)], ""))
        .refused(413),
        case(
            "a counted body one byte too large that comes all the same",
            "RFC 9112 §9.6; request §6.1",
        )
        .send(post(
            "/echo",
            &[&declared(BODY_LIMIT + 1)],
            &(body.clone() + "b"),
        ))
        .refused(413),
        case(
            "a counted body far too large that is sent to its end",
            "RFC 9112 §9.6; request §6.1",
        )
        .send(post("/echo", &[&declared(4 << 20)], &"b".repeat(4 << 20)))
        .refused(413)
        .taken(),
        case(
            "a Content-Length of 2⁶⁴ - 1",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(post("/echo", &["Content-Length: 18446744073709551615"], ""))
        .refused(413),
        case(
            "the largest chunked body",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(chunks("/echo", &chunked(BODY_LIMIT, BODY_LIMIT)))
        .answer(ok(&body)),
        case(
            "the largest chunked body in many chunks",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(chunks("/echo", &chunked(BODY_LIMIT, 1000)))
        .answer(ok(&body)),
        case(
            "a chunk one byte too large",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(chunks("/echo", &chunked(BODY_LIMIT + 1, BODY_LIMIT + 1)))
        .refused(413),
        case(
            "chunks that are one byte too large together",
            "RFC 9110 §15.5.14; request §6.1",
        )
        .send(chunks("/echo", &chunked(BODY_LIMIT + 1, 1000)))
        .refused(413),
        case("a chunk size of 2⁶⁴ - 1", "RFC 9110 §15.5.14; request §6.1")
            .send(chunks("/echo", "ffffffffffffffff\r\n"))
            .refused(413),
        case(
            "chunk sizes whose sum overflows",
            "RFC 9112 §7.1; request §6.1",
        )
        .send(chunks("/echo", "1\r\nx\r\nffffffffffffffff\r\n"))
        .refused(413),
        case(
            "a body one byte too large, held back",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post(
            "/echo",
            &[&declared(BODY_LIMIT + 1), "Expect: 100-continue"],
            "",
        ))
        .refused(413),
        case(
            "the largest body, held back",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post(
            "/echo",
            &[&declared(BODY_LIMIT), "Expect: 100-continue"],
            "",
        ))
        .answer(go_on())
        .send(&body)
        .answer(ok(&body)),
        case("the most trailers", "RFC 9112 §7.1.2")
            .send(trailers(&"a: b\r\n".repeat(FIELDS)))
            .answer(ok("x")),
        case("one trailer too many", "RFC 9112 §7.1.2; request §6.1")
            .send(trailers(&"a: b\r\n".repeat(FIELDS + 1)))
            .refused(431),
        case("trailers without end", "RFC 9112 §7.1.2; request §6.1")
            .send(trailers(&format!("a: {}", "b".repeat(70_000))))
            .refused(431),
        case(
            "a refused HEAD has no body",
            "RFC 9110 §9.3.2; request §6.4",
        )
        .send(format!(
            "HEAD {} HTTP/1.1\r\nHost: h\r\n\r\n",
            target(TARGET + 1)
        ))
        .answer(status(414).for_head().field("content-length", "14"))
        .closed(),
    ]
}
