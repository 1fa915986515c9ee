//! Answers without a body: HEAD, 204, 205, 304.

use super::get;
use crate::case::{Case, Need, case, ok, says, status};

fn head(target: &str) -> String {
    format!("HEAD {target} HTTP/1.1\r\nHost: h\r\n\r\n")
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "HEAD has the length of the GET",
            "RFC 9110 §9.3.2; response §7",
        )
        .send(head("/unread"))
        .answer(status(200).for_head().field("content-length", "6")),
        case("HEAD of an error", "RFC 9110 §9.3.2; response §7")
            .send(head("/status/404"))
            .answer(status(404).for_head().field("content-length", "11")),
        case("HEAD in HTTP/1.0", "RFC 9110 §9.3.2; response §7")
            .send("HEAD /unread HTTP/1.0\r\n\r\n")
            .answer(status(200).for_head().field("content-length", "6"))
            .closed(),
        case(
            "HEAD in HTTP/1.0 that keeps the connection",
            "RFC 9112 §9.3; request §8",
        )
        .send("HEAD /unread HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        .answer(status(200).for_head().field("connection", "keep-alive")),
        case("HEAD of a stream", "RFC 9110 §9.3.2; response §7")
            .send(head("/stream/3"))
            .answer(status(200).for_head().without("content-length"))
            .needs(Need::Streams),
        case(
            "HEAD of a stream of declared length",
            "RFC 9110 §9.3.2; response §7",
        )
        .send(head("/declared/3"))
        .answer(status(200).for_head().field("content-length", "18"))
        .needs(Need::Streams),
        case(
            "HEAD of a stream in HTTP/1.0",
            "RFC 9110 §9.3.2; response §7",
        )
        .send("HEAD /stream/3 HTTP/1.0\r\n\r\n")
        .answer(status(200).for_head().without("transfer-encoding"))
        .closed()
        .needs(Need::Streams),
        case("HEAD of a 204", "RFC 9110 §8.6; response §7")
            .send(head("/status/204"))
            .answer(status(204).for_head()),
        case("HEAD of a 304", "RFC 9110 §15.4.5; response §7")
            .send(head("/status/304"))
            .answer(status(304).for_head().without("content-length")),
        case("three HEADs and a GET", "RFC 9112 §6.3")
            .send(head("/unread").repeat(3) + &get("/unread"))
            .answer(status(200).for_head())
            .answer(status(200).for_head())
            .answer(status(200).for_head())
            .answer(ok("unread")),
        case("204 has no length", "RFC 9110 §8.6; response §7")
            .send(get("/status/204") + &get("/next"))
            .answer(
                status(204)
                    .empty()
                    .without("content-length")
                    .without("transfer-encoding"),
            )
            .answer(says(["target=/next"])),
        case("205 has the length zero", "RFC 9110 §15.3.6; response §7")
            .send(get("/status/205") + &get("/next"))
            .answer(status(205).empty().field("content-length", "0"))
            .answer(says(["target=/next"])),
        case(
            "304 has no length of its own",
            "RFC 9110 §15.4.5; response §7",
        )
        .send(get("/status/304") + &get("/next"))
        .answer(status(304).empty().without("content-length"))
        .answer(says(["target=/next"])),
        case(
            "304 keeps the handler's length",
            "RFC 9110 §15.4.5; response §7",
        )
        .send(get("/status/304/length") + &get("/next"))
        .answer(status(304).empty().field("content-length", "77"))
        .answer(says(["target=/next"])),
        case("204 in HTTP/1.0", "RFC 9110 §8.6; response §7")
            .send("GET /status/204 HTTP/1.0\r\n\r\n")
            .answer(status(204).empty().without("content-length"))
            .closed(),
        case("204 to POST", "RFC 9110 §8.6; response §7")
            .send("POST /status/204 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
            .answer(status(204).empty()),
        case(
            "HEAD that is refused by its method's letters",
            "RFC 9110 §9.1",
        )
        .send("head / HTTP/1.1\r\nHost: h\r\n\r\n")
        .refused(501),
        case("HEAD without Host", "RFC 9110 §9.3.2; request §6.4")
            .send("HEAD / HTTP/1.1\r\n\r\n")
            .answer(status(400).for_head().field("content-length", "13"))
            .closed(),
    ]
}
