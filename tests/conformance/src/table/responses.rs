//! What an application sets and what becomes of it on the wire.

use super::get;
use crate::case::{Case, Need, case, ok, status};

/// Final statuses that go out with the body they were given.
const STATUSES: &[u16] = &[
    200, 201, 202, 206, 301, 303, 307, 400, 401, 404, 416, 422, 429, 499, 500, 503, 599,
];

pub(super) fn cases() -> Vec<Case> {
    let statuses = STATUSES.iter().map(|&code| {
        case(format!("status {code}"), "RFC 9110 §15; response §2")
            .send(get(&format!("/status/{code}")))
            .answer(crate::case::Answer {
                status: code,
                ..ok("status body").field("content-length", "11")
            })
    });
    let te = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: h\r\nTE: trailers\r\n\r\n");
    let others = [
        case(
            "framing is the server's, other fields the handler's",
            "RFC 9112 §6.2; response §3",
        )
        .send(get("/fields"))
        .answer(
            ok("fields")
                .field("content-length", "6")
                .without("transfer-encoding")
                .field_lines("x-twice", 2)
                .field("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ),
        case("a reason phrase of one's own", "RFC 9112 §4; response §2")
            .send(get("/reason"))
            .answer(ok("Fine by me")),
        case("a handler that fails", "RFC 9110 §15.6.1")
            .send(get("/fail"))
            .answer(status(500)),
        case(
            "a stream has no Content-Length",
            "RFC 9112 §6.2; response §6.2",
        )
        .send(get("/stream/2"))
        .answer(ok("piece\npiece\n").without("content-length"))
        .needs(Need::Streams),
        case("an empty stream", "RFC 9112 §7.1; response §6.2")
            .send(get("/stream/0"))
            .answer(ok("").field("transfer-encoding", "chunked"))
            .needs(Need::Streams),
        case(
            "a stream of declared length is not chunked",
            "RFC 9112 §6.2; response §6.3",
        )
        .send(get("/declared/2"))
        .answer(
            ok("piece\npiece\n")
                .field("content-length", "12")
                .without("transfer-encoding"),
        )
        .needs(Need::Streams),
        case(
            "a stream shorter than declared",
            "RFC 9112 §8; response §6.3",
        )
        .send(get("/short/2") + &get("/never"))
        .answer(status(200).incomplete())
        .cut()
        .needs(Need::Streams),
        case(
            "a stream shorter than declared, to an old client",
            "RFC 9112 §8; response §6.3",
        )
        .send("GET /short/2 HTTP/1.0\r\n\r\n")
        .answer(status(200).incomplete())
        .cut()
        .needs(Need::Streams),
        case(
            "trailers to a client that takes them",
            "RFC 9110 §6.5.1; response §4",
        )
        .send(te("/trailers"))
        .answer(ok("piece\n").field("x-check", "1"))
        .needs(Need::Trailers),
        case(
            "trailers to a client that did not ask",
            "RFC 9110 §6.5.1; response §4",
        )
        .send(get("/trailers"))
        .answer(ok("piece\n").without("x-check"))
        .needs(Need::Trailers),
        case(
            "trailers to a client that takes them among codings",
            "RFC 9110 §10.1.4; response §4",
        )
        .send("GET /trailers HTTP/1.1\r\nHost: h\r\nTE: gzip;q=0.5, Trailers\r\n\r\n")
        .answer(ok("piece\n").field("x-check", "1"))
        .needs(Need::Trailers),
        case(
            "trailers to a client that named something like them",
            "RFC 9110 §10.1.4",
        )
        .send("GET /trailers HTTP/1.1\r\nHost: h\r\nTE: trailers-not\r\n\r\n")
        .answer(ok("piece\n").without("x-check"))
        .needs(Need::Trailers),
        case("trailers to an old client", "RFC 9112 §6.1; response §4")
            .send("GET /trailers HTTP/1.0\r\nTE: trailers\r\n\r\n")
            .answer(
                ok("piece\n")
                    .without("x-check")
                    .without("transfer-encoding"),
            )
            .closed()
            .needs(Need::Trailers),
    ];
    statuses.chain(others).collect()
}
