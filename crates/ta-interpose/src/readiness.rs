//! Which descriptors somebody waits for, and an epoll set that tells when they are
//! ready: the part of a [`Host`](crate::Host) that is the same whatever runs the
//! coroutines.
//!
//! A wait arms its descriptors for one event each. That is a system call per wait, and
//! what makes the set safe against descriptors that were closed where nobody saw it,
//! inside libc or by another thread: a stale registration is noticed when its number is
//! waited for again.
//!
//! Any number may wait for one descriptor; all of them are woken, and those who come
//! too late wait again.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use libc::{c_int, c_short, epoll_event, pollfd};
use slab::Slab;

use crate::errno;
use crate::host::Waited;
use crate::known;

/// See the module. `W` says who waits, and is given back to wake it.
pub struct Readiness<W> {
    epoll: OwnedFd,
    /// Whose it is.
    process: u32,
    table: RefCell<Table<W>>,
}

/// One wait, from [`Readiness::watch`] to [`Readiness::forget`].
#[derive(Debug)]
#[must_use = "a wait that is not forgotten stays in the table"]
pub struct Watch {
    key: usize,
}

struct Table<W> {
    watches: Slab<Waiter<W>>,
    /// By number of the descriptor.
    descriptors: Vec<Descriptor>,
}

struct Waiter<W> {
    who: W,
    descriptors: Descriptors,
    outcome: Option<Waited>,
}

/// Whose place in the table is to be given up. One is by far the most frequent.
enum Descriptors {
    One(RawFd),
    Many(Vec<RawFd>),
}

#[derive(Default)]
struct Descriptor {
    /// The set knows the number, as far as we have seen.
    registered: bool,
    /// Between [`Readiness::closing`] and [`Readiness::closed`].
    closing: bool,
    /// Keys of watches, and the events that end each.
    waiting: Vec<(usize, u32)>,
}

/// What arming a descriptor has shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Armed {
    /// Nothing new.
    AsBefore,
    /// The number means another file than what was believed of it.
    Replaced,
}

impl<W: Clone> Readiness<W> {
    /// A set without descriptors.
    ///
    /// # Errors
    /// The process has no descriptor left, or the system no memory.
    pub fn new() -> io::Result<Self> {
        // SAFETY: takes no pointers.
        let epoll = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        if epoll < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(Self {
            // SAFETY: just made, and nobody else's.
            epoll: unsafe { OwnedFd::from_raw_fd(epoll) },
            process: std::process::id(),
            table: RefCell::new(Table {
                watches: Slab::new(),
                descriptors: Vec::new(),
            }),
        })
    }

    /// Has `who` woken when one of the descriptors of `set` is ready or closed.
    /// Negative ones do not count. The wait may be over at once, for who waits to look
    /// again: its [outcome](Readiness::outcome) is to be asked for first.
    ///
    /// # Errors
    /// One of them cannot be waited for: it is not open or being closed (`EBADF`), always ready
    /// (`EPERM`: a plain file), or one too many (`ENOSPC`, `ENOMEM`).
    pub fn watch(&self, set: &[pollfd], who: W) -> io::Result<Watch> {
        let mut table = self.table.borrow_mut();
        let mut counted = set.iter().filter(|asked| asked.fd >= 0);
        let descriptors = match (counted.next(), counted.next()) {
            (Some(only), None) => Descriptors::One(only.fd),
            _ => Descriptors::Many(
                set.iter()
                    .map(|asked| asked.fd)
                    .filter(|fd| *fd >= 0)
                    .collect(),
            ),
        };
        let key = table.watches.insert(Waiter {
            who,
            descriptors,
            outcome: None,
        });
        for asked in set.iter().filter(|asked| asked.fd >= 0) {
            let number = asked.fd as usize;
            if table.descriptors.len() <= number {
                table
                    .descriptors
                    .resize_with(number + 1, Descriptor::default);
            }
            table.descriptors[number]
                .waiting
                .push((key, events_of(asked.events)));
            match table.arm(self.epoll.as_raw_fd(), asked.fd) {
                Ok(Armed::AsBefore) => {}
                Ok(Armed::Replaced) => table.watches[key].outcome = Some(Waited::Ready),
                Err(error) => {
                    table.remove(key);
                    return Err(error);
                }
            }
        }
        Ok(Watch { key })
    }

    /// How the wait has ended; `None` while it has not.
    pub fn outcome(&self, watch: &Watch) -> Option<Waited> {
        self.table
            .borrow()
            .watches
            .get(watch.key)
            .and_then(|waiter| waiter.outcome)
    }

    /// The wait is over, for whatever reason.
    #[expect(clippy::needless_pass_by_value, reason = "it means nothing afterwards")]
    pub fn forget(&self, watch: Watch) {
        let removed = self.table.borrow_mut().remove(watch.key);
        drop(removed);
    }

    /// Adds to `woken` whoever has to be resumed by what has happened since the last
    /// time. To be called when the set's descriptor is readable; never waits.
    ///
    /// # Errors
    /// The set is broken, which it cannot be unless somebody closed its descriptor.
    pub fn collect(&self, woken: &mut Vec<W>) -> io::Result<()> {
        const AT_ONCE: usize = 64;
        let mut events = [epoll_event { events: 0, u64: 0 }; AT_ONCE];
        loop {
            // SAFETY: there is room for so many events.
            let count = unsafe {
                libc::epoll_wait(
                    self.epoll.as_raw_fd(),
                    events.as_mut_ptr(),
                    AT_ONCE as c_int,
                    0,
                )
            };
            let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
            let mut table = self.table.borrow_mut();
            for event in &events[..count] {
                table.happened(self.epoll.as_raw_fd(), event, woken);
            }
            // Every event disarms a descriptor, so this ends.
            if count < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// `descriptor` is about to be closed: adds to `woken` whoever waits for it. Nobody
    /// can wait for it any more until [`Readiness::closed`].
    pub fn closing(&self, descriptor: RawFd, woken: &mut Vec<W>) {
        let mut table = self.table.borrow_mut();
        let Some(entry) = usize::try_from(descriptor)
            .ok()
            .and_then(|number| table.descriptors.get_mut(number))
        else {
            return;
        };
        entry.closing = true;
        if std::mem::take(&mut entry.registered) && std::process::id() == self.process {
            // Whether it was there still is of no interest. A forked child leaves the
            // set, which it shares, as it is.
            control(self.epoll.as_raw_fd(), libc::EPOLL_CTL_DEL, descriptor, 0).ok();
        }
        for (key, _) in std::mem::take(&mut entry.waiting) {
            table.end(key, Waited::Closed(descriptor), woken);
        }
    }

    /// The number of `descriptor` is about to be free for another file.
    pub fn closed(&self, descriptor: RawFd) {
        let mut table = self.table.borrow_mut();
        if let Some(entry) = usize::try_from(descriptor)
            .ok()
            .and_then(|number| table.descriptors.get_mut(number))
        {
            entry.closing = false;
        }
    }

    /// Whether somebody waits for `descriptor` of whom `is_meant` is true.
    pub fn is_waited_for(&self, descriptor: RawFd, is_meant: impl Fn(&W) -> bool) -> bool {
        let table = self.table.borrow();
        let entry = usize::try_from(descriptor)
            .ok()
            .and_then(|number| table.descriptors.get(number));
        entry.is_some_and(|entry| {
            entry.waiting.iter().any(|(key, _)| {
                let waiter = table.watches.get(*key);
                waiter.is_some_and(|waiter| is_meant(&waiter.who))
            })
        })
    }

    /// How many waits there are.
    pub fn waits(&self) -> usize {
        self.table.borrow().watches.len()
    }
}

impl<W> AsFd for Readiness<W> {
    /// Readable when there is something to [collect](Readiness::collect).
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.epoll.as_fd()
    }
}

impl<W: Clone> Table<W> {
    /// Asks for one event of all that the watches of `descriptor` wait for.
    fn arm(&mut self, epoll: RawFd, descriptor: RawFd) -> io::Result<Armed> {
        let added = self
            .register(epoll, descriptor)
            .inspect_err(|_| known::forget(descriptor))?;
        Ok(if known::settle(descriptor, added) {
            Armed::Replaced
        } else {
            Armed::AsBefore
        })
    }

    /// Whether the set did not know the file by this number.
    fn register(&mut self, epoll: RawFd, descriptor: RawFd) -> io::Result<bool> {
        let entry = &mut self.descriptors[descriptor as usize];
        if entry.closing {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        let events = entry
            .waiting
            .iter()
            .fold(libc::EPOLLONESHOT as u32, |all, (_, events)| all | events);
        let (first, second) = if entry.registered {
            (libc::EPOLL_CTL_MOD, libc::EPOLL_CTL_ADD)
        } else {
            (libc::EPOLL_CTL_ADD, libc::EPOLL_CTL_MOD)
        };
        let mut added = first == libc::EPOLL_CTL_ADD;
        entry.registered = false;
        if let Err(reason) = control(epoll, first, descriptor, events) {
            // The number means another file than when we last saw it.
            if !matches!(reason, libc::ENOENT | libc::EEXIST) {
                return Err(io::Error::from_raw_os_error(reason));
            }
            control(epoll, second, descriptor, events).map_err(io::Error::from_raw_os_error)?;
            added = !added;
        }
        entry.registered = true;
        Ok(added)
    }

    fn happened(&mut self, epoll: RawFd, event: &epoll_event, woken: &mut Vec<W>) {
        let (happened, number) = (event.events, event.u64 as usize);
        let always = (libc::EPOLLERR | libc::EPOLLHUP) as u32;
        let Some(entry) = self.descriptors.get_mut(number) else {
            return;
        };
        let mut waiting = std::mem::take(&mut entry.waiting);
        waiting.retain(|&(key, events)| {
            let due = happened & (events | always) != 0;
            if due {
                self.end(key, Waited::Ready, woken);
            }
            !due
        });
        let left = !waiting.is_empty();
        self.descriptors[number].waiting = waiting;
        if !left {
            return;
        }
        let outcome = match self.arm(epoll, number as RawFd) {
            Ok(Armed::AsBefore) => return,
            Ok(Armed::Replaced) => Waited::Ready,
            Err(_) => Waited::Closed(number as RawFd),
        };
        // It is not what they have begun to wait for any more: let them look.
        for (key, _) in std::mem::take(&mut self.descriptors[number].waiting) {
            self.end(key, outcome, woken);
        }
    }

    fn end(&mut self, key: usize, outcome: Waited, woken: &mut Vec<W>) {
        if let Some(waiter) = self.watches.get_mut(key)
            && waiter.outcome.is_none()
        {
            waiter.outcome = Some(outcome);
            woken.push(waiter.who.clone());
        }
    }

    fn remove(&mut self, key: usize) -> Option<Waiter<W>> {
        let waiter = self.watches.try_remove(key)?;
        let descriptors = match &waiter.descriptors {
            Descriptors::One(only) => std::slice::from_ref(only),
            Descriptors::Many(many) => many,
        };
        for &descriptor in descriptors {
            if let Some(entry) = self.descriptors.get_mut(descriptor as usize) {
                entry.waiting.retain(|&(waiting, _)| waiting != key);
            }
        }
        Some(waiter)
    }
}

/// The events of `poll(2)` and of `epoll(7)` are the same numbers.
fn events_of(events: c_short) -> u32 {
    u32::from(events as u16)
}

/// Changes the set, or says by which errno it cannot.
fn control(epoll: RawFd, operation: c_int, descriptor: RawFd, events: u32) -> Result<(), c_int> {
    let mut event = epoll_event {
        events,
        u64: descriptor as u64,
    };
    // SAFETY: the event is valid; the kernel checks the descriptors.
    let status = unsafe { libc::epoll_ctl(epoll, operation, descriptor, &raw mut event) };
    if status == 0 {
        Ok(())
    } else {
        Err(errno::get())
    }
}
