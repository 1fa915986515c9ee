//! One request being handled: the handler runs, the body it asks for is read,
//! its answer is sent, all at the same time if need be. Nothing of the next
//! request is looked at before both the handler and the answer are done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use ta_http1::{Event, Refusal};

use super::{Driver, End};
use crate::connection::{Answer, Connection, DISCARD_LIMIT};
use crate::exchange::Exchange;
use crate::handler::Handler;
use crate::heads::PooledHead;
use crate::writer::WriteError;

/// A handler's future until it ends, and what went wrong with the client.
struct Work<'a, F> {
    future: Option<Pin<&'a mut F>>,
    polled_before: bool,
    /// Nothing more can be sent. The handler runs on regardless: it may be in
    /// the middle of something that must not be left half done.
    broken: bool,
    /// The client was shown that the answer is not complete.
    cut_off: bool,
}

impl<H: Handler> Driver<H> {
    /// Has the request handled and its answer queued, not necessarily sent.
    pub(super) async fn answer(&mut self, head: PooledHead) -> Result<(), End> {
        let cap = self.worker().settings.max_inflight_requests;
        if cap > 0 && self.worker().in_flight.get() >= cap {
            return Err(self.overloaded(&head));
        }
        {
            let handler = Rc::clone(&self.handler);
            let _counted = InFlight::enter(Rc::clone(&self.connection));
            let exchange = Exchange::new(Rc::clone(&self.connection), head);
            let mut work = Work {
                future: Some(pin!(handler.handle(exchange))),
                polled_before: false,
                broken: false,
                cut_off: false,
            };
            std::future::poll_fn(|cx| self.poll_answer(&mut work, cx)).await?;
        }
        self.settle().await
    }

    #[cold]
    fn overloaded(&self, head: &PooledHead) -> End {
        self.connection.begin(head);
        self.refuse(&Refusal::Overloaded)
    }

    fn poll_answer<F: Future<Output = ()>>(
        &mut self,
        work: &mut Work<'_, F>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), End>> {
        if work.polled_before {
            self.worker().clock.refresh();
        }
        work.polled_before = true;
        loop {
            if self.worker().is_aborting() {
                return Poll::Ready(Err(End::Close));
            }
            self.connection.poll_handler(&mut work.future, cx);
            if work.broken {
                // Bytes are missing on the wire: nothing may follow them.
                self.connection.fail_pushed(WriteError::Disconnected);
                self.connection.give_up_answer();
                self.connection.output.borrow_mut().clear();
            }
            let more = self.poll_reply_body(cx);
            // Who reads the request is the handler, or the body of its answer.
            let reads = work.future.is_some() || self.connection.reply_body.borrow().is_some();
            let mut again = reads && self.poll_inbound(work.broken, cx);
            let file = self.poll_reply_file(cx);
            if work.future.is_none() && self.connection.answer() != Answer::Streaming {
                let result = if work.broken { Err(End::Reset) } else { Ok(()) };
                return Poll::Ready(result);
            }
            let sent = match file {
                Poll::Ready(Ok(())) => self.poll_flush(cx),
                unsent => unsent,
            };
            match sent {
                Poll::Ready(Ok(())) => {
                    again |= more;
                    if !work.cut_off && !work.broken && self.connection.is_cut_off() {
                        work.cut_off = true;
                        // Refused when the client is gone, who needs no telling.
                        let _ = self.stream.shutdown_write();
                    }
                }
                Poll::Pending => {}
                Poll::Ready(Err(_)) => {
                    work.broken = true;
                    again = true;
                }
            }
            if !again {
                self.input.release(&self.connection.worker.buffers);
                return Poll::Pending;
            }
        }
    }

    /// The answer is in the write queue: decides what becomes of the
    /// connection.
    async fn settle(&mut self) -> Result<(), End> {
        let connection = &self.connection;
        connection.finish();
        let (rest, persists) = {
            let mut protocol = connection.protocol.borrow_mut();
            (protocol.in_body(), protocol.answered())
        };
        if connection.answer() == Answer::Aborted {
            return Err(self.broken_off().await);
        }
        if !persists {
            let client_is_done = connection.client_closes.get() && !rest && self.input.is_empty();
            if !client_is_done {
                return Err(End::Linger);
            }
            self.flush().await?;
            return Err(End::Close);
        }
        if rest {
            self.discard().await?;
        }
        Ok(())
    }

    /// Sends what there is of an answer that will not be complete.
    #[cold]
    async fn broken_off(&mut self) -> End {
        // Whether or not the client takes all there is.
        let _ = self.flush().await;
        // Only an end by reset tells a body that ends with the connection
        // from a complete one.
        End::Reset
    }

    /// Throws away the rest of a request body that nobody wanted.
    async fn discard(&mut self) -> Result<(), End> {
        self.connection.arm_read(self.worker().timeouts.read);
        let mut discarded = 0;
        loop {
            match self.discard_step() {
                Event::Body(range) => {
                    discarded += range.len() as u64;
                    if discarded > DISCARD_LIMIT {
                        return Err(End::Linger);
                    }
                }
                Event::End => break,
                Event::NeedMore => self.fill().await?,
                _ => return Err(End::Linger),
            }
        }
        self.connection.disarm_read();
        Ok(())
    }

    fn discard_step(&mut self) -> Event {
        let worker = &self.connection.worker;
        let mut protocol = self.connection.protocol.borrow_mut();
        let step = protocol.receive(self.input.unread(), &mut worker.no_head.borrow_mut());
        self.input.consume(step.consumed);
        step.event
    }
}

impl Connection {
    /// Polls the handler if it has not ended; when it ends without an answer,
    /// there is one now.
    fn poll_handler<F: Future<Output = ()>>(
        &self,
        future: &mut Option<Pin<&mut F>>,
        cx: &mut Context<'_>,
    ) {
        let Some(running) = future else {
            return;
        };
        self.in_handler.set(true);
        // A panic ends its own request only. What it leaves behind belongs to
        // the handler, which is polled no more.
        let polled = catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(cx)));
        self.in_handler.set(false);
        let panicked = match polled {
            Ok(Poll::Pending) => return,
            Ok(Poll::Ready(())) => false,
            Err(_) => true,
        };
        *future = None;
        match self.answer() {
            Answer::Awaited => self.fail(panicked),
            // Nobody is left to push the rest.
            Answer::Streaming if panicked || self.pushed.borrow().is_some() => {
                self.give_up_answer();
            }
            _ => {}
        }
    }

    /// The rest of the answer cannot or must not be sent.
    pub(crate) fn give_up_answer(&self) {
        if self.answer() == Answer::Streaming {
            self.set_answer(Answer::Aborted);
        }
        self.reply_body.take();
        self.fail_pushed(WriteError::Over);
        self.reply_file.take();
        self.protocol.borrow_mut().close_after_answer();
    }
}

/// Counts a running handler.
struct InFlight(Rc<Connection>);

impl InFlight {
    fn enter(connection: Rc<Connection>) -> Self {
        let count = &connection.worker.in_flight;
        count.set(count.get() + 1);
        Self(connection)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let count = &self.0.worker.in_flight;
        count.set(count.get() - 1);
    }
}
