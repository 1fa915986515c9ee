//! Who waits for the lock of which file, on this thread: first come, first served, and
//! handed over at once. Others are like other processes: they are asked about from time
//! to time, and now and then left a moment in which the lock is theirs to take.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::c_int;
use std::os::fd::RawFd;
use std::time::{Duration, Instant};

use crate::descriptor::{self, Identity};
use crate::host::{Call, Host, Ticket, Waited, host_on_this_thread};

/// The pauses of the first in a queue: the holder may be another process.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(5);

/// The others ask as well after so long, should one before them never come back.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long this thread hands a lock on before it leaves it free for [`SHORTEST`]: a
/// process that waits in the kernel is slower to take it than we are.
const TURN: Duration = Duration::from_millis(20);

thread_local! {
    static LOCKS: RefCell<Locks> = const {
        RefCell::new(Locks { held: Vec::new(), queues: Vec::new(), tickets: 0 })
    };
}

struct Locks {
    /// Descriptors that have a lock, as far as it came through us.
    held: Vec<RawFd>,
    /// One for each file that was waited for and has not been free since.
    queues: Vec<Queue>,
    /// How many were drawn.
    tickets: u64,
}

struct Queue {
    file: Identity,
    /// Oldest first.
    line: VecDeque<Ticket>,
    /// When others had the chance to take the lock.
    free: Instant,
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
    let next = LOCKS.with_borrow_mut(|locks| {
        let at = locks.held.iter().position(|&held| held == descriptor)?;
        locks.held.swap_remove(at);
        if locks.queues.is_empty() {
            return None;
        }
        let file = descriptor::status(descriptor)?.file;
        let at = locks.queues.iter().position(|queue| queue.file == file)?;
        let next = locks.queues[at].line.front().copied();
        if next.is_none() {
            locks.queues.swap_remove(at);
        }
        next
    });
    ring(next);
}

/// This process was forked: those who wait are the parent's. What has a lock, has it still.
pub(crate) fn forked() {
    LOCKS.with_borrow_mut(|locks| locks.queues.clear());
}

/// Whether others came before `descriptor`. Who has a lock already changes its kind, and
/// would wait for those who wait for it.
pub(super) fn is_awaited(descriptor: RawFd) -> bool {
    LOCKS.with_borrow(|locks| {
        if locks.queues.is_empty() || locks.held.contains(&descriptor) {
            return false;
        }
        let file = descriptor::status(descriptor).map(|status| status.file);
        locks
            .queues
            .iter()
            .any(|queue| Some(queue.file) == file && !queue.line.is_empty())
    })
}

/// A lock that was got.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lock {
    Shared,
    Exclusive,
}

/// A place in the queue for one file.
pub(super) struct Place {
    file: Identity,
    ticket: Ticket,
    pause: Duration,
}

impl Place {
    /// At the end of the queue.
    ///
    /// # Errors
    /// The errno: there is no such file.
    pub(super) fn take(descriptor: RawFd) -> Result<Self, c_int> {
        let file = descriptor::status(descriptor).ok_or(libc::EBADF)?.file;
        let ticket = LOCKS.with_borrow_mut(|locks| {
            locks.tickets += 1;
            let ticket = Ticket(locks.tickets);
            match locks.queues.iter_mut().find(|queue| queue.file == file) {
                Some(queue) => queue.line.push_back(ticket),
                None => locks.queues.push(Queue {
                    file,
                    line: VecDeque::from([ticket]),
                    free: Instant::now(),
                }),
            }
            ticket
        });
        Ok(Self {
            file,
            ticket,
            pause: SHORTEST,
        })
    }

    /// Suspends until it is worth asking again.
    ///
    /// # Errors
    /// The errno with which the call has to end.
    pub(super) fn wait(&mut self, host: &'static dyn Host) -> Result<(), c_int> {
        let pause = if self.is_first() {
            let pause = self.pause;
            self.pause = (pause * 2).min(LONGEST);
            pause
        } else {
            PATIENCE
        };
        if self.rest(host, pause)? == Waited::Ready && self.is_others_turn() {
            self.rest(host, SHORTEST)?;
        }
        Ok(())
    }

    /// Suspends until it was rung for, or for so long.
    fn rest(&self, host: &'static dyn Host, pause: Duration) -> Result<Waited, c_int> {
        match host.wait_for_ring(Call::Lock, self.ticket, Instant::now() + pause) {
            Waited::Cancelled => Err(libc::ECANCELED),
            Waited::Refused(reason) => Err(reason),
            waited => Ok(waited),
        }
    }

    fn is_first(&self) -> bool {
        self.queue(|queue| queue.line.front() == Some(&self.ticket))
            .unwrap_or(false)
    }

    /// Whether the lock has been handed on long enough. They have had their turn then,
    /// once the caller has rested.
    fn is_others_turn(&self) -> bool {
        self.queue(|queue| {
            let now = Instant::now();
            let due = now.duration_since(queue.free) >= TURN;
            if due {
                queue.free = now;
            }
            due
        })
        .unwrap_or(false)
    }

    fn queue<R>(&self, look: impl FnOnce(&mut Queue) -> R) -> Option<R> {
        LOCKS.with_borrow_mut(|locks| {
            let mut queues = locks.queues.iter_mut();
            queues.find(|queue| queue.file == self.file).map(look)
        })
    }

    /// Has the next one ask, unless what the caller has `got` is not to be shared.
    pub(super) fn leave(self, got: Option<Lock>) {
        let next = LOCKS.with_borrow_mut(|locks| {
            let at = locks
                .queues
                .iter()
                .position(|queue| queue.file == self.file)?;
            let line = &mut locks.queues[at].line;
            line.retain(|&other| other != self.ticket);
            let next = line.front().copied();
            // While we hand it on, the others wait for their turn.
            if next.is_none() && got.is_none() {
                locks.queues.swap_remove(at);
            }
            next.filter(|_| got != Some(Lock::Exclusive))
        });
        ring(next);
    }
}

/// Has the holder of a ticket ask.
fn ring(ticket: Option<Ticket>) {
    if let Some(ticket) = ticket
        && let Some(host) = host_on_this_thread()
    {
        host.ring(ticket);
    }
}
