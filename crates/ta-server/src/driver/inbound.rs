//! Streamed bodies of requests: the socket is read when the handler asks for
//! more, and only then.

use std::task::{Context, Poll};

use bytes::Bytes;
use ta_http1::Event;

use super::Driver;
use super::receive::INPUT_LIMIT;
use crate::clock::NEVER;
use crate::incoming::{BodyError, Inbound};

impl<H> Driver<H> {
    /// Gets the reader of the body what it waits for. True when the handler
    /// itself is that reader and has to be polled again.
    pub(super) fn poll_inbound(&mut self, broken: bool, cx: &mut Context<'_>) -> bool {
        if !matches!(*self.connection.inbound.borrow(), Inbound::Wanted(_)) {
            return false;
        }
        let found = if broken {
            Inbound::Failed(BodyError::Truncated)
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
            let buffers = &self.connection.worker.buffers;
            let polled = self
                .input
                .poll_fill(&mut self.stream, buffers, INPUT_LIMIT, cx);
            match polled {
                Poll::Ready(Ok(count)) if count > 0 => {}
                Poll::Ready(_) => {
                    self.connection.protocol.borrow_mut().eof();
                    return Poll::Ready(Inbound::Failed(BodyError::Truncated));
                }
                Poll::Pending => return self.poll_patience(),
            }
        }
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
        } else if worker.clock.now() >= connection.read_deadline.get() {
            connection.protocol.borrow_mut().close_after_answer();
            return Poll::Ready(Inbound::Failed(BodyError::Timeout));
        }
        Poll::Pending
    }
}
