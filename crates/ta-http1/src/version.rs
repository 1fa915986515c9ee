//! The two protocol versions this crate speaks. It never compares or negotiates: whatever is
//! neither of the two is refused while the request line is read.

/// The HTTP version of a request (RFC 9110 §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HTTP/1.0: closes by default, knows no chunked coding.
    Http10,
    /// HTTP/1.1: persistent by default.
    Http11,
}

impl Version {
    /// `"1.0"` or `"1.1"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http10 => "1.0",
            Self::Http11 => "1.1",
        }
    }
}
