//! Entity tags (RFC 9110 §8.8.3).

use crate::syntax::{is_blank, trim};

/// An entity tag: an opaque text that changes when the representation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ETag<'a> {
    /// Same meaning rather than same bytes.
    pub weak: bool,
    /// What stands between the quotes.
    pub opaque: &'a [u8],
}

impl<'a> ETag<'a> {
    /// A tag as a header field has it: `"x"` or `W/"x"`, and nothing else.
    #[must_use]
    pub fn parse(value: &'a [u8]) -> Option<Self> {
        let (tag, rest) = Self::front(trim(value))?;
        rest.is_empty().then_some(tag)
    }

    /// Strong comparison (RFC 9110 §8.8.3.2): the same bytes, surely.
    #[must_use]
    pub fn strong_eq(self, other: Self) -> bool {
        !self.weak && !other.weak && self.opaque == other.opaque
    }

    /// Weak comparison (RFC 9110 §8.8.3.2): as good as the same.
    #[must_use]
    pub fn weak_eq(self, other: Self) -> bool {
        self.opaque == other.opaque
    }

    /// The tag at the start of `text`, and the text behind.
    fn front(text: &'a [u8]) -> Option<(Self, &'a [u8])> {
        // RFC 9110 §8.8.3: `weak` is case-sensitive.
        let (weak, quoted) = match text.strip_prefix(b"W/") {
            Some(quoted) => (true, quoted),
            None => (false, text),
        };
        let inside = quoted.strip_prefix(b"\"")?;
        // etagc = %x21 / %x23-7E / obs-text; no quoted pairs.
        let end = inside
            .iter()
            .position(|&byte| !matches!(byte, 0x21 | 0x23..=0x7e | 0x80..))?;
        let (opaque, rest) = inside.split_at(end);
        Some((Self { weak, opaque }, rest.strip_prefix(b"\"")?))
    }
}

/// The tags of a list, up to its end or the first thing that is none. Tags may hold commas.
#[derive(Clone, Debug)]
pub struct ETags<'a> {
    rest: &'a [u8],
}

impl<'a> ETags<'a> {
    /// The tags of the field value `list`.
    #[must_use]
    pub const fn new(list: &'a [u8]) -> Self {
        Self { rest: list }
    }
}

impl<'a> Iterator for ETags<'a> {
    type Item = ETag<'a>;

    fn next(&mut self) -> Option<ETag<'a>> {
        let start = self
            .rest
            .iter()
            .position(|&byte| byte != b',' && !is_blank(byte))?;
        let found = ETag::front(&self.rest[start..]);
        self.rest = &[];
        let (tag, rest) = found?;
        let behind = trim(rest);
        if !behind.is_empty() && behind[0] != b',' {
            return None;
        }
        self.rest = rest;
        Some(tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(list: &str) -> Vec<String> {
        ETags::new(list.as_bytes())
            .map(|tag| {
                let weak = if tag.weak { "W/" } else { "" };
                format!("{weak}{}", String::from_utf8_lossy(tag.opaque))
            })
            .collect()
    }

    #[test]
    fn tags_are_quoted_and_perhaps_weak() {
        let tag = |weak, opaque| Some(ETag { weak, opaque });
        assert_eq!(ETag::parse(b"\"a\""), tag(false, b"a"));
        assert_eq!(ETag::parse(b" W/\"\" "), tag(true, b""));
        assert_eq!(ETag::parse(b"\"a\\\""), tag(false, b"a\\"));
        for bad in [
            "", "a", "\"", "\"a", "a\"", "w/\"a\"", "W/", "W/ \"a\"", "\"a b\"", "\"a\"b",
            "\"a\"\"",
        ] {
            assert_eq!(ETag::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn comparison_is_that_of_the_table_in_rfc_9110() {
        // RFC 9110 §8.8.3.2.
        for (left, right, strong, weak) in [
            ("W/\"1\"", "W/\"1\"", false, true),
            ("W/\"1\"", "W/\"2\"", false, false),
            ("W/\"1\"", "\"1\"", false, true),
            ("\"1\"", "\"1\"", true, true),
        ] {
            let [left, right] = [left, right].map(|tag| ETag::parse(tag.as_bytes()).unwrap());
            assert_eq!(left.strong_eq(right), strong);
            assert_eq!(left.weak_eq(right), weak);
        }
    }

    #[test]
    fn lists_may_have_commas_in_tags_and_empty_elements() {
        assert_eq!(all("\"a,b\" ,, W/\"c\",\t\"d\","), ["a,b", "W/c", "d"]);
        assert_eq!(all(""), [""; 0]);
        assert_eq!(all("*"), [""; 0]);
    }

    #[test]
    fn a_list_is_read_up_to_its_first_error() {
        assert_eq!(all("\"a\", b, \"c\""), ["a"]);
        assert_eq!(all("\"a\" \"b\""), [""; 0]);
        assert_eq!(all("\"a\", \"b"), ["a"]);
    }
}
