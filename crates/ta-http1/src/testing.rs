//! The bodies of the property tests and the fuzz targets: drivers that feed a connection as a
//! server would, record what they see and assert what must hold for any input. Not part of the
//! production interface.

use crate::{
    BodyLength, Connection, Eof, Event, Limits, Refusal, RequestHead, ResponseHead, Version,
    chunk_end, chunk_head, last_chunk,
};

const DATE: &[u8; 29] = b"Sun, 06 Nov 1994 08:49:37 GMT";

/// What a server sees on a connection, with the pieces of a body joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A request head.
    Head(SeenHead),
    /// The data of one body received so far.
    Body(Vec<u8>),
    /// The end of a request.
    End,
    /// The connection did not persist after an answer.
    Closed,
    /// A refusal.
    Refused(Refusal),
    /// The HTTP/2 preface.
    Http2Preface,
    /// The end of the input.
    Eof(Eof),
}

/// Everything a head tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are named as the methods of `RequestHead`"
)]
pub struct SeenHead {
    pub method: &'static str,
    pub target: String,
    pub path: String,
    pub query: Option<String>,
    pub authority: Option<String>,
    pub version: Version,
    pub fields: Vec<(String, Vec<u8>)>,
    pub body_length: BodyLength,
    pub keep_alive: bool,
    pub expects_continue: bool,
    pub accepts_trailers: bool,
}

impl From<&RequestHead> for SeenHead {
    fn from(head: &RequestHead) -> Self {
        Self {
            method: head.method(),
            target: head.target().to_owned(),
            path: head.path().to_owned(),
            query: head.query().map(str::to_owned),
            authority: head.authority().map(str::to_owned),
            version: head.version(),
            fields: head
                .fields()
                .map(|(name, value)| (name.to_owned(), value.to_vec()))
                .collect(),
            body_length: head.body_length(),
            keep_alive: head.keep_alive(),
            expects_continue: head.expects_continue(),
            accepts_trailers: head.accepts_trailers(),
        }
    }
}

/// When the driver answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerAt {
    /// As soon as the head is there, before the body has been received.
    Head,
    /// When the request is complete.
    End,
}

/// Feeds a connection and records.
struct Driver {
    connection: Connection,
    head: RequestHead,
    answer_at: AnswerAt,
    seen: Vec<Seen>,
    /// The connection takes no more requests.
    over: bool,
}

/// What a server sees of `input` when it arrives in pieces of these sizes; what is left after
/// the last piece comes as one more.
#[must_use]
pub fn observe(
    input: &[u8],
    pieces: impl IntoIterator<Item = usize>,
    limits: Limits,
    answer_at: AnswerAt,
) -> Vec<Seen> {
    let mut driver = Driver {
        connection: Connection::new(limits),
        head: RequestHead::new(),
        answer_at,
        seen: Vec::new(),
        over: false,
    };
    let mut unconsumed = Vec::new();
    let mut rest = input;
    for size in pieces.into_iter().chain([usize::MAX]) {
        let (piece, later) = rest.split_at(size.min(rest.len()));
        rest = later;
        unconsumed.extend_from_slice(piece);
        driver.take(&mut unconsumed);
        if driver.over || rest.is_empty() {
            break;
        }
    }
    if !driver.over {
        let eof = driver.connection.eof();
        driver.seen.push(Seen::Eof(eof));
    }
    driver.seen
}

impl Driver {
    /// Takes events out of the input until it wants more.
    fn take(&mut self, unconsumed: &mut Vec<u8>) {
        // An event consumes input, or begins or ends a request that did.
        let mut idle_steps = 0;
        while !self.over {
            let step = self.connection.receive(unconsumed, &mut self.head);
            assert!(
                step.consumed <= unconsumed.len(),
                "consumed more than there was"
            );
            idle_steps = if step.consumed == 0 {
                idle_steps + 1
            } else {
                0
            };
            assert!(idle_steps < 4, "no progress on {unconsumed:?}");
            match step.event {
                Event::NeedMore => {
                    unconsumed.drain(..step.consumed);
                    return;
                }
                Event::Head => self.head_complete(),
                Event::Body(range) => {
                    assert!(!range.is_empty(), "an empty piece of body");
                    assert!(range.end == step.consumed, "data behind the consumed bytes");
                    self.body(&unconsumed[range]);
                }
                Event::End => self.end(),
                Event::Busy => panic!("busy, though every request is answered at its end"),
                Event::Refused(refusal) => self.refused(refusal),
                Event::Http2Preface => {
                    assert_eq!(step.consumed, 0);
                    self.seen.push(Seen::Http2Preface);
                    self.over = true;
                }
            }
            unconsumed.drain(..step.consumed);
        }
    }

    fn head_complete(&mut self) {
        check_head(&self.head);
        self.seen.push(Seen::Head(SeenHead::from(&self.head)));
        assert!(self.connection.awaiting_answer());
        if self.answer_at == AnswerAt::Head {
            let mut out = Vec::new();
            self.connection.continue_100(&mut out);
            self.answer();
        }
    }

    fn body(&mut self, data: &[u8]) {
        match self.seen.last_mut() {
            Some(Seen::Body(body)) => body.extend_from_slice(data),
            _ => self.seen.push(Seen::Body(data.to_vec())),
        }
    }

    fn end(&mut self) {
        self.seen.push(Seen::End);
        if self.answer_at == AnswerAt::End {
            self.answer();
        }
    }

    fn answer(&mut self) {
        let mut out = Vec::new();
        let head = ResponseHead {
            status: 200,
            reason: None,
            length: Some(0),
            close: false,
        };
        self.connection.respond(&mut out, DATE, &head, []);
        assert!(out.ends_with(b"\r\n\r\n"));
        let persistent = self.connection.persistent();
        assert_eq!(
            self.connection.answered(),
            persistent,
            "persistent() was not honest"
        );
        if !persistent {
            self.seen.push(Seen::Closed);
            self.over = true;
        }
    }

    fn refused(&mut self, refusal: Refusal) {
        self.seen.push(Seen::Refused(refusal));
        let was_answered = self.connection.answer_begun();
        let mut out = Vec::new();
        self.connection.refuse(&mut out, DATE, &refusal);
        assert_eq!(out.is_empty(), was_answered, "one answer for every request");
        assert!(!self.connection.persistent());
        assert!(!self.connection.answered());
        self.over = true;
    }
}

/// What holds for every head that was not refused.
fn check_head(head: &RequestHead) {
    assert!(crate::is_token(head.method().as_bytes()));
    assert!(!head.target().is_empty());
    assert!(head.target().contains(head.path()) || head.path() == "/");
    assert_eq!(head.fields().len(), head.field_count());
    let mut lengths = 0;
    for (name, value) in head.fields() {
        assert!(crate::is_token(name.as_bytes()), "{name:?}");
        assert_eq!(name, name.to_ascii_lowercase());
        assert!(crate::is_field_value(value), "{value:?}");
        assert!(head.field(name).is_some());
        lengths += usize::from(name == "content-length");
    }
    // RFC 9112 §6.3: never two ways to read where the body ends.
    assert!(lengths <= 1);
    assert!(lengths == 0 || head.field("transfer-encoding").is_none());
    assert_eq!(
        head.body_length() == BodyLength::Unknown,
        head.field("transfer-encoding").is_some()
    );
}

/// Asserts that `input` means the same in these pieces, whole, and byte by byte.
pub fn assert_split_invariant(input: &[u8], pieces: &[usize], limits: Limits) {
    for answer_at in [AnswerAt::End, AnswerAt::Head] {
        let whole = observe(input, [], limits, answer_at);
        let split = observe(input, pieces.iter().copied(), limits, answer_at);
        assert_eq!(
            whole,
            split,
            "{:?} in pieces of {pieces:?}",
            input.escape_ascii().to_string()
        );
        if input.len() <= 4096 {
            let bytes = observe(
                input,
                std::iter::repeat_n(1, input.len()),
                limits,
                answer_at,
            );
            assert_eq!(
                whole,
                bytes,
                "{:?} byte by byte",
                input.escape_ascii().to_string()
            );
        }
    }
}

/// Limits small enough for short inputs to exceed each of them.
#[must_use]
pub fn small_limits() -> Limits {
    Limits {
        target: 24,
        field_name: 20,
        field_value: 24,
        field_values_total: 48,
        fields: 4,
        body: 64,
    }
}

/// A request head of arbitrary bytes: no panic, no disagreement between splits, and a head
/// that was accepted is accepted again, with the same meaning, when written out anew.
pub fn request_head(data: &[u8]) {
    assert_split_invariant(data, &[], Limits::default());
    assert_split_invariant(data, &[], small_limits());
    let seen = observe(data, [], Limits::default(), AnswerAt::End);
    if let Some(Seen::Head(head)) = seen.first() {
        let mut again = Vec::new();
        again.extend_from_slice(head.method.as_bytes());
        again.extend_from_slice(format!(" {} HTTP/", head.target).as_bytes());
        again.extend_from_slice(format!("{}\r\n", head.version.as_str()).as_bytes());
        for (name, value) in &head.fields {
            again.extend_from_slice(name.as_bytes());
            again.extend_from_slice(b": ");
            again.extend_from_slice(value);
            again.extend_from_slice(b"\r\n");
        }
        again.extend_from_slice(b"\r\n");
        let seen = observe(&again, [], Limits::default(), AnswerAt::End);
        assert_eq!(seen.first(), Some(&Seen::Head(head.clone())));
    }
}

/// Arbitrary bytes where a chunked body should be.
pub fn chunked_body(data: &[u8]) {
    let (pieces, body) = pieces_and_rest(data);
    let mut input = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    input.extend_from_slice(body);
    assert_split_invariant(&input, &pieces, Limits::default());
    assert_split_invariant(
        &input,
        &pieces,
        Limits {
            fields: 2,
            ..small_limits()
        },
    );
    assert_chunks_survive(body, &pieces);
}

/// Asserts that `body`, sent in chunks of these sizes, arrives unchanged however it is split.
pub fn assert_chunks_survive(body: &[u8], sizes: &[usize]) {
    let mut input = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let mut rest = body;
    let mut sizes = sizes.iter().copied().chain([usize::MAX]);
    while !rest.is_empty() {
        let size = sizes.next().unwrap_or(usize::MAX).clamp(1, rest.len());
        let (chunk, later) = rest.split_at(size);
        chunk_head(&mut input, chunk.len());
        input.extend_from_slice(chunk);
        chunk_end(&mut input);
        rest = later;
    }
    last_chunk(&mut input, [(&b"x-check"[..], &b"1"[..])]);
    for piece in [1, 7, usize::MAX] {
        let pieces = std::iter::repeat_n(piece, input.len());
        let seen = observe(&input, pieces, Limits::default(), AnswerAt::End);
        let expected = (!body.is_empty()).then(|| Seen::Body(body.to_vec()));
        let tail = expected
            .into_iter()
            .chain([Seen::End, Seen::Eof(Eof::Clean)]);
        assert_eq!(seen[1..], tail.collect::<Vec<_>>());
    }
}

/// A whole connection of arbitrary bytes in arbitrary pieces.
pub fn connection(data: &[u8]) {
    let (pieces, input) = pieces_and_rest(data);
    assert_split_invariant(input, &pieces, Limits::default());
    assert_split_invariant(input, &pieces, small_limits());
}

/// Takes sizes of pieces from the front of fuzzed bytes: a count, then so many sizes.
fn pieces_and_rest(data: &[u8]) -> (Vec<usize>, &[u8]) {
    let Some((&count, rest)) = data.split_first() else {
        return (Vec::new(), data);
    };
    let count = usize::from(count % 32).min(rest.len());
    let (sizes, rest) = rest.split_at(count);
    (sizes.iter().map(|&size| usize::from(size)).collect(), rest)
}

/// The verdict on one request that should not be followed by another: its head, or why it was
/// refused. Asserts that byte-by-byte delivery comes to the same.
#[cfg(test)]
pub(crate) fn verdict(input: &[u8], limits: Limits) -> Result<SeenHead, Refusal> {
    assert_split_invariant(input, &[], limits);
    let mut seen = observe(input, [], limits, AnswerAt::End).into_iter();
    match (
        seen.next(),
        seen.find(|seen| matches!(seen, Seen::Refused(_))),
    ) {
        (Some(Seen::Refused(refusal)), _) | (_, Some(Seen::Refused(refusal))) => Err(refusal),
        (Some(Seen::Head(head)), _) => Ok(head),
        (other, _) => panic!("{:?} gave {other:?}", input.escape_ascii().to_string()),
    }
}

#[cfg(test)]
mod properties;
