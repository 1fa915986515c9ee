//! The client says that it sends no more: what was whole is answered, what was not is not.

use super::{chunks, get, post};
use crate::case::{Case, case, ok, says};

pub(super) fn cases() -> Vec<Case> {
    let cut_off = [
        ("no byte at all", String::new()),
        ("an empty line", "\r\n".to_owned()),
        ("a CR", "\r".to_owned()),
        ("half a method", "GE".to_owned()),
        ("half a request line", "GET / HT".to_owned()),
        ("a request line", "GET / HTTP/1.1\r\n".to_owned()),
        ("half a field", "GET / HTTP/1.1\r\nHo".to_owned()),
        (
            "a head without its empty line",
            "GET / HTTP/1.1\r\nHost: h\r\n".to_owned(),
        ),
        (
            "half a preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nS".to_owned(),
        ),
    ]
    .map(|(name, bytes)| {
        case(format!("{name}, then the end"), "RFC 9112 §8; request §8")
            .send(bytes)
            .half_close()
            .silently_closed()
    });
    let bodies: [(&str, String); 8] = [
        (
            "half a counted body",
            post("/echo", &["Content-Length: 5"], "hel"),
        ),
        (
            "a head whose body is missing",
            post("/echo", &["Content-Length: 5"], ""),
        ),
        (
            "half a large counted body",
            post("/echo", &["Content-Length: 50000"], "hello"),
        ),
        ("half a chunk size", chunks("/echo", "5")),
        ("half a chunk", chunks("/echo", "5\r\nhel")),
        (
            "a chunk without the last one",
            chunks("/echo", "5\r\nhello\r\n"),
        ),
        (
            "a last chunk without its empty line",
            chunks("/echo", "5\r\nhello\r\n0\r\n"),
        ),
        ("half a trailer", chunks("/echo", "5\r\nhello\r\n0\r\nA: b")),
    ];
    let unheard = bodies.clone().map(|(name, bytes)| {
        // RFC 9112 §8: an incomplete request is not processed.
        case(format!("{name}, then the end"), "RFC 9112 §8; request §8")
            .send(bytes)
            .half_close()
            .silently_closed()
            .buffered()
    });
    // A handler has begun that has nothing to say without the rest.
    let told = bodies.map(|(name, bytes)| {
        case(
            format!("{name} for a handler that reads, then the end"),
            "RFC 9112 §8",
        )
        .send(bytes)
        .half_close()
        .refused(400)
        .streamed()
    });
    let answered = [
        case("a whole body, then the end", "RFC 9112 §9.6; request §8")
            .send(post("/echo", &["Content-Length: 5"], "hello"))
            .half_close()
            .answer(ok("hello"))
            .silently_closed(),
        case(
            "a whole chunked body, then the end",
            "RFC 9112 §9.6; request §8",
        )
        .send(chunks("/echo", "5\r\nhello\r\n0\r\n\r\n"))
        .half_close()
        .answer(ok("hello"))
        .silently_closed(),
        case("a slow request, then the end", "RFC 9112 §9.6; request §8")
            .send(get("/delay/60"))
            .half_close()
            .answer(ok("delayed"))
            .silently_closed(),
        case(
            "several requests, then the end",
            "RFC 9112 §9.6; request §8",
        )
        .send(get("/delay/30") + &get("/2") + &get("/3"))
        .half_close()
        .answer(ok("delayed"))
        .answer(says(["target=/2"]))
        .answer(says(["target=/3"]))
        .silently_closed(),
        case(
            "a whole request and half of another, then the end",
            "RFC 9112 §8; request §8",
        )
        .send(get("/1") + "GET /2 HTTP/1.1\r\nHo")
        .half_close()
        .answer(says(["target=/1"]))
        .silently_closed(),
        case("a bad request, then the end", "RFC 9112 §9.6; request §6.4")
            .send("GARBAGE\r\n\r\n")
            .half_close()
            .refused(400),
        case("a request that says close, then the end", "RFC 9112 §9.6")
            .send("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            .half_close()
            .answer(says(["target=/x"]))
            .closed(),
        case("an old request, then the end", "RFC 9112 §9.6")
            .send("GET /x HTTP/1.0\r\n\r\n")
            .half_close()
            .answer(says(["target=/x"]))
            .closed(),
        case("a held body that is never sent", "RFC 9110 §10.1.1")
            .send(post(
                "/echo",
                &["Content-Length: 5", "Expect: 100-continue"],
                "",
            ))
            .answer(crate::case::go_on())
            .half_close()
            .silently_closed()
            .buffered(),
        case("half an unread body, then the end", "RFC 9112 §8")
            .send(post("/unread", &["Content-Length: 5"], "hel"))
            .half_close()
            .answer(ok("unread"))
            .silently_closed()
            .streamed(),
        case("an answered connection, then the end", "RFC 9112 §9.5")
            .send(get("/1"))
            .answer(says(["target=/1"]))
            .half_close()
            .silently_closed(),
    ];
    cut_off
        .into_iter()
        .chain(unheard)
        .chain(told)
        .chain(answered)
        .collect()
}
