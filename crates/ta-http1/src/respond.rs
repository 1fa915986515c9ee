//! Writes response heads (RFC 9112 §4, §6): the status line, the caller's fields and those
//! that are ours because they decide framing and persistence. It never decides what to answer
//! and never sees a body.

use crate::reason::{reason_phrase, status_line};
use crate::syntax::{self, is_value_byte};
use crate::{Refusal, Version};

/// The beginning of an answer.
#[derive(Clone, Copy, Debug)]
pub struct ResponseHead<'a> {
    /// The final status, 200 to 599. What is no three-digit code is sent as 500, interim
    /// statuses have methods of their own.
    pub status: u16,
    /// The reason phrase; `None` is the standard one. Bytes that may not stand in a status
    /// line (RFC 9112 §4) are sent as spaces.
    pub reason: Option<&'a [u8]>,
    /// The exact length of the body in bytes. `None`, unknown, becomes chunked coding in
    /// HTTP/1.1 and a body that ends with the connection in HTTP/1.0.
    pub length: Option<u64>,
    /// Close the connection after this answer, and say so.
    pub close: bool,
}

/// How the body must be written after a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFraming {
    /// No body at all, whatever there may be: HEAD, 204, 205, 304.
    None,
    /// Exactly so many bytes, as they are.
    Length(u64),
    /// Chunks: [`chunk_head`](crate::chunk_head), data, [`chunk_end`](crate::chunk_end), at
    /// the end [`last_chunk`](crate::last_chunk).
    Chunked,
    /// Bytes as they are, until the connection closes.
    UntilClose,
}

/// What the request and the connection contribute to an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) version: Version,
    pub(crate) is_head: bool,
    pub(crate) keep_alive: bool,
}

/// How the length of the body goes into the head.
enum LengthField {
    Absent,
    /// Of the caller's own fields, a `content-length` passes.
    Callers,
    Exact(u64),
    Chunked,
}

/// Writes the head; returns the framing and whether the connection persists.
#[inline]
pub(crate) fn write<'h>(
    out: &mut Vec<u8>,
    date: &[u8],
    head: &ResponseHead<'_>,
    fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    context: Context,
) -> (BodyFraming, bool) {
    let status = if matches!(head.status, 200..=999) {
        head.status
    } else {
        500
    };
    debug_assert_eq!(status, head.status, "not a final status");
    let (framing, length) = framing(status, head.length, context);
    let mut keep_alive = context.keep_alive && !head.close && framing != BodyFraming::UntilClose;

    out.reserve(256);
    write_status_line(out, status, head.reason);
    let mut has_date = false;
    for (name, value) in fields {
        debug_assert!(syntax::is_token(name) && syntax::is_field_value(value));
        match name.len() {
            4 => has_date |= name.eq_ignore_ascii_case(b"date"),
            10 if name.eq_ignore_ascii_case(b"connection") => {
                keep_alive &=
                    !syntax::list(value).any(|option| option.eq_ignore_ascii_case(b"close"));
                continue;
            }
            14 if name.eq_ignore_ascii_case(b"content-length")
                && !matches!(length, LengthField::Callers) =>
            {
                continue;
            }
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => continue,
            _ => {}
        }
        write_field(out, name, value);
    }
    if !has_date {
        // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
        out.extend_from_slice(b"date: ");
        out.extend_from_slice(date);
        out.extend_from_slice(b"\r\n");
    }
    match length {
        LengthField::Absent | LengthField::Callers => {}
        LengthField::Exact(length) => write_length(out, length),
        LengthField::Chunked => out.extend_from_slice(b"transfer-encoding: chunked\r\n"),
    }
    if !keep_alive {
        // RFC 9112 §9.6: a server that will close SHOULD say so.
        out.extend_from_slice(b"connection: close\r\n");
    } else if context.version == Version::Http10 {
        // RFC 9112 appendix C.2.2: a 1.0 client learns that its wish was granted.
        out.extend_from_slice(b"connection: keep-alive\r\n");
    }
    out.extend_from_slice(b"\r\n");
    (framing, keep_alive)
}

/// Writes a whole interim response: a status line and fields, never a body.
pub(crate) fn write_interim<'h>(
    out: &mut Vec<u8>,
    status: u16,
    fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
) {
    // RFC 9110 §8.6, RFC 9112 §6.1: no Content-Length, no Transfer-Encoding; and only the
    // final answer decides what becomes of the connection.
    const NOT_HERE: [&[u8]; 3] = [b"content-length", b"transfer-encoding", b"connection"];
    write_status_line(out, status, None);
    for (name, value) in fields {
        debug_assert!(syntax::is_token(name) && syntax::is_field_value(value));
        if !NOT_HERE.iter().any(|not| name.eq_ignore_ascii_case(not)) {
            write_field(out, name, value);
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[inline]
fn framing(status: u16, length: Option<u64>, context: Context) -> (BodyFraming, LengthField) {
    match status {
        // RFC 9110 §8.6: no Content-Length in a 204; RFC 9112 §6.1: no Transfer-Encoding.
        204 => return (BodyFraming::None, LengthField::Absent),
        // RFC 9110 §15.3.6: a 205 has no content and says so.
        205 => return (BodyFraming::None, LengthField::Exact(0)),
        // RFC 9110 §15.4.5: a 304 ends with its head; a length in it would be that of the
        // representation, which only the application knows.
        304 => return (BodyFraming::None, LengthField::Callers),
        _ => {}
    }
    let (framing, field) = match (length, context.version) {
        (Some(length), _) => (BodyFraming::Length(length), LengthField::Exact(length)),
        (None, Version::Http11 | Version::Http2) => (BodyFraming::Chunked, LengthField::Chunked),
        // RFC 9112 §6.1: MUST NOT send Transfer-Encoding to a 1.0 client.
        (None, Version::Http10) => (BodyFraming::UntilClose, LengthField::Absent),
    };
    if context.is_head {
        // RFC 9110 §9.3.2: the fields a GET would have had, and no content.
        return (BodyFraming::None, field);
    }
    (framing, field)
}

#[inline]
fn write_status_line(out: &mut Vec<u8>, status: u16, reason: Option<&[u8]>) {
    // RFC 9112 §2.3, RFC 9110 §6.2: the version is the sender's own, also towards 1.0.
    match (reason, status_line(status)) {
        (None, Some(line)) => out.extend_from_slice(line),
        (reason, _) => write_custom_status_line(out, status, reason),
    }
}

#[cold]
fn write_custom_status_line(out: &mut Vec<u8>, status: u16, reason: Option<&[u8]>) {
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(itoa::Buffer::new().format(status).as_bytes());
    out.push(b' ');
    match reason {
        Some(reason) => {
            let clean = |&byte: &u8| if is_value_byte(byte) { byte } else { b' ' };
            out.extend(reason.iter().map(clean));
        }
        None => out.extend_from_slice(reason_phrase(status).as_bytes()),
    }
    out.extend_from_slice(b"\r\n");
}

#[inline]
fn write_field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.reserve(name.len() + value.len() + 4);
    out.extend_from_slice(name);
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

#[inline]
fn write_length(out: &mut Vec<u8>, length: u64) {
    out.extend_from_slice(b"content-length: ");
    out.extend_from_slice(itoa::Buffer::new().format(length).as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// Writes the whole answer to a request that is not served: the reason as plain text, and the
/// end of the connection.
#[cold]
pub(crate) fn write_refusal(out: &mut Vec<u8>, date: &[u8], refusal: Refusal, context: Context) {
    let status = refusal.status();
    let reason = reason_phrase(status).as_bytes();
    let length = Some(reason.len() as u64 + 2);
    let head = ResponseHead {
        status,
        reason: None,
        length,
        close: true,
    };
    let content_type = (&b"content-type"[..], &b"text/plain; charset=utf-8"[..]);
    let extra: Option<(&[u8], &[u8])> = match status {
        // RFC 9110 §15.5.6: a 405 MUST carry Allow.
        405 => Some((
            b"allow",
            b"GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, PATCH",
        )),
        503 => Some((b"retry-after", b"1")),
        _ => None,
    };
    let fields = std::iter::once(content_type).chain(extra);
    if write(out, date, &head, fields, context).0 != BodyFraming::None {
        out.extend_from_slice(reason);
        out.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason_phrase;

    const DATE: &[u8; 29] = b"Sun, 06 Nov 1994 08:49:37 GMT";
    const V11: Context = Context {
        version: Version::Http11,
        is_head: false,
        keep_alive: true,
    };
    const V10: Context = Context {
        version: Version::Http10,
        is_head: false,
        keep_alive: true,
    };
    const HEAD: Context = Context {
        version: Version::Http11,
        is_head: true,
        keep_alive: true,
    };

    fn plain(status: u16, length: Option<u64>) -> ResponseHead<'static> {
        ResponseHead {
            status,
            reason: None,
            length,
            close: false,
        }
    }

    fn written(
        head: &ResponseHead<'_>,
        fields: &[(&str, &str)],
        context: Context,
    ) -> (String, BodyFraming, bool) {
        let mut out = Vec::new();
        let fields = fields
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        let (framing, keep_alive) = write(&mut out, DATE, head, fields, context);
        (String::from_utf8(out).unwrap(), framing, keep_alive)
    }

    #[test]
    fn a_plain_answer_is_status_line_fields_date_and_length() {
        let fields = [("content-type", "text/plain"), ("x-a", "1"), ("x-a", "2")];
        let (text, framing, keep_alive) = written(&plain(200, Some(13)), &fields, V11);
        assert_eq!(
            text,
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nx-a: 1\r\nx-a: 2\r\n\
             date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 13\r\n\r\n"
        );
        assert_eq!((framing, keep_alive), (BodyFraming::Length(13), true));
    }

    #[test]
    fn framing_and_persistence_follow_status_version_and_method() {
        use BodyFraming::{Chunked, Length, UntilClose};
        let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
        let table = [
            (V11, 200, Some(0), "content-length: 0\r\n", Length(0), true),
            // RFC 9112 §7.1: unknown length in 1.1.
            (
                V11,
                200,
                None,
                "transfer-encoding: chunked\r\n",
                Chunked,
                true,
            ),
            // RFC 9112 §6.3: until-close in 1.0, never chunked (§6.1).
            (V10, 200, None, "connection: close\r\n", UntilClose, false),
            // RFC 9112 appendix C.2.2: keep-alive is confirmed to 1.0.
            (
                V10,
                200,
                Some(5),
                "content-length: 5\r\nconnection: keep-alive\r\n",
                Length(5),
                true,
            ),
            // RFC 9110 §8.6: no Content-Length in 204; §15.3.6: 205; §15.4.5: 304.
            (V11, 204, Some(5), "", BodyFraming::None, true),
            (V11, 204, None, "", BodyFraming::None, true),
            (
                V10,
                204,
                None,
                "connection: keep-alive\r\n",
                BodyFraming::None,
                true,
            ),
            (
                V11,
                205,
                Some(5),
                "content-length: 0\r\n",
                BodyFraming::None,
                true,
            ),
            (V11, 304, Some(5), "", BodyFraming::None, true),
            (V11, 304, None, "", BodyFraming::None, true),
            // RFC 9110 §9.3.2: HEAD has GET's fields and no content.
            (
                HEAD,
                200,
                Some(5),
                "content-length: 5\r\n",
                BodyFraming::None,
                true,
            ),
            (
                HEAD,
                200,
                None,
                "transfer-encoding: chunked\r\n",
                BodyFraming::None,
                true,
            ),
            (HEAD, 204, Some(5), "", BodyFraming::None, true),
        ];
        for (context, status, length, tail, framing, keep_alive) in table {
            let (text, got, kept) = written(&plain(status, length), &[], context);
            let line = format!("HTTP/1.1 {status} {}\r\n", reason_phrase(status));
            assert_eq!(
                text,
                format!("{line}{date}{tail}\r\n"),
                "{context:?} {status}"
            );
            assert_eq!(
                (got, kept),
                (framing, keep_alive),
                "{context:?} {status} {length:?}"
            );
        }
    }

    #[test]
    fn head_to_a_10_client_does_not_close_for_an_unknown_length() {
        let context = Context {
            is_head: true,
            ..V10
        };
        let (text, framing, keep_alive) = written(&plain(200, None), &[], context);
        assert!(text.ends_with("connection: keep-alive\r\n\r\n"));
        assert_eq!((framing, keep_alive), (BodyFraming::None, true));
    }

    #[test]
    fn whoever_wants_to_close_is_heard() {
        // RFC 9112 §9.6: close is announced.
        let close = ResponseHead {
            close: true,
            ..plain(200, Some(0))
        };
        let client = Context {
            keep_alive: false,
            ..V11
        };
        let field: &[(&str, &str)] = &[("connection", "x, Close")];
        let cases = [
            (close, &[][..], V11),
            (close, &[][..], V10),
            (plain(200, Some(0)), &[][..], client),
            (plain(200, Some(0)), field, V11),
        ];
        for (head, fields, context) in cases {
            let (text, _, keep_alive) = written(&head, fields, context);
            assert!(
                text.ends_with("content-length: 0\r\nconnection: close\r\n\r\n"),
                "{text}"
            );
            assert_eq!(text.matches("connection").count(), 1);
            assert!(!keep_alive);
        }
    }

    #[test]
    fn framing_fields_of_the_caller_do_not_reach_the_wire() {
        let fields = [
            ("content-length", "99"),
            ("transfer-encoding", "gzip"),
            ("connection", "keep-alive"),
            ("Content-Length", "98"),
            ("etag", "x"),
        ];
        let (text, _, keep_alive) = written(&plain(200, Some(2)), &fields, V11);
        assert_eq!(
            text,
            "HTTP/1.1 200 OK\r\netag: x\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
             content-length: 2\r\n\r\n"
        );
        assert!(keep_alive);
    }

    #[test]
    fn a_304_keeps_the_length_its_handler_gave() {
        // RFC 9110 §8.6: in a 304 it is the length a 200 would have had.
        let fields = [("content-length", "99"), ("etag", "x")];
        let (text, framing, _) = written(&plain(304, Some(0)), &fields, V11);
        assert!(text.contains("content-length: 99\r\netag: x\r\n"));
        assert_eq!(text.matches("content-length").count(), 1);
        assert_eq!(framing, BodyFraming::None);
        let (text, _, _) = written(&plain(204, Some(0)), &fields, V11);
        assert!(!text.contains("content-length"));
    }

    #[test]
    fn a_date_of_the_caller_replaces_ours() {
        let (text, _, _) = written(&plain(200, Some(0)), &[("date", "long ago")], V11);
        assert!(text.contains("\r\ndate: long ago\r\n"));
        assert_eq!(text.matches("date:").count(), 1);
    }

    #[test]
    fn reason_phrases_cannot_break_out_of_the_status_line() {
        // RFC 9112 §4: reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ).
        let reason = Some(&b"Fine\r\nx: y\0\t\x7f!"[..]);
        let head = ResponseHead {
            reason,
            ..plain(200, Some(0))
        };
        let (text, _, _) = written(&head, &[], V11);
        assert!(
            text.starts_with("HTTP/1.1 200 Fine  x: y \t !\r\n"),
            "{text}"
        );
    }

    #[test]
    fn codes_off_the_list_are_unknown_unless_named() {
        let (text, _, _) = written(&plain(299, Some(0)), &[], V11);
        assert!(text.starts_with("HTTP/1.1 299 Unknown\r\n"));
        let head = ResponseHead {
            reason: Some(b"Teapot"),
            ..plain(418, Some(0))
        };
        assert!(
            written(&head, &[], V11)
                .0
                .starts_with("HTTP/1.1 418 Teapot\r\n")
        );
    }

    #[test]
    fn refusals_are_plain_text_and_close() {
        let text = |refusal, context| {
            let mut out = Vec::new();
            write_refusal(&mut out, DATE, refusal, context);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            text(Refusal::BareLf, V11),
            "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n\
             date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 13\r\n\
             connection: close\r\n\r\nBad Request\r\n"
        );
        // RFC 9110 §15.5.6: Allow is a MUST in 405.
        assert!(text(Refusal::Connect, V11).contains("\r\nallow: GET, HEAD, POST"));
        assert!(text(Refusal::Overloaded, V10).contains("\r\nretry-after: 1\r\n"));
        // RFC 9110 §9.3.2: no content, even of an error, in answer to HEAD.
        assert!(text(Refusal::BodyTooLarge, HEAD).ends_with("connection: close\r\n\r\n"));
    }
}
