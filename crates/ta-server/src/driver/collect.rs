//! A request body wanted whole. Memory grows with what has arrived, never
//! with what was announced, and large bodies are read where they stay.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use ta_http1::{BodyLength, Event};

use super::{Driver, End};
use crate::handler::Handler;

/// From this many missing bytes on the socket is read into the body itself,
/// without the detour over the connection's buffer.
pub(super) const DIRECT: u64 = 16 * 1024;

/// Room made at a time for that, at least.
const STEP: usize = 64 * 1024;

impl<H: Handler> Driver<H> {
    /// Receives the body of the current request to its end.
    pub(super) async fn collect(&mut self, length: BodyLength) -> Result<Bytes, End> {
        let mut body = Vec::new();
        loop {
            match self.body_step(&mut body) {
                Event::Body(_) => {}
                Event::End => return Ok(body.into()),
                Event::NeedMore => {
                    self.connection.ask_for_body();
                    match length {
                        BodyLength::Known(length) if length - body.len() as u64 >= DIRECT => {
                            self.fill_body(&mut body, length).await?;
                        }
                        _ => self.fill().await?,
                    }
                }
                Event::Refused(refusal) => return Err(self.refuse(&refusal)),
                Event::Head | Event::Busy | Event::Http2Preface => {
                    unreachable!("the protocol receives a body")
                }
            }
        }
    }

    /// Lets the protocol look at the input once; data goes to the body.
    fn body_step(&mut self, body: &mut Vec<u8>) -> Event {
        let worker = &self.connection.worker;
        let mut protocol = self.connection.protocol.borrow_mut();
        let input = self.input.unread();
        let step = protocol.receive(input, &mut worker.no_head.borrow_mut());
        if let Event::Body(range) = &step.event {
            body.extend_from_slice(&input[range.clone()]);
        }
        self.input.consume(step.consumed);
        step.event
    }

    /// Reads once from the socket behind the end of the body.
    async fn fill_body(&mut self, body: &mut Vec<u8>, length: u64) -> Result<(), End> {
        self.flush().await?;
        self.input.release(&self.connection.worker.buffers);
        poll_fn(|cx| self.poll_fill_body(body, length, cx)).await
    }

    fn poll_fill_body(
        &mut self,
        body: &mut Vec<u8>,
        length: u64,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), End>> {
        let worker = &self.connection.worker;
        if worker.is_aborting() {
            return Poll::Ready(Err(End::Close));
        }
        // Waiting first keeps clients that announce much and send nothing from
        // costing memory.
        let polled = match self.stream.poll_read_ready(cx) {
            Poll::Ready(Ok(())) => self.poll_read_body(body, length, cx),
            Poll::Ready(Err(_)) => Poll::Ready(Err(End::Close)),
            Poll::Pending => Poll::Pending,
        };
        if polled.is_pending()
            && let Some(end) = self.why_not_wait()
        {
            return Poll::Ready(Err(end));
        }
        polled
    }

    fn poll_read_body(
        &mut self,
        body: &mut Vec<u8>,
        length: u64,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), End>> {
        let start = body.len();
        let missing = usize::try_from(length - start as u64).unwrap_or(usize::MAX);
        if body.capacity() - start < missing.min(STEP) {
            // At most as much again as has arrived.
            body.reserve_exact(missing.min(start.max(STEP)));
        }
        let room = missing.min(body.capacity() - start);
        let count = ready!(self.stream.poll_read(body, room, cx));
        let count = match count {
            Ok(0) => return Poll::Ready(Err(self.end_of_input())),
            Ok(count) => count,
            Err(_) => return Poll::Ready(Err(End::Close)),
        };
        let worker = &self.connection.worker;
        worker.clock.refresh();
        let mut protocol = self.connection.protocol.borrow_mut();
        let step = protocol.receive(&body[start..], &mut worker.no_head.borrow_mut());
        debug_assert_eq!(step.event, Event::Body(0..count), "all of it is body");
        Poll::Ready(Ok(()))
    }
}
