//! One process at a time looks whether there is a connection, and takes it.
//!
//! Listening sockets come to several processes by `fork`. Between its look and its
//! `accept` another process could take the only connection, and the call would block
//! the thread until the next one comes. A lock in memory that parent and children share
//! keeps our kin from that; it is held for two system calls. Processes that do not call
//! us can still be faster, as can those that were given the socket otherwise.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use libc::pthread_mutex_t;

/// Null in processes that have never forked, and whose parents have not.
static LOCK: AtomicPtr<pthread_mutex_t> = AtomicPtr::new(ptr::null_mut());

/// Seconds after which somebody who has the lock must have met a process that is not our
/// kin: it is not waited for.
const PATIENCE: libc::time_t = 1;

/// The process is about to fork: its child is to have the same lock.
pub(crate) fn share() {
    if !LOCK.load(Ordering::Acquire).is_null() {
        return;
    }
    // SAFETY: a new mapping, which is large enough and never unmapped; attributes are
    // made before they are used.
    unsafe {
        let memory = libc::mmap(
            ptr::null_mut(),
            size_of::<pthread_mutex_t>(),
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED | libc::MAP_ANONYMOUS,
            -1,
            0,
        );
        if memory == libc::MAP_FAILED {
            // As without us.
            return;
        }
        let lock = memory.cast::<pthread_mutex_t>();
        let mut attributes = MaybeUninit::uninit();
        libc::pthread_mutexattr_init(attributes.as_mut_ptr());
        let attributes = attributes.as_mut_ptr();
        libc::pthread_mutexattr_setpshared(attributes, libc::PTHREAD_PROCESS_SHARED);
        // Who is killed while it has the lock does not keep it.
        libc::pthread_mutexattr_setrobust(attributes, libc::PTHREAD_MUTEX_ROBUST);
        let made = libc::pthread_mutex_init(lock, attributes);
        libc::pthread_mutexattr_destroy(attributes);
        if made == 0 {
            LOCK.store(lock, Ordering::Release);
        }
    }
}

/// Until it is dropped the others wait.
pub(super) struct Turn(*mut pthread_mutex_t);

impl Turn {
    pub(super) fn take() -> Self {
        let lock = LOCK.load(Ordering::Acquire);
        if lock.is_null() {
            return Self(lock);
        }
        let mut until = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: there is room for the time; the lock was made by `share` and is never
        // gone.
        let taken = unsafe {
            libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut until);
            until.tv_sec += PATIENCE;
            libc::pthread_mutex_timedlock(lock, &raw const until)
        };
        match taken {
            0 => Self(lock),
            libc::EOWNERDEAD => {
                // Nothing was left half done: it protects a moment and not data.
                // SAFETY: as above; it is ours now.
                unsafe { libc::pthread_mutex_consistent(lock) };
                Self(lock)
            }
            // Without it things are as they were.
            _ => Self(ptr::null_mut()),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: taken in `take` by this thread.
            unsafe { libc::pthread_mutex_unlock(self.0) };
        }
    }
}
