//! Bytes on their way out. Small parts are copied behind one another into one
//! pooled buffer, large ones are queued as they are; everything leaves in as
//! few `write`/`writev` calls as possible. Nothing is written before it is
//! asked for.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};

use crate::{BufferPool, Stream};

/// The write queue of a connection. Without queued bytes it holds no memory
/// once [`release`](Self::release)d.
#[derive(Debug, Default)]
pub struct WriteQueue {
    /// Everything that was copied, from `written` on still to be sent.
    flat: Vec<u8>,
    written: usize,
    /// Large parts, each with the position in `flat` before which it goes.
    large: VecDeque<(usize, Bytes)>,
    large_len: usize,
}

impl WriteQueue {
    /// Parts up to this many bytes are copied: cheaper than one more `iovec`
    /// and a reference count.
    pub const COPY_LIMIT: usize = 4096;

    /// Most parts of one `writev`.
    const PARTS: usize = 32;

    /// An empty queue, without memory.
    pub const fn new() -> Self {
        Self {
            flat: Vec::new(),
            written: 0,
            large: VecDeque::new(),
            large_len: 0,
        }
    }

    /// The buffer to append small parts to. Nothing that is in it may be
    /// changed.
    pub fn flat(&mut self, pool: &BufferPool) -> &mut Vec<u8> {
        if self.flat.capacity() == 0 {
            self.flat = pool.take();
        }
        &mut self.flat
    }

    /// Appends a part: copied when small, else kept as it is.
    pub fn push(&mut self, part: Bytes, pool: &BufferPool) {
        if part.len() <= Self::COPY_LIMIT {
            self.flat(pool).extend_from_slice(&part);
        } else {
            self.large_len += part.len();
            self.large.push_back((self.flat.len(), part));
        }
    }

    /// Bytes not yet accepted by the system.
    pub fn len(&self) -> usize {
        self.flat.len() - self.written + self.large_len
    }

    /// Whether everything was written.
    pub fn is_empty(&self) -> bool {
        self.written == self.flat.len() && self.large.is_empty()
    }

    /// Forgets everything unsent.
    pub fn clear(&mut self) {
        self.flat.clear();
        self.written = 0;
        self.large.clear();
        self.large_len = 0;
    }

    /// Gives the memory back if nothing is queued.
    pub fn release(&mut self, pool: &BufferPool) {
        if self.is_empty() && self.flat.capacity() > 0 {
            self.written = 0;
            pool.give(std::mem::take(&mut self.flat));
            self.large = VecDeque::new();
        }
    }

    /// Writes once; returns how many bytes the system took.
    ///
    /// # Errors
    /// The stream's; `WriteZero` when it takes nothing.
    pub fn poll_write(
        &mut self,
        stream: &mut Stream,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let count = if self.large.is_empty() {
            ready!(stream.poll_write(&self.flat[self.written..], cx))?
        } else {
            let mut parts = [IoSlice::new(&[]); Self::PARTS];
            let used = self.gather(&mut parts);
            ready!(stream.poll_write_vectored(&parts[..used], cx))?
        };
        self.took(count)
    }

    /// Like [`poll_write`](Self::poll_write), when something that is not in
    /// the queue follows at once: the system may hold back an incomplete packet
    /// for it.
    ///
    /// # Errors
    /// The stream's; `WriteZero` when it takes nothing.
    pub fn poll_write_more(
        &mut self,
        stream: &mut Stream,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let mut parts = [IoSlice::new(&[]); Self::PARTS];
        let used = self.gather(&mut parts);
        let count = ready!(stream.poll_write_more(&parts[..used], cx))?;
        self.took(count)
    }

    /// The system took `count` bytes.
    fn took(&mut self, count: usize) -> Poll<io::Result<usize>> {
        if count == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        self.advance(count);
        Poll::Ready(Ok(count))
    }

    /// Fills `parts` with what is to be sent, in order; returns how many.
    fn gather<'a>(&'a self, parts: &mut [IoSlice<'a>]) -> usize {
        let mut used = 0;
        let mut position = self.written;
        for (before, part) in &self.large {
            if position < *before && used < parts.len() {
                parts[used] = IoSlice::new(&self.flat[position..*before]);
                used += 1;
            }
            position = *before;
            if used == parts.len() {
                return used;
            }
            parts[used] = IoSlice::new(part);
            used += 1;
        }
        if position < self.flat.len() && used < parts.len() {
            parts[used] = IoSlice::new(&self.flat[position..]);
            used += 1;
        }
        used
    }

    fn advance(&mut self, mut count: usize) {
        while count > 0 {
            let until = self
                .large
                .front()
                .map_or(self.flat.len(), |(before, _)| *before);
            let copied = count.min(until - self.written);
            self.written += copied;
            count -= copied;
            if count == 0 {
                break;
            }
            let Some((_, part)) = self.large.front_mut() else {
                break;
            };
            let sent = count.min(part.len());
            part.advance(sent);
            self.large_len -= sent;
            count -= sent;
            if part.is_empty() {
                self.large.pop_front();
            }
        }
        if self.is_empty() {
            self.flat.clear();
            self.written = 0;
        } else if self.written >= BufferPool::SIZE && self.written * 2 >= self.flat.len() {
            self.compact();
        }
    }

    /// Drops the sent front of a queue that never runs empty, which would
    /// grow without end.
    fn compact(&mut self) {
        self.flat.drain(..self.written);
        for (before, _) in &mut self.large {
            *before -= self.written;
        }
        self.written = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends the queue in steps of `step` bytes, as `poll_write` would.
    fn send(queue: &mut WriteQueue, step: usize) -> Vec<u8> {
        let mut sent = Vec::new();
        while !queue.is_empty() {
            let mut parts = [IoSlice::new(&[]); WriteQueue::PARTS];
            let used = queue.gather(&mut parts);
            let front: Vec<u8> = parts[..used]
                .iter()
                .flat_map(|part| part.iter().copied())
                .take(step)
                .collect();
            assert!(!front.is_empty(), "a queue with bytes offers some");
            queue.advance(front.len());
            sent.extend(front);
        }
        sent
    }

    #[test]
    fn parts_leave_in_order_whatever_the_system_takes() {
        for step in [1, 7, 4096, 5000, 100_000] {
            let pool = BufferPool::new();
            let mut queue = WriteQueue::new();
            let mut expected = Vec::new();
            for round in 0..40_u8 {
                queue.flat(&pool).extend_from_slice(&[round; 3]);
                expected.extend([round; 3]);
                let part = vec![round; if round % 3 == 0 { 5000 } else { 10 }];
                expected.extend(&part);
                queue.push(part.into(), &pool);
            }
            assert_eq!(queue.len(), expected.len());
            assert_eq!(send(&mut queue, step), expected, "steps of {step}");
            assert_eq!(queue.len(), 0);
        }
    }

    #[test]
    fn a_queue_that_never_runs_empty_does_not_grow() {
        let pool = BufferPool::new();
        let mut queue = WriteQueue::new();
        queue.flat(&pool).extend_from_slice(&[1; 4096]);
        for _ in 0..1000 {
            queue.flat(&pool).extend_from_slice(&[1; 4096]);
            queue.push(vec![2; 5000].into(), &pool);
            queue.advance(9096);
        }
        assert!(queue.flat.capacity() <= 4 * BufferPool::SIZE);
        let rest = send(&mut queue, 1000);
        assert_eq!(rest.len(), 4096);
    }

    #[test]
    fn an_empty_queue_gives_its_memory_back() {
        let pool = BufferPool::new();
        let mut queue = WriteQueue::new();
        queue.flat(&pool).push(1);
        queue.release(&pool);
        assert_eq!(queue.len(), 1, "unsent bytes stay");
        queue.clear();
        queue.release(&pool);
        assert_eq!(queue.flat.capacity(), 0);
    }
}
