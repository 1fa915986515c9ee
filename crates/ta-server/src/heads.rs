//! Request heads kept for reuse: parsing a head into an old one allocates
//! nothing. Heads wander: they are taken by the connection, kept by the
//! handler as long as it likes, and come back when dropped.

use std::cell::RefCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use ta_http1::RequestHead;

/// Free heads of one worker.
#[derive(Default)]
pub(crate) struct HeadPool {
    // Boxed, so that taking one and handing it on moves a pointer.
    #[expect(clippy::vec_box, reason = "heads move between owners as boxes")]
    free: RefCell<Vec<Box<RequestHead>>>,
}

impl HeadPool {
    /// At most this many free heads are kept: one per request that waits in its handler,
    /// of as many as are usual at a time.
    const KEPT: usize = 1024;

    /// Heads that hold more bytes are freed: few clients send so much.
    const KEPT_SIZE: usize = 16 * 1024;

    pub(crate) fn take(self: &Rc<Self>) -> PooledHead {
        let head = self.free.borrow_mut().pop().unwrap_or_default();
        PooledHead {
            head: Some(head),
            pool: Rc::clone(self),
        }
    }
}

/// A request head that returns to its worker's pool when dropped. It may
/// outlive its request, its connection and its server, but not the thread.
pub struct PooledHead {
    /// Taken by `drop` only.
    head: Option<Box<RequestHead>>,
    pool: Rc<HeadPool>,
}

impl From<RequestHead> for PooledHead {
    /// A head that came another way, and goes to no pool.
    fn from(head: RequestHead) -> Self {
        Self {
            head: Some(Box::new(head)),
            pool: Rc::default(),
        }
    }
}

impl Deref for PooledHead {
    type Target = RequestHead;

    fn deref(&self) -> &RequestHead {
        self.head.as_deref().expect("present until dropped")
    }
}

impl DerefMut for PooledHead {
    fn deref_mut(&mut self) -> &mut RequestHead {
        self.head.as_deref_mut().expect("present until dropped")
    }
}

impl Drop for PooledHead {
    fn drop(&mut self) {
        if let Some(mut head) = self.head.take() {
            let mut free = self.pool.free.borrow_mut();
            if free.len() < HeadPool::KEPT && head.heap_size() <= HeadPool::KEPT_SIZE {
                head.clear();
                free.push(head);
            }
        }
    }
}

impl fmt::Debug for PooledHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PooledHead")
            .field("method", &self.method())
            .field("target", &self.target())
            .finish_non_exhaustive()
    }
}
