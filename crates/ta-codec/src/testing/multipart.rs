//! Multipart bodies in pieces.

use bytes::Bytes;

use crate::multipart::{Boundary, Error, Event, Limits, Parser};

/// What a server sees of a body, with the pieces of data joined.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named as those of `PartHead`")]
pub enum Seen {
    /// A part, which the body may end before.
    Part {
        name: Vec<u8>,
        filename: Option<Vec<u8>>,
        content_type: Option<Vec<u8>>,
        data: Vec<u8>,
        complete: bool,
    },
    /// The closing delimiter.
    End,
    /// A refusal, at the end at the latest.
    Refused(Error),
}

/// What a server sees of `body`, of boundary `b`, when it arrives in pieces of these sizes;
/// what is left after the last piece comes as one more.
#[must_use]
pub fn observe(body: &[u8], pieces: impl IntoIterator<Item = usize>, limits: Limits) -> Vec<Seen> {
    let boundary = Boundary::new(b"b").expect("a boundary of one letter");
    let mut parser = Parser::new(&boundary, limits);
    let mut seen = Vec::new();
    let mut rest = body;
    for size in pieces.into_iter().chain([usize::MAX]) {
        let (piece, later) = rest.split_at(size.min(rest.len()));
        rest = later;
        let mut chunk = Bytes::copy_from_slice(piece);
        loop {
            match parser.next(&mut chunk) {
                Ok(Some(event)) => record(&mut seen, event, &parser),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(parser.finish(), Err(error), "a refusal is final");
                    seen.push(Seen::Refused(error));
                    return seen;
                }
            }
        }
        assert!(chunk.is_empty(), "asked for more with bytes left");
        if rest.is_empty() {
            break;
        }
    }
    if let Err(error) = parser.finish() {
        seen.push(Seen::Refused(error));
    }
    seen
}

fn record(seen: &mut Vec<Seen>, event: Event, parser: &Parser) {
    let open = match seen.last_mut() {
        Some(Seen::Part { data, complete, .. }) if !*complete => Some((data, complete)),
        _ => None,
    };
    match (event, open) {
        (Event::Part, None) => {
            let part = parser.part();
            seen.push(Seen::Part {
                name: part.name().to_vec(),
                filename: part.filename().map(<[u8]>::to_vec),
                content_type: part.content_type().map(<[u8]>::to_vec),
                data: Vec::new(),
                complete: false,
            });
        }
        (Event::Data(piece), Some((data, _))) => {
            assert!(!piece.is_empty(), "data without data");
            data.extend_from_slice(&piece);
        }
        (Event::PartEnd, Some((_, complete))) => *complete = true,
        (Event::End, None) => seen.push(Seen::End),
        (event, _) => panic!("{event:?} out of order after {seen:?}"),
    }
}

/// Asserts that `body` is seen the same way whole, byte by byte and in these pieces.
pub fn assert_split_invariant(body: &[u8], pieces: &[usize], limits: Limits) -> Vec<Seen> {
    let whole = observe(body, [], limits);
    let bytes = observe(body, std::iter::repeat_n(1, body.len()), limits);
    assert_eq!(whole, bytes, "byte by byte: {}", body.escape_ascii());
    let cut = observe(body, pieces.iter().copied(), limits);
    assert_eq!(whole, cut, "in pieces {pieces:?}: {}", body.escape_ascii());
    whole
}

/// The same for every split into two and into equal pieces.
#[must_use]
pub fn seen_in_any_split(body: &[u8], limits: Limits) -> Vec<Seen> {
    for cut in 0..=body.len() {
        assert_split_invariant(body, &[cut], limits);
    }
    for size in 2..=body.len() {
        let pieces = vec![size; body.len() / size];
        assert_split_invariant(body, &pieces, limits);
    }
    observe(body, [], limits)
}

/// A body of boundary `b` with so many fields, named `p0`, `p1` and so on, of this value.
#[must_use]
pub fn body_of(parts: usize, value: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for number in 0..parts {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"p{number}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

/// Limits that small inputs reach.
#[must_use]
pub fn small_limits() -> Limits {
    Limits {
        parts: 3,
        head: 60,
        name: 4,
        body: 200,
    }
}

/// Asserts that `value` survives as the value of a field, provided it holds no delimiter.
pub fn assert_survives(value: &[u8], pieces: &[usize]) {
    if memchr::memmem::find(value, b"\n--b").is_some() || value.starts_with(b"--b") {
        return;
    }
    let seen = assert_split_invariant(&body_of(2, value), pieces, Limits::default());
    let field = |name: &[u8]| Seen::Part {
        name: name.to_vec(),
        filename: None,
        content_type: None,
        data: value.to_vec(),
        complete: true,
    };
    assert_eq!(seen, [field(b"p0"), field(b"p1"), Seen::End]);
}

/// Arbitrary bytes as a body and as a value, in pieces they choose themselves; and as a
/// `Content-Type`.
pub fn multipart(data: &[u8]) {
    let (pieces, body) = super::pieces_and_rest(data);
    assert_split_invariant(body, &pieces, Limits::default());
    assert_split_invariant(body, &pieces, small_limits());
    assert_survives(body, &pieces);
    if let Ok(Some(boundary)) = Boundary::of(body) {
        assert!((1..=70).contains(&boundary.as_bytes().len()));
    }
}
