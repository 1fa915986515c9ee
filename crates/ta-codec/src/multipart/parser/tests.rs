//! Bodies and what becomes of them; the drivers are those of the property tests.

use super::*;
use crate::testing::multipart::{Seen, body_of, observe, seen_in_any_split};

/// A part as it is seen: name, file name, data.
fn part(name: &str, filename: Option<&str>, data: &[u8]) -> Seen {
    Seen::Part {
        name: name.as_bytes().to_vec(),
        filename: filename.map(|name| name.as_bytes().to_vec()),
        content_type: None,
        data: data.to_vec(),
        complete: true,
    }
}

#[track_caller]
fn assert_seen(body: &str, expected: &[Seen]) {
    let seen = seen_in_any_split(body.as_bytes(), Limits::default());
    assert_eq!(seen, expected, "{body:?}");
}

const FIELD: &str = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

#[test]
fn parts_come_out_with_names_and_data() {
    assert_seen(
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n\
         --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\r\ntwo\r\nlines\r\n\
         --b--\r\n",
        &[
            part("a", None, b"one"),
            part("f", Some("x.txt"), b"two\r\nlines"),
            Seen::End,
        ],
    );
}

#[test]
fn an_empty_form_is_its_closing_delimiter() {
    assert_seen("--b--\r\n", &[Seen::End]);
    assert_seen("--b--", &[Seen::End]);
}

#[test]
fn preamble_and_epilogue_are_ignored() {
    // RFC 2046 §5.1.1: implementations must ignore both.
    assert_seen(
        &format!("a preamble\r\nx--b\r\n\r\n--b\r\n{FIELD}v\r\n--b--\r\nend\r\n--b\r\n"),
        &[part("a", None, b"v"), Seen::End],
    );
}

#[test]
fn line_ends_may_be_bare_line_feeds() {
    assert_seen(
        "--b\nContent-Disposition: form-data; name=a\n\nx\ny\n--b--\n",
        &[part("a", None, b"x\ny"), Seen::End],
    );
}

#[test]
fn blanks_may_follow_a_boundary() {
    // RFC 2046 §5.1.1: transport-padding.
    assert_seen(
        &format!("--b \t\r\n{FIELD}v\r\n--b-- \r\n"),
        &[part("a", None, b"v"), Seen::End],
    );
}

#[test]
fn a_value_may_be_empty_with_or_without_a_line_end_of_its_own() {
    // RFC 2046 §5.1.1: body-part := MIME-part-headers [CRLF *OCTET].
    for empty in [format!("{FIELD}\r\n"), FIELD.to_owned()] {
        assert_seen(
            &format!("--b\r\n{empty}--b--"),
            &[part("a", None, b""), Seen::End],
        );
    }
}

#[test]
fn data_may_look_almost_like_a_delimiter() {
    let data = "\r\n--\r\n-b\r--b\n\n--B\r\n--ab\r\r";
    assert_seen(
        &format!("--b\r\n{FIELD}{data}\r\n--b--"),
        &[part("a", None, data.as_bytes()), Seen::End],
    );
}

#[test]
fn parts_without_a_name_are_left_out() {
    // RFC 7578 §4.2: each part MUST contain a name.
    assert_seen(
        &format!(
            "--b\r\n\r\nnothing\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n\
             --b\r\nContent-Disposition: form-data; filename=f\r\n\r\ny\r\n--b\r\n{FIELD}v\r\n--b--"
        ),
        &[part("a", None, b"v"), Seen::End],
    );
}

#[test]
fn a_broken_delimiter_is_refused() {
    // RFC 2046 §5.1.1: it suffices that the boundary appears after CRLF.
    for behind in ["x", "-x", " x", "\rx", "\r\r\n", "-\r\n"] {
        assert_seen(
            &format!("--b\r\n{FIELD}v\r\n--b{behind}"),
            &[part("a", None, b"v"), Seen::Refused(Error::Delimiter)],
        );
    }
}

#[test]
fn a_body_that_ends_early_is_refused() {
    let whole = format!("--b\r\n{FIELD}value\r\n--b--");
    for end in 0..whole.len() {
        let seen = observe(&whole.as_bytes()[..end], [], Limits::default());
        let expected = if end < "--b".len() {
            Error::NoDelimiter
        } else {
            Error::Truncated
        };
        assert_eq!(seen.last(), Some(&Seen::Refused(expected)), "{end}");
    }
}

#[test]
fn a_body_without_its_boundary_is_refused() {
    assert_seen("", &[Seen::Refused(Error::NoDelimiter)]);
    assert_seen("a=b&c=d", &[Seen::Refused(Error::NoDelimiter)]);
    assert_seen("--c\r\n--c--", &[Seen::Refused(Error::NoDelimiter)]);
}

#[test]
fn a_malformed_head_is_refused() {
    assert_seen(
        "--b\r\nno field\r\n\r\n--b--",
        &[Seen::Refused(Error::HeaderSyntax)],
    );
    assert_seen(
        "--b\r\n--b--\r\n\r\n",
        &[Seen::Refused(Error::HeaderSyntax)],
    );
}

#[test]
fn every_limit_has_its_refusal() {
    let body = |parts: usize| body_of(parts, b"0123456789");
    let refusal = |body: &[u8], limits: Limits| match seen_in_any_split(body, limits).pop() {
        Some(Seen::Refused(error)) => Some(error),
        _ => None,
    };
    let parts = Limits {
        parts: 2,
        ..Limits::default()
    };
    assert_eq!(refusal(&body(2), parts), None);
    assert_eq!(refusal(&body(3), parts), Some(Error::TooManyParts));

    let head = "Content-Disposition: form-data; name=\"p0\"\r\n\r\n".len();
    let limit = |head| Limits {
        head,
        ..Limits::default()
    };
    assert_eq!(refusal(&body(1), limit(head)), None);
    assert_eq!(
        refusal(&body(1), limit(head - 1)),
        Some(Error::HeadTooLarge)
    );

    let limit = |name| Limits {
        name,
        ..Limits::default()
    };
    assert_eq!(refusal(&body(1), limit(2)), None);
    assert_eq!(refusal(&body(1), limit(1)), Some(Error::NameTooLong));

    let limit = |body| Limits {
        body,
        ..Limits::default()
    };
    let one = body(1);
    let length = one.len() as u64;
    assert_eq!(refusal(&one, limit(length)), None);
    for short in 0..length {
        assert_eq!(refusal(&one, limit(short)), Some(Error::BodyTooLarge));
    }
}

#[test]
fn no_chunk_is_kept_once_its_events_are_gone() {
    let body = body_of(3, b"0123456789\r\n--almost");
    for size in 1..=body.len() {
        let mut parser = Parser::new(&Boundary::new(b"b").unwrap(), Limits::default());
        for piece in body.chunks(size) {
            let chunk = Bytes::copy_from_slice(piece);
            let mut input = chunk.clone();
            while parser.next(&mut input).unwrap().is_some() {}
            drop(input);
            assert!(chunk.is_unique(), "chunks of {size}");
        }
        assert_eq!(parser.finish(), Ok(()));
    }
}

#[test]
fn a_refusal_is_final() {
    let boundary = Boundary::new(b"b").unwrap();
    let mut parser = Parser::new(&boundary, Limits::default());
    let mut chunk = Bytes::from_static(b"--bx");
    assert_eq!(parser.next(&mut chunk), Err(Error::Delimiter));
    let mut good = Bytes::from_static(b"\r\n--b--");
    assert_eq!(parser.next(&mut good), Err(Error::Delimiter));
    assert_eq!(parser.finish(), Err(Error::Delimiter));
}

#[test]
fn statuses_tell_broken_from_too_large() {
    assert_eq!(Error::Delimiter.status(), 400);
    assert_eq!(Error::Truncated.status(), 400);
    assert_eq!(Error::TooManyParts.status(), 413);
    assert_eq!(Error::FieldTooLarge.status(), 413);
}
