//! Files as bodies of answers. Small ones are read into the write queue and
//! leave in one write with their head; large ones the kernel sends, in steps,
//! so that nobody who reads fast keeps the others waiting. Pages that are not in
//! memory are read by another thread: the loop does not wait for disks.

use std::fs::File;
use std::io::{self, IoSliceMut};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rustix::io::{Errno, ReadWriteFlags, pread, preadv2};
use ta_net::BufferPool;
use tokio::task::JoinHandle;

use super::{Driver, End};
use crate::body::FileBody;
use crate::clock::NEVER;
use crate::connection::{Answer, Connection};

/// Bodies up to this size are read and written: cheaper than one more system
/// call to send them, and one packet less.
const SMALL: u64 = 64 * 1024;

/// Most bytes sent in one turn of the loop, and most that are made sure to be
/// in memory at a time.
const STEP: u64 = 1024 * 1024;

/// Bytes read at a time.
const PIECE: usize = 64 * 1024;

/// A file being sent.
pub(crate) struct ReplyFile {
    /// Its range is what is left.
    body: FileBody,
    /// The kernel sends it.
    by_kernel: bool,
    /// Up to here its pages have been seen in memory.
    warm: u64,
    /// The thread that gets them there.
    warming: Option<JoinHandle<()>>,
}

/// What reading without waiting came to.
enum Read {
    Bytes(usize),
    /// The next byte is on disk.
    Cold,
    /// The file has shrunk, or cannot be read.
    Failed,
}

impl ReplyFile {
    pub(crate) fn new(body: FileBody, sendfile: bool) -> Self {
        Self {
            by_kernel: sendfile && body.left() > SMALL,
            body,
            warm: 0,
            warming: None,
        }
    }

    /// Waits until the next bytes, a step at most, are in memory.
    fn poll_warm(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(thread) = &mut self.warming {
            // However it ended: what it has not read is read when it is sent.
            let _ended = ready!(Pin::new(thread).poll(cx));
            self.warming = None;
        }
        Poll::Ready(())
    }

    /// Has another thread read the next step.
    fn start_warming(&mut self) {
        let step = self.step();
        self.warm = step.end;
        let file = Arc::clone(&self.body.file);
        self.warming = Some(tokio::task::spawn_blocking(move || warm(&file, step)));
    }

    fn step(&self) -> Range<u64> {
        let Range { start, end } = self.body.range;
        start..end.min(start + STEP)
    }

    /// Whether the next step has to be read from disk first.
    fn is_cold(&mut self) -> bool {
        let step = self.step();
        if step.is_empty() || step.start < self.warm {
            return false;
        }
        // The ends tell of the middle: pages come and go in runs.
        let cold = [step.start, step.end - 1]
            .into_iter()
            .any(|offset| matches!(read_ready(&self.body.file, &mut [0], offset), Read::Cold));
        if !cold {
            self.warm = step.end;
        }
        cold
    }
}

/// Brings pages into memory by reading them.
fn warm(file: &File, step: Range<u64>) {
    let mut buffer = vec![0; PIECE];
    let mut offset = step.start;
    while offset < step.end {
        match pread(file, &mut buffer, offset) {
            Ok(count) if count > 0 => offset += count as u64,
            // Whoever sends it will see the same.
            _ => break,
        }
    }
}

/// Reads what is in memory.
fn read_ready(file: &File, buffer: &mut [u8], offset: u64) -> Read {
    loop {
        let mut parts = [IoSliceMut::new(buffer)];
        match preadv2(file, &mut parts, offset, ReadWriteFlags::NOWAIT) {
            Ok(0) => return Read::Failed,
            Ok(count) => return Read::Bytes(count),
            Err(Errno::AGAIN) => return Read::Cold,
            Err(Errno::INTR) => {}
            // A file system that cannot say, like overlayfs or FUSE.
            Err(_) => return read_now(file, buffer, offset),
        }
    }
}

/// Reads, from disk if need be.
fn read_now(file: &File, buffer: &mut [u8], offset: u64) -> Read {
    loop {
        match pread(file, &mut *buffer, offset) {
            Ok(0) => return Read::Failed,
            Ok(count) => return Read::Bytes(count),
            Err(Errno::INTR) => {}
            Err(_) => return Read::Failed,
        }
    }
}

impl<H> Driver<H> {
    /// Sends what can be sent of the file that is the body of the answer.
    /// Ready when nothing is left to do.
    pub(super) fn poll_reply_file(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), End>> {
        let Some(mut file) = self.connection.reply_file.take() else {
            return Poll::Ready(Ok(()));
        };
        let polled = self.poll_file(&mut file, cx);
        match &polled {
            Poll::Pending => *self.connection.reply_file.borrow_mut() = Some(file),
            Poll::Ready(Ok(())) if self.connection.answer() == Answer::Streaming => {
                self.connection.set_answer(Answer::Complete);
                if let Some(delivered) = file.body.delivered {
                    delivered();
                }
            }
            Poll::Ready(_) => {}
        }
        polled
    }

    fn poll_file(&mut self, file: &mut ReplyFile, cx: &mut Context<'_>) -> Poll<Result<(), End>> {
        let mut budget = STEP;
        loop {
            // A disk that is slow is no fault of the client's.
            if file.warming.is_some() {
                self.connection.write_deadline.set(NEVER);
            }
            ready!(file.poll_warm(cx));
            let left = file.body.left();
            if file.by_kernel {
                if left == 0 {
                    return Poll::Ready(Ok(()));
                }
                if budget == 0 {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                if file.is_cold() {
                    file.start_warming();
                    continue;
                }
                ready!(self.poll_flush_ahead(cx))?;
                ready!(self.poll_kernel(file, &mut budget, cx))?;
            } else {
                let queued = self.connection.output.borrow().len() as u64;
                if left > 0 && queued < SMALL {
                    self.connection.read_piece(file);
                } else if left > 0 || (file.body.delivered.is_some() && queued > 0) {
                    ready!(self.poll_flush(cx))?;
                    if budget <= queued {
                        cx.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                    budget -= queued;
                } else {
                    return Poll::Ready(Ok(()));
                }
            }
            if self.connection.answer() != Answer::Streaming {
                // It broke off.
                return Poll::Ready(Ok(()));
            }
        }
    }

    /// Sends what is queued, with room in its last packet for more.
    fn poll_flush_ahead(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), End>> {
        let connection = &self.connection;
        let mut output = connection.output.borrow_mut();
        while !output.is_empty() {
            match output.poll_write_more(&mut self.stream, cx) {
                Poll::Ready(Ok(_)) => connection.write_deadline.set(NEVER),
                Poll::Ready(Err(_)) => return Poll::Ready(Err(End::Close)),
                Poll::Pending => {
                    drop(output);
                    return connection.poll_taken();
                }
            }
        }
        output.release(&connection.worker.buffers);
        Poll::Ready(Ok(()))
    }

    /// Has the kernel send once, at most what is known to be in memory.
    fn poll_kernel(
        &mut self,
        file: &mut ReplyFile,
        budget: &mut u64,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), End>> {
        let range = &mut file.body.range;
        let known = file.warm.min(range.end) - range.start;
        // No more than a step, so it fits.
        let count = known.min(*budget) as usize;
        let sent = self
            .stream
            .poll_send_file(&*file.body.file, &mut range.start, count, cx);
        match sent {
            Poll::Ready(Ok(0)) => self.connection.give_up_answer(),
            Poll::Ready(Ok(count)) => {
                *budget -= count as u64;
                self.connection.write_deadline.set(NEVER);
            }
            Poll::Ready(Err(error)) if cannot_send(&error) => file.by_kernel = false,
            Poll::Ready(Err(_)) => return Poll::Ready(Err(End::Close)),
            Poll::Pending => return self.connection.poll_taken(),
        }
        Poll::Ready(Ok(()))
    }
}

/// The kernel cannot send this file; reading it may work.
fn cannot_send(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

impl Connection {
    /// Queues the next bytes of the file, or has them read by another thread.
    fn read_piece(&self, file: &mut ReplyFile) {
        // A piece at most, so it fits.
        let wanted = file.body.left().min(PIECE as u64) as usize;
        let start = file.body.range.start;
        let read = |buffer: &mut [u8]| {
            if start < file.warm {
                read_now(&file.body.file, buffer, start)
            } else {
                read_ready(&file.body.file, buffer, start)
            }
        };
        let buffers = &self.worker.buffers;
        let mut output = self.output.borrow_mut();
        let flat = output.flat(buffers);
        let result = if flat.len() + wanted <= BufferPool::SIZE {
            let length = flat.len();
            flat.resize(length + wanted, 0);
            let result = read(&mut flat[length..]);
            let count = if let Read::Bytes(count) = result {
                count
            } else {
                0
            };
            flat.truncate(length + count);
            result
        } else {
            let mut piece = vec![0; wanted];
            let result = read(&mut piece);
            if let Read::Bytes(count) = result {
                piece.truncate(count);
                output.push(piece.into(), buffers);
            }
            result
        };
        drop(output);
        match result {
            Read::Bytes(count) => file.body.range.start += count as u64,
            Read::Cold => file.start_warming(),
            Read::Failed => self.give_up_answer(),
        }
    }
}
