//! `flock`. A lock is asked for again and again: a thread that waits for it could not
//! be called back, and any number of them could keep the one that holds the lock from
//! ever running.
//!
//! Those of this process who wait for the same file queue up, and only the first asks:
//! whoever had the bad luck to ask at the wrong moments would starve otherwise.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::cancelled;
use crate::errno;
use crate::host::{Call, Host, Leave, Wait, Waited, leave};

/// The pauses of the first in the queue: the holder may be another process.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(5);

/// The others ask as well after so long, should one before them never come back.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bells of those who wait, oldest first, by the device and number of their file.
static QUEUES: Mutex<BTreeMap<File, VecDeque<RawFd>>> = Mutex::new(BTreeMap::new());

type File = (libc::dev_t, libc::ino_t);

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn flock(descriptor: c_int, operation: c_int) -> c_int {
    // SAFETY: takes no pointers.
    let plain = |operation| unsafe { libc::flock(descriptor, operation) };
    let host = match leave() {
        Leave::Plain => return plain(operation),
        _ if operation & (libc::LOCK_NB | libc::LOCK_UN) != 0 => return plain(operation),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let before = errno::get();
    // Asked before it queues up: who changes the kind of a lock must let go of it first,
    // or would wait for those who wait for it.
    let ask = || match plain(operation | libc::LOCK_NB) {
        0 => {
            errno::set(before);
            Some(0)
        }
        failed if !errno::is_would_block() => Some(failed),
        _ => None,
    };
    if let Some(result) = ask() {
        return result;
    }
    let place = match Place::take(descriptor) {
        Ok(place) => place,
        Err(reason) => {
            errno::set(reason);
            return -1;
        }
    };
    let mut pause = SHORTEST;
    let result = loop {
        if let Some(result) = ask() {
            break result;
        }
        if let Err(reason) = place.wait(host, &mut pause) {
            errno::set(reason);
            break -1;
        }
    };
    let reason = errno::get();
    place.leave();
    errno::set(reason);
    result
}

/// A place in the queue for one file.
struct Place {
    file: File,
    /// Readable once it is the first.
    bell: OwnedFd,
}

impl Place {
    /// At the end of the queue.
    ///
    /// # Errors
    /// The errno: there is no such file, or no more descriptor to be had.
    fn take(descriptor: RawFd) -> Result<Self, c_int> {
        let mut status = MaybeUninit::<libc::stat>::uninit();
        // SAFETY: there is room for the answer, which is read only when it was given.
        let status = unsafe {
            if libc::fstat(descriptor, status.as_mut_ptr()) != 0 {
                return Err(errno::get());
            }
            status.assume_init()
        };
        // SAFETY: takes no pointers.
        let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if bell < 0 {
            return Err(errno::get());
        }
        let place = Self {
            file: (status.st_dev, status.st_ino),
            // SAFETY: just made, and nobody else's.
            bell: unsafe { OwnedFd::from_raw_fd(bell) },
        };
        queues().entry(place.file).or_default().push_back(bell);
        Ok(place)
    }

    /// Suspends until it makes sense to ask again.
    ///
    /// # Errors
    /// The errno with which the call has to end.
    fn wait(&self, host: &'static dyn Host, pause: &mut Duration) -> Result<(), c_int> {
        let bell = libc::pollfd {
            fd: self.bell.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        let first = queues()
            .get(&self.file)
            .is_some_and(|queue| queue.front() == Some(&bell.fd));
        let waited = if first {
            let end = Instant::now() + *pause;
            *pause = (*pause * 2).min(LONGEST);
            host.wait(Wait {
                call: Call::Lock,
                set: &[],
                deadline: Some(end),
            })
        } else {
            host.wait(Wait {
                call: Call::Lock,
                set: &[bell],
                deadline: Some(Instant::now() + PATIENCE),
            })
        };
        match waited {
            Waited::Cancelled => Err(libc::ECANCELED),
            Waited::Refused(reason) => Err(reason),
            _ => Ok(()),
        }
    }

    /// Tells the next, if it was the first.
    fn leave(self) {
        let mut queues = queues();
        let Some(queue) = queues.get_mut(&self.file) else {
            return;
        };
        queue.retain(|&bell| bell != self.bell.as_raw_fd());
        match queue.front() {
            Some(&next) => ring(next),
            None => {
                queues.remove(&self.file);
            }
        }
    }
}

/// Whoever waits in the queue has its bell open: it leaves first.
fn ring(bell: RawFd) {
    let one = 1_u64;
    // SAFETY: as many bytes as the number has. It cannot fail before it was rung 2^64
    // times.
    unsafe { libc::write(bell, ptr::from_ref(&one).cast(), size_of_val(&one)) };
}

fn queues() -> MutexGuard<'static, BTreeMap<File, VecDeque<RawFd>>> {
    QUEUES.lock().unwrap_or_else(PoisonError::into_inner)
}
