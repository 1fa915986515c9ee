//! Clients that are slow: 408 for half a request, silence for none, and no timer at all while a
//! handler works. Only an impatient server is asked.

use super::{chunks, get, post};
use crate::case::{Case, case, go_on, ok, refusal, says};
use crate::pages::{KEEP_ALIVE_TIMEOUT, READ_TIMEOUT};

pub(super) fn cases() -> Vec<Case> {
    let quiet = READ_TIMEOUT * 1000 - 200;
    let idle = KEEP_ALIVE_TIMEOUT * 1000 - 200;
    let slow = READ_TIMEOUT * 1000 + 500;
    let late = [
        ("half a method", "GE".to_owned()),
        ("half a preface of HTTP/2", "PRI * HT".to_owned()),
        ("half a request line", "GET / HTTP/1.".to_owned()),
        ("half a head", "GET / HTTP/1.1\r\nHost: h\r\n".to_owned()),
    ]
    .map(|(name, bytes)| {
        case(
            format!("{name}, then nothing"),
            "RFC 9110 §15.5.9; request §6.5",
        )
        .send(bytes)
        .silence(quiet)
        .refused(408)
    });
    let late_bodies = [
        (
            "half a counted body",
            post("/echo", &["Content-Length: 5"], "hel"),
        ),
        (
            "half a large counted body",
            post("/echo", &["Content-Length: 50000"], "hello"),
        ),
        ("half a chunk size", chunks("/echo", "5")),
        ("half a chunk", chunks("/echo", "5\r\nhel")),
        ("half a trailer", chunks("/echo", "0\r\nA: b")),
    ]
    .map(|(name, bytes)| {
        case(
            format!("{name}, then nothing"),
            "RFC 9110 §15.5.9; request §9",
        )
        .send(bytes)
        .silence(quiet)
        .refused(408)
    });
    let others = [
        case(
            "half a head of a later request, then nothing",
            "RFC 9110 §15.5.9; request §9",
        )
        .send(get("/1") + "GET /2 HT")
        .answer(says(["target=/1"]))
        .silence(quiet)
        .refused(408),
        case(
            "a held body that does not come",
            "RFC 9110 §15.5.9; request §9",
        )
        .send(post(
            "/echo",
            &["Content-Length: 5", "Expect: 100-continue"],
            "",
        ))
        .answer(go_on())
        .silence(quiet)
        .refused(408),
        case("no byte at all", "RFC 9112 §9.5; request §6.5")
            .silence(quiet)
            .silently_closed(),
        case("an empty line, then nothing", "RFC 9112 §9.5; request §6.5")
            .send("\r\n")
            .silence(quiet)
            .silently_closed(),
        case("an idle connection", "RFC 9112 §9.5; request §9")
            .send(get("/1"))
            .answer(says(["target=/1"]))
            .silence(idle)
            .silently_closed(),
        case(
            "an idle connection of an old client",
            "RFC 9112 §9.5; request §9",
        )
        .send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        .answer(says(["target=/1"]))
        .silence(idle)
        .silently_closed(),
        case(
            "a connection that is used in time",
            "RFC 9112 §9.5; request §9",
        )
        .send(get("/1"))
        .answer(says(["target=/1"]))
        .pause(idle / 2)
        .send(get("/2"))
        .answer(says(["target=/2"]))
        .pause(idle / 2)
        .send(get("/3"))
        .answer(says(["target=/3"])),
        case(
            "a handler slower than every timer",
            "RFC 9110 §15.5.9; request §9",
        )
        .send(get(&format!("/delay/{slow}")))
        .answer(ok("delayed")),
        case(
            "requests that wait for a handler slower than every timer",
            "RFC 9110 §15.5.9; request §9",
        )
        .send(get(&format!("/delay/{slow}")) + &get("/2"))
        .answer(ok("delayed"))
        .answer(says(["target=/2"])),
        case(
            "half a request that waits for a slow handler has its time behind it",
            "RFC 9110 §15.5.9; request §9",
        )
        .send(get(&format!("/delay/{slow}")) + "GET /2 HTTP/1.1\r\nHo")
        .answer(ok("delayed"))
        .pause(300)
        .send("st: h\r\n\r\n")
        .answer(says(["target=/2"])),
        case(
            "an unread body that does not come",
            "RFC 9112 §9.5; request §9",
        )
        .send(post("/unread", &["Content-Length: 5"], ""))
        .answer(ok("unread"))
        .silence(quiet)
        .silently_closed()
        .streamed(),
        case("a refused client that keeps its side open", "RFC 9112 §9.6")
            .send("GARBAGE\r\n\r\n")
            .answer(refusal(400))
            .closed(),
    ];
    late.into_iter()
        .chain(late_bodies)
        .chain(others)
        .map(Case::impatient)
        .collect()
}
