//! The body of an answer, as a handler gives it. How it is framed and sent is
//! the connection's business.

use std::error::Error;
use std::fmt;
use std::pin::Pin;

use bytes::Bytes;

/// A body that is made while it is sent.
pub type StreamBody = Pin<Box<dyn http_body::Body<Data = Bytes, Error = Box<dyn Error>>>>;

/// The body of an answer.
#[derive(Default)]
#[non_exhaustive]
pub enum Body {
    /// Nothing; `content-length: 0` where the status allows one.
    #[default]
    Empty,
    /// Everything, in memory.
    Bytes(Bytes),
    /// Piece by piece. With an exact `size_hint` it is sent with that
    /// `content-length`, else chunked (HTTP/1.1) or until the connection closes
    /// (HTTP/1.0). It is polled only while little is queued for the client. An
    /// error cuts the answer off and closes the connection. Trailers go out
    /// when the framing is chunked and the client asked for them.
    Stream(StreamBody),
}

impl Body {
    /// A streamed body.
    pub fn stream<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes, Error = Box<dyn Error>> + 'static,
    {
        Self::Stream(Box::pin(body))
    }

    /// The length, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(stream) => stream.size_hint().exact(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::Empty
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::Bytes(Bytes::from_static(text.as_bytes()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::Bytes(text.into())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::Bytes(Bytes::from_static(bytes))
    }
}
