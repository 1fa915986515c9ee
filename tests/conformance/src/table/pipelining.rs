//! Requests that come before their turn: answered in order, refusals included.

use super::{chunks, get, post};
use crate::case::{Answer, Case, Need, case, ok, refusal, says, status};

const RULE: &str = "RFC 9112 §9.3.2; request §8";

/// A good request, the bad one, and one behind it: the bad one ends the connection.
fn bad_third(name: &str, bad: &str, status: u16) -> Case {
    case(name, "RFC 9112 §9.3.2; request §6.4")
        .send(get("/delay/30") + &get("/2") + bad + &get("/never"))
        .answer(ok("delayed"))
        .answer(says(["target=/2"]))
        .answer(refusal(status))
        .closed()
}

pub(super) fn cases() -> Vec<Case> {
    let numbers = |range: std::ops::Range<u32>| -> String {
        range.map(|number| get(&format!("/{number}"))).collect()
    };
    let answers = |case: Case, range: std::ops::Range<u32>| {
        range.fold(case, |case, number| {
            case.answer(says([&format!("target=/{number}")]))
        })
    };
    let none: Answer = status(204).empty();
    vec![
        answers(
            case("fifty requests at once", RULE).send(numbers(0..50)),
            0..50,
        ),
        answers(
            case("requests cut in the middle of heads", RULE)
                .send(&numbers(0..3)[..40])
                .pause(10)
                .send(&numbers(0..3)[40..]),
            0..3,
        ),
        case("a slow request first", RULE)
            .send(get("/delay/60") + &get("/2") + &get("/3"))
            .answer(ok("delayed"))
            .answer(says(["target=/2"]))
            .answer(says(["target=/3"])),
        case("bodies of every framing in a row", RULE)
            .send(
                post("/echo", &["Content-Length: 3"], "one")
                    + &chunks("/echo", "3\r\ntwo\r\n0\r\n\r\n")
                    + &get("/three")
                    + &post("/echo", &["Content-Length: 4"], "four"),
            )
            .answer(ok("one"))
            .answer(ok("two"))
            .answer(says(["target=/three"]))
            .answer(ok("four")),
        case("HEAD between GETs", RULE)
            .send(get("/1") + "HEAD /unread HTTP/1.1\r\nHost: h\r\n\r\n" + &get("/3"))
            .answer(says(["target=/1"]))
            .answer(status(200).for_head().field("content-length", "6"))
            .answer(says(["target=/3"])),
        case("204 and 304 between answers with bodies", RULE)
            .send(get("/1") + &get("/status/204") + &get("/status/304") + &get("/4"))
            .answer(says(["target=/1"]))
            .answer(none)
            .answer(status(304).empty())
            .answer(says(["target=/4"])),
        case("streams between answers of known length", RULE)
            .send(get("/stream/2") + &get("/2") + &get("/declared/1"))
            .answer(ok("piece\npiece\n"))
            .answer(says(["target=/2"]))
            .answer(ok("piece\n"))
            .needs(Need::Streams),
        case("a failed handler between others", RULE)
            .send(get("/1") + &get("/status/500") + &get("/3"))
            .answer(says(["target=/1"]))
            .answer(status(500))
            .answer(says(["target=/3"])),
        bad_third("a bad request line in third place", "GARBAGE\r\n\r\n", 400),
        bad_third(
            "a repeated Host in third place",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            400,
        ),
        bad_third(
            "both lengths in third place",
            &post(
                "/",
                &["Content-Length: 3", "Transfer-Encoding: chunked"],
                "abc",
            ),
            400,
        ),
        bad_third(
            "CONNECT in third place",
            "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n",
            405,
        ),
        bad_third(
            "a body over the limit in third place",
            &post("/", &["Content-Length: 999999999"], ""),
            413,
        ),
        bad_third(
            "an unknown expectation in third place",
            &post("/", &["Expect: tea", "Content-Length: 1"], "x"),
            417,
        ),
        bad_third(
            "a field over the limit in third place",
            &post("/", &[&format!("X: {}", "x".repeat(9000))], ""),
            431,
        ),
        bad_third(
            "an unknown method in third place",
            "BREW / HTTP/1.1\r\nHost: h\r\n\r\n",
            501,
        ),
        bad_third(
            "another version in third place",
            "GET / HTTP/3.0\r\nHost: h\r\n\r\n",
            505,
        ),
        case(
            "a broken chunk in second place",
            "RFC 9112 §7.1; request §6.4",
        )
        .send(get("/1") + &chunks("/echo", "5\r\nhelloX") + &get("/never"))
        .answer(says(["target=/1"]))
        .answer(refusal(400))
        .closed(),
        case(
            "requests behind a refusal are dropped",
            "RFC 9112 §9.6; request §6.4",
        )
        .send("GARBAGE\r\n\r\n".to_owned() + &numbers(0..20))
        .refused(400),
        case(
            "the preface of HTTP/2 behind a request",
            "RFC 9113 §3.4; request §6.2",
        )
        .send(get("/1") + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .answer(says(["target=/1"]))
        .answer(refusal(505))
        .closed(),
    ]
}
