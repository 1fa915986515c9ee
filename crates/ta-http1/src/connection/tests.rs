//! The connection's life: pipelining, persistence, early answers, expectations, endings.

use super::*;
use crate::testing::{AnswerAt, Seen, observe};

const DATE: &[u8; 29] = b"Sun, 06 Nov 1994 08:49:37 GMT";
const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
const POST: &[u8] = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
const EXPECT: &[u8] =
    b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
const OK: ResponseHead<'_> = ResponseHead {
    status: 200,
    reason: None,
    length: Some(0),
    close: false,
};

/// A connection with a place for its heads and its output.
struct Peer {
    connection: Connection,
    head: RequestHead,
    out: Vec<u8>,
}

impl Peer {
    fn new() -> Self {
        let connection = Connection::new(Limits::default());
        Self {
            connection,
            head: RequestHead::new(),
            out: Vec::new(),
        }
    }

    fn step(&mut self, input: &[u8]) -> (usize, Event) {
        let Step { consumed, event } = self.connection.receive(input, &mut self.head);
        (consumed, event)
    }

    fn respond(&mut self) -> String {
        self.respond_with(&OK)
    }

    fn respond_with(&mut self, head: &ResponseHead<'_>) -> String {
        self.out.clear();
        self.connection.respond(&mut self.out, DATE, head, []);
        self.text()
    }

    fn refuse(&mut self, refusal: Refusal) -> String {
        self.out.clear();
        self.connection.refuse(&mut self.out, DATE, &refusal);
        self.text()
    }

    fn continue_100(&mut self) -> String {
        self.out.clear();
        self.connection.continue_100(&mut self.out);
        self.text()
    }

    fn text(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }
}

fn closes(answer: &str) -> bool {
    answer.contains("\r\nconnection: close\r\n")
}

#[test]
fn a_request_passes_through_its_states() {
    let mut peer = Peer::new();
    let c = |peer: &Peer| {
        let c = &peer.connection;
        [
            c.is_idle(),
            c.in_head(),
            c.in_body(),
            c.awaiting_answer(),
            c.answer_begun(),
        ]
    };
    assert_eq!(c(&peer), [true, false, false, false, false]);
    assert_eq!(peer.step(b""), (0, Event::NeedMore));
    assert_eq!(c(&peer), [true, false, false, false, false]);
    assert_eq!(peer.step(&POST[..7]), (0, Event::NeedMore));
    assert_eq!(c(&peer), [false, true, false, false, false]);
    assert_eq!(peer.step(POST), (POST.len(), Event::Head));
    assert_eq!(c(&peer), [false, false, true, true, false]);
    assert_eq!(peer.step(b"hel"), (3, Event::Body(0..3)));
    assert_eq!(peer.step(b""), (0, Event::NeedMore));
    assert_eq!(peer.step(b"loGET"), (2, Event::Body(0..2)));
    assert_eq!(c(&peer), [false, false, false, true, false]);
    assert_eq!(peer.step(b"GET"), (0, Event::End));
    assert_eq!(peer.step(b"GET"), (0, Event::Busy));
    assert!(!closes(&peer.respond()));
    assert_eq!(c(&peer), [false, false, false, true, true]);
    assert_eq!(peer.step(b"GET"), (0, Event::Busy));
    assert!(peer.connection.answered());
    assert_eq!(c(&peer), [true, false, false, false, false]);
    assert_eq!(peer.step(GET), (GET.len(), Event::Head));
}

#[test]
fn the_end_event_may_be_skipped_when_there_is_no_body() {
    let mut peer = Peer::new();
    for _ in 0..3 {
        assert_eq!(peer.step(GET), (GET.len(), Event::Head));
        peer.respond();
        assert!(peer.connection.answered());
    }
}

#[test]
fn pipelined_requests_are_received_one_after_another() {
    // RFC 9112 §9.3.2: responses go out in the order of the requests.
    let mut peer = Peer::new();
    let input = [GET, POST, b"hello", GET].concat();
    let mut rest = &input[..];
    let mut events = Vec::new();
    while !rest.is_empty() {
        let (consumed, event) = peer.step(rest);
        rest = &rest[consumed..];
        if event == Event::End || (event == Event::Head && !peer.connection.in_body()) {
            peer.respond();
            assert!(peer.connection.answered());
        }
        events.push(event);
    }
    assert_eq!(
        events,
        [
            Event::Head,
            Event::Head,
            Event::Body(0..5),
            Event::End,
            Event::Head
        ]
    );
}

#[test]
fn an_error_waits_behind_the_answer_before_it() {
    let mut peer = Peer::new();
    let input = [GET, b"BAD\r\n\r\n"].concat();
    let (consumed, _) = peer.step(&input);
    let rest = &input[consumed..];
    assert_eq!(peer.step(rest).1, Event::End);
    assert_eq!(peer.step(rest).1, Event::Busy);
    peer.respond();
    assert!(peer.connection.answered());
    assert_eq!(peer.step(rest), (0, Event::Refused(Refusal::MethodSyntax)));
    assert_eq!(peer.step(rest), (0, Event::Refused(Refusal::MethodSyntax)));
    assert!(
        peer.refuse(Refusal::MethodSyntax)
            .starts_with("HTTP/1.1 400 Bad Request\r\n")
    );
    // RFC 9112 §9.6: what arrives after that is not processed.
    assert_eq!(peer.step(GET), (GET.len(), Event::NeedMore));
    assert!(!peer.connection.answered());
}

#[test]
fn a_client_that_closes_is_answered_and_later_requests_are_dropped() {
    // RFC 9112 §9.6: after close, further requests on the connection are not processed.
    let mut peer = Peer::new();
    let input = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    peer.step(input);
    assert!(!peer.connection.persistent());
    assert!(closes(&peer.respond()));
    assert!(!peer.connection.answered());
    assert_eq!(peer.step(GET), (GET.len(), Event::NeedMore));
    assert!(!peer.connection.is_idle());
}

#[test]
fn a_10_client_stays_only_if_it_asked_and_the_length_is_known() {
    for (fields, length, stays) in [
        ("", Some(0), false),
        ("Connection: keep-alive\r\n", Some(0), true),
        ("Connection: keep-alive\r\n", None, false),
    ] {
        let mut peer = Peer::new();
        peer.step(format!("GET / HTTP/1.0\r\n{fields}\r\n").as_bytes());
        let answer = peer.respond_with(&ResponseHead { length, ..OK });
        assert_eq!(closes(&answer), !stays);
        assert_eq!(answer.contains("connection: keep-alive"), stays);
        assert_eq!(peer.connection.persistent(), stays);
        assert_eq!(peer.connection.answered(), stays);
    }
}

#[test]
fn an_early_answer_leaves_the_rest_of_the_body_to_be_drained() {
    // RFC 9112 §9.3: to remain persistent, the server MUST read the whole request body.
    let mut peer = Peer::new();
    peer.step(POST);
    assert!(!closes(&peer.respond()));
    assert!(peer.connection.persistent() && peer.connection.in_body());
    assert!(peer.connection.answered());
    assert!(!peer.connection.awaiting_answer());
    assert_eq!(peer.step(b"hel"), (3, Event::Body(0..3)));
    let rest = [b"lo", GET].concat();
    assert_eq!(peer.step(&rest), (2, Event::Body(0..2)));
    assert_eq!(peer.step(GET), (0, Event::End));
    assert!(peer.connection.is_idle());
    assert_eq!(peer.step(GET), (GET.len(), Event::Head));
}

#[test]
fn a_body_that_will_not_be_read_is_announced_as_the_end() {
    let mut peer = Peer::new();
    peer.step(POST);
    peer.connection.close_after_answer();
    assert!(closes(&peer.respond()));
    assert!(!peer.connection.answered());
}

#[test]
fn a_body_that_turns_bad_during_the_answer_ends_the_connection_silently() {
    let mut peer = Peer::new();
    peer.step(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert!(!closes(&peer.respond()));
    assert_eq!(peer.step(b"x").1, Event::Refused(Refusal::ChunkSize));
    assert!(!peer.connection.persistent());
    // One request, one answer.
    assert_eq!(peer.refuse(Refusal::ChunkSize), "");
    assert!(!peer.connection.answered());
}

#[test]
fn a_body_that_turns_bad_before_the_answer_is_refused() {
    let mut peer = Peer::new();
    peer.step(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert_eq!(
        peer.step(b"ffffffff\r\n").1,
        Event::Refused(Refusal::BodyTooLarge)
    );
    let answer = peer.refuse(Refusal::BodyTooLarge);
    assert!(answer.starts_with("HTTP/1.1 413 Content Too Large\r\n"));
    assert!(answer.ends_with("\r\n\r\nContent Too Large\r\n"));
}

#[test]
fn a_refused_head_request_gets_no_content() {
    // RFC 9110 §9.3.2.
    let mut peer = Peer::new();
    let input = b"HEAD / HTTP/1.1\r\nHost: h\r\nExpect: magic\r\n\r\n";
    assert_eq!(peer.step(input).1, Event::Refused(Refusal::Expectation));
    let answer = peer.refuse(Refusal::Expectation);
    assert!(answer.starts_with("HTTP/1.1 417 ") && answer.ends_with("\r\n\r\n"));
    assert!(answer.contains("content-length: 20\r\n"));
}

#[test]
fn a_timeout_after_a_head_request_still_has_its_content() {
    let mut peer = Peer::new();
    peer.step(b"HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    peer.respond();
    assert!(peer.connection.answered());
    assert_eq!(peer.step(b"GET /").1, Event::NeedMore);
    assert!(peer.connection.in_head());
    let answer = peer.refuse(Refusal::Timeout);
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.ends_with("Request Timeout\r\n"));
}

#[test]
fn continue_is_sent_once_and_only_to_those_who_wait() {
    // RFC 9110 §10.1.1.
    let mut peer = Peer::new();
    peer.step(EXPECT);
    assert!(peer.head.expects_continue());
    assert_eq!(peer.continue_100(), "HTTP/1.1 100 Continue\r\n\r\n");
    assert_eq!(peer.continue_100(), "");
    assert!(!closes(&peer.respond()));

    let mut peer = Peer::new();
    assert_eq!(peer.continue_100(), "");
    peer.step(POST);
    assert_eq!(peer.continue_100(), "");
}

#[test]
fn continue_is_pointless_once_body_has_arrived_or_the_answer_begun() {
    // RFC 9110 §10.1.1: MAY omit 100 if some of the content has already been received.
    let mut peer = Peer::new();
    peer.step(EXPECT);
    peer.step(b"h");
    assert_eq!(peer.continue_100(), "");
    assert!(!closes(&peer.respond()));

    let mut peer = Peer::new();
    peer.step(EXPECT);
    peer.respond();
    assert_eq!(peer.continue_100(), "");
}

#[test]
fn interim_responses_go_ahead_of_the_answer_and_decide_nothing() {
    let mut peer = Peer::new();
    peer.step(GET);
    let fields: [(&[u8], &[u8]); 4] = [
        (b"link", b"</a>; rel=preload"),
        (b"content-length", b"7"),
        (b"Transfer-Encoding", b"chunked"),
        (b"connection", b"close"),
    ];
    for _ in 0..2 {
        peer.out.clear();
        assert!(peer.connection.inform(&mut peer.out, 103, fields));
        // RFC 8297 §2; RFC 9110 §8.6, RFC 9112 §6.1 forbid the others.
        assert_eq!(
            peer.text(),
            "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"
        );
    }
    assert!(!closes(&peer.respond()));
    assert!(peer.connection.answered());
}

#[test]
fn nothing_is_interim_after_the_answer_nor_towards_10_nor_with_a_final_status() {
    let mut peer = Peer::new();
    assert!(
        !peer.connection.inform(&mut peer.out, 103, []),
        "no request"
    );
    peer.step(GET);
    for status in [0, 100, 101, 200, 1030] {
        assert!(!peer.connection.inform(&mut peer.out, status, []));
    }
    peer.respond();
    peer.out.clear();
    assert!(!peer.connection.inform(&mut peer.out, 103, []));
    assert!(peer.out.is_empty());

    // RFC 9110 §15.2: MUST NOT send a 1xx response to an HTTP/1.0 client.
    let mut peer = Peer::new();
    peer.step(b"GET / HTTP/1.0\r\n\r\n");
    assert!(!peer.connection.inform(&mut peer.out, 103, []));
    assert!(peer.out.is_empty());
}

#[test]
fn an_answer_instead_of_continue_closes() {
    // RFC 9110 §10.1.1: the client may or may not send the body now.
    let mut peer = Peer::new();
    peer.step(EXPECT);
    assert!(closes(&peer.respond()));
    assert!(!peer.connection.answered());
}

#[test]
fn the_input_may_end_between_requests_and_nowhere_else() {
    let mut peer = Peer::new();
    assert_eq!(peer.connection.eof(), Eof::Clean);
    peer.step(b"\r\n");
    assert_eq!(peer.connection.eof(), Eof::Clean);
    peer.step(GET);
    // A half-closed client still gets its answer (RFC 9112 §9.6).
    assert_eq!(peer.connection.eof(), Eof::Clean);
    assert!(!closes(&peer.respond()));

    let mut peer = Peer::new();
    peer.step(&GET[..10]);
    assert_eq!(peer.connection.eof(), Eof::Truncated);

    let mut peer = Peer::new();
    peer.step(POST);
    peer.step(b"hel");
    // RFC 9112 §8: the message is incomplete.
    assert_eq!(peer.connection.eof(), Eof::Truncated);
    assert!(closes(&peer.respond()));
}

#[test]
fn empty_lines_before_a_request_are_skipped_within_reason() {
    // RFC 9112 §2.2.
    let mut peer = Peer::new();
    assert_eq!(peer.step(b"\r\n\r\n"), (4, Event::NeedMore));
    assert!(peer.connection.is_idle());
    assert_eq!(peer.step(b"\r"), (0, Event::NeedMore));
    assert!(peer.connection.in_head());
    let input = [b"\r\n", GET].concat();
    assert_eq!(peer.step(&input), (input.len(), Event::Head));
    peer.respond();
    assert!(peer.connection.answered());
    let flood = b"\r\n".repeat(17);
    assert_eq!(peer.step(&flood), (32, Event::Refused(Refusal::EmptyLines)));

    let mut peer = Peer::new();
    assert_eq!(peer.step(b"\rGET").1, Event::Refused(Refusal::BareCr));
}

#[test]
fn the_http2_preface_is_recognised_at_the_start_only() {
    // RFC 9113 §3.4.
    let mut peer = Peer::new();
    for length in 1..HTTP2_PREFACE.len() {
        assert_eq!(peer.step(&HTTP2_PREFACE[..length]), (0, Event::NeedMore));
        assert!(peer.connection.in_head());
    }
    let input = [HTTP2_PREFACE, b"\0\0\0\x04"].concat();
    assert_eq!(peer.step(&input), (0, Event::Http2Preface));
    assert_eq!(peer.step(&input), (0, Event::Http2Preface));
    assert!(!peer.connection.persistent());

    let mut peer = Peer::new();
    peer.step(GET);
    peer.respond();
    assert!(peer.connection.answered());
    let refused = Event::Refused(Refusal::VersionNotSupported);
    assert_eq!(peer.step(HTTP2_PREFACE).1, refused);

    let mut peer = Peer::new();
    peer.step(b"\r\n");
    assert_eq!(peer.step(HTTP2_PREFACE).1, refused);

    let mut peer = Peer::new();
    assert_eq!(peer.step(b"PRI * HTTP/2.0\r\n\r\nXX").1, refused);
    let mut peer = Peer::new();
    assert_eq!(
        peer.step(b"PROPFIND / HTTP/1.1\r\nHost: h\r\n\r\n").1,
        Event::Head
    );
}

#[test]
fn draining_closes_after_the_answer_in_progress_or_the_next() {
    let mut peer = Peer::new();
    peer.step(GET);
    peer.connection.close_after_answer();
    assert!(closes(&peer.respond()));
    assert!(!peer.connection.answered());

    let mut peer = Peer::new();
    peer.connection.close_after_answer();
    assert_eq!(peer.step(GET).1, Event::Head);
    assert!(closes(&peer.respond()));
    assert!(!peer.connection.answered());
}

#[test]
fn an_answer_that_broke_off_ends_the_connection() {
    let mut peer = Peer::new();
    peer.step(GET);
    peer.respond_with(&ResponseHead {
        length: Some(100),
        ..OK
    });
    peer.connection.close_after_answer();
    assert!(!peer.connection.answered());
}

#[test]
fn a_second_answer_is_not_written_and_a_missing_one_closes() {
    let mut peer = Peer::new();
    assert_eq!(peer.respond(), "");
    peer.step(GET);
    assert_ne!(peer.respond(), "");
    assert_eq!(peer.respond(), "");

    let mut peer = Peer::new();
    peer.step(GET);
    assert!(!peer.connection.answered());
    assert_eq!(peer.refuse(Refusal::Overloaded), "");
}

#[test]
fn overload_is_a_503_with_retry_after() {
    let mut peer = Peer::new();
    peer.step(GET);
    let answer = peer.refuse(Refusal::Overloaded);
    assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
    assert!(answer.contains("\r\nretry-after: 1\r\n"));
}

#[test]
fn a_smuggled_request_is_never_seen() {
    // RFC 9112 §11.2: each of these hides a request behind framing two parsers read
    // differently; none of them may yield a second head.
    let hidden = "GET /admin HTTP/1.1\r\nHost: h\r\n\r\n";
    let framings = [
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding:\x0bchunked",
        "X: X\nTransfer-Encoding: chunked",
        "Transfer-Encoding\r\n : chunked",
        "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 0, 5",
        "Content-Length:\r\n 5",
        "Transfer-Encoding: chunked\r\n\r\n0\n\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\rX",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nAA\r\n0",
    ];
    for framing in framings {
        let input = format!("POST / HTTP/1.1\r\nHost: h\r\n{framing}\r\n\r\n{hidden}");
        let seen = observe(input.as_bytes(), [], Limits::default(), AnswerAt::End);
        let heads = seen
            .iter()
            .filter(|seen| matches!(seen, Seen::Head(_)))
            .count();
        assert!(heads <= 1, "{framing:?}: {seen:?}");
        assert!(
            matches!(seen.last(), Some(Seen::Refused(_))),
            "{framing:?}: {seen:?}"
        );
    }
}

#[test]
fn a_connection_is_small() {
    // A budget for idle connections: two of these per KiB at least.
    assert!(
        size_of::<Connection>() <= 256,
        "{}",
        size_of::<Connection>()
    );
}
