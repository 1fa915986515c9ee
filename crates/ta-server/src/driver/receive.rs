//! Waiting for a request: its head, and its body when that is wanted whole.
//! Decides what time-outs, the end of the input and a stop of the server mean
//! while there is no handler to ask.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll};

use ta_http1::{BodyLength, Event, Refusal, RequestHead};

use super::{Driver, End};
use crate::handler::{BodyMode, Handler};
use crate::heads::PooledHead;
use crate::incoming::Inbound;

/// Unconsumed bytes of one connection. No head gets near it: the protocol
/// refuses long before.
pub(super) const INPUT_LIMIT: usize = 64 << 20;

impl<H: Handler> Driver<H> {
    /// The next request, as far as the handler wants it received.
    pub(super) async fn receive(&mut self) -> Result<PooledHead, End> {
        // The first request has its time from the accept on.
        let used = self.connection.was_used();
        if used && !self.input.is_empty() {
            self.connection.arm_read(self.worker().timeouts.read);
        }
        loop {
            if !self.input.is_empty() {
                // Taken anew each time, so that waiting connections hold none.
                let mut head = self.worker().heads.take();
                match self.step(&mut head) {
                    Event::Head => {
                        if head.body_length() != BodyLength::Known(0) {
                            self.receive_body(&head).await?;
                        }
                        self.connection.disarm_read();
                        return Ok(head);
                    }
                    Event::NeedMore => {}
                    Event::Refused(refusal) => return Err(self.refuse(&refusal)),
                    // HTTP/2 without TLS or an agreement is not spoken here.
                    Event::Http2Preface => return Err(End::Close),
                    Event::Body(_) | Event::End | Event::Busy => {
                        unreachable!("the protocol waits for a head")
                    }
                }
            }
            let idle = self.connection.protocol.borrow().is_idle();
            if used && idle {
                self.connection.arm_read(self.worker().timeouts.keep_alive);
            }
            self.fill().await?;
            if used && idle {
                self.connection.arm_read(self.worker().timeouts.read);
            }
        }
    }

    /// The head is complete: receives the body, or has it received on demand.
    async fn receive_body(&mut self, head: &RequestHead) -> Result<(), End> {
        let length = head.body_length();
        let inbound = match self.handler.wants(head) {
            BodyMode::Whole => Inbound::Whole(self.collect(length).await?),
            BodyMode::Stream => {
                self.connection.body_left.set(match length {
                    BodyLength::Known(length) => Some(length),
                    BodyLength::Unknown => None,
                });
                Inbound::Unasked
            }
        };
        self.connection.inbound.replace(inbound).wake();
        Ok(())
    }

    /// Lets the protocol look at the input once. Not for bodies: their bytes
    /// would be gone.
    fn step(&mut self, head: &mut PooledHead) -> Event {
        let mut protocol = self.connection.protocol.borrow_mut();
        let step = protocol.receive(self.input.unread(), head);
        self.input.consume(step.consumed);
        step.event
    }

    /// Sends what is queued, then waits for more input.
    pub(super) async fn fill(&mut self) -> Result<(), End> {
        self.flush().await?;
        self.input.release(&self.connection.worker.buffers);
        poll_fn(|cx| self.poll_fill(cx)).await
    }

    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), End>> {
        let worker = &*self.connection.worker;
        if worker.is_aborting() {
            return Poll::Ready(Err(End::Close));
        }
        let polled = self
            .input
            .poll_fill(&mut self.stream, &worker.buffers, INPUT_LIMIT, cx);
        match polled {
            Poll::Ready(Ok(0)) => Poll::Ready(Err(self.end_of_input())),
            Poll::Ready(Ok(_)) => {
                worker.clock.refresh();
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::OutOfMemory => {
                debug_assert!(false, "the protocol bounds a head");
                Poll::Ready(Err(End::Close))
            }
            Poll::Ready(Err(_)) => Poll::Ready(Err(End::Close)),
            Poll::Pending => match self.why_not_wait() {
                Some(end) => Poll::Ready(Err(end)),
                None => Poll::Pending,
            },
        }
    }

    /// The client sends no more, and what it sent before is answered. A
    /// request that broke off cannot be.
    #[cold]
    pub(super) fn end_of_input(&self) -> End {
        self.connection.protocol.borrow_mut().eof();
        End::Close
    }

    /// There is nothing to read yet: whether to go on waiting.
    pub(super) fn why_not_wait(&self) -> Option<End> {
        let worker = self.worker();
        let idle = self.connection.protocol.borrow().is_idle();
        if worker.clock.now() >= self.connection.read_deadline.get() {
            return Some(if idle {
                End::Close
            } else {
                // RFC 9110 §15.5.9: 408 with `connection: close`.
                self.refuse(&Refusal::Timeout)
            });
        }
        // A request that reached the system just before the stop is served.
        let unused = worker.is_stopping() && idle && !self.stream.has_input();
        unused.then_some(End::Close)
    }
}
