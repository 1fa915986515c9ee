//! Answers to requests whose body the application does not read: a small rest is thrown away
//! and the connection goes on, a large one ends it so that the client can read the answer.

use super::{chunks, get, post};
use crate::case::{Case, case, ok, says};
use crate::pages::{BODY_LIMIT, DISCARD_LIMIT};

const RULE: &str = "RFC 9112 §9.3; request §4";

fn counted(size: usize) -> (String, String) {
    let head = post("/unread", &[&format!("Content-Length: {size}")], "");
    (head, "b".repeat(size))
}

pub(super) fn cases() -> Vec<Case> {
    let (small_head, small) = counted(1000);
    let (most_head, most) = counted(DISCARD_LIMIT);
    let (large_head, large) = counted(DISCARD_LIMIT + 1);
    let (full_head, full) = counted(BODY_LIMIT);
    let chunk = |size: usize| format!("{size:x}\r\n{}\r\n", "b".repeat(size));
    vec![
        case("a small unread body that comes with the head", RULE)
            .send(small_head.clone() + &small)
            .answer(ok("unread")),
        case("a small unread body and a request behind it", RULE)
            .send(small_head.clone() + &small + &get("/next"))
            .answer(ok("unread"))
            .answer(says(["target=/next"])),
        case("a small unread body that comes after the answer", RULE)
            .send(&small_head)
            .answer(ok("unread"))
            .send(&small)
            .streamed(),
        case("a small unread body that comes late, and a request behind it", RULE)
            .send(&small_head)
            .answer(ok("unread"))
            .send(small.clone() + &get("/next"))
            .answer(says(["target=/next"]))
            .streamed(),
        case("the largest unread body that is thrown away", RULE)
            .send(&most_head)
            .answer(ok("unread"))
            .send(&most)
            .streamed(),
        case("an unread body one byte larger ends the connection", "RFC 9112 §9.6; request §4")
            .send(&large_head)
            .answer(ok("unread"))
            .send(&large)
            .closed()
            .streamed(),
        case("a large unread body that nobody sends", "RFC 9112 §9.6; request §4")
            .send(&large_head)
            .answer(ok("unread"))
            .closed()
            .streamed(),
        case("the answer to a large unread body is read after all was sent", "RFC 9112 §9.6; request §4")
            .send(full_head + &full)
            .answer(ok("unread"))
            .taken()
            .closed()
            .streamed(),
        case("requests behind a large unread body are not served", "RFC 9112 §9.6; request §4")
            .send(large_head + &large + &get("/never"))
            .answer(ok("unread"))
            .closed()
            .streamed(),
        case("a small unread chunked body", RULE)
            .send(chunks("/unread", "5\r\nhello\r\n0\r\n\r\n") + &get("/next"))
            .answer(ok("unread"))
            .answer(says(["target=/next"])),
        case("an unread chunked body that comes after the answer", RULE)
            .send(chunks("/unread", ""))
            .answer(ok("unread"))
            .send("5\r\nhello\r\n0\r\nX: y\r\n\r\n".to_owned() + &get("/next"))
            .answer(says(["target=/next"]))
            .streamed(),
        case("a large unread chunked body ends the connection", "RFC 9112 §9.6; request §4")
            .send(chunks("/unread", ""))
            .answer(ok("unread"))
            .send(chunk(8000).repeat(10) + "0\r\n\r\n")
            .silently_closed()
            .streamed(),
        // The answer is there already: nothing may follow it but the end.
        case("an unread chunked body that turns out to be broken", "RFC 9112 §7.1; request §8")
            .send(chunks("/unread", ""))
            .answer(ok("unread"))
            .send("x\r\n".to_owned() + &get("/never"))
            .silently_closed()
            .streamed(),
        case("an unread chunked body over the limit", "RFC 9110 §15.5.14; request §6.1")
            .send(chunks("/unread", ""))
            .answer(ok("unread"))
            .send(format!("{:x}\r\n", BODY_LIMIT + 1))
            .silently_closed()
            .streamed(),
        case("an unread body of a client that closes", "RFC 9112 §9.6")
            .send("POST /unread HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\n")
            .answer(ok("unread"))
            .send("hello")
            .closed()
            .streamed(),
        case("an unread body of an old client", "RFC 9112 §9.6")
            .send("POST /unread HTTP/1.0\r\nContent-Length: 5\r\n\r\n")
            .answer(ok("unread"))
            .send("hello")
            .closed()
            .streamed(),
    ]
}
