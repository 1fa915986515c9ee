//! Memory for pieces of streamed bodies, used again: pieces are large, live
//! shortly, and giving each back to the system costs more than reading it. They
//! may be dropped in any thread, hence the lock; it is taken once per piece.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// What one piece holds at most.
pub(crate) const PIECE: usize = 64 * 1024;

/// Free pieces kept: 2 MiB.
const KEPT: usize = 32;

/// The free pieces of one worker.
#[derive(Clone, Default)]
pub(crate) struct PiecePool(Arc<Mutex<Vec<Vec<u8>>>>);

impl PiecePool {
    /// An empty buffer with room for [`PIECE`] bytes.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.lock()
            .pop()
            .unwrap_or_else(|| Vec::with_capacity(PIECE))
    }

    /// Takes a buffer back.
    pub(crate) fn give(&self, mut buffer: Vec<u8>) {
        buffer.clear();
        let mut free = self.lock();
        if free.len() < KEPT {
            free.push(buffer);
        }
    }

    /// What is in the buffer, which comes back when nobody holds it any more. A
    /// small piece is copied, so that keeping it keeps no more.
    pub(crate) fn share(&self, buffer: Vec<u8>) -> Bytes {
        if buffer.len() < PIECE / 4 {
            let copy = Bytes::copy_from_slice(&buffer);
            self.give(buffer);
            return copy;
        }
        Bytes::from_owner(Shared {
            buffer,
            pool: self.clone(),
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Vec<u8>>> {
        // A list of buffers stays sound wherever a panic left it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A buffer that is read by somebody.
struct Shared {
    buffer: Vec<u8>,
    pool: PiecePool,
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.pool.give(std::mem::take(&mut self.buffer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pool: &PiecePool, length: usize) -> Bytes {
        let mut buffer = pool.take();
        buffer.resize(length, b'x');
        pool.share(buffer)
    }

    #[test]
    fn a_piece_comes_back_with_its_last_slice_from_whatever_thread() {
        let pool = PiecePool::default();
        let piece = filled(&pool, PIECE);
        let slice = piece.slice(5..6);
        drop(piece);
        assert!(pool.lock().is_empty(), "somebody reads it");
        std::thread::spawn(|| drop(slice)).join().unwrap();
        assert_eq!(pool.lock().len(), 1);
        assert!(pool.take().is_empty());
    }

    #[test]
    fn small_pieces_hold_nothing_and_the_pool_stays_bounded() {
        let pool = PiecePool::default();
        let small = filled(&pool, 10);
        assert_eq!((&small[..], pool.lock().len()), (&b"xxxxxxxxxx"[..], 1));
        drop(
            (0..KEPT + 5)
                .map(|_| filled(&pool, PIECE))
                .collect::<Vec<_>>(),
        );
        assert_eq!(pool.lock().len(), KEPT);
    }
}
