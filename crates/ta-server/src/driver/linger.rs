//! Ending a connection on which the client may still be sending. Closing a
//! socket with unread input resets it, and the reset can overtake the answer
//! (RFC 9112 §9.6): so first only the sending side is closed, and what comes
//! in is thrown away for a short while.

use std::future::poll_fn;
use std::task::Poll;

use super::Driver;

/// How long to wait for more input or the client's end, in milliseconds.
const LINGER: u64 = 2_000;

/// How long to go on with a client that keeps sending, in milliseconds.
const LONGEST: u64 = 10_000;

/// How much input is thrown away before the client is cut off: clients that read only when
/// they have sent all of a body get their answer up to here.
const LIMIT: usize = 32 << 20;

pub(super) async fn linger<H>(driver: &mut Driver<H>) {
    driver.connection.disarm_read();
    if driver.flush().await.is_err() {
        // A body that ends with the connection must not seem complete.
        driver.stream.reset_on_close();
        return;
    }
    driver.input.consume(driver.input.unread().len());
    if driver.stream.shutdown_write().is_err() {
        return;
    }
    let end = driver.worker().deadline(LONGEST);
    let mut discarded = 0;
    while discarded < LIMIT {
        driver.connection.arm_read(LINGER);
        driver.connection.hurry(end);
        match poll_fn(|cx| poll_discard(driver, cx)).await {
            Some(count) => discarded += count,
            None => return,
        }
    }
}

/// Throws away what one read gives; `None` when it is time to go.
fn poll_discard<H>(driver: &mut Driver<H>, cx: &mut std::task::Context<'_>) -> Poll<Option<usize>> {
    let worker = &driver.connection.worker;
    let late = worker.clock.now() >= driver.connection.read_deadline.get();
    if late || worker.is_aborting() {
        return Poll::Ready(None);
    }
    let polled = driver
        .input
        .poll_fill(&mut driver.stream, &worker.buffers, usize::MAX, cx);
    polled.map(|read| {
        let count = read.ok().filter(|count| *count > 0);
        driver.input.consume(count.unwrap_or(0));
        driver.input.release(&worker.buffers);
        count
    })
}
