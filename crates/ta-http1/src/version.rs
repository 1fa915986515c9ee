//! Protocol versions. This crate speaks the first two, and refuses what else it finds in a request
//! line; heads of later versions are made from parts ([`RequestHead::assemble`]).
//!
//! [`RequestHead::assemble`]: crate::RequestHead::assemble

/// The HTTP version of a request (RFC 9110 §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HTTP/1.0: closes by default, knows no chunked coding.
    Http10,
    /// HTTP/1.1: persistent by default.
    Http11,
    /// HTTP/2: one of many streams of a connection.
    Http2,
}

impl Version {
    /// `"1.0"`, `"1.1"` or `"2.0"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http10 => "1.0",
            Self::Http11 => "1.1",
            Self::Http2 => "2.0",
        }
    }
}
