//! Getting queued bytes out, and giving up on clients that do not take them.

use std::future::poll_fn;
use std::task::{Context, Poll};

use super::{Driver, End};
use crate::clock::NEVER;
use crate::connection::Connection;
use crate::writer::WriteError;

impl<H> Driver<H> {
    /// Sends everything queued and gives the queue's memory back.
    pub(super) async fn flush(&mut self) -> Result<(), End> {
        poll_fn(|cx| self.poll_flush(cx)).await
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), End>> {
        let connection = &self.connection;
        let mut output = connection.output.borrow_mut();
        while !output.is_empty() {
            match output.poll_write(&mut self.stream, cx) {
                Poll::Ready(Ok(_)) => connection.write_deadline.set(NEVER),
                Poll::Ready(Err(_)) => return Poll::Ready(Err(End::Close)),
                Poll::Pending => {
                    drop(output);
                    return connection.poll_taken();
                }
            }
        }
        output.release(&connection.worker.buffers);
        drop(output);
        match self.stream.poll_flush(cx) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(_)) => return Poll::Ready(Err(End::Close)),
            Poll::Pending => return connection.poll_taken(),
        }
        connection.write_deadline.set(NEVER);
        connection.call_writers();
        Poll::Ready(Ok(()))
    }
}

impl Connection {
    /// The client takes nothing at the moment: pending until it is too late.
    pub(super) fn poll_taken(&self) -> Poll<Result<(), End>> {
        let worker = &self.worker;
        if self.write_deadline.get() == NEVER {
            let deadline = worker.deadline(worker.timeouts.write);
            self.write_deadline.set(deadline);
        }
        let late = worker.clock.now() >= self.write_deadline.get();
        if late {
            self.fail_pushed(WriteError::Stalled);
            return Poll::Ready(Err(End::Reset));
        }
        if worker.is_aborting() {
            return Poll::Ready(Err(End::Close));
        }
        self.call_writers();
        Poll::Pending
    }
}
