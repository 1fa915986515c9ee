//! Where does a body end? Two servers in a row that answer differently can be smuggled past, so
//! ours is compared with hyper: of any input both accept, both must see the same messages with
//! the same bodies. Whatever one refuses and the other takes is in a list below, with its
//! reason; anything else is a finding.

use ta_http1::{Connection, Eof, Event, Limits, Refusal, RequestHead, ResponseHead, Version};

use super::peer;

/// A request as far as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) method: String,
    /// Path and query: `http::Uri` writes other parts of absolute targets its own way.
    pub(crate) target: String,
    pub(crate) is_11: bool,
    pub(crate) body: Vec<u8>,
    pub(crate) complete: bool,
}

/// Why we take no further message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Refused(Refusal),
    /// The connection did not persist.
    Closed,
    EndOfInput(Eof),
    Http2,
}

/// What we refuse and hyper takes: why, and an input that shows it.
pub(crate) const STRICTER: &[(Refusal, &str, &str)] = &[
    (
        Refusal::BareLf,
        "RFC 9112 §2.2 permits a lone LF; two parsers that differ on it are smuggled past",
        "GET / HTTP/1.1\nHost: h\n\n",
    ),
    (
        Refusal::EmptyLines,
        "RFC 9112 §2.2 speaks of one empty line; a stream of them is no request",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
    (
        Refusal::RequestLineSpaces,
        "RFC 9112 §3 permits leniency; a flood is none",
        "GET                                  / HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
    (
        Refusal::UnknownMethod,
        "RFC 9110 §9.1: a server answers 501 where a library hands on any token",
        "FOO / HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
    (
        Refusal::Connect,
        "RFC 9110 §9.3.6: we are no proxy",
        "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n",
    ),
    (
        Refusal::TargetSyntax,
        "a raw backslash, which browsers take for a slash",
        "GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
    (
        Refusal::TargetForm,
        "RFC 9112 §3.2: each form belongs to its methods, and no target is relative",
        "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
    ),
    (
        Refusal::MissingHost,
        "RFC 9112 §3.2: MUST be answered 400; hyper leaves it to the application",
        "GET / HTTP/1.1\r\n\r\n",
    ),
    (
        Refusal::RepeatedHost,
        "RFC 9112 §3.2: MUST be answered 400; hyper leaves it to the application",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ),
    (
        Refusal::HostSyntax,
        "RFC 9112 §3.2: MUST be answered 400; hyper leaves it to the application",
        "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n",
    ),
    (
        Refusal::RepeatedContentType,
        "RFC 9110 §8.3: a singleton",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n",
    ),
    (
        Refusal::ContentLengthSyntax,
        "RFC 9112 §6.3 lets a list of equal lengths be refused; hyper takes anything beside chunked",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n0\r\n\r\n",
    ),
    (
        Refusal::LengthAndCoding,
        "RFC 9112 §6.3: ought to be an error; hyper drops the length",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        Refusal::RepeatedTransferEncoding,
        "hyper goes by the last field; others by the first",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        Refusal::TransferEncodingSyntax,
        "RFC 9112 §6.1: chunked once; hyper goes by the last coding, whatever stands before it",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        Refusal::UnknownCoding,
        "RFC 9112 §6.1: 501; hyper hands on what is still coded",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        Refusal::Expectation,
        "RFC 9110 §10.1.1: 417; hyper ignores what it does not know",
        "GET / HTTP/1.1\r\nHost: h\r\nExpect: magic\r\n\r\n",
    ),
    (
        Refusal::ChunkSize,
        "RFC 9112 §7.1 has no blank behind a size without extension",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
    ),
    (
        Refusal::ChunkExtension,
        "RFC 9112 §7.1.1 has no control bytes",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;\x01\r\nhello\r\n0\r\n\r\n",
    ),
];

/// Where both have bounds of their own.
const BOUNDS: &[Refusal] = &[
    Refusal::ChunkExtensionFlood,
    Refusal::FieldNameTooLong,
    Refusal::FieldValueTooLong,
    Refusal::FieldValuesTooLong,
    Refusal::HeadTooLarge,
    Refusal::TargetTooLong,
    Refusal::TrailersTooLarge,
];

/// What hyper refuses and we take, told by words of its complaint.
const LOOSER: &[(&str, &str)] = &[(
    "Parse(Uri)",
    "printable ASCII and UTF-8 that RFC 3986 wants encoded pass, as browsers send them",
)];

/// Asserts that both servers see the same in `input`, up to an allowed difference.
pub(crate) fn same_messages(input: &[u8]) {
    let (ours, stop) = receive(input);
    let (theirs, complaint) = peer::receive(input);
    let context = || {
        format!(
            "{}\nours: {ours:?}, {stop:?}\nhyper: {theirs:?}, {complaint:?}",
            input.escape_ascii()
        )
    };
    for (our, their) in ours.iter().zip(&theirs) {
        let heads_agree = our.method == their.method && our.is_11 == their.is_11;
        assert!(heads_agree && our.target == their.target, "{}", context());
        if our.complete && their.complete {
            assert_eq!(our.body, their.body, "{}", context());
            continue;
        }
        // What came before one of them gave up is the same, too.
        let common = our.body.len().min(their.body.len());
        assert_eq!(our.body[..common], their.body[..common], "{}", context());
        if our.complete != their.complete {
            allow(our.complete, stop, complaint.as_deref(), context);
        }
        return;
    }
    if ours.len() != theirs.len() {
        allow(
            ours.len() > theirs.len(),
            stop,
            complaint.as_deref(),
            context,
        );
    }
}

/// Whether we refuse `input` for that reason and hyper does not refuse it.
#[allow(dead_code, reason = "the fuzz target has no use for it")]
pub(crate) fn differ(input: &[u8], refusal: Refusal) -> bool {
    let (theirs, complaint) = peer::receive(input);
    let taken = complaint.is_none() && theirs.iter().all(|message| message.complete);
    taken && !theirs.is_empty() && receive(input).1 == Stop::Refused(refusal)
}

/// Looks the difference up: one of the two took a message, or the end of one, that the other
/// did not.
fn allow(we_took_it: bool, stop: Stop, complaint: Option<&str>, context: impl Fn() -> String) {
    let allowed = if we_took_it {
        let words = complaint.unwrap_or_default();
        LOOSER.iter().any(|(known, _)| words.contains(known))
    } else {
        match stop {
            Stop::Refused(refusal) => {
                BOUNDS.contains(&refusal) || STRICTER.iter().any(|entry| entry.0 == refusal)
            }
            Stop::Closed | Stop::EndOfInput(_) | Stop::Http2 => false,
        }
    };
    assert!(allowed, "a difference not in the list:\n{}", context());
}

/// What our side makes of `input` and the end behind it.
fn receive(input: &[u8]) -> (Vec<Message>, Stop) {
    let limits = Limits {
        // hyper leaves that to the application.
        body: u64::MAX,
        ..Limits::default()
    };
    let mut connection = Connection::new(limits);
    let mut head = RequestHead::new();
    let (mut messages, mut rest) = (Vec::<Message>::new(), input);
    loop {
        let step = connection.receive(rest, &mut head);
        match step.event {
            Event::NeedMore => return (messages, Stop::EndOfInput(connection.eof())),
            Event::Head => {
                messages.push(Message {
                    method: head.method().to_owned(),
                    target: match head.query() {
                        Some(query) => format!("{}?{query}", head.path()),
                        None => head.path().to_owned(),
                    },
                    is_11: head.version() == Version::Http11,
                    body: Vec::new(),
                    complete: false,
                });
                connection.continue_100(&mut Vec::new());
            }
            Event::Body(range) => {
                let message = messages.last_mut().expect("a head comes first");
                message.body.extend_from_slice(&rest[range]);
            }
            Event::End => {
                messages.last_mut().expect("a head comes first").complete = true;
                if !answer(&mut connection) {
                    return (messages, Stop::Closed);
                }
            }
            Event::Refused(refusal) => return (messages, Stop::Refused(refusal)),
            Event::Http2Preface => return (messages, Stop::Http2),
            Event::Busy => unreachable!("every request is answered at its end"),
        }
        rest = &rest[step.consumed..];
    }
}

fn answer(connection: &mut Connection) -> bool {
    let head = ResponseHead {
        status: 200,
        reason: None,
        length: Some(0),
        close: false,
    };
    connection.respond(&mut Vec::new(), b"", &head, []);
    connection.answered()
}
