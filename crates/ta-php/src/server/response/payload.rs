//! A PHP string lent to a connection as the body of an answer, without a copy.

use std::mem::ManuallyDrop;
use std::thread::{self, ThreadId};

use bytes::Bytes;

use crate::zend::value::Str;

/// One reference to a PHP string, held by a connection's write queue.
pub(super) struct Payload {
    body: ManuallyDrop<Str>,
    owner: ThreadId,
}

// SAFETY: `Bytes` asks for `Send`, and may in principle be dropped anywhere. A
// worker's server, its connections and its PHP live on one thread, and nothing
// of `ta-server` hands a body to another one. Should that ever be broken, no
// count of the engine is touched there: `drop` leaks instead. The bytes
// themselves are safe to read from any thread while the reference is held: a
// string is not written to while it is shared, and `lend` shares it.
unsafe impl Send for Payload {}

impl Payload {
    /// The bytes of `body`, which stay where they are. They must be dropped
    /// while the request of the script that made the string is active, that is,
    /// before the engine takes its memory back.
    pub(super) fn lend(body: &Str) -> Bytes {
        let body = ManuallyDrop::new(body.clone());
        Bytes::from_owner(Self {
            body,
            owner: thread::current().id(),
        })
    }
}

impl AsRef<[u8]> for Payload {
    fn as_ref(&self) -> &[u8] {
        self.body.as_bytes()
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        let at_home = thread::current().id() == self.owner;
        debug_assert!(at_home, "a PHP string left its thread");
        if at_home {
            // SAFETY: dropped once, here.
            unsafe { ManuallyDrop::drop(&mut self.body) }
        }
    }
}
