//! Text as `application/x-www-form-urlencoded` has it: `+` for a space, `%XX` for a byte.

use std::borrow::Cow;

use crate::syntax::hex_pair;

/// Encoded text. A `%` that two hexadecimal digits do not follow stands for itself, as
/// everywhere on the web; every text is therefore valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded<'a>(&'a [u8]);

impl<'a> Encoded<'a> {
    /// Takes `raw` for encoded text.
    #[must_use]
    pub const fn new(raw: &'a [u8]) -> Self {
        Self(raw)
    }

    /// The text as it was sent.
    #[must_use]
    pub const fn raw(self) -> &'a [u8] {
        self.0
    }

    /// The length of the decoded text in bytes.
    #[must_use]
    pub fn decoded_len(self) -> usize {
        let mut length = self.0.len();
        let mut rest = self.0;
        while let Some(at) = next_special(rest) {
            let (_, consumed) = decode_one(&rest[at..]);
            length -= consumed - 1;
            rest = &rest[at + consumed..];
        }
        length
    }

    /// Decodes into `target`, which must have [`decoded_len`](Self::decoded_len) bytes.
    ///
    /// # Panics
    /// `target` has another length.
    pub fn decode_into(self, target: &mut [u8]) {
        let mut filled = 0;
        self.pieces(|piece| {
            let end = filled + piece.len();
            target[filled..end].copy_from_slice(piece);
            filled = end;
        });
        assert_eq!(filled, target.len(), "a target longer than the text");
    }

    /// Decodes to the end of `target`.
    pub fn append_to(self, target: &mut Vec<u8>) {
        target.reserve(self.0.len());
        self.pieces(|piece| target.extend_from_slice(piece));
    }

    /// The decoded text; borrowed when nothing was encoded.
    #[must_use]
    pub fn decode(self) -> Cow<'a, [u8]> {
        if memchr::memchr2(b'%', b'+', self.0).is_none() {
            return Cow::Borrowed(self.0);
        }
        let mut text = Vec::new();
        self.append_to(&mut text);
        Cow::Owned(text)
    }

    /// The decoded text in pieces.
    #[inline]
    fn pieces(self, mut take: impl FnMut(&[u8])) {
        let mut rest = self.0;
        while let Some(at) = next_special(rest) {
            if at > 0 {
                take(&rest[..at]);
            }
            let (byte, consumed) = decode_one(&rest[at..]);
            take(&[byte]);
            rest = &rest[at + consumed..];
        }
        take(rest);
    }
}

/// Where the next byte is that may not stand for itself.
#[inline]
fn next_special(text: &[u8]) -> Option<usize> {
    // In most scripts of the world one escape follows another.
    if matches!(text.first(), Some(b'%' | b'+')) {
        return Some(0);
    }
    memchr::memchr2(b'%', b'+', text)
}

/// What the start of `text`, a `%` or `+`, stands for, and how much of `text` says so.
#[inline]
fn decode_one(text: &[u8]) -> (u8, usize) {
    match *text {
        [b'+', ..] => (b' ', 1),
        [_, high, low, ..] => hex_pair(high, low).map_or((b'%', 1), |byte| (byte, 3)),
        _ => (b'%', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_pluses_are_decoded_and_broken_escapes_are_text() {
        for (raw, expected) in [
            ("", &b""[..]),
            ("abc", b"abc"),
            ("a+b%20c", b"a b c"),
            ("%2B%2b%00%ff", b"++\0\xff"),
            ("%", b"%"),
            ("%4", b"%4"),
            ("%4g%41", b"%4gA"),
            ("%%41", b"%A"),
            ("%+1", b"% 1"),
            ("100%", b"100%"),
        ] {
            let text = Encoded::new(raw.as_bytes());
            assert_eq!(&*text.decode(), expected, "{raw}");
            assert_eq!(text.decoded_len(), expected.len(), "{raw}");
            let mut target = vec![0; expected.len()];
            text.decode_into(&mut target);
            assert_eq!(target, expected, "{raw}");
        }
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(Encoded::new(b"plain").decode(), Cow::Borrowed(_)));
    }

    #[test]
    #[should_panic(expected = "longer than the text")]
    fn a_target_of_the_wrong_length_is_noticed() {
        Encoded::new(b"a").decode_into(&mut [0; 2]);
    }
}
