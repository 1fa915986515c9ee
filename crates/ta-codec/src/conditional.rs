//! Conditional requests (RFC 9110 §13): whether what the client has, or thinks there is,
//! still holds. Dates and tags come from the caller; nothing here looks at files or clocks.
//!
//! ```
//! use ta_codec::conditional::{Conditions, ETag, Outcome, Validators};
//!
//! let current = Validators { etag: ETag::parse(b"W/\"1\""), last_modified: None };
//! let conditions = Conditions { if_none_match: Some(b"\"0\", \"1\""), ..Conditions::default() };
//! assert_eq!(conditions.evaluate(true, Some(&current)), Outcome::NotModified);
//! ```

mod etag;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use etag::{ETag, ETags};

/// The condition fields of a request, joined where they were repeated. A field the server
/// does not support is left `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions<'a> {
    /// `If-Match`.
    pub if_match: Option<&'a [u8]>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'a [u8]>,
    /// `If-Modified-Since`.
    pub if_modified_since: Option<&'a [u8]>,
    /// `If-Unmodified-Since`.
    pub if_unmodified_since: Option<&'a [u8]>,
}

/// What identifies the current representation (RFC 9110 §8.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validators<'a> {
    /// Its entity tag.
    pub etag: Option<ETag<'a>>,
    /// When it was last modified. Fractions of a second do not take part, as the header has
    /// none.
    pub last_modified: Option<SystemTime>,
}

/// What the conditions come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Do what was asked for.
    Proceed,
    /// Answer 304 (RFC 9110 §15.4.5).
    NotModified,
    /// Answer 412 (RFC 9110 §15.5.13).
    PreconditionFailed,
}

impl<'a> Conditions<'a> {
    /// Evaluates the conditions in the order of RFC 9110 §13.2.2. `is_get` is for GET and
    /// HEAD; `current` is `None` when there is no representation yet. `If-Range` is no part
    /// of it: see [`range::applies`](crate::range::applies), to be asked on
    /// [`Outcome::Proceed`].
    #[must_use]
    pub fn evaluate(&self, is_get: bool, current: Option<&Validators<'a>>) -> Outcome {
        // Steps 1 and 2: a client that must not overwrite what it does not know.
        let holds = match self.if_match {
            Some(list) => matches_any(list, current, ETag::strong_eq),
            // RFC 9110 §13.1.4: ignored unless it is a date and there is one to compare with.
            None => modified_by(self.if_unmodified_since, current).unwrap_or(true),
        };
        if !holds {
            return Outcome::PreconditionFailed;
        }
        // Steps 3 and 4: a client that has it already.
        let known = match self.if_none_match {
            Some(list) => matches_any(list, current, ETag::weak_eq),
            // RFC 9110 §13.1.3: ignored for other methods.
            None => is_get && modified_by(self.if_modified_since, current).unwrap_or(false),
        };
        match (known, is_get) {
            (false, _) => Outcome::Proceed,
            (true, true) => Outcome::NotModified,
            (true, false) => Outcome::PreconditionFailed,
        }
    }
}

/// Whether `list` is `*` and there is a representation, or names its tag (RFC 9110 §13.1.1,
/// §13.1.2). A malformed list matches as far as it can be read.
fn matches_any<'a>(
    list: &'a [u8],
    current: Option<&Validators<'a>>,
    same: fn(ETag<'a>, ETag<'a>) -> bool,
) -> bool {
    let Some(current) = current else { return false };
    if crate::syntax::trim(list) == b"*" {
        return true;
    }
    let Some(tag) = current.etag else {
        return false;
    };
    ETags::new(list).any(|candidate| same(candidate, tag))
}

/// Whether the representation was last modified no later than the date in `field`; `None`
/// when one of the two is not to be had.
fn modified_by(field: Option<&[u8]>, current: Option<&Validators<'_>>) -> Option<bool> {
    let date = parse_date(field?)?;
    let modified = whole_seconds(current?.last_modified?);
    Some(modified <= date)
}

/// A date in one of the three forms of RFC 9110 §5.6.7.
#[must_use]
pub fn parse_date(value: &[u8]) -> Option<SystemTime> {
    httpdate::parse_http_date(std::str::from_utf8(crate::syntax::trim(value)).ok()?).ok()
}

/// `time` as `Last-Modified` shows it.
pub(crate) fn whole_seconds(time: SystemTime) -> SystemTime {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => UNIX_EPOCH + Duration::from_secs(since.as_secs()),
        // HTTP dates of files are not expected before 1970; the earliest there is stands in.
        Err(_) => UNIX_EPOCH,
    }
}

#[cfg(test)]
mod tests;
