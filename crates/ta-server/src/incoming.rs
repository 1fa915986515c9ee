//! The body of a request on its way to the handler: whole, or piece by piece
//! with real back-pressure. It asks; the connection's task reads the socket.

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use ta_http1::Refusal;

use crate::connection::Connection;

/// The body of a request.
///
/// While nobody polls a streamed body, the socket is not read and the client
/// is held back. Trailers are dropped.
pub struct Incoming {
    connection: Rc<Connection>,
    source: Source,
}

enum Source {
    Empty,
    /// Boxed: requests without a body are many, and carry this around.
    Whole(Box<Bytes>),
    /// Of the request with this number.
    Streamed(u32),
}

/// Why a body ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// The client closed the connection.
    #[error("the client closed the connection within the body")]
    Truncated,
    /// The connection was reset: nobody waits for an answer.
    #[error("the client reset the connection within the body")]
    Reset,
    /// The body violates the protocol or a limit. If the request is not
    /// answered, the client gets the refusal's status.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing came for [`Settings::read_timeout`](crate::Settings::read_timeout).
    #[error("the client stopped sending the body")]
    Timeout,
    /// The request is over: it was answered and its handler has ended, or the
    /// connection is gone.
    #[error("the request is over")]
    Gone,
}

/// What the connection holds for the reader of a streamed body.
pub(crate) enum Inbound {
    /// All of it, before the handler began.
    Whole(Bytes),
    /// Nobody asked.
    Unasked,
    /// Somebody waits.
    Wanted(Waker),
    /// A piece nobody fetched yet.
    Piece(Bytes),
    /// There was an error, not yet told.
    Failed(BodyError),
    /// There is no more.
    End,
}

impl Inbound {
    /// Lets a reader notice a change.
    pub(crate) fn wake(self) {
        if let Self::Wanted(waker) = self {
            waker.wake();
        }
    }
}

impl Incoming {
    pub(crate) fn new(connection: Rc<Connection>, serial: u32) -> Self {
        let source = if connection.is_current(serial) {
            connection.inbound_source(serial)
        } else {
            Source::Streamed(serial)
        };
        Self { connection, source }
    }

    /// The client's address; none on Unix sockets.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.connection.peer
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match std::mem::replace(&mut self.source, Source::Empty) {
            Source::Empty => Poll::Ready(None),
            Source::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(*bytes)))),
            Source::Streamed(serial) => {
                self.source = Source::Streamed(serial);
                if !self.connection.is_current(serial) {
                    return Poll::Ready(Some(Err(BodyError::Gone)));
                }
                self.connection
                    .poll_inbound(cx)
                    .map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Empty => true,
            Source::Whole(_) => false,
            Source::Streamed(serial) => {
                self.connection.is_current(*serial)
                    && matches!(*self.connection.inbound.borrow(), Inbound::End)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.source {
            Source::Empty => SizeHint::with_exact(0),
            Source::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Source::Streamed(serial) if self.connection.is_current(*serial) => {
                self.connection.inbound_size()
            }
            Source::Streamed(_) => SizeHint::default(),
        }
    }
}

impl Connection {
    /// Where the body of the current request comes from.
    fn inbound_source(&self, serial: u32) -> Source {
        match &*self.inbound.borrow() {
            Inbound::Whole(_) => {}
            Inbound::End => return Source::Empty,
            _ => return Source::Streamed(serial),
        }
        let body = self.take_whole();
        if body.is_empty() {
            Source::Empty
        } else {
            Source::Whole(Box::new(body))
        }
    }

    /// The body, if it was received whole and nobody took it.
    pub(crate) fn take_whole(&self) -> Bytes {
        let mut inbound = self.inbound.borrow_mut();
        match &mut *inbound {
            Inbound::Whole(body) => {
                let body = std::mem::take(body);
                *inbound = Inbound::End;
                body
            }
            _ => Bytes::new(),
        }
    }

    fn inbound_size(&self) -> SizeHint {
        let waiting = match &*self.inbound.borrow() {
            Inbound::Piece(bytes) | Inbound::Whole(bytes) => bytes.len() as u64,
            _ => 0,
        };
        self.body_left.get().map_or_else(SizeHint::default, |left| {
            SizeHint::with_exact(left + waiting)
        })
    }

    fn poll_inbound(&self, cx: &Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let mut inbound = self.inbound.borrow_mut();
        match std::mem::replace(&mut *inbound, Inbound::End) {
            Inbound::Piece(bytes) => {
                *inbound = Inbound::Unasked;
                Poll::Ready(Some(Ok(bytes)))
            }
            Inbound::Whole(bytes) => Poll::Ready(Some(Ok(bytes))),
            Inbound::Failed(error) => Poll::Ready(Some(Err(error))),
            Inbound::End => Poll::Ready(None),
            Inbound::Unasked | Inbound::Wanted(_) => {
                *inbound = Inbound::Wanted(cx.waker().clone());
                drop(inbound);
                self.notice();
                Poll::Pending
            }
        }
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Empty => f.write_str("Incoming(empty)"),
            Source::Whole(bytes) => write!(f, "Incoming({} bytes)", bytes.len()),
            Source::Streamed(_) => f.write_str("Incoming(streamed)"),
        }
    }
}
