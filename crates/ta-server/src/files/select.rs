//! What of a file a request gets: all of it, a range, nothing because the
//! client has it already or asked for what there is not. The one place where
//! mounts and handlers' files decide that.

use std::borrow::Cow;
use std::time::SystemTime;

use ta_codec::accept::AcceptEncoding;
use ta_codec::conditional::{Conditions, Outcome, Validators};
use ta_codec::range::{self, ByteRange, Limits, Selection};
use ta_http1::RequestHead;

/// What a request says that bears on the choice, read in one pass.
#[derive(Debug, Default)]
pub(crate) struct Wishes<'a> {
    is_get: bool,
    /// GET or HEAD.
    reads: bool,
    if_match: Option<Cow<'a, [u8]>>,
    if_none_match: Option<Cow<'a, [u8]>>,
    if_modified_since: Option<Cow<'a, [u8]>>,
    if_unmodified_since: Option<Cow<'a, [u8]>>,
    if_range: Option<Cow<'a, [u8]>>,
    range: Option<Cow<'a, [u8]>>,
    accept_encoding: Option<Cow<'a, [u8]>>,
}

/// What of the wishes is honoured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// `If-None-Match` and `If-Modified-Since`.
    pub(crate) conditional: bool,
    /// `If-Match` and `If-Unmodified-Since`.
    pub(crate) preconditions: bool,
    /// `Range` and `If-Range`.
    pub(crate) ranges: bool,
}

/// What to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: 200.
    Whole,
    /// 206.
    Range(ByteRange),
    /// 304.
    NotModified,
    /// 412.
    Failed,
    /// 416.
    Unsatisfiable,
}

impl<'a> Wishes<'a> {
    pub(crate) fn of(head: &'a RequestHead) -> Self {
        let mut wishes = Self {
            is_get: head.method() == "GET",
            reads: matches!(head.method(), "GET" | "HEAD"),
            ..Self::default()
        };
        for (name, value) in head.fields() {
            let wish = match name {
                "if-match" => &mut wishes.if_match,
                "if-none-match" => &mut wishes.if_none_match,
                "if-modified-since" => &mut wishes.if_modified_since,
                "if-unmodified-since" => &mut wishes.if_unmodified_since,
                "if-range" => &mut wishes.if_range,
                "range" => &mut wishes.range,
                "accept-encoding" => &mut wishes.accept_encoding,
                _ => continue,
            };
            // RFC 9110 §5.3: several lines are one list. What is no list
            // becomes malformed, which is what it is, and is ignored then.
            *wish = Some(match wish.take() {
                None => Cow::Borrowed(value),
                Some(before) => Cow::Owned([&*before, value].join(&b", "[..])),
            });
        }
        wishes
    }

    /// The client wants a range, if it is allowed.
    pub(crate) fn has_range(&self) -> bool {
        self.is_get && self.range.is_some()
    }

    pub(crate) fn codings(&self) -> AcceptEncoding {
        AcceptEncoding::parse(self.accept_encoding.as_deref())
    }

    /// The part of `length` bytes with these validators.
    pub(crate) fn choose(&self, rules: Rules, validators: &Validators<'_>, length: u64) -> Part {
        // RFC 9110 §13.1.2, §13.1.3: other methods have done their work, and 304 is no answer to it.
        let conditional = rules.conditional && self.reads;
        let conditions = Conditions {
            if_match: self.if_match.as_deref().filter(|_| rules.preconditions),
            if_unmodified_since: self
                .if_unmodified_since
                .as_deref()
                .filter(|_| rules.preconditions),
            if_none_match: self.if_none_match.as_deref().filter(|_| conditional),
            if_modified_since: self.if_modified_since.as_deref().filter(|_| conditional),
        };
        match conditions.evaluate(true, Some(validators)) {
            Outcome::Proceed => {}
            Outcome::NotModified => return Part::NotModified,
            Outcome::PreconditionFailed => return Part::Failed,
        }
        let Some(range) = self.range.as_deref() else {
            return Part::Whole;
        };
        // RFC 9110 §14.2: for GET only.
        let applies = rules.ranges
            && self.is_get
            && self
                .if_range
                .as_deref()
                .is_none_or(|wish| range::applies(wish, validators, SystemTime::now()));
        if !applies {
            return Part::Whole;
        }
        match range::select(range, length, Limits::default()) {
            // Several would have been one for all.
            Selection::Whole | Selection::Many(_) => Part::Whole,
            Selection::One(range) => Part::Range(range),
            Selection::Unsatisfiable => Part::Unsatisfiable,
        }
    }
}
