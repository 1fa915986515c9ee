//! Our reception of requests against hyper's, over made-up and over slightly damaged messages.
//! The fuzz target `framing` runs the same comparison over anything.

mod compare;
mod peer;

use compare::{STRICTER, differ, same_messages};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const LINES: &[&str] = &[
    "GET / HTTP/1.1",
    "POST /a?b HTTP/1.1",
    "HEAD /x HTTP/1.1",
    "PUT http://h/p HTTP/1.1",
    "DELETE /d HTTP/1.0",
    "OPTIONS * HTTP/1.1",
    "POST  /  HTTP/1.1",
    "POST / HTTP/1.2",
    "FOO / HTTP/1.1",
];

const FRAMING: &[&str] = &[
    "Content-Length: 5",
    "Content-Length: 05",
    "Content-Length: 0",
    "Content-Length: 5, 5",
    "Content-Length: +5",
    "Content-Length: 5 ",
    "content-length:5",
    "Content-Length: 18446744073709551620",
    "Content-Length : 5",
    "Content-Length: 5\r\n ",
    "Content-Length:\x0b5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: Chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked, gzip",
    "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: chunked,",
    "Transfer-Encoding: ,chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding: chunked;a=b",
    "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding: identity",
    "Transfer-Encoding:",
    "Transfer-Encoding:\tchunked",
    "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding:\r\n chunked",
    "Transfer-Encoding : chunked",
    "Transfer_Encoding: chunked",
];

const OTHERS: &[&str] = &[
    "Connection: close",
    "Connection: keep-alive",
    "Connection: foo, Close",
    "Connection: upgrade",
    "Upgrade: h2c",
    "Expect: 100-continue",
    "Expect: magic",
    "TE: trailers",
    "Trailer: a",
    "A: b",
    "X: \u{e4}",
    "X:",
    "X",
    ": x",
    "Content-Type: a/b",
];

const BODIES: &[&str] = &[
    "",
    "hello",
    "hel",
    "hello\r\n",
    "5\r\nhello\r\n0\r\n\r\n",
    "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
    "5 \r\nhello\r\n0\r\n\r\n",
    "5 ;a\r\nhello\r\n0\r\n\r\n",
    "05\r\nhello\r\n00\r\n\r\n",
    "5\nhello\n0\n\n",
    "5\r\nhello0\r\n\r\n",
    "5\r\nhello\r\n0\r\nX y\r\n\r\n",
    "5\r\nhello\r\n0\r\n",
    "0x5\r\nhello\r\n0\r\n\r\n",
    "ffffffffffffffff1\r\nhello",
    "10000000000000005\r\nhello\r\n0\r\n\r\n",
    "0\r\n\r\n",
    "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n",
];

/// A request that is right but for what was drawn.
fn request() -> impl Strategy<Value = String> {
    let host =
        prop_oneof![9 => Just("Host: h\r\n"), 1 => Just(""), 1 => Just("Host: a\r\nHost: b\r\n")];
    (
        select(LINES),
        host,
        vec(select(FRAMING), 0..3),
        vec(select(OTHERS), 0..2),
        select(BODIES),
    )
        .prop_map(|(line, host, framing, others, body)| {
            let fields: String = framing
                .iter()
                .chain(&others)
                .map(|field| format!("{field}\r\n"))
                .collect();
            format!("{line}\r\n{host}{fields}\r\n{body}")
        })
}

/// Requests both sides accept, so that what follows them is looked at.
const SOUND: &[&str] = &[
    "GET /s HTTP/1.1\r\nHost: h\r\n\r\n",
    "POST /s HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
    "POST /s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nA: b\r\n\r\n",
    "POST /s HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
    "HEAD /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
];

/// Sound requests with a byte or two changed, removed or added.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![any::<u8>(), select(&b"\r\n :\t,;0\0\x0b"[..])];
    let damage = (any::<Index>(), byte, 0..3u8);
    (vec(select(SOUND), 1..4), vec(damage, 1..3)).prop_map(|(requests, damages)| {
        let mut input = requests.concat().into_bytes();
        for (index, byte, kind) in damages {
            let at = index.index(input.len());
            match kind {
                0 => input[at] = byte,
                1 => input.insert(at, byte),
                _ => {
                    input.remove(at);
                }
            }
        }
        input
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        // Findings become entries of the lists or tests, not files.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn hyper_sees_the_same_messages_in_made_up_requests(requests in vec(request(), 1..4)) {
        same_messages(requests.concat().as_bytes());
    }

    #[test]
    fn hyper_sees_the_same_messages_in_damaged_requests(input in damaged()) {
        same_messages(&input);
    }
}

#[test]
fn sound_requests_are_seen_to_their_end_by_both() {
    let input = SOUND.concat();
    let (messages, complaint) = peer::receive(input.as_bytes());
    assert_eq!(messages.len(), SOUND.len(), "{complaint:?}");
    assert!(messages.iter().all(|message| message.complete));
    same_messages(input.as_bytes());
}

#[test]
fn every_difference_in_the_list_is_one() {
    for (refusal, _, example) in STRICTER {
        assert!(differ(example.as_bytes(), *refusal), "{refusal:?}");
        same_messages(example.as_bytes());
    }
}
