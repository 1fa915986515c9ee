//! What the fields of a request mean for its framing and its connection: `Host`,
//! `Content-Length`, `Transfer-Encoding`, `Expect`, `Connection`, `TE`. This is the guard
//! against request smuggling: whatever two parties could read differently is refused. It
//! sees fields httparse found well-formed and stores them in the head on the way.

use httparse::Header;

use crate::head::Meaning;
use crate::syntax::{self, is_host};
use crate::{BodyLength, Limits, Refusal, RequestHead, Version};

/// What has been seen so far of the fields that matter here.
#[derive(Default)]
pub(crate) struct Seen {
    host: bool,
    content_type: bool,
    length: Option<u64>,
    coding: Option<Coding>,
    expect: Option<Expect>,
    close: bool,
    keep_alive: bool,
    trailers: bool,
}

#[derive(Clone, Copy)]
enum Coding {
    Chunked,
    Unknown,
}

#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Continue,
    Unknown,
}

/// Stores all `fields` in `head`, whose request line is there already, and concludes it.
#[inline]
pub(crate) fn read(
    fields: &[Header<'_>],
    limits: &Limits,
    head: &mut RequestHead,
) -> Result<(), Refusal> {
    let mut seen = Seen::default();
    let mut total = 0;
    for field in fields {
        if field.name.len() > limits.field_name {
            return Err(Refusal::FieldNameTooLong);
        }
        if field.value.len() > limits.field_value {
            return Err(Refusal::FieldValueTooLong);
        }
        total += field.value.len();
        if total > limits.field_values_total {
            return Err(Refusal::FieldValuesTooLong);
        }
        let repeated_length = seen.has_length();
        let name = head.push(field.name, field.value);
        let is_host = name == "host";
        let is_length = seen.note(name.as_bytes(), field.value)?;
        if is_host {
            // RFC 9112 §3.2.2: the received Host MUST be ignored.
            head.overrule_value();
        }
        if is_length && repeated_length {
            // RFC 9112 §6.3: equal values are replaced by a single one.
            head.pop();
        }
    }
    let meaning = seen.conclude(head.version(), limits)?;
    head.conclude(meaning);
    Ok(())
}

impl Seen {
    /// Whether there was a `content-length`.
    #[inline]
    pub(crate) fn has_length(&self) -> bool {
        self.length.is_some()
    }

    /// Whether the client holds its body back, if it has one.
    pub(crate) fn wants_continue(&self) -> bool {
        self.expect == Some(Expect::Continue)
    }

    /// Takes note of a field; `name` is in lower case. True for `content-length`. Most names
    /// mean nothing here, so the call would cost more than the look at the length.
    #[inline(always)]
    pub(crate) fn note(&mut self, name: &[u8], value: &[u8]) -> Result<bool, Refusal> {
        match name {
            b"host" => {
                // RFC 9112 §3.2: more than one Host, or an invalid one, MUST be answered 400.
                if self.host {
                    return Err(Refusal::RepeatedHost);
                }
                if !is_host(value) {
                    return Err(Refusal::HostSyntax);
                }
                self.host = true;
            }
            b"connection" => {
                // RFC 9110 §7.6.1: connection options are a case-insensitive list.
                for option in syntax::list(value) {
                    self.close |= option.eq_ignore_ascii_case(b"close");
                    self.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
                }
            }
            b"content-length" => {
                let length = content_length(value)?;
                // RFC 9112 §6.3: differing values are an unrecoverable error.
                if self.length.is_some_and(|earlier| earlier != length) {
                    return Err(Refusal::ContentLengthConflict);
                }
                self.length = Some(length);
                return Ok(true);
            }
            b"content-type" => {
                // RFC 9110 §8.3: which of two values a recipient takes differs; none is safe.
                if self.content_type {
                    return Err(Refusal::RepeatedContentType);
                }
                self.content_type = true;
            }
            b"transfer-encoding" => {
                if self.coding.is_some() {
                    return Err(Refusal::RepeatedTransferEncoding);
                }
                self.coding = Some(transfer_encoding(value)?);
            }
            b"expect" => {
                let all_continue = !value.is_empty()
                    && syntax::list(value)
                        .all(|expectation| expectation.eq_ignore_ascii_case(b"100-continue"));
                self.expect = match self.expect {
                    None | Some(Expect::Continue) if all_continue => Some(Expect::Continue),
                    _ => Some(Expect::Unknown),
                };
            }
            b"te" => {
                // RFC 9110 §10.1.4: "trailers" is the one member without weight.
                self.trailers |=
                    syntax::list(value).any(|coding| coding.eq_ignore_ascii_case(b"trailers"));
            }
            _ => {}
        }
        Ok(false)
    }

    /// The verdict over all fields together. What is malformed comes before what is merely
    /// unsupported or too large.
    #[inline]
    pub(crate) fn conclude(self, version: Version, limits: &Limits) -> Result<Meaning, Refusal> {
        let is_11 = version >= Version::Http11;
        // RFC 9112 §3.2: an HTTP/1.1 request without Host MUST be answered 400; RFC 9113
        // §8.3.1: later ones have `:authority` or Host.
        if is_11 && !self.host {
            return Err(Refusal::MissingHost);
        }
        let body_length = match (self.coding, self.length) {
            (None, length) => BodyLength::Known(length.unwrap_or(0)),
            // RFC 9112 §6.3: such a message ought to be handled as an error.
            (Some(_), Some(_)) => return Err(Refusal::LengthAndCoding),
            // RFC 9112 §6.1: in HTTP/1.0 its framing is faulty, the connection must close.
            (Some(_), None) if !is_11 => return Err(Refusal::TransferEncodingIn10),
            // RFC 9112 §6.1: a coding the server does not understand → 501.
            (Some(Coding::Unknown), None) => return Err(Refusal::UnknownCoding),
            (Some(Coding::Chunked), None) => BodyLength::Unknown,
        };
        // RFC 9110 §10.1.1: an expectation in HTTP/1.0 MUST be ignored.
        if is_11 && self.expect == Some(Expect::Unknown) {
            return Err(Refusal::Expectation);
        }
        let has_body = match body_length {
            BodyLength::Known(length) if length > limits.body => {
                return Err(Refusal::BodyTooLarge);
            }
            BodyLength::Known(length) => length > 0,
            BodyLength::Unknown => true,
        };
        Ok(Meaning {
            body_length,
            // RFC 9112 §9.3: close wins; 1.1 persists by default, 1.0 only on request.
            keep_alive: !self.close && (is_11 || self.keep_alive),
            expects_continue: is_11 && has_body && self.expect == Some(Expect::Continue),
            accepts_trailers: self.trailers,
        })
    }
}

/// RFC 9110 §8.6: Content-Length = 1*DIGIT. No sign, no list, no overflow.
fn content_length(value: &[u8]) -> Result<u64, Refusal> {
    if value.is_empty() {
        return Err(Refusal::ContentLengthSyntax);
    }
    value.iter().try_fold(0u64, |length, &byte| {
        if !byte.is_ascii_digit() {
            return Err(Refusal::ContentLengthSyntax);
        }
        length
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(u64::from(byte - b'0')))
            .ok_or(Refusal::ContentLengthSyntax)
    })
}

/// RFC 9112 §6.1: a list of codings, `chunked` once and last. Parameters and empty elements,
/// which the list syntax would permit, are how two parsers are made to disagree.
fn transfer_encoding(value: &[u8]) -> Result<Coding, Refusal> {
    let (before, last) = match memchr::memrchr(b',', value) {
        None => (None, value),
        Some(comma) => (Some(&value[..comma]), &value[comma + 1..]),
    };
    if !syntax::trim(last).eq_ignore_ascii_case(b"chunked") {
        return Err(Refusal::TransferEncodingSyntax);
    }
    let Some(before) = before else {
        return Ok(Coding::Chunked);
    };
    for coding in before.split(|&byte| byte == b',').map(syntax::trim) {
        let name = coding
            .split(|&byte| byte == b';')
            .next()
            .map_or(coding, syntax::trim);
        // RFC 9112 §6.1: chunked MUST NOT be applied more than once.
        if !syntax::is_token(name) || name.eq_ignore_ascii_case(b"chunked") {
            return Err(Refusal::TransferEncodingSyntax);
        }
    }
    Ok(Coding::Unknown)
}

#[cfg(test)]
mod tests {
    use crate::testing::{SeenHead, verdict};
    use crate::{BodyLength, Limits, Refusal};

    /// A POST of that version with those field lines, `Host` included where it is due.
    fn head_of(version: &str, lines: &[&str]) -> Result<SeenHead, Refusal> {
        let mut input = format!("POST / HTTP/{version}\r\n");
        for line in lines {
            input.push_str(line);
            input.push_str("\r\n");
        }
        input.push_str("\r\n");
        verdict(input.as_bytes(), Limits::default())
    }

    fn head(lines: &[&str]) -> Result<SeenHead, Refusal> {
        head_of("1.1", &[&["Host: h"], lines].concat())
    }

    #[test]
    fn every_bad_framing_has_its_refusal_and_status() {
        use Refusal::*;
        let table: &[(&[&str], Refusal, u16)] = &[
            // RFC 9112 §6.3: both → an attempt at smuggling; in either order.
            (
                &["Content-Length: 5", "Transfer-Encoding: chunked"],
                LengthAndCoding,
                400,
            ),
            (
                &["Transfer-Encoding: chunked", "Content-Length: 0"],
                LengthAndCoding,
                400,
            ),
            // RFC 9110 §8.6: Content-Length = 1*DIGIT.
            (&["Content-Length: five"], ContentLengthSyntax, 400),
            (&["Content-Length:"], ContentLengthSyntax, 400),
            (&["Content-Length: +5"], ContentLengthSyntax, 400),
            (&["Content-Length: -5"], ContentLengthSyntax, 400),
            (&["Content-Length: 5 5"], ContentLengthSyntax, 400),
            (&["Content-Length: 5, 5"], ContentLengthSyntax, 400),
            (&["Content-Length: 0x5"], ContentLengthSyntax, 400),
            (&["Content-Length: 5.0"], ContentLengthSyntax, 400),
            (
                &["Content-Length: 18446744073709551616"],
                ContentLengthSyntax,
                400,
            ),
            (
                &["Content-Length: 99999999999999999999999"],
                ContentLengthSyntax,
                400,
            ),
            (
                &["Content-Length: 5", "Content-Length: 6"],
                ContentLengthConflict,
                400,
            ),
            (
                &["Content-Length: 5", "Content-Length: x"],
                ContentLengthSyntax,
                400,
            ),
            // RFC 9112 §6.3: chunked must be the final coding of a request.
            (&["Transfer-Encoding:"], TransferEncodingSyntax, 400),
            (&["Transfer-Encoding: gzip"], TransferEncodingSyntax, 400),
            (
                &["Transfer-Encoding: identity"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: xchunked"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: chunkedx"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: chunked, identity"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: chunked;q=1"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: chunked,"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: ,chunked"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: \"chunked\""],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: a b, chunked"],
                TransferEncodingSyntax,
                400,
            ),
            // RFC 9112 §6.1: chunked MUST NOT be applied more than once.
            (
                &["Transfer-Encoding: chunked, chunked"],
                TransferEncodingSyntax,
                400,
            ),
            (
                &["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
                RepeatedTransferEncoding,
                400,
            ),
            // RFC 9112 §6.1: an unknown coding → 501.
            (&["Transfer-Encoding: gzip, chunked"], UnknownCoding, 501),
            (&["Transfer-Encoding: x;q=1, chunked"], UnknownCoding, 501),
            (
                &["Transfer-Encoding: identity, chunked"],
                UnknownCoding,
                501,
            ),
            // RFC 9112 §3.2.
            (&["Host: h"], RepeatedHost, 400),
            // RFC 9110 §8.3.
            (
                &["Content-Type: a/b", "Content-Type: a/b"],
                RepeatedContentType,
                400,
            ),
            // RFC 9110 §10.1.1.
            (&["Expect: magic"], Expectation, 417),
            (&["Expect:"], Expectation, 417),
            (&["Expect: 100-continue, magic"], Expectation, 417),
            (&["Expect: 100-continue", "Expect: x"], Expectation, 417),
            (&["Expect: x", "Expect: 100-continue"], Expectation, 417),
            // RFC 9110 §15.5.14: refused before the body is on its way.
            (&["Content-Length: 10485761"], BodyTooLarge, 413),
            (
                &["Expect: 100-continue", "Content-Length: 10485761"],
                BodyTooLarge,
                413,
            ),
        ];
        for &(lines, refusal, status) in table {
            assert_eq!(head(lines), Err(refusal), "{lines:?}");
            assert_eq!(refusal.status(), status, "{lines:?}");
        }
    }

    #[test]
    fn what_is_malformed_is_reported_before_what_is_too_large() {
        let lines = ["Content-Length: 10485761"];
        assert_eq!(head_of("1.1", &lines), Err(Refusal::MissingHost));
        let lines = [
            "Expect: magic",
            "Transfer-Encoding: chunked",
            "Content-Length: 1",
        ];
        assert_eq!(head(&lines), Err(Refusal::LengthAndCoding));
    }

    #[test]
    fn content_length_may_have_leading_zeros_and_agree_with_itself() {
        let table: &[(&[&str], u64)] = &[
            (&[], 0),
            (&["Content-Length: 0"], 0),
            (&["Content-Length: 42"], 42),
            (&["Content-Length: \t42 "], 42),
            (&["Content-Length: 0000000000000000000000042"], 42),
            (&["Content-Length: 42", "Content-Length: 42"], 42),
            (
                &[
                    "Content-Length: 42",
                    "X: y",
                    "Content-Length: 042",
                    "Content-Length: 42",
                ],
                42,
            ),
            (&["Content-Length: 10485760"], 10_485_760),
        ];
        for &(lines, length) in table {
            let head = head(lines).unwrap();
            assert_eq!(head.body_length, BodyLength::Known(length), "{lines:?}");
            // RFC 9112 §6.3: repetitions become a single field.
            let kept = head
                .fields
                .iter()
                .filter(|(name, _)| name == "content-length")
                .count();
            assert_eq!(kept, usize::from(!lines.is_empty()), "{lines:?}");
        }
    }

    #[test]
    fn dropping_a_repeated_length_leaves_its_neighbours_alone() {
        let lines = [
            "A: 1",
            "Content-Length: 2",
            "B: 3",
            "Content-Length: 2",
            "C: 4",
        ];
        let fields = head(&lines).unwrap().fields;
        let expected = [
            ("host", "h"),
            ("a", "1"),
            ("content-length", "2"),
            ("b", "3"),
            ("c", "4"),
        ];
        assert_eq!(
            fields,
            expected.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
        );
    }

    #[test]
    fn chunked_is_case_insensitive() {
        // RFC 9112 §7: transfer coding names are case-insensitive.
        for coding in ["chunked", "Chunked", "CHUNKED", " chunked\t"] {
            let input = format!(
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: {coding}\r\n\r\n0\r\n\r\n"
            );
            let head = verdict(input.as_bytes(), Limits::default()).unwrap();
            assert_eq!(head.body_length, BodyLength::Unknown);
        }
    }

    #[test]
    fn any_method_may_have_a_body() {
        // RFC 9110 §9.3.1: content in a GET has no defined semantics, but is framed all the same.
        for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
            let input = format!("{method} / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
            let head = verdict(input.as_bytes(), Limits::default()).unwrap();
            assert_eq!(head.body_length, BodyLength::Known(2));
        }
    }

    #[test]
    fn http_10_knows_neither_transfer_coding_nor_expectations() {
        // RFC 9112 §6.1: Transfer-Encoding in a 1.0 message means faulty framing.
        assert_eq!(
            head_of("1.0", &["Transfer-Encoding: chunked"]),
            Err(Refusal::TransferEncodingIn10)
        );
        // RFC 9110 §10.1.1: a 100-continue expectation in HTTP/1.0 MUST be ignored.
        for lines in [
            ["Expect: 100-continue", "Content-Length: 2"],
            ["Expect: x", "A: b"],
        ] {
            assert!(!head_of("1.0", &lines).unwrap().expects_continue);
        }
    }

    #[test]
    fn host_is_required_in_11_and_checked_wherever_it_is() {
        assert_eq!(head_of("1.1", &[]), Err(Refusal::MissingHost));
        assert!(head_of("1.0", &[]).is_ok());
        assert_eq!(
            head_of("1.0", &["Host: a", "Host: a"]),
            Err(Refusal::RepeatedHost)
        );
        // RFC 9112 §3.2: an invalid Host → 400.
        let bad = [
            "", "u@h", "h/p", "h?q", "h#f", "a,b", "a b", "a\tb", "h\\x", "\"h\"", "<h>", "hé",
        ];
        for value in bad {
            for version in ["1.0", "1.1"] {
                let line = format!("Host: {value}");
                assert_eq!(
                    head_of(version, &[&line]),
                    Err(Refusal::HostSyntax),
                    "{value:?}"
                );
            }
        }
        let good = [
            "h",
            "h:80",
            "h:",
            "[::1]:80",
            "127.0.0.1",
            "a-b_c.d~",
            "xn--bcher-kva.de",
            "%41",
        ];
        for value in good {
            let line = format!("hOST: {value}");
            let head = head_of("1.1", &[&line]).unwrap();
            assert_eq!(head.authority.as_deref(), Some(value));
        }
    }

    #[test]
    fn persistence_follows_version_and_connection_options() {
        // RFC 9112 §9.3: close wins; 1.1 persists by default, 1.0 only when asked to.
        let table: &[(&str, &[&str], bool)] = &[
            ("1.1", &[], true),
            ("1.1", &["Connection: close"], false),
            ("1.1", &["Connection: CLOSE"], false),
            ("1.1", &["Connection: foo, Close ,bar"], false),
            ("1.1", &["Connection: keep-alive"], true),
            (
                "1.1",
                &["Connection: keep-alive", "Connection: close"],
                false,
            ),
            ("1.1", &["Connection: closed"], true),
            ("1.1", &["Connection: not-close, close-not"], true),
            ("1.1", &["Connection:"], true),
            ("1.0", &[], false),
            ("1.0", &["Connection: keep-alive"], true),
            ("1.0", &["Connection: Keep-Alive, TE"], true),
            ("1.0", &["Connection: keep-alive, close"], false),
            ("1.0", &["Connection: keep-alives"], false),
        ];
        for &(version, lines, keep_alive) in table {
            let head = head_of(version, &[&["Host: h"], lines].concat()).unwrap();
            assert_eq!(head.keep_alive, keep_alive, "{version} {lines:?}");
        }
    }

    #[test]
    fn an_expectation_counts_only_with_a_body() {
        // RFC 9110 §10.1.1.
        let length = "Content-Length: 2";
        assert!(
            head(&["Expect: 100-continue", length])
                .unwrap()
                .expects_continue
        );
        assert!(
            head(&["Expect: 100-Continue", length])
                .unwrap()
                .expects_continue
        );
        assert!(!head(&["Expect: 100-continue"]).unwrap().expects_continue);
        assert!(!head(&[length]).unwrap().expects_continue);
    }

    #[test]
    fn trailers_are_accepted_by_that_very_member_of_te() {
        // RFC 9110 §10.1.4: TE = #t-codings, "trailers" among them.
        for (value, accepts) in [
            ("trailers", true),
            ("gzip;q=0.5, Trailers", true),
            ("", false),
            ("trailer", false),
            ("gzip", false),
        ] {
            let line = format!("TE: {value}");
            assert_eq!(
                head(&[&line]).unwrap().accepts_trailers,
                accepts,
                "{value:?}"
            );
        }
    }
}
