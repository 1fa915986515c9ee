//! Bodies of answers that are pushed: the handler, or whoever it hands the
//! writer to, queues pieces when it has them, and waits for room when the
//! client is slow. Nothing is written to the socket here: the connection's
//! task does that when its turn comes, in one system call for all it finds.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

use crate::connection::{Answer, Connection};
use crate::framing::Framing;

/// The body of an answer begun with [`Exchange::start`].
///
/// Nothing limits what is queued: ask for [`room`](Self::room) first. Several
/// may write through references to one writer; pieces stay whole and in order.
/// The body ends with [`finish`](Self::finish). Dropped without that, and when
/// the handler's future ends before it, the answer is cut off so that the
/// client cannot take it for complete.
///
/// [`Exchange::start`]: crate::Exchange::start
pub struct BodyWriter {
    connection: Rc<Connection>,
    serial: u32,
}

/// A piece of a body was not accepted. Nothing of it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The client closed or lost the connection.
    #[error("the client is gone")]
    Disconnected,
    /// The client took nothing for [`Settings::write_timeout`].
    ///
    /// [`Settings::write_timeout`]: crate::Settings::write_timeout
    #[error("the client takes no more")]
    Stalled,
    /// More than the declared length.
    #[error("{excess} bytes more than the declared length")]
    TooLong {
        /// By so many bytes.
        excess: u64,
    },
    /// The end came before the declared length: the answer is cut off.
    #[error("{missing} bytes short of the declared length")]
    TooShort {
        /// By so many bytes.
        missing: u64,
    },
    /// The handler has ended, or the server is being stopped.
    #[error("the request is over")]
    Over,
}

/// What a connection knows of a pushed body.
pub(crate) struct Pushed {
    framing: Framing,
    /// Why no more can be sent.
    fault: Option<WriteError>,
    /// Those who wait for room. The first is served first.
    line: VecDeque<Waiting>,
    tickets: u64,
}

struct Waiting {
    ticket: u64,
    /// It has room when fewer bytes are queued.
    mark: usize,
    waker: Waker,
}

impl Pushed {
    pub(crate) fn new(framing: Framing) -> Self {
        Self {
            framing,
            fault: None,
            line: VecDeque::new(),
            tickets: 0,
        }
    }

    /// Lets the first in line look whether there is room.
    fn call_first(&self, queued: usize) {
        if let Some(first) = self.line.front()
            && queued < first.mark
        {
            first.waker.wake_by_ref();
        }
    }

    fn call_all(&self) {
        self.line.iter().for_each(|one| one.waker.wake_by_ref());
    }
}

impl BodyWriter {
    pub(crate) fn new(connection: Rc<Connection>, serial: u32) -> Self {
        Self { connection, serial }
    }

    /// Queues a piece, which is not copied unless it is small. An empty piece
    /// is nothing.
    ///
    /// # Errors
    /// The client is gone or its request over; the piece is more than the
    /// declared length has left, and dropped whole.
    pub fn push(&self, data: Bytes) -> Result<(), WriteError> {
        let length = data.len();
        self.queue(length, |framing, connection| {
            let mut output = connection.output.borrow_mut();
            framing.queue(&mut output, &connection.worker.buffers, data)
        })
    }

    /// Like [`push`](Self::push), with a copy of `data`: the way for pieces of
    /// a few kilobytes that belong to somebody else.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_slice(&self, data: &[u8]) -> Result<(), WriteError> {
        self.queue(data.len(), |framing, connection| {
            let mut output = connection.output.borrow_mut();
            framing.queue_slice(&mut output, &connection.worker.buffers, data)
        })
    }

    fn queue(
        &self,
        length: usize,
        queue: impl FnOnce(&mut Framing, &Connection) -> bool,
    ) -> Result<(), WriteError> {
        let connection = &*self.connection;
        connection.with_pushed(self.serial, |pushed| {
            if queue(&mut pushed.framing, connection) {
                return Ok(());
            }
            let left = pushed.framing.left().unwrap_or_default();
            let excess = (length as u64).saturating_sub(left);
            Err(WriteError::TooLong { excess })
        })?;
        connection.notice();
        Ok(())
    }

    /// Bytes the system has not taken yet, those of the head and of earlier
    /// answers included.
    pub fn queued(&self) -> usize {
        self.connection.output.borrow().len()
    }

    /// Whether [`room`](Self::room) would be ready at once.
    pub fn has_room(&self, mark: usize) -> bool {
        let queued = self.queued();
        self.connection
            .with_pushed(self.serial, |pushed| {
                Ok(pushed.line.is_empty() && queued < mark)
            })
            .unwrap_or(false)
    }

    /// Waits until fewer than `mark` bytes are queued. Those who wait are
    /// served in the order in which they came, one by one, so each finds the
    /// room it was promised if it pushes without waiting again.
    pub fn room(&self, mark: usize) -> Room {
        Room {
            connection: Rc::clone(&self.connection),
            serial: self.serial,
            mark,
            ticket: None,
        }
    }

    /// Why nothing can be pushed any more, if so.
    ///
    /// # Errors
    /// That.
    pub fn check(&self) -> Result<(), WriteError> {
        self.connection.with_pushed(self.serial, |_| Ok(()))
    }

    /// Ends the body. Trailers go out when the client asked for them and the
    /// framing has a place for them; those that may not come after a body
    /// ([`may_trail`](crate::may_trail)) never do.
    ///
    /// # Errors
    /// The client is gone or its request over; the body is shorter than
    /// declared, and cut off.
    pub fn finish<'t>(
        self,
        trailers: impl IntoIterator<Item = (&'t [u8], &'t [u8])>,
    ) -> Result<(), WriteError> {
        let connection = &*self.connection;
        connection.with_pushed(self.serial, |pushed| {
            let mut output = connection.output.borrow_mut();
            let buffers = &connection.worker.buffers;
            if pushed.framing.end(&mut output, buffers, trailers) {
                return Ok(());
            }
            let missing = pushed.framing.left().unwrap_or_default();
            Err(WriteError::TooShort { missing })
        })?;
        connection.set_answer(Answer::Complete);
        connection.end_pushed(WriteError::Over);
        connection.notice();
        Ok(())
    }

    /// Cuts the answer off: what is queued may still be sent, but no proper
    /// end, and the connection is closed.
    pub fn abort(self) {
        drop(self);
    }
}

impl Drop for BodyWriter {
    fn drop(&mut self) {
        if self.check().is_ok() {
            self.connection.give_up_answer();
            self.connection.notice();
        }
    }
}

impl fmt::Debug for BodyWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyWriter")
            .field("queued", &self.queued())
            .field("state", &self.check())
            .finish_non_exhaustive()
    }
}

/// A place in the line of those who wait to push; see [`BodyWriter::room`].
/// Dropped, it is given up.
pub struct Room {
    connection: Rc<Connection>,
    serial: u32,
    mark: usize,
    ticket: Option<u64>,
}

impl Future for Room {
    type Output = Result<(), WriteError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let queued = self.connection.output.borrow().len();
        let (mark, mine) = (self.mark, self.ticket);
        let found = self.connection.with_pushed(self.serial, |pushed| {
            let first = pushed.line.front().map(|first| first.ticket);
            if queued < mark && first == mine {
                return Ok(None);
            }
            let Some(ticket) = mine else {
                pushed.tickets += 1;
                pushed.line.push_back(Waiting {
                    ticket: pushed.tickets,
                    mark,
                    waker: cx.waker().clone(),
                });
                return Ok(Some(pushed.tickets));
            };
            if let Some(place) = pushed.line.iter_mut().find(|one| one.ticket == ticket) {
                place.waker.clone_from(cx.waker());
            }
            Ok(Some(ticket))
        });
        match found {
            Ok(Some(ticket)) => {
                self.ticket = Some(ticket);
                Poll::Pending
            }
            Ok(None) => {
                self.leave();
                Poll::Ready(Ok(()))
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl Room {
    /// Leaves the line; the next one's turn may have come.
    fn leave(&mut self) {
        let Some(ticket) = self.ticket.take() else {
            return;
        };
        let queued = self.connection.output.borrow().len();
        // If the body is over, there is no line any more.
        let _ = self.connection.with_pushed(self.serial, |pushed| {
            pushed.line.retain(|one| one.ticket != ticket);
            pushed.call_first(queued);
            Ok(())
        });
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.leave();
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room")
            .field("mark", &self.mark)
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Looks at the pushed body of request `serial` as long as it goes on.
    fn with_pushed<T>(
        &self,
        serial: u32,
        look: impl FnOnce(&mut Pushed) -> Result<T, WriteError>,
    ) -> Result<T, WriteError> {
        if !self.is_current(serial) {
            return Err(WriteError::Over);
        }
        match &mut *self.pushed.borrow_mut() {
            None => Err(WriteError::Over),
            Some(pushed) => match pushed.fault {
                Some(fault) => Err(fault),
                None => look(pushed),
            },
        }
    }

    /// Output was sent: whoever waits for room may have it.
    pub(crate) fn call_writers(&self) {
        if let Some(pushed) = &*self.pushed.borrow() {
            pushed.call_first(self.output.borrow().len());
        }
    }

    /// Nothing more can be sent of a pushed body. The first reason counts.
    pub(crate) fn fail_pushed(&self, fault: WriteError) {
        if let Some(pushed) = &mut *self.pushed.borrow_mut() {
            pushed.fault.get_or_insert(fault);
            pushed.call_all();
        }
    }

    /// Whether the client may be shown now that the answer is cut off, though
    /// the handler goes on: by the end of the stream, where that is no proper
    /// end of the body.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.answer() == Answer::Aborted
            && self
                .pushed
                .borrow()
                .as_ref()
                .is_some_and(|pushed| pushed.framing.shows_its_end())
    }

    /// A pushed body, if there is one, is over.
    pub(crate) fn end_pushed(&self, fault: WriteError) {
        self.fail_pushed(fault);
        drop(self.pushed.take());
    }
}
