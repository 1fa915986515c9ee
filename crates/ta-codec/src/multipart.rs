//! `multipart/form-data` (RFC 7578, RFC 2046 §5.1) as it comes off the wire: chunks go in as
//! they arrive, parts come out, their data as slices of those very chunks. What is kept in
//! between is the head of one part and a position in the delimiter, however large the body.
//!
//! [`Parser`] is the grammar; [`FormReader`] on top of it applies what an application wants
//! to know and bound: fields and files, how many, how large.

mod boundary;
mod delimiter;
mod form;
mod head;
mod parser;
mod part;

pub use boundary::{Boundary, BoundaryError};
pub use form::{FileError, FormLimits, FormReader, Item};
pub use parser::{Event, Limits, Parser};
pub use part::PartHead;

/// Why a multipart body is refused: one variant per violation, each the sender's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// 400: a boundary is followed by something else than blanks and a line end, or `--`
    /// (RFC 2046 §5.1.1).
    #[error("client sent a broken multipart delimiter")]
    Delimiter,
    /// 400: a line in a part's head is not a field, or holds a CR that ends no line
    /// (RFC 5322 §2.2).
    #[error("client sent a malformed header in a multipart part")]
    HeaderSyntax,
    /// 400: the body ends without ever showing the boundary.
    #[error("client sent a multipart body without its boundary")]
    NoDelimiter,
    /// 400: the body ends before the closing delimiter.
    #[error("client sent a truncated multipart body")]
    Truncated,
    /// 413: a part's head is longer than [`Limits::head`].
    #[error("client sent a multipart part with too large a head")]
    HeadTooLarge,
    /// 413: the name of a part is longer than [`Limits::name`].
    #[error("client sent a multipart part with too long a name")]
    NameTooLong,
    /// 413: there are more parts than [`Limits::parts`].
    #[error("client sent too many multipart parts")]
    TooManyParts,
    /// 413: the body is larger than [`Limits::body`].
    #[error("client sent a multipart body over the limit")]
    BodyTooLarge,
    /// 413: the value of a field is longer than [`FormLimits::field_bytes`].
    #[error("client sent a form field over the limit")]
    FieldTooLarge,
}

impl Error {
    /// The HTTP status to answer with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Delimiter | Self::HeaderSyntax | Self::NoDelimiter | Self::Truncated => 400,
            Self::HeadTooLarge
            | Self::NameTooLong
            | Self::TooManyParts
            | Self::BodyTooLarge
            | Self::FieldTooLarge => 413,
        }
    }
}
