//! Buffers of one worker, handed out for reading and writing and taken back
//! between requests, so that an idle connection holds none. Never shared
//! between threads.

use std::cell::RefCell;

/// A worker's free buffers. Each is empty and holds at least
/// [`BufferPool::SIZE`] bytes without growing.
#[derive(Debug, Default)]
pub struct BufferPool {
    free: RefCell<Vec<Vec<u8>>>,
}

impl BufferPool {
    /// Capacity of a fresh buffer: 16 KiB, a page-cache friendly size that
    /// takes a whole request head with room for pipelined ones.
    pub const SIZE: usize = 16 * 1024;

    /// Buffers that grew beyond this are given back to the allocator.
    const KEPT_CAPACITY: usize = 64 * 1024;

    /// At most this many free buffers are kept: 1 MiB at the usual size.
    const KEPT: usize = 64;

    /// A pool without buffers; they are made on demand.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty buffer.
    pub fn take(&self) -> Vec<u8> {
        self.free
            .borrow_mut()
            .pop()
            .unwrap_or_else(|| Vec::with_capacity(Self::SIZE))
    }

    /// Takes a buffer back; what it holds is forgotten. Buffers of unusual
    /// size are freed.
    pub fn give(&self, mut buffer: Vec<u8>) {
        let usual = (Self::SIZE..=Self::KEPT_CAPACITY).contains(&buffer.capacity());
        let mut free = self.free.borrow_mut();
        if usual && free.len() < Self::KEPT {
            buffer.clear();
            free.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BufferPool;

    #[test]
    fn buffers_come_back_empty_and_the_pool_stays_bounded() {
        let pool = BufferPool::new();
        let mut buffer = pool.take();
        assert!(buffer.capacity() >= BufferPool::SIZE);
        buffer.push(1);
        pool.give(buffer);
        assert!(pool.take().is_empty());

        pool.give(Vec::with_capacity(BufferPool::KEPT_CAPACITY + 1));
        pool.give(Vec::new());
        assert!(pool.free.borrow().is_empty(), "unusual sizes are freed");

        for _ in 0..BufferPool::KEPT + 5 {
            pool.give(Vec::with_capacity(BufferPool::SIZE));
        }
        assert_eq!(pool.free.borrow().len(), BufferPool::KEPT);
    }
}
