//! Property tests over inputs that are made to be nearly right: pieces of real messages in
//! any order, so that every rule is met, broken and met again.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Fragments of messages, good and bad.
const FRAGMENTS: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"POST /a?b=c HTTP/1.1\r\nhost: a\r\n",
    b"HEAD http://h/p?q HTTP/1.0\r\n",
    b"GET  /  HTTP/1.1\r\n",
    b"GET /caf\xc3\xa9 HTTP/1.1\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"PRI * HTTP/2.0\r\n",
    b"PRI",
    b"OPTIONS * HTTP/1.1\r\n",
    b"FOO / HTTP/1.1\r\n",
    b"GET /",
    b" HTTP/1.1",
    b" HTTP/2.0\r\n",
    b" HTTP/1.2\r\n",
    b"Host: a\r\n",
    b"Host: \r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 05\r\n",
    b"Content-Length: 99\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Transfer-Encoding: \r\n",
    b"Connection: close\r\n",
    b"Connection: Keep-Alive, foo\r\n",
    b"Expect: 100-continue\r\n",
    b"Expect: magic\r\n",
    b"TE: trailers\r\n",
    b"Content-Type: a/b\r\n",
    b"X-Pad: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    b"X-A-Name-That-Is-Long: a\r\n",
    b"X: \xff\r\n",
    b"X:\ta \t\r\n",
    b" folded\r\n",
    b"X : a\r\n",
    b": a\r\n",
    b"X\r\n",
    b"X: a\0b\r\n",
    b"X: a\rb\r\n",
    b"X: a\n",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b" ",
    b":",
    b"\t",
    b"\0",
    b"5\r\nhello\r\n",
    b"5;a=\"b\"\r\nhello\r\n",
    b"5 ;x\r\nhello\r\n",
    b"5 \r\n",
    b"5\nhello\r\n",
    b"ffffffffffffffffff\r\n",
    b"41\r\n",
    b"0\r\n\r\n",
    b"000\r\nX-Trailer: a\r\n\r\n",
    b"0\r\nbad trailer\r\n",
    b"hello",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
];

/// Complete requests, so that pipelines get anywhere.
const REQUESTS: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
    b"HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    b"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n1;x\r\na\r\n0\r\nT: v\r\n\r\n",
];

fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => select(FRAGMENTS).prop_map(<[u8]>::to_vec),
        3 => select(REQUESTS).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 1..4),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Requests with one byte changed, removed or added: the errors real attacks look like.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![any::<u8>(), select(&b"\r\n :\t,;0\0"[..])];
    (
        vec(select(REQUESTS), 1..4),
        any::<prop::sample::Index>(),
        byte,
        0..3u8,
    )
        .prop_map(|(requests, index, byte, change)| {
            let mut input = requests.concat();
            let at = index.index(input.len());
            match change {
                0 => input[at] = byte,
                1 => input.insert(at, byte),
                _ => {
                    input.remove(at);
                }
            }
            input
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_split_of_message_fragments_gives_the_same_events(
        input in soup(), pieces in vec(0usize..40, 0..20)
    ) {
        assert_split_invariant(&input, &pieces, Limits::default());
        assert_split_invariant(&input, &pieces, small_limits());
    }

    #[test]
    fn any_split_of_slightly_broken_requests_gives_the_same_events(
        input in mutated(), pieces in vec(0usize..40, 0..20)
    ) {
        assert_split_invariant(&input, &pieces, Limits::default());
        assert_split_invariant(&input, &pieces, small_limits());
    }

    #[test]
    fn arbitrary_bytes_never_panic_and_split_anywhere(
        input in vec(any::<u8>(), 0..300), pieces in vec(0usize..40, 0..20)
    ) {
        connection(&input);
        request_head(&input);
        chunked_body(&input);
        assert_split_invariant(&input, &pieces, Limits::default());
    }

    #[test]
    fn accepted_heads_mean_the_same_when_written_anew(input in soup()) {
        request_head(&input);
    }

    #[test]
    fn chunked_bodies_survive_any_chunking(
        body in vec(any::<u8>(), 0..2000), sizes in vec(1usize..300, 0..30)
    ) {
        assert_chunks_survive(&body, &sizes);
    }
}
