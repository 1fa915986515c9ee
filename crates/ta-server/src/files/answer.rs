//! The head of an answer with a file, and the short texts in place of one.

use std::io::Write;

use rustix::io::Errno;
use ta_codec::accept::Coding;
use ta_codec::range::unsatisfied_range;

use super::{Entity, Part};
use crate::body::{Body, FileBody};
use crate::exchange::{Exchange, Reply, RespondError};

type Field<'a> = (&'a [u8], &'a [u8]);

/// A file and what is said of it.
pub(super) struct Answer<'a> {
    pub(super) entity: &'a Entity,
    /// `None` when the caller's own field says so.
    pub(super) media: Option<&'a [u8]>,
    pub(super) coding: Coding,
    /// Other clients may get another coding.
    pub(super) vary: bool,
    pub(super) tag: Option<&'a [u8]>,
    pub(super) last_modified: bool,
    pub(super) ranges: bool,
    pub(super) cache_control: Option<&'a [u8]>,
    pub(super) disposition: Option<&'a [u8]>,
}

/// What the name of a file coded so ends with.
pub(super) fn suffix(coding: Coding) -> &'static [u8] {
    match coding {
        Coding::Zstd => b".zst",
        Coding::Brotli => b".br",
        Coding::Gzip => b".gz",
        Coding::Identity => b"",
    }
}

/// A value of `Content-Range` with three numbers of 20 digits.
type RangeText = [u8; 80];

impl Answer<'_> {
    /// Answers with `part` of the file. `reply.status` holds in place of 200
    /// and 206. Of `more`, a field of the caller's, what has the name of one of
    /// ours replaces it, but for `vary`.
    pub(super) fn respond<'h>(
        &self,
        exchange: &Exchange,
        part: Part,
        mut reply: Reply<'_>,
        more: impl Iterator<Item = Field<'h>> + Clone,
        delivered: Option<Box<dyn FnOnce()>>,
    ) -> Result<(), RespondError> {
        let mut text: RangeText = [0; 80];
        let size = self.entity.size;
        let mut content_range: &[u8] = b"";
        let (status, range) = match part {
            Part::Whole => (200, Some(0..size)),
            Part::Range(range) => {
                content_range = format(&mut text, range.content_range(size));
                (206, Some(range.start..range.end))
            }
            Part::NotModified => (304, None),
            Part::Failed => (412, None),
            Part::Unsatisfiable => {
                content_range = format(&mut text, unsatisfied_range(size));
                (416, None)
            }
        };
        let has_content = range.is_some();
        if !has_content || (status == 206 && reply.status == 200) {
            reply.status = status;
            // A phrase of the caller's was for the status of the caller's.
            reply.reason = reply.reason.filter(|_| has_content);
        }

        let coding = match self.coding {
            Coding::Identity => None,
            coding => Some(coding.name().as_bytes()),
        };
        let modified = self.last_modified.then(|| self.entity.last_modified());
        let media = self.media.filter(|_| has_content);
        let ours: [(&[u8], Option<&[u8]>); 9] = [
            (b"content-type", media),
            (b"content-encoding", coding.filter(|_| has_content)),
            (
                b"content-disposition",
                self.disposition.filter(|_| has_content),
            ),
            (
                b"content-range",
                (!content_range.is_empty()).then_some(content_range),
            ),
            (b"last-modified", modified),
            (b"etag", self.tag),
            (b"accept-ranges", self.ranges.then_some(&b"bytes"[..])),
            (b"cache-control", self.cache_control),
            (b"vary", self.vary.then_some(&b"accept-encoding"[..])),
        ];
        fn field<'a>((name, value): Field<'a>) -> Field<'a> {
            (name, value)
        }
        #[expect(
            clippy::redundant_closure,
            reason = "it shortens the lifetime, to that of ours"
        )]
        let more = more.map(|theirs| field(theirs));
        let theirs = more.clone();
        let ours = ours.into_iter().filter_map(|(name, value)| {
            let replaced = name != b"vary"
                && theirs
                    .clone()
                    .any(|(other, _)| other.eq_ignore_ascii_case(name));
            (!replaced).then_some((name, value?))
        });
        // RFC 9110 §15.4.5: a 304 has nothing to say of a content it has not.
        let more = more.filter(|(name, _)| {
            has_content
                || !name
                    .get(..8)
                    .is_some_and(|start| start.eq_ignore_ascii_case(b"content-"))
        });
        let body = match range {
            Some(range) => {
                let mut body = FileBody::new(self.entity.file.clone(), range);
                body.delivered = delivered;
                Body::File(body)
            }
            None => Body::Empty,
        };
        exchange.respond(reply, ours.chain(more), body)
    }
}

fn format(text: &mut RangeText, value: impl std::fmt::Display) -> &[u8] {
    let mut rest = &mut text[..];
    let written = write!(rest, "{value}");
    debug_assert!(written.is_ok(), "three numbers fit");
    let left = rest.len();
    &text[..80 - left]
}

/// A short answer without a file.
pub(super) fn text(exchange: &Exchange, status: u16, more: Option<Field<'_>>) {
    let plain: Field<'_> = (b"content-type", b"text/plain; charset=utf-8");
    let reply = Reply {
        status,
        ..Reply::default()
    };
    let body = ta_http1::reason_phrase(status);
    // A client that is gone gets nothing.
    let _ = exchange.respond_slice(reply, more.into_iter().chain([plain]), body.as_bytes());
}

/// The status for a file that could not be opened.
pub(super) fn is_missing(errno: Errno) -> bool {
    matches!(errno, Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG)
}
