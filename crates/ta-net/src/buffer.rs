//! Bytes received and not yet consumed. Holds memory only while there are
//! some, and never looks at them.

use std::io;
use std::task::{Context, Poll, ready};

use crate::{BufferPool, Stream};

/// The received, unconsumed bytes of a connection, in a pooled buffer.
#[derive(Debug, Default)]
pub struct ReadBuffer {
    data: Vec<u8>,
    start: usize,
}

impl ReadBuffer {
    /// An empty one, without memory.
    pub const fn new() -> Self {
        Self {
            data: Vec::new(),
            start: 0,
        }
    }

    /// What has arrived and was not consumed.
    pub fn unread(&self) -> &[u8] {
        &self.data[self.start..]
    }

    /// Whether nothing is left to consume.
    pub fn is_empty(&self) -> bool {
        self.start == self.data.len()
    }

    /// Forgets the first `count` unread bytes.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn consume(&mut self, count: usize) {
        self.start += count;
        assert!(self.start <= self.data.len(), "consumed more than was read");
        if self.is_empty() {
            self.data.clear();
            self.start = 0;
        }
    }

    /// Gives the memory back unless bytes are left in it.
    pub fn release(&mut self, pool: &BufferPool) {
        if self.is_empty() && self.data.capacity() > 0 {
            self.start = 0;
            pool.give(std::mem::take(&mut self.data));
        }
    }

    /// Reads once from the stream, behind the unread bytes. A buffer is taken
    /// from the pool only when the stream is readable, and it grows up to
    /// `limit` bytes when it is full of unread ones.
    ///
    /// Returns the number of bytes read; 0 is the end of the stream.
    ///
    /// # Errors
    /// The stream's, or `OutOfMemory` when `limit` unread bytes are held
    /// already.
    pub fn poll_fill(
        &mut self,
        stream: &mut Stream,
        pool: &BufferPool,
        limit: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if self.data.capacity() == 0 {
            ready!(stream.poll_read_ready(cx))?;
            self.data = pool.take();
        }
        if self.data.len() == self.data.capacity() {
            self.make_room(limit)?;
        }
        let room = self.data.capacity() - self.data.len();
        let polled = stream.poll_read(&mut self.data, room, cx);
        if polled.is_pending() {
            // It was only thought to be readable.
            self.release(pool);
        }
        polled
    }

    /// Moves the unread bytes to the front, or doubles the buffer.
    fn make_room(&mut self, limit: usize) -> io::Result<()> {
        if self.start > 0 {
            self.data.drain(..self.start);
            self.start = 0;
        } else if self.data.len() < limit {
            let wanted = (self.data.len() * 2).clamp(BufferPool::SIZE, limit);
            self.data.reserve_exact(wanted - self.data.len());
        } else {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::io::Write;

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    }

    fn pair() -> (std::os::unix::net::UnixStream, Stream) {
        let (far, near) = std::os::unix::net::UnixStream::pair().unwrap();
        near.set_nonblocking(true).unwrap();
        let near = tokio::net::UnixStream::from_std(near).unwrap();
        (far, Stream::Unix(near))
    }

    #[test]
    fn memory_is_held_only_while_bytes_are_unread() {
        runtime().block_on(async {
            let pool = BufferPool::new();
            let (mut far, mut near) = pair();
            let mut buffer = ReadBuffer::new();
            let waiting = poll_fn(|cx| {
                Poll::Ready(buffer.poll_fill(&mut near, &pool, 1 << 20, cx).is_pending())
            });
            assert!(waiting.await);
            assert_eq!(buffer.data.capacity(), 0, "waiting needs no buffer");

            far.write_all(b"abc").unwrap();
            let read = poll_fn(|cx| buffer.poll_fill(&mut near, &pool, 1 << 20, cx)).await;
            assert_eq!(read.unwrap(), 3);
            buffer.consume(2);
            buffer.release(&pool);
            assert_eq!(buffer.unread(), b"c");
            buffer.consume(1);
            buffer.release(&pool);
            assert_eq!(buffer.data.capacity(), 0);
        });
    }

    #[test]
    fn a_full_buffer_moves_then_grows_then_refuses() {
        runtime().block_on(async {
            let pool = BufferPool::new();
            let (mut far, mut near) = pair();
            let mut buffer = ReadBuffer::new();
            let limit = 2 * BufferPool::SIZE;
            far.write_all(&vec![b'x'; BufferPool::SIZE]).unwrap();
            while buffer.unread().len() < BufferPool::SIZE {
                poll_fn(|cx| buffer.poll_fill(&mut near, &pool, limit, cx))
                    .await
                    .unwrap();
            }
            buffer.consume(10);
            far.write_all(b"0123456789").unwrap();
            poll_fn(|cx| buffer.poll_fill(&mut near, &pool, limit, cx))
                .await
                .unwrap();
            assert_eq!(buffer.data.capacity(), BufferPool::SIZE, "moved, not grown");
            assert!(buffer.unread().ends_with(b"x0123456789"));

            far.write_all(&vec![b'y'; BufferPool::SIZE + 1]).unwrap();
            while buffer.unread().len() < limit {
                poll_fn(|cx| buffer.poll_fill(&mut near, &pool, limit, cx))
                    .await
                    .unwrap();
            }
            let full = poll_fn(|cx| buffer.poll_fill(&mut near, &pool, limit, cx)).await;
            assert_eq!(full.unwrap_err().kind(), io::ErrorKind::OutOfMemory);
        });
    }

    #[test]
    fn the_end_of_the_stream_reads_as_zero() {
        runtime().block_on(async {
            let pool = BufferPool::new();
            let (far, mut near) = pair();
            drop(far);
            let mut buffer = ReadBuffer::new();
            let read = poll_fn(|cx| buffer.poll_fill(&mut near, &pool, 1 << 20, cx)).await;
            assert_eq!(read.unwrap(), 0);
        });
    }
}
