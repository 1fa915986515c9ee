//! Collects the head of a part, which may be spread over chunks, and yields its fields.

use std::borrow::Cow;

use bytes::{Buf, Bytes};

use super::Error;
use crate::syntax::{is_blank, is_token, trim};

/// The head of one part so far. Its memory is used again for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadReader {
    buffer: Vec<u8>,
    /// Where in `buffer` the current line begins.
    line: usize,
}

impl HeadReader {
    /// Takes lines from `input` up to the empty one; says whether it has come. At most
    /// `limit` bytes are taken.
    pub(super) fn advance(&mut self, input: &mut Bytes, limit: usize) -> Result<bool, Error> {
        while !input.is_empty() {
            let line_feed = memchr::memchr(b'\n', input);
            let taken = line_feed.map_or(input.len(), |at| at + 1);
            if taken > limit.saturating_sub(self.buffer.len()) {
                return Err(Error::HeadTooLarge);
            }
            self.buffer.extend_from_slice(&input[..taken]);
            input.advance(taken);
            if line_feed.is_none() {
                break;
            }
            if matches!(self.buffer[self.line..], [b'\n'] | [b'\r', b'\n']) {
                self.buffer.truncate(self.line);
                return Ok(true);
            }
            self.line = self.buffer.len();
        }
        Ok(false)
    }

    /// The lines, without the empty one.
    pub(super) fn lines(&self) -> &[u8] {
        &self.buffer
    }

    pub(super) fn clear(&mut self) {
        self.buffer.clear();
        self.line = 0;
    }
}

/// A field of a head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub(super) name: &'a [u8],
    /// Without blanks around it; folded lines are joined.
    pub(super) value: Cow<'a, [u8]>,
}

/// The fields of a head: complete lines, each with its line end.
pub(super) fn fields(lines: &[u8]) -> impl Iterator<Item = Result<Field<'_>, Error>> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, behind) = rest.split_at(logical_line(rest));
        rest = behind;
        Some(field(line))
    })
}

/// The length of the first line with those that continue it (RFC 5322 §2.2.3: they begin with
/// a blank).
fn logical_line(lines: &[u8]) -> usize {
    let mut end = 0;
    loop {
        end += memchr::memchr(b'\n', &lines[end..]).map_or(lines.len() - end, |at| at + 1);
        if !lines.get(end).copied().is_some_and(is_blank) {
            return end;
        }
    }
}

fn field(line: &[u8]) -> Result<Field<'_>, Error> {
    let colon = memchr::memchr(b':', line).ok_or(Error::HeaderSyntax)?;
    let (name, value) = (&line[..colon], without_line_end(&line[colon + 1..]));
    if !is_token(name) {
        return Err(Error::HeaderSyntax);
    }
    let value = if memchr::memchr2(b'\r', b'\n', value).is_some() {
        Cow::Owned(trim(&unfolded(value)?).to_vec())
    } else {
        Cow::Borrowed(trim(value))
    };
    Ok(Field { name, value })
}

/// `value` without the line ends inside (RFC 5322 §2.2.3); the blanks behind them stay.
fn unfolded(value: &[u8]) -> Result<Vec<u8>, Error> {
    let mut joined = Vec::with_capacity(value.len());
    for line in value.split_inclusive(|&byte| byte == b'\n') {
        let text = without_line_end(line);
        if text.contains(&b'\r') {
            return Err(Error::HeaderSyntax);
        }
        joined.extend_from_slice(text);
    }
    Ok(joined)
}

fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lines: &str) -> Result<Vec<(String, String)>, Error> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        fields(lines.as_bytes())
            .map(|field| field.map(|field| (text(field.name), text(&field.value))))
            .collect()
    }

    fn one(value: &str) -> Result<Vec<(String, String)>, Error> {
        Ok(vec![("a".to_owned(), value.to_owned())])
    }

    #[test]
    fn fields_are_trimmed_and_end_in_either_line_end() {
        assert_eq!(all("a: b \r\n"), one("b"));
        assert_eq!(all("a:\tb\n"), one("b"));
        assert_eq!(all("a:\r\n"), one(""));
        assert_eq!(all("a:1\nb:2\r\n").unwrap().len(), 2);
        assert_eq!(all(""), Ok(vec![]));
    }

    #[test]
    fn folded_lines_are_joined() {
        // RFC 5322 §2.2.3.
        assert_eq!(all("a: b;\r\n\tc\r\n  d\r\n"), one("b;\tc  d"));
        assert_eq!(all("a:\r\n b\r\n"), one("b"));
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for bad in [
            "a\r\n",
            ": b\r\n",
            "a b: c\r\n",
            "a : b\r\n",
            " a: b\r\n",
            "a: b\rc\r\n",
            "\rb: c\n",
        ] {
            assert_eq!(all(bad), Err(Error::HeaderSyntax), "{bad:?}");
        }
        assert_eq!(all("a: b\rc\r\n d\r\n"), Err(Error::HeaderSyntax));
    }

    #[test]
    fn a_head_ends_at_the_first_empty_line_and_no_byte_later() {
        for chunk in 1..12 {
            let mut reader = HeadReader::default();
            let mut rest = &b"a: b\r\nc: d\n\r\nbody"[..];
            let mut done = false;
            while !done {
                let (piece, behind) = rest.split_at(chunk.min(rest.len()));
                let mut input = Bytes::copy_from_slice(piece);
                done = reader.advance(&mut input, 14).unwrap();
                rest = &rest[piece.len() - input.len()..];
                assert!(done || behind.len() == rest.len());
            }
            assert_eq!(
                (reader.lines(), rest),
                (&b"a: b\r\nc: d\n"[..], &b"body"[..])
            );
        }
    }

    #[test]
    fn a_head_over_the_limit_is_refused_before_it_is_complete() {
        let mut reader = HeadReader::default();
        let mut input = Bytes::from_static(b"a: bcd");
        assert_eq!(reader.advance(&mut input, 5), Err(Error::HeadTooLarge));
        let mut input = Bytes::from_static(b"a: b\r\n\r\n");
        assert_eq!(reader.advance(&mut input, 7), Err(Error::HeadTooLarge));
    }
}
