//! Finds a request head in the input that is not as simple as `whole_head` wants it: one that
//! arrives in pieces, is unusual or is to be refused. It goes line by line, never twice over
//! the same bytes, and has httparse judge complete lines only: so every split of the input
//! comes to the same verdict. It never copies input.

use httparse::{EMPTY_HEADER, Status, parse_headers};

use crate::limits::MAX_FIELDS;
use crate::request_line::RequestLine;
use crate::syntax::{is_blank, is_token_byte, is_value_byte};
use crate::{Limits, Refusal, RequestHead, fields, whole_head};

/// Progress in a head of which the caller presents all bytes again each time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeadReader {
    line: RequestLine,
    /// Set once the fields have been looked at and were not complete.
    fields: Option<FieldLines>,
}

/// Progress in the field section, in offsets from the start of the head.
#[derive(Clone, Copy, Debug)]
struct FieldLines {
    /// Where the current line begins; all lines before are well-formed.
    line: usize,
    /// Up to where an LF has been looked for.
    scanned: usize,
    count: usize,
}

impl HeadReader {
    /// Whether no byte of a head has been seen.
    pub(crate) fn is_untouched(&self) -> bool {
        self.line.is_untouched()
    }

    /// Reads on in `input`, which begins with the request line. When the head is complete it
    /// is stored in `head` and its length returned; `None` asks for more.
    pub(crate) fn advance(
        &mut self,
        input: &[u8],
        limits: &Limits,
        head: &mut RequestHead,
    ) -> Result<Option<usize>, Refusal> {
        let bound = limits.head();
        let view = &input[..input.len().min(bound)];
        if !self.line.is_complete() {
            self.line.advance(view, limits.target)?;
            if !self.line.is_complete() {
                return if view.len() == bound {
                    Err(Refusal::HeadTooLarge)
                } else {
                    Ok(None)
                };
            }
            // Judged before any field is.
            self.line.request(view)?;
        }
        self.line_by_line(view, bound, limits, head)
    }

    fn line_by_line(
        &mut self,
        view: &[u8],
        bound: usize,
        limits: &Limits,
        head: &mut RequestHead,
    ) -> Result<Option<usize>, Refusal> {
        let start = self.line.length();
        let mut lines = self.fields.unwrap_or(FieldLines {
            line: start,
            scanned: start,
            count: 0,
        });
        if lines.scanned > view.len() {
            // Less input than before: the caller dropped bytes that were not consumed.
            return Ok(None);
        }
        // Lines before this one were judged in an earlier call.
        let fresh = lines.line;
        while let Some(at) = memchr::memchr(b'\n', &view[lines.scanned..]) {
            let feed = lines.scanned + at;
            if view[feed - 1] != b'\r' {
                // A complaint about an earlier line comes first, as it would have had that
                // line arrived alone.
                judge_lines(&view[fresh..lines.line])?;
                return Err(Refusal::BareLf);
            }
            if feed == lines.line + 1 {
                if let Some(length) = whole_head::read(view, limits, head) {
                    return Ok(Some(length));
                }
                judge_lines(&view[fresh..lines.line])?;
                return self.complete(view, feed + 1, limits, head);
            }
            lines.count += 1;
            if lines.count > limits.fields {
                judge_lines(&view[fresh..lines.line])?;
                return Err(Refusal::TooManyFields);
            }
            lines.line = feed + 1;
            lines.scanned = feed + 1;
        }
        judge_lines(&view[fresh..lines.line])?;
        if view.len() == bound {
            return Err(Refusal::HeadTooLarge);
        }
        lines.scanned = view.len();
        self.fields = Some(lines);
        Ok(None)
    }

    /// The head ends at `end` and each of its lines is well-formed.
    fn complete(
        &self,
        view: &[u8],
        end: usize,
        limits: &Limits,
        head: &mut RequestHead,
    ) -> Result<Option<usize>, Refusal> {
        // The head given now need not be the one given when the request line was complete.
        let request = self.line.request(view)?;
        head.begin(
            request.method,
            request.version,
            request.target,
            request.parts,
        );
        let mut many = [EMPTY_HEADER; MAX_FIELDS];
        match parse_headers(&view[self.line.length()..end], &mut many) {
            Ok(Status::Complete((_, found))) => {
                fields::read(found, limits, head)?;
                Ok(Some(end))
            }
            // The lines have passed one by one and are few enough, so this cannot happen;
            // if httparse thinks otherwise, it is right.
            Ok(Status::Partial) | Err(_) => Err(Refusal::FieldValue),
        }
    }
}

/// Has httparse judge complete field lines; the verdict names the first bad line's fault.
fn judge_lines(lines: &[u8]) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut many = [EMPTY_HEADER; MAX_FIELDS];
    match parse_headers(lines, &mut many) {
        Ok(_) => Ok(()),
        Err(_) => Err(fault(lines)),
    }
}

/// What is wrong with the first bad line among `lines`, all of which end in CRLF.
#[cold]
fn fault(lines: &[u8]) -> Refusal {
    lines
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| line.strip_suffix(b"\r\n").unwrap_or(line))
        .find_map(line_fault)
        .unwrap_or(Refusal::FieldValue)
}

fn line_fault(line: &[u8]) -> Option<Refusal> {
    if line.first().copied().is_some_and(is_blank) {
        // RFC 9112 §5.2: a server MUST reject obs-fold or replace it; §2.2 for the line that
        // follows the request line.
        return Some(Refusal::LineFolding);
    }
    let Some(colon) = memchr::memchr(b':', line) else {
        return Some(Refusal::MissingColon);
    };
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let token = name.iter().take_while(|&&byte| is_token_byte(byte)).count();
    if token == 0 {
        return Some(Refusal::FieldName);
    }
    if token < colon {
        // RFC 9112 §5.1: whitespace before the colon MUST be answered with 400.
        let only_blanks = name[token..].iter().copied().all(is_blank);
        return Some(if only_blanks {
            Refusal::SpaceBeforeColon
        } else {
            Refusal::FieldName
        });
    }
    // RFC 9110 §5.5: CR, LF and NUL in a value are invalid and dangerous.
    (!value.iter().copied().all(is_value_byte)).then_some(Refusal::FieldValue)
}

#[cfg(test)]
mod tests {
    use crate::testing::{SeenHead, small_limits, verdict};
    use crate::{Limits, Refusal};

    fn head(fields: &str) -> Result<SeenHead, Refusal> {
        let input = format!("GET / HTTP/1.1\r\nHost: h\r\n{fields}\r\n");
        verdict(input.as_bytes(), Limits::default())
    }

    #[test]
    fn every_bad_field_line_has_its_refusal() {
        use Refusal::*;
        let table = [
            // RFC 9112 §5.2: obs-fold.
            ("A: b\r\n c\r\n", LineFolding),
            ("A: b\r\n\tc\r\n", LineFolding),
            ("A: b\r\n \r\n", LineFolding),
            // RFC 9112 §5.1: whitespace before the colon.
            ("A : b\r\n", SpaceBeforeColon),
            ("A\t: b\r\n", SpaceBeforeColon),
            // RFC 9110 §5.1, §5.6.2: field-name = token.
            (": b\r\n", FieldName),
            ("A B: c\r\n", FieldName),
            ("A(: b\r\n", FieldName),
            ("A\0: b\r\n", FieldName),
            ("\u{e9}: b\r\n", FieldName),
            ("A\r\n", MissingColon),
            ("A\rB: c\r\n", FieldName),
            // RFC 9110 §5.5: CR, LF, NUL and other controls.
            ("A: b\0c\r\n", FieldValue),
            ("A: b\rc\r\n", FieldValue),
            ("A: b\r\r\n", FieldValue),
            ("A: \x01\r\n", FieldValue),
            ("A: b\x7f\r\n", FieldValue),
            // RFC 9112 §2.2: a bare LF, at the end of a field or of the head.
            ("A: b\nB: c\r\n", BareLf),
            ("A: b\r\n\n", BareLf),
            ("\n", BareLf),
        ];
        for (fields, refusal) in table {
            assert_eq!(head(fields), Err(refusal), "{fields:?}");
            assert_eq!(refusal.status(), 400);
        }
    }

    #[test]
    fn whitespace_may_not_follow_the_request_line() {
        // RFC 9112 §2.2: such lines are a way past header filters.
        let input = b"GET / HTTP/1.1\r\n Host: h\r\n\r\n";
        assert_eq!(verdict(input, Limits::default()), Err(Refusal::LineFolding));
    }

    #[test]
    fn the_first_bad_line_decides_however_the_head_arrives() {
        // `verdict` compares whole and byte-by-byte delivery.
        assert_eq!(head("A : b\r\nB: c\n\r\n"), Err(Refusal::SpaceBeforeColon));
        assert_eq!(head("A: b\nB : c\r\n\r\n"), Err(Refusal::BareLf));
        assert_eq!(head("A: b\r\n c\r\nD\r\n"), Err(Refusal::LineFolding));
    }

    #[test]
    fn a_bad_line_is_refused_before_the_head_is_complete() {
        let input = b"GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n";
        assert_eq!(
            verdict(input, Limits::default()),
            Err(Refusal::SpaceBeforeColon)
        );
    }

    #[test]
    fn names_are_lowered_and_values_trimmed_but_not_otherwise_touched() {
        // RFC 9110 §5.5: surrounding whitespace is no part of the value; obs-text is.
        let input =
            b"GET / HTTP/1.1\r\nHOST: h\r\nX-Ab:  a\t b \t\r\nEmpty:\r\nBlank: \t \r\nX-Ab:\xe9\r\n\r\n";
        let head = verdict(input, Limits::default()).unwrap();
        let expected: [(&str, &[u8]); 5] = [
            ("host", b"h"),
            ("x-ab", b"a\t b"),
            ("empty", b""),
            ("blank", b""),
            ("x-ab", b"\xe9"),
        ];
        assert_eq!(
            head.fields,
            expected.map(|(name, value)| (name.to_owned(), value.to_vec()))
        );
    }

    fn many(count: usize) -> String {
        (1..count)
            .map(|number| format!("x-{number}: {number}\r\n"))
            .collect()
    }

    #[test]
    fn two_hundred_fifty_six_fields_pass_and_one_more_does_not() {
        for count in [1, 31, 32, 33, 255, 256] {
            let head = head(&many(count)).unwrap();
            assert_eq!(head.fields.len(), count);
        }
        for count in [257, 258, 1000] {
            assert_eq!(head(&many(count)), Err(Refusal::TooManyFields));
        }
        assert_eq!(Refusal::TooManyFields.status(), 431);
    }

    #[test]
    fn settings_beyond_256_fields_mean_256() {
        let limits = Limits {
            fields: 100_000,
            ..Limits::default()
        };
        let input = format!("GET / HTTP/1.1\r\nHost: h\r\n{}\r\n", many(257));
        assert_eq!(
            verdict(input.as_bytes(), limits),
            Err(Refusal::TooManyFields)
        );
    }

    #[test]
    fn names_and_values_may_reach_their_limits_and_not_exceed_them() {
        let name = "n".repeat(1024);
        assert!(head(&format!("{name}: v\r\n")).is_ok());
        assert_eq!(
            head(&format!("{name}n: v\r\n")),
            Err(Refusal::FieldNameTooLong)
        );
        let value = "v".repeat(8192);
        assert!(head(&format!("n:  {value} \r\n")).is_ok());
        assert_eq!(
            head(&format!("n: {value}v\r\n")),
            Err(Refusal::FieldValueTooLong)
        );
        for refusal in [Refusal::FieldNameTooLong, Refusal::FieldValueTooLong] {
            assert_eq!(refusal.status(), 431);
        }
    }

    #[test]
    fn all_values_together_are_limited() {
        let value = "v".repeat(8192);
        let seven = format!("n: {value}\r\n").repeat(7);
        // With "h" for Host, that leaves one byte less than an eighth.
        let fitting = format!("{seven}n: {}\r\n", &value[1..]);
        assert!(head(&fitting).is_ok());
        assert_eq!(
            head(&format!("{fitting}n: v\r\n")),
            Err(Refusal::FieldValuesTooLong)
        );
        assert_eq!(Refusal::FieldValuesTooLong.status(), 431);
    }

    #[test]
    fn a_line_that_never_ends_is_refused() {
        let limits = small_limits();
        let endless = format!("GET / HTTP/1.1\r\nHost: {}", "h".repeat(limits.head()));
        assert_eq!(
            verdict(endless.as_bytes(), limits),
            Err(Refusal::HeadTooLarge)
        );
        assert_eq!(Refusal::HeadTooLarge.status(), 431);
    }

    #[test]
    fn a_head_of_exactly_the_bound_is_accepted() {
        let limits = Limits {
            field_value: 10_000,
            ..small_limits()
        };
        let padding = limits.head() - "GET / HTTP/1.1\r\nHost: h\r\nA:\r\n\r\n".len();
        let input = |padding| {
            format!(
                "GET / HTTP/1.1\r\nHost: h\r\nA:{}\r\n\r\n",
                " ".repeat(padding)
            )
        };
        assert!(verdict(input(padding).as_bytes(), limits).is_ok());
        let over = verdict(input(padding + 1).as_bytes(), limits);
        assert_eq!(over, Err(Refusal::HeadTooLarge));
    }
}
