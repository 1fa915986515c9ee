//! `Expect: 100-continue`: asked for when the body is wanted, and not otherwise.

use super::{get, post};
use crate::case::{Case, case, go_on, ok, refusal, says};

const HELD: &[&str] = &["Content-Length: 5", "Expect: 100-continue"];

pub(super) fn cases() -> Vec<Case> {
    let bad = [
        ("an unknown expectation", "Expect: magic"),
        ("an empty expectation", "Expect:"),
        (
            "100-continue and an unknown expectation",
            "Expect: 100-continue, magic",
        ),
        (
            "an unknown expectation and 100-continue",
            "Expect: magic, 100-continue",
        ),
        ("100-continue with a parameter", "Expect: 100-continue;a=b"),
        ("101-continue", "Expect: 101-continue"),
    ]
    .map(|(name, line)| {
        case(name, "RFC 9110 §10.1.1; request §6.5")
            .send(post("/echo", &[line, "Content-Length: 5"], "hello"))
            .refused(417)
    });
    let others = [
        case(
            "a counted body that is held back",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post("/echo", HELD, ""))
        .answer(go_on())
        .send("hello")
        .answer(ok("hello")),
        case(
            "a chunked body that is held back",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post(
            "/echo",
            &["Transfer-Encoding: chunked", "Expect: 100-continue"],
            "",
        ))
        .answer(go_on())
        .send("5\r\nhello\r\n0\r\n\r\n")
        .answer(ok("hello")),
        case("an expectation in other letters", "RFC 9110 §10.1.1")
            .send(post(
                "/echo",
                &["Content-Length: 5", "EXPECT: 100-Continue"],
                "",
            ))
            .answer(go_on())
            .send("hello")
            .answer(ok("hello")),
        case("an expectation twice", "RFC 9110 §10.1.1")
            .send(post(
                "/echo",
                &[
                    "Content-Length: 5",
                    "Expect: 100-continue",
                    "Expect: 100-continue",
                ],
                "",
            ))
            .answer(go_on())
            .send("hello")
            .answer(ok("hello")),
        case(
            "an unknown expectation in a second field",
            "RFC 9110 §10.1.1",
        )
        .send(post(
            "/echo",
            &["Expect: 100-continue", "Expect: magic", "Content-Length: 5"],
            "hello",
        ))
        .refused(417),
        case("a client that does not wait", "RFC 9110 §10.1.1")
            .send(post("/echo", HELD, "hello"))
            .answer(ok("hello"))
            .may_continue(),
        case(
            "a client that sends on while it is asked",
            "RFC 9110 §10.1.1",
        )
        .send(post("/echo", HELD, "he"))
        .pause(20)
        .send("llo")
        .answer(ok("hello"))
        .may_continue(),
        case("an expectation without a body", "RFC 9110 §10.1.1")
            .send("GET /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n")
            .answer(says(["target=/x"])),
        case("an expectation with an empty body", "RFC 9110 §10.1.1")
            .send(post(
                "/echo",
                &["Content-Length: 0", "Expect: 100-continue"],
                "",
            ))
            .answer(ok("")),
        case(
            "an expectation in HTTP/1.0",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send("POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        .silence(60)
        .send("hello")
        .answer(ok("hello"))
        .closed(),
        case(
            "an unknown expectation in HTTP/1.0",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send("POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: magic\r\n\r\nhello")
        .answer(ok("hello"))
        .closed(),
        case(
            "framing that is refused is not asked for",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post(
            "/echo",
            &[
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Expect: 100-continue",
            ],
            "",
        ))
        .refused(400),
        case(
            "a missing Host is told instead of 100",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send("POST /echo HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        .refused(400),
        case(
            "a held body behind another request",
            "RFC 9110 §10.1.1, RFC 9112 §9.3.2",
        )
        .send(get("/first") + &post("/echo", HELD, ""))
        .answer(says(["target=/first"]))
        .answer(go_on())
        .send("hello")
        .answer(ok("hello")),
        case(
            "a held body whose handler works first is asked for once",
            "RFC 9110 §10.1.1",
        )
        .send(post(
            "/echo",
            &["Transfer-Encoding: chunked", "Expect: 100-continue"],
            "",
        ))
        .answer(go_on())
        .send("2\r\nhe\r\n")
        .silence(20)
        .send("3\r\nllo\r\n0\r\n\r\n")
        .answer(ok("hello")),
        case(
            "a chunked body that was held back and is broken",
            "RFC 9110 §10.1.1; request §6.3",
        )
        .send(post(
            "/echo",
            &["Transfer-Encoding: chunked", "Expect: 100-continue"],
            "",
        ))
        .answer(go_on())
        .send("x\r\n")
        .answer(refusal(400))
        .closed(),
        // The body may follow or not; only the end of the connection makes that clear.
        case(
            "a held body that nobody wants",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post("/unread", HELD, ""))
        .answer(ok("unread"))
        .closed()
        .streamed(),
        case(
            "a held body that nobody wants is asked for before the handler",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post("/unread", HELD, ""))
        .answer(go_on())
        .send("hello")
        .answer(ok("unread"))
        .buffered(),
        case(
            "a held body that nobody wants and that comes all the same",
            "RFC 9110 §10.1.1",
        )
        .send(post("/unread", HELD, ""))
        .answer(ok("unread"))
        .send("hello")
        .closed()
        .streamed(),
        case(
            "a held body asked for late",
            "RFC 9110 §10.1.1; request §6.5",
        )
        .send(post("/delay/100", HELD, ""))
        .silence(40)
        .answer(ok("delayed"))
        .closed()
        .streamed(),
    ];
    bad.into_iter().chain(others).collect()
}
