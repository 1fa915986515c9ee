//! Streamed bodies of requests: the socket is read when the handler asks for
//! more, and only then.

use std::io;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use ta_http1::{Event, Refusal};

use super::Driver;
use super::collect::DIRECT;
use super::receive::INPUT_LIMIT;
use crate::clock::NEVER;
use crate::incoming::{BodyError, Inbound};
use crate::pieces::PIECE;

impl<H> Driver<H> {
    /// Gets the reader of the body what it waits for. True when the handler
    /// itself is that reader and has to be polled again.
    pub(super) fn poll_inbound(&mut self, broken: bool, cx: &mut Context<'_>) -> bool {
        if !matches!(*self.connection.inbound.borrow(), Inbound::Wanted(_)) {
            return false;
        }
        let found = if broken {
            Inbound::Failed(BodyError::Reset)
        } else {
            match self.poll_piece(cx) {
                Poll::Ready(found) => found,
                Poll::Pending => return false,
            }
        };
        self.connection.disarm_read();
        let Inbound::Wanted(reader) = self.connection.inbound.replace(found) else {
            return false;
        };
        if reader.will_wake(cx.waker()) {
            return true;
        }
        reader.wake();
        false
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Inbound> {
        loop {
            let event = {
                let worker = &self.connection.worker;
                let mut protocol = self.connection.protocol.borrow_mut();
                let input = self.input.unread();
                let step = protocol.receive(input, &mut worker.no_head.borrow_mut());
                let found = match step.event {
                    Event::Body(range) => Some(self.piece(&input[range])),
                    Event::End => Some(Inbound::End),
                    Event::Refused(refusal) => {
                        self.connection.refusal.set(Some(refusal));
                        Some(Inbound::Failed(BodyError::Refused(refusal)))
                    }
                    Event::NeedMore => None,
                    Event::Head | Event::Busy | Event::Http2Preface => {
                        unreachable!("the protocol receives a body")
                    }
                };
                self.input.consume(step.consumed);
                found
            };
            if let Some(found) = event {
                return Poll::Ready(found);
            }
            self.connection.ask_for_body();
            match self.poll_more(cx) {
                Poll::Ready(Ok(Some(piece))) => return Poll::Ready(Inbound::Piece(piece)),
                Poll::Ready(Ok(None)) => {}
                Poll::Ready(Err(error)) => {
                    self.connection.protocol.borrow_mut().eof();
                    self.connection.refusal.set(Some(Refusal::Truncated));
                    return Poll::Ready(Inbound::Failed(error));
                }
                Poll::Pending => return self.poll_patience(),
            }
        }
    }

    /// Reads once: a piece, or `None` when there is more input to look at.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        let polled = match self.connection.body_left.get() {
            Some(left) if left >= DIRECT && self.input.is_empty() => {
                self.poll_direct(left, cx).map_ok(|piece| piece.map(Some))
            }
            _ => {
                let buffers = &self.connection.worker.buffers;
                let polled = self
                    .input
                    .poll_fill(&mut self.stream, buffers, INPUT_LIMIT, cx);
                polled.map_ok(|count| (count > 0).then_some(None))
            }
        };
        match ready!(polled) {
            Ok(Some(piece)) => Poll::Ready(Ok(piece)),
            Ok(None) => Poll::Ready(Err(BodyError::Truncated)),
            Err(_) => Poll::Ready(Err(BodyError::Reset)),
        }
    }

    /// Reads a piece of a body with much to come into memory of its own, which
    /// is handed on without a copy. `None` is the end of the input.
    fn poll_direct(&mut self, left: u64, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        // Clients that wait cost no memory.
        ready!(self.stream.poll_read_ready(cx))?;
        self.input.release(&self.connection.worker.buffers);
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(PIECE);
        let pieces = &self.connection.worker.pieces;
        let mut piece = pieces.take();
        let polled = self.stream.poll_read(&mut piece, room, cx);
        let Poll::Ready(Ok(count @ 1..)) = polled else {
            pieces.give(piece);
            return polled.map_ok(|_| None);
        };
        let worker = &self.connection.worker;
        let mut protocol = self.connection.protocol.borrow_mut();
        let step = protocol.receive(&piece, &mut worker.no_head.borrow_mut());
        debug_assert_eq!(step.event, Event::Body(0..count), "all of it is body");
        self.connection.body_left.set(Some(left - count as u64));
        Poll::Ready(Ok(Some(worker.pieces.share(piece))))
    }

    fn piece(&self, data: &[u8]) -> Inbound {
        if let Some(left) = self.connection.body_left.get() {
            let left = left.saturating_sub(data.len() as u64);
            self.connection.body_left.set(Some(left));
        }
        Inbound::Piece(Bytes::copy_from_slice(data))
    }

    /// Nothing has come yet: whether it is too late.
    fn poll_patience(&self) -> Poll<Inbound> {
        let connection = &self.connection;
        let worker = &connection.worker;
        if connection.read_deadline.get() == NEVER {
            connection.arm_read(worker.timeouts.read);
        }
        // At once after the last call of a stop: a client that trickles must not
        // get around it.
        if worker.clock.now() >= connection.read_deadline.get() {
            connection.protocol.borrow_mut().close_after_answer();
            // RFC 9110 §15.5.9: what the client gets if the handler has no answer of its own.
            connection.refusal.set(Some(Refusal::Timeout));
            return Poll::Ready(Inbound::Failed(BodyError::Timeout));
        }
        Poll::Pending
    }
}
