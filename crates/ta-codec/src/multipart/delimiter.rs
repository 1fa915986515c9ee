//! Finds the delimiter in a body that comes in chunks. Data between delimiters is cut out of
//! the chunks and never looked at byte by byte.

use bytes::{Buf, Bytes};
use memchr::memmem;

use super::Boundary;

/// Where `--boundary` begins in `\r\n--boundary`.
const DASHES: usize = 2;
/// Where the line feed stands in it: the delimiter may begin there as well.
const LINE_FEED: usize = 1;

/// Looks for CRLF, or LF alone, and `--boundary`.
///
/// What a chunk ends with may be the front of a delimiter. It is not kept: it equals that
/// part of the delimiter, so should the next chunk prove it data, it is handed out as a slice
/// of the delimiter. And since CR and LF occur at the front of a delimiter only, no other
/// candidate can begin inside one.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    /// `\r\n--boundary`.
    delimiter: Bytes,
    /// Finds it without the CR.
    finder: memmem::Finder<'static>,
    /// How far a match has come, as an offset into `delimiter`; 0 when there is none.
    matched: usize,
    /// Where in `delimiter` the match began.
    start: usize,
}

/// What a scan came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Data in front of a delimiter, never empty.
    Data(Bytes),
    /// A delimiter up to the end of the boundary.
    Delimiter,
}

impl Scanner {
    pub(super) fn new(boundary: &Boundary) -> Self {
        let delimiter = Bytes::from([b"\r\n--", boundary.as_bytes()].concat());
        Self {
            finder: memmem::Finder::new(&delimiter[LINE_FEED..]).into_owned(),
            delimiter,
            matched: DASHES,
            start: DASHES,
        }
    }

    /// From here on a delimiter needs no line end in front, because what was read last was
    /// one: at the start of a body, and of a part's data.
    pub(super) fn at_line_start(&mut self) {
        self.matched = DASHES;
        self.start = DASHES;
    }

    /// Takes from `input` what it can tell; `None` when that was all of it.
    pub(super) fn advance(&mut self, input: &mut Bytes) -> Option<Found> {
        if self.matched > 0 {
            match self.resume(input) {
                Resumed::Found(found) => return Some(found),
                Resumed::Undecided => return None,
                Resumed::Nothing => {}
            }
        }
        if input.is_empty() {
            return None;
        }
        if let Some(line_feed) = self.finder.find(input) {
            let (start, data) = begin(input, line_feed);
            self.start = start;
            self.matched = self.delimiter.len();
            let found = input.split_to(data);
            input.advance(self.matched - start);
            return self.after_data(found, input);
        }
        let data = self.undecided_tail(input);
        let found = input.split_to(data);
        input.clear();
        (!found.is_empty()).then_some(Found::Data(found))
    }

    /// A delimiter stands behind `data`: now for the data, next time for the delimiter.
    fn after_data(&mut self, data: Bytes, input: &mut Bytes) -> Option<Found> {
        if data.is_empty() {
            return self.advance(input);
        }
        Some(Found::Data(data))
    }

    /// Goes on with a match.
    fn resume(&mut self, input: &mut Bytes) -> Resumed {
        let expected = &self.delimiter[self.matched..];
        let same = expected
            .iter()
            .zip(input.iter())
            .take_while(|(expected, actual)| expected == actual)
            .count();
        self.matched += same;
        input.advance(same);
        if self.matched == self.delimiter.len() {
            self.matched = 0;
            return Resumed::Found(Found::Delimiter);
        }
        if input.is_empty() {
            return Resumed::Undecided;
        }
        let data = self.delimiter.slice(self.start..self.matched);
        self.matched = 0;
        if data.is_empty() {
            return Resumed::Nothing;
        }
        Resumed::Found(Found::Data(data))
    }

    /// Where in `input`, which holds no delimiter, the front of one may begin; notes the
    /// match.
    fn undecided_tail(&mut self, input: &[u8]) -> usize {
        let longest = self.delimiter.len() - LINE_FEED - 1;
        let from = input.len().saturating_sub(longest);
        // Only the last line feed can begin one: there is none inside.
        if let Some(found) = memchr::memrchr(b'\n', &input[from..]) {
            let line_feed = from + found;
            let tail = &input[line_feed..];
            if self.delimiter[LINE_FEED..].starts_with(tail) {
                let (start, data) = begin(input, line_feed);
                self.start = start;
                self.matched = LINE_FEED + tail.len();
                return data;
            }
        }
        if input.last() == Some(&b'\r') {
            self.start = 0;
            self.matched = LINE_FEED;
            return input.len() - 1;
        }
        input.len()
    }
}

/// For a delimiter whose line feed is at `line_feed`: where in the delimiter it begins, and
/// the length of the data in front.
fn begin(input: &[u8], line_feed: usize) -> (usize, usize) {
    match line_feed.checked_sub(1) {
        Some(before) if input[before] == b'\r' => (0, before),
        _ => (LINE_FEED, line_feed),
    }
}

/// See [`Scanner::resume`].
enum Resumed {
    Found(Found),
    /// The input ended within the match.
    Undecided,
    /// There was no match, and nothing was held back for it.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The data between delimiters, with the chunks cut at `cuts`.
    fn split(body: &[u8], chunk: usize) -> Vec<Vec<u8>> {
        let mut scanner = Scanner::new(&Boundary::new(b"b").unwrap());
        let mut parts = vec![Vec::new()];
        for piece in body.chunks(chunk) {
            let mut input = Bytes::copy_from_slice(piece);
            while let Some(found) = scanner.advance(&mut input) {
                match found {
                    Found::Data(data) => {
                        assert!(!data.is_empty());
                        parts.last_mut().unwrap().extend_from_slice(&data);
                    }
                    Found::Delimiter => parts.push(Vec::new()),
                }
            }
            assert!(input.is_empty());
        }
        parts
    }

    #[track_caller]
    fn assert_split(body: &str, expected: &[&str]) {
        for chunk in 1..=body.len() {
            let parts = split(body.as_bytes(), chunk);
            let parts: Vec<_> = parts
                .iter()
                .map(|part| part.escape_ascii().to_string())
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|part| part.as_bytes().escape_ascii().to_string())
                .collect();
            assert_eq!(parts, expected, "in chunks of {chunk}");
        }
    }

    #[test]
    fn delimiters_are_found_wherever_chunks_end() {
        assert_split("one\r\n--btwo\n--bthree", &["one", "two", "three"]);
        assert_split("--b\r\n--b\r\n--b", &["", "", "", ""]);
    }

    #[test]
    fn a_body_may_begin_with_its_boundary() {
        assert_split("--bx", &["", "x"]);
        assert_split("-x--b", &["-x--b"]);
    }

    #[test]
    fn what_only_begins_like_a_delimiter_is_data() {
        assert_split("a\r\n-b", &["a\r\n-b"]);
        assert_split("a\r\r\n\n--b\r", &["a\r\r\n", ""]);
        assert_split("\r\n--\r\n--b.", &["\r\n--", "."]);
        assert_split("a\r--b\n-\n--c", &["a\r--b\n-\n--c"]);
        assert_split("a\r\r\r\n--b", &["a\r\r", ""]);
    }

    #[test]
    fn a_front_of_a_delimiter_at_the_end_is_held_back() {
        let mut scanner = Scanner::new(&Boundary::new(b"b").unwrap());
        for (piece, expected) in [("x\r\n-", Some("x")), ("-", None), ("c", Some("\r\n--"))] {
            let mut input = Bytes::from_static(piece.as_bytes());
            let found = scanner.advance(&mut input);
            let expected = expected.map(|data| Found::Data(Bytes::from_static(data.as_bytes())));
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn data_is_cut_out_of_the_chunk_without_a_copy() {
        let chunk = Bytes::from_static(b"data\r\n--b");
        let mut input = chunk.clone();
        let mut scanner = Scanner::new(&Boundary::new(b"b").unwrap());
        let Some(Found::Data(data)) = scanner.advance(&mut input) else {
            panic!("no data");
        };
        assert_eq!(data.as_ptr(), chunk.as_ptr());
        assert_eq!(scanner.advance(&mut input), Some(Found::Delimiter));
    }
}
