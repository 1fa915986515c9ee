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
    peer: Option<SocketAddr>,
    source: Source,
}

enum Source {
    Whole(Bytes),
    Streamed {
        connection: Rc<Connection>,
        serial: u32,
    },
}

/// Why a body ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// The client closed the connection.
    #[error("the client closed the connection within the body")]
    Truncated,
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
    pub(crate) fn whole(peer: Option<SocketAddr>, bytes: Bytes) -> Self {
        Self {
            peer,
            source: Source::Whole(bytes),
        }
    }

    pub(crate) fn streamed(connection: Rc<Connection>, serial: u32) -> Self {
        Self {
            peer: connection.peer,
            source: Source::Streamed { connection, serial },
        }
    }

    /// The client's address; none on Unix sockets.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.source {
            Source::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Source::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Source::Streamed { connection, serial } => {
                if !connection.is_current(*serial) {
                    return Poll::Ready(Some(Err(BodyError::Gone)));
                }
                connection
                    .poll_inbound(cx)
                    .map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Whole(bytes) => bytes.is_empty(),
            Source::Streamed { connection, .. } => {
                matches!(*connection.inbound.borrow(), Inbound::End)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.source {
            Source::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Source::Streamed { connection, serial } if connection.is_current(*serial) => {
                let waiting = match &*connection.inbound.borrow() {
                    Inbound::Piece(bytes) => bytes.len() as u64,
                    _ => 0,
                };
                connection
                    .body_left
                    .get()
                    .map_or_else(SizeHint::default, |left| {
                        SizeHint::with_exact(left + waiting)
                    })
            }
            Source::Streamed { .. } => SizeHint::default(),
        }
    }
}

impl Connection {
    fn poll_inbound(&self, cx: &Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let mut inbound = self.inbound.borrow_mut();
        match std::mem::replace(&mut *inbound, Inbound::End) {
            Inbound::Piece(bytes) => {
                *inbound = Inbound::Unasked;
                Poll::Ready(Some(Ok(bytes)))
            }
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
            Source::Whole(bytes) => write!(f, "Incoming({} bytes)", bytes.len()),
            Source::Streamed { .. } => f.write_str("Incoming(streamed)"),
        }
    }
}
