//! Who waits for the lock of which file, on this thread: first come, first served. Others
//! are like other processes: they are asked about from time to time.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::c_int;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;
use std::time::{Duration, Instant};

use crate::descriptor::{self, Identity};
use crate::errno;
use crate::host::{Call, Host, Wait, Waited};

/// The pauses of the first in a queue: the holder may be another process.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(5);

/// The others ask as well after so long, should one before them never come back.
const PATIENCE: Duration = Duration::from_secs(1);

thread_local! {
    static LOCKS: RefCell<Locks> = const {
        RefCell::new(Locks { held: Vec::new(), queues: Vec::new() })
    };
}

struct Locks {
    /// Descriptors that have a lock, as far as it came through us.
    held: Vec<RawFd>,
    /// None is empty.
    queues: Vec<Queue>,
}

struct Queue {
    file: Identity,
    /// Oldest first.
    bells: VecDeque<RawFd>,
}

/// `descriptor` has got a lock.
pub(super) fn got(descriptor: RawFd) {
    LOCKS.with_borrow_mut(|locks| {
        if !locks.held.contains(&descriptor) {
            locks.held.push(descriptor);
        }
    });
}

/// `descriptor` lets go of its lock, if it has one, before its thread does anything else.
#[inline]
pub(in crate::hooks) fn released(descriptor: RawFd) {
    LOCKS.with_borrow_mut(|locks| {
        let Some(at) = locks.held.iter().position(|&held| held == descriptor) else {
            return;
        };
        locks.held.swap_remove(at);
        for queue in &locks.queues {
            queue.ring();
        }
    });
}

/// Whether others came before `descriptor`. Who has a lock already changes its kind, and
/// would wait for those who wait for it.
pub(super) fn is_awaited(descriptor: RawFd) -> bool {
    LOCKS.with_borrow(|locks| {
        if locks.queues.is_empty() || locks.held.contains(&descriptor) {
            return false;
        }
        let file = descriptor::status(descriptor).map(|status| status.file);
        locks.queues.iter().any(|queue| Some(queue.file) == file)
    })
}

/// A place in the queue for one file.
pub(super) struct Place {
    file: Identity,
    /// Readable when it is worth asking again.
    bell: OwnedFd,
    pause: Duration,
}

impl Place {
    /// At the end of the queue.
    ///
    /// # Errors
    /// The errno: there is no such file, or no more descriptor to be had.
    pub(super) fn take(descriptor: RawFd) -> Result<Self, c_int> {
        let status = descriptor::status(descriptor).ok_or(libc::EBADF)?;
        let file = status.file;
        // SAFETY: takes no pointers.
        let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if bell < 0 {
            return Err(errno::get());
        }
        LOCKS.with_borrow_mut(|locks| {
            match locks.queues.iter_mut().find(|queue| queue.file == file) {
                Some(queue) => queue.bells.push_back(bell),
                None => locks.queues.push(Queue {
                    file,
                    bells: VecDeque::from([bell]),
                }),
            }
        });
        Ok(Self {
            file,
            // SAFETY: just made, and nobody else's.
            bell: unsafe { OwnedFd::from_raw_fd(bell) },
            pause: SHORTEST,
        })
    }

    /// Suspends until it is worth asking again.
    ///
    /// # Errors
    /// The errno with which the call has to end.
    pub(super) fn wait(&mut self, host: &'static dyn Host) -> Result<(), c_int> {
        let bell = self.bell.as_raw_fd();
        let is_first = LOCKS.with_borrow(|locks| {
            let mut queues = locks.queues.iter();
            queues.any(|queue| queue.bells.front() == Some(&bell))
        });
        let pause = if is_first {
            let pause = self.pause;
            self.pause = (pause * 2).min(LONGEST);
            pause
        } else {
            PATIENCE
        };
        let waited = host.wait(Wait {
            call: Call::Lock,
            set: &[libc::pollfd {
                fd: bell,
                events: libc::POLLIN,
                revents: 0,
            }],
            deadline: Some(Instant::now() + pause),
        });
        let mut rung = 0_u64;
        // SAFETY: there is room for the eight bytes. It fails when it was not rung.
        unsafe { libc::read(bell, ptr::from_mut(&mut rung).cast(), size_of_val(&rung)) };
        match waited {
            Waited::Cancelled => Err(libc::ECANCELED),
            Waited::Refused(reason) => Err(reason),
            Waited::Ready | Waited::TimedOut | Waited::Interrupted | Waited::Closed(_) => Ok(()),
        }
    }

    /// Lets the next one ask.
    pub(super) fn leave(self) {
        let bell = self.bell.as_raw_fd();
        LOCKS.with_borrow_mut(|locks| {
            let queues = locks.queues.iter_mut();
            for queue in queues.filter(|queue| queue.file == self.file) {
                queue.bells.retain(|&other| other != bell);
                queue.ring();
            }
            locks.queues.retain(|queue| !queue.bells.is_empty());
        });
    }
}

impl Queue {
    /// Has the first one ask.
    fn ring(&self) {
        if let Some(&bell) = self.bells.front() {
            let one = 1_u64;
            // SAFETY: eight bytes, to a bell that is open as long as it is in the queue. It
            // fails when it was rung 2^64 times.
            unsafe { libc::write(bell, ptr::from_ref(&one).cast(), size_of_val(&one)) };
        }
    }
}
