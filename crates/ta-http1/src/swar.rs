//! Field names and values read eight bytes at a time, as one number with the byte in front
//! lowest. It knows the character classes by their arithmetic; `syntax` has them as tables and
//! decides about every byte that is not of the common sort.

use crate::syntax::{is_token_byte, is_value_byte};

/// One in each byte of a block; times a number below 256 it is that number in each.
const EACH: u64 = u64::from_le_bytes([1; 8]);
/// The top bit of each byte, where the verdicts stand.
const TOP: u64 = EACH << 7;

/// What follows the bytes at the front of `bytes` that may stand in a field value.
#[inline]
pub(crate) fn skip_value(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*block);
        // In a byte below 0x80, the subtraction borrows into the top bit if it is a control
        // and the addition carries into it if it is DEL. A borrow may spoil the bytes behind,
        // but only the first stop counts.
        let control = word.wrapping_sub(EACH * 0x20);
        let del = (word & !TOP) + EACH;
        let stops = (control | del) & !word & TOP;
        if stops == 0 {
            rest = behind;
            continue;
        }
        rest = &rest[first(stops)..];
        match rest {
            [b'\t', behind @ ..] => rest = behind,
            _ => return rest,
        }
    }
    skip(rest, is_value_byte)
}

/// Appends the token at the front of `bytes` in lower case and returns what follows it.
#[inline]
pub(crate) fn push_lower_token<'b>(text: &mut Vec<u8>, bytes: &'b [u8]) -> &'b [u8] {
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*block);
        // Names are letters and hyphens. This bit makes letters small and leaves `-` alone.
        let lower = word | (EACH * 0x20);
        let end = text.len();
        text.extend_from_slice(&lower.to_le_bytes());
        // None of these sums carries from one byte into another.
        let from_a = (lower & !TOP) + EACH * (0x80 - b'a' as u64);
        let beyond_z = (lower & !TOP) + EACH * (0x7f - b'z' as u64);
        let not_hyphen = ((word & !TOP) ^ (EACH * b'-' as u64)) + EACH * 0x7f;
        let stops = (((!from_a | beyond_z) & not_hyphen) | word) & TOP;
        if stops == 0 {
            rest = behind;
            continue;
        }
        text.truncate(end + first(stops));
        rest = &rest[first(stops)..];
        match rest {
            [byte, behind @ ..] if is_token_byte(*byte) => {
                text.push(*byte);
                rest = behind;
            }
            _ => return rest,
        }
    }
    let behind = skip(rest, is_token_byte);
    let token = &rest[..rest.len() - behind.len()];
    text.extend(token.iter().map(u8::to_ascii_lowercase));
    behind
}

/// What follows the bytes at the front of less than a block that are of that `kind`.
#[cold]
fn skip(bytes: &[u8], kind: impl Fn(u8) -> bool) -> &[u8] {
    let stop = bytes.iter().position(|&byte| !kind(byte));
    &bytes[stop.unwrap_or(bytes.len())..]
}

/// Which byte the lowest of the verdicts is about.
#[inline]
fn first(verdicts: u64) -> usize {
    verdicts.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each byte value at each place of inputs that end before, at and behind a block's end.
    fn for_every_byte_anywhere(check: impl Fn(&[u8])) {
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=255 {
                    let mut input = b"AbcXyz-qTheQuick-Fox"[..length].to_vec();
                    input[at] = byte;
                    check(&input);
                }
            }
        }
    }

    #[test]
    fn values_end_where_the_table_says() {
        for_every_byte_anywhere(|input| {
            assert_eq!(skip_value(input), skip(input, is_value_byte), "{input:?}");
        });
    }

    #[test]
    fn a_borrow_does_not_reach_the_bytes_in_front() {
        for stop in [0, 0x1f, 0x7f, b'\r'] {
            for first in [b' ', b'!', b'\t', b'~', 0x80, 0xff] {
                for last in 0..=255 {
                    let input = [first, first, stop, last, stop, last, last, last];
                    assert_eq!(skip_value(&input), &input[2..]);
                }
            }
        }
    }

    #[test]
    fn names_end_where_the_table_says_and_become_lower_case() {
        for_every_byte_anywhere(|input| {
            let mut text = b"before".to_vec();
            let behind = push_lower_token(&mut text, input);
            assert_eq!(behind, skip(input, is_token_byte), "{input:?}");
            let name = input[..input.len() - behind.len()].to_ascii_lowercase();
            assert_eq!(text, [&b"before"[..], &name].concat(), "{input:?}");
        });
    }
}
