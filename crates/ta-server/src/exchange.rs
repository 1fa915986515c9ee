//! One request and the means to answer it. The raw face of the server: no
//! maps, no copies of what is already bytes.

use std::fmt;
use std::net::SocketAddr;
use std::rc::Rc;

use bytes::Bytes;
use ta_http1::RequestHead;

use crate::Body;
use crate::connection::{Answer, Connection};
use crate::heads::PooledHead;
use crate::incoming::Incoming;
use crate::writer::BodyWriter;

/// One request and the means to answer it.
///
/// It may be kept and answered anywhere on the worker's thread, also after the
/// handler's future has given way, but not after that future has ended: then
/// the client was told 500. Dropped without an answer, it answers 500.
pub struct Exchange {
    connection: Rc<Connection>,
    serial: u32,
    head: Option<PooledHead>,
}

/// Status line and fate of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// 200 to 599; 200 by default.
    pub status: u16,
    /// HTTP/1 reason phrase instead of the standard one.
    pub reason: Option<&'a [u8]>,
    /// Close the connection after this answer.
    pub close: bool,
}

impl Default for Reply<'_> {
    fn default() -> Self {
        Self {
            status: 200,
            reason: None,
            close: false,
        }
    }
}

/// An answer was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RespondError {
    /// There was one before.
    #[error("the request has been answered already")]
    Answered,
    /// The connection has ended, or the handler's future has.
    #[error("the request is over")]
    Gone,
}

impl Exchange {
    pub(crate) fn new(connection: Rc<Connection>, head: PooledHead) -> Self {
        let serial = connection.begin(&head);
        Self {
            connection,
            serial,
            head: Some(head),
        }
    }

    /// The head of the request.
    ///
    /// # Panics
    /// After [`take_request`](Self::take_request).
    pub fn request(&self) -> &RequestHead {
        self.head.as_ref().expect("the request head was taken")
    }

    /// The head of the request, to keep.
    ///
    /// # Panics
    /// The second time.
    pub fn take_request(&mut self) -> PooledHead {
        self.head.take().expect("the request head was taken")
    }

    /// The client's address; none on Unix sockets. An IPv4 client of an IPv6
    /// listener is shown by its IPv4 address.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.connection.peer
    }

    /// The body that was [wanted whole](crate::BodyMode::Whole); empty if
    /// there is none, when it is streamed, and the second time.
    pub fn take_body(&mut self) -> Bytes {
        if self.is_gone() {
            return Bytes::new();
        }
        self.connection.take_whole()
    }

    /// The body as a stream, in either mode. Taken twice, both see parts.
    pub fn incoming(&mut self) -> Incoming {
        Incoming::new(Rc::clone(&self.connection), self.serial)
    }

    /// Answers. The head and a small body are encoded at once into the
    /// connection's write queue; nothing of `fields` is kept.
    ///
    /// Names should be lower-case; names and values must have passed
    /// [`ta_http1::is_token`] and [`ta_http1::is_field_value`]. The server adds
    /// `date` unless given, `content-length` (yours counts on 304 only),
    /// `transfer-encoding` and `connection`. For HEAD, 204, 205 and 304 the
    /// body is not sent.
    ///
    /// # Errors
    /// [`RespondError`] when it comes too late.
    pub fn respond<'h>(
        &self,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        body: Body,
    ) -> Result<(), RespondError> {
        self.connection.respond(self.serial, reply, fields, body)
    }

    /// Answers with a copy of `body`: the way for bodies of a few kilobytes
    /// that belong to somebody else.
    ///
    /// # Errors
    /// [`RespondError`] when it comes too late.
    pub fn respond_slice<'h>(
        &self,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        body: &[u8],
    ) -> Result<(), RespondError> {
        self.connection
            .respond_slice(self.serial, reply, fields, body)
    }

    /// Begins an answer whose body is pushed through the [`BodyWriter`]. The
    /// head is encoded at once, as by [`respond`](Self::respond), and sent with
    /// the first pieces or when the handler waits.
    ///
    /// With a `length` the client is told, and the body must have exactly so
    /// many bytes; without, it is delimited as the protocol does that. For
    /// HEAD, 204, 205 and 304 what is pushed is dropped.
    ///
    /// # Errors
    /// [`RespondError`] when it comes too late.
    pub fn start<'h>(
        &self,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        length: Option<u64>,
    ) -> Result<BodyWriter, RespondError> {
        self.connection.start(self.serial, reply, fields, length)?;
        Ok(BodyWriter::new(Rc::clone(&self.connection), self.serial))
    }

    /// Tells the client something ahead of the answer, any number of times: an
    /// interim response of `status` 102 to 199, except those that change the
    /// protocol, such as 103 Early Hints (RFC 8297) with `link` fields. It is
    /// sent when the handler waits. Of `fields` the same holds as with
    /// [`respond`](Self::respond).
    ///
    /// False when nothing is sent: an HTTP/1.0 client would take it for the
    /// answer, and other values of `status` are no interim responses.
    ///
    /// # Errors
    /// [`RespondError`] when the answer was begun before.
    pub fn inform<'h>(
        &self,
        status: u16,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    ) -> Result<bool, RespondError> {
        self.connection.inform(self.serial, status, fields)
    }

    /// Whether the request has its answer.
    pub fn is_answered(&self) -> bool {
        self.is_gone() || self.connection.answer() != Answer::Awaited
    }

    /// Whether nobody is there any more to be answered.
    pub fn is_gone(&self) -> bool {
        !self.connection.is_current(self.serial)
    }

    pub(crate) fn connection(&self) -> &Rc<Connection> {
        &self.connection
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.is_answered() {
            self.connection.fail(false);
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("request", &self.head)
            .field("answered", &self.is_answered())
            .finish_non_exhaustive()
    }
}
