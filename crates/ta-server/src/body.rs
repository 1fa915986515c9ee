//! The body of an answer, as a handler gives it. How it is framed and sent is
//! the connection's business.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;

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
    /// Part or all of a file, which need not fit into memory.
    File(FileBody),
}

/// Bytes of a file as the body of an answer: small ones leave in one write
/// with the head, of large ones the kernel sends page after page. A file that
/// turns out shorter than that cuts the answer off and closes the connection.
pub struct FileBody {
    pub(crate) file: Arc<File>,
    pub(crate) range: Range<u64>,
    pub(crate) delivered: Option<Box<dyn FnOnce()>>,
}

impl FileBody {
    /// The bytes `range` of `file`, a regular file that has so many. Nothing
    /// is read before it is sent, and the file's own position does not matter.
    pub fn new(file: impl Into<Arc<File>>, range: Range<u64>) -> Self {
        Self {
            file: file.into(),
            range,
            delivered: None,
        }
    }

    /// Calls back when the system has accepted the last byte, on the worker's
    /// thread; not when the answer broke off, nor when it has no body (HEAD,
    /// 304). It must not block.
    #[must_use]
    pub fn when_delivered(mut self, callback: impl FnOnce() + 'static) -> Self {
        self.delivered = Some(Box::new(callback));
        self
    }

    /// Bytes still to send.
    pub(crate) fn left(&self) -> u64 {
        self.range.end.saturating_sub(self.range.start)
    }
}

impl fmt::Debug for FileBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileBody")
            .field("file", &self.file)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
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
            Self::File(file) => Some(file.left()),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl From<FileBody> for Body {
    fn from(file: FileBody) -> Self {
        Self::File(file)
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
