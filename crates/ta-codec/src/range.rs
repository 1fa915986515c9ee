//! Range requests (RFC 9110 §14): which bytes of a representation the client wants, and
//! whether it may have only them. To be asked for GET only, when the conditions let the
//! request through and the answer would be 200.
//!
//! ```
//! use ta_codec::range::{ByteRange, Limits, Selection, select};
//!
//! let range = ByteRange { start: 500, end: 1000 };
//! assert_eq!(select(b"bytes=-500", 1000, Limits::default()), Selection::One(range));
//! assert_eq!(range.content_range(1000).to_string(), "bytes 500-999/1000");
//! ```

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::conditional::{ETag, Validators, parse_date, whole_seconds};
use crate::syntax::{list, saturating_number, trim};

/// What of `Range` is honoured. The rest is answered in full, as RFC 9110 §14.2 permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most ranges in one request, counted as they are written. Default 1, which makes a
    /// request for several one for all.
    pub ranges: usize,
    /// Ranges at most so many bytes apart become one, as what is sent between two parts takes
    /// about as much (RFC 9110 §15.3.7.2). Default 128.
    pub gap: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            ranges: 1,
            gap: 128,
        }
    }
}

/// Bytes of a representation, at least one: `start` is the first, `end` the one behind the
/// last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are explained above")]
pub struct ByteRange {
    pub start: u64,
    pub end: u64,
}

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Everything, with 200: there was no valid range, or one that is not honoured.
    Whole,
    /// This range, with 206.
    One(ByteRange),
    /// These ranges, disjoint and in the order they were asked for, with 206 as
    /// `multipart/byteranges`.
    Many(Vec<ByteRange>),
    /// Nothing, with 416 and [`unsatisfied_range`].
    Unsatisfiable,
}

impl ByteRange {
    /// The number of bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a range is never empty")]
    pub const fn len(self) -> u64 {
        self.end - self.start
    }

    /// The value of `Content-Range` for this range of `length` bytes (RFC 9110 §14.4).
    #[must_use]
    pub const fn content_range(self, length: u64) -> ContentRange {
        ContentRange {
            range: Some(self),
            length,
        }
    }
}

/// The value of `Content-Range` in a 416 for a representation of `length` bytes
/// (RFC 9110 §15.5.17).
#[must_use]
pub const fn unsatisfied_range(length: u64) -> ContentRange {
    ContentRange {
        range: None,
        length,
    }
}

/// A value of `Content-Range`, to be written with `Display`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    range: Option<ByteRange>,
    length: u64,
}

impl fmt::Display for ContentRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.range {
            Some(ByteRange { start, end }) => {
                write!(f, "bytes {start}-{}/{}", end - 1, self.length)
            }
            None => write!(f, "bytes */{}", self.length),
        }
    }
}

/// What the field value `range` asks for of a representation of `length` bytes.
#[must_use]
pub fn select(range: &[u8], length: u64, limits: Limits) -> Selection {
    // RFC 9110 §14.2: an unknown unit, and an invalid ranges-specifier, is ignored.
    let Some(specs) = byte_range_set(range) else {
        return Selection::Whole;
    };
    let mut wanted: Vec<ByteRange> = Vec::new();
    let mut count = 0;
    for spec in list(specs) {
        let Some(spec) = Spec::parse(spec) else {
            return Selection::Whole;
        };
        count += 1;
        if count > limits.ranges {
            return Selection::Whole;
        }
        match spec.of(length) {
            Some(range) => join(&mut wanted, range, limits.gap),
            // RFC 9110 §14.1.1: a suffix that is not empty is satisfiable even then, but
            // there is no range to express it with.
            None if length == 0 && matches!(spec, Spec::Suffix(1..)) => return Selection::Whole,
            None => {}
        }
    }
    match *wanted {
        [] if count == 0 => Selection::Whole,
        [] => Selection::Unsatisfiable,
        [range] => Selection::One(range),
        _ => Selection::Many(wanted),
    }
}

/// What follows `bytes=`.
fn byte_range_set(range: &[u8]) -> Option<&[u8]> {
    let equals = memchr::memchr(b'=', range)?;
    // RFC 9110 §14.1: range units are case-insensitive.
    trim(&range[..equals])
        .eq_ignore_ascii_case(b"bytes")
        .then_some(&range[equals + 1..])
}

/// `int-range` or `suffix-range` (RFC 9110 §14.1.1).
#[derive(Clone, Copy, Debug)]
enum Spec {
    /// The first byte and the last.
    Between(u64, u64),
    /// So many at the end.
    Suffix(u64),
}

impl Spec {
    fn parse(text: &[u8]) -> Option<Self> {
        let dash = memchr::memchr(b'-', text)?;
        let (first, last) = (&text[..dash], &text[dash + 1..]);
        if first.is_empty() {
            return saturating_number(last).map(Self::Suffix);
        }
        let first_byte = saturating_number(first)?;
        let last_byte = if last.is_empty() {
            u64::MAX
        } else {
            saturating_number(last)?
        };
        // RFC 9110 §14.1.1: invalid if last-pos is less than first-pos.
        (first_byte <= last_byte).then_some(Self::Between(first_byte, last_byte))
    }

    /// What of `length` bytes it stands for; `None` when nothing.
    fn of(self, length: u64) -> Option<ByteRange> {
        let (start, end) = match self {
            Self::Between(first, last) => (first, last.saturating_add(1).min(length)),
            Self::Suffix(count) => (length.saturating_sub(count), length),
        };
        (start < end).then_some(ByteRange { start, end })
    }
}

/// Adds `range`, joined with those it overlaps or almost touches, in place of the first of
/// them. RFC 9110 §14.2 warns of overlapping ranges: they make an answer larger than the
/// file.
fn join(ranges: &mut Vec<ByteRange>, mut range: ByteRange, gap: u64) {
    let mut place = None;
    // What grows may come close to one that was passed already: begin again.
    while let Some(at) = ranges.iter().position(|other| {
        range.start <= other.end.saturating_add(gap) && other.start <= range.end.saturating_add(gap)
    }) {
        let other = ranges.remove(at);
        range.start = range.start.min(other.start);
        range.end = range.end.max(other.end);
        place = Some(place.map_or(at, |place: usize| place.min(at)));
    }
    ranges.insert(place.unwrap_or(ranges.len()), range);
}

/// Whether `Range` applies although there is an `If-Range` of this value (RFC 9110 §13.1.5):
/// it must name the tag or the date of the current representation, and that must be a strong
/// validator. `now` is the time of the answer: a file can change twice within one second, so
/// a date that young proves nothing (RFC 9110 §8.8.2.2).
#[must_use]
pub fn applies(if_range: &[u8], current: &Validators<'_>, now: SystemTime) -> bool {
    if let Some(tag) = ETag::parse(if_range) {
        return current.etag.is_some_and(|etag| etag.strong_eq(tag));
    }
    let (Some(date), Some(modified)) = (parse_date(if_range), current.last_modified) else {
        return false;
    };
    let modified = whole_seconds(modified);
    let settled = now
        .duration_since(modified)
        .is_ok_and(|age| age >= Duration::from_secs(1));
    date == modified && settled
}

#[cfg(test)]
mod tests;
