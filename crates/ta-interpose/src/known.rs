//! What was learned about descriptors, so that not every call has to ask again.
//!
//! What is kept may be wrong: a number can come to mean another file by code whose calls
//! do not come to us, such as libc's own. So nothing here is relied on but where being
//! wrong does no harm:
//!
//! - The [kind] says which call to try first, and that call fails, or waits for
//!   nothing, on a file of another kind: the kernel is asked then, as if nothing were
//!   known.
//! - That a file [blocks, and for ever](holds) is relied on by those who are about to
//!   wait for it. Their epoll set tells whether the number still means the file that was
//!   asked about, for nothing: to arm a registration fails when it does not. See
//!   [`settle`].
//!
//! The flags and limits of a file change by calls that come to us, by whatever
//! descriptor of it: [`changed`] has them asked for again. Those that another process
//! sets on a file that it shares with this one are noticed late or never, which is as
//! well: nobody here has asked for them.

use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::descriptor::Kind;
use crate::host::Call;

/// Of descriptors with higher numbers nothing is kept.
const ROOM: usize = 1 << 16;

/// By descriptor: the epoch in which the facts were learned, and bits. Pages that nobody
/// has written to take no memory.
static KNOWN: [AtomicU64; ROOM] = [const { AtomicU64::new(0) }; ROOM];

/// Facts of earlier epochs are not true any more.
static EPOCH: AtomicU64 = AtomicU64::new(0);

/// Some calls of this process do not come to us.
static BLIND: AtomicBool = AtomicBool::new(false);

/// The owner has not asked for `EAGAIN`.
const BLOCKS: u64 = 1;
/// Receiving has no time limit.
const RECEIVES_FOR_EVER: u64 = 1 << 1;
/// Sending has none.
const SENDS_FOR_EVER: u64 = 1 << 2;
const FACTS: u64 = BLOCKS | RECEIVES_FOR_EVER | SENDS_FOR_EVER;
/// The facts were learned, and nobody has waited since.
const FRESH: u64 = 1 << 3;

const KIND: u32 = 4;
const KINDS: u64 = 3 << KIND;
const SOCKET: u64 = 1 << KIND;
const PIPE: u64 = 2 << KIND;
const OTHER: u64 = 3 << KIND;

const SINCE: u32 = 8;

fn entry(descriptor: RawFd) -> Option<&'static AtomicU64> {
    KNOWN.get(usize::try_from(descriptor).ok()?)
}

fn load(descriptor: RawFd) -> u64 {
    entry(descriptor).map_or(0, |entry| entry.load(Ordering::Relaxed))
}

/// What `descriptor` seems to refer to; never a plain file, of which nothing is kept.
#[inline]
pub(crate) fn kind(descriptor: RawFd) -> Option<Kind> {
    match load(descriptor) & KINDS {
        SOCKET => Some(Kind::Socket),
        PIPE => Some(Kind::Pipe),
        OTHER => Some(Kind::Other),
        _ => None,
    }
}

/// The kernel has just said what `descriptor` refers to.
pub(crate) fn learn_kind(descriptor: RawFd, kind: Kind) {
    let bits = match kind {
        Kind::Socket => SOCKET,
        Kind::Pipe => PIPE,
        Kind::Other => OTHER,
        Kind::File => return forget(descriptor),
    };
    update(descriptor, |known| {
        // Facts about something else.
        let kept = if known & KINDS == bits { known } else { 0 };
        kept | bits
    });
}

/// The facts by which `call` need not ask how long it may wait; 0 when it always has to.
pub(crate) fn needed(call: Call) -> u64 {
    match call {
        Call::Read | Call::Write => BLOCKS,
        Call::Receive | Call::Accept => BLOCKS | RECEIVES_FOR_EVER,
        Call::Send => BLOCKS | SENDS_FOR_EVER,
        _ => 0,
    }
}

/// Whether all of `facts` are true, if [`settle`] confirms them.
pub(crate) fn holds(descriptor: RawFd, facts: u64) -> bool {
    let known = load(descriptor);
    known & (facts | FRESH) == facts && known >> SINCE == EPOCH.load(Ordering::Relaxed)
}

/// The kernel has just said that `facts` are true, and their reader is about to wait.
pub(crate) fn learn(descriptor: RawFd, facts: u64) {
    let epoch = EPOCH.load(Ordering::Relaxed);
    update(descriptor, |known| {
        let kept = if known >> SINCE == epoch { FACTS } else { 0 };
        known & (KINDS | kept) | facts | FRESH | epoch << SINCE
    });
}

/// Somebody's epoll set was armed for `descriptor`, where it was `added` or already was.
/// Returns whether facts were of another file and are forgotten: who relies on them has
/// to look again.
///
/// A registration is one of a file and not only of a number. So facts from before it are
/// true of the same file as long as it is there, and those learned just before it was
/// made are, too.
pub(crate) fn settle(descriptor: RawFd, added: bool) -> bool {
    let known = load(descriptor);
    if known & FRESH != 0 {
        update(descriptor, |known| known & !FRESH);
        return false;
    }
    let lost = added && known & FACTS != 0;
    if lost {
        forget(descriptor);
    }
    lost
}

/// A wait is over. What nobody's epoll set has confirmed stays unconfirmed.
pub(crate) fn waited(descriptor: RawFd) {
    if load(descriptor) & FRESH != 0 {
        forget(descriptor);
    }
}

/// Whether no facts are kept, be they true or not.
pub(crate) fn has_none(descriptor: RawFd) -> bool {
    load(descriptor) & FACTS == 0
}

/// The number comes to mean another file, or nothing.
#[inline]
pub(crate) fn forget(descriptor: RawFd) {
    if let Some(entry) = entry(descriptor)
        && entry.load(Ordering::Relaxed) != 0
    {
        entry.store(0, Ordering::Relaxed);
    }
}

/// As [`forget`], for all from `first` to `last`.
pub(crate) fn forget_range(first: usize, last: usize) {
    let end = last.saturating_add(1).min(ROOM);
    for entry in KNOWN.get(first..end).unwrap_or_default() {
        if entry.load(Ordering::Relaxed) != 0 {
            entry.store(0, Ordering::Relaxed);
        }
    }
}

/// The flags or limits of some file were set, which may have more than one descriptor.
pub(crate) fn changed() {
    EPOCH.fetch_add(1, Ordering::Relaxed);
}

/// From now on all calls come to us, or not all. Either way they may not have until now.
pub(crate) fn see(all: bool) {
    BLIND.store(!all, Ordering::Relaxed);
    forget_range(0, ROOM);
}

/// Threads that use one number at a time may undo each other's updates. To lose one
/// costs a question; and to use a descriptor while another thread closes it is a mistake
/// that no kernel forgives either.
fn update(descriptor: RawFd, change: impl FnOnce(u64) -> u64) {
    if let Some(entry) = entry(descriptor)
        && !BLIND.load(Ordering::Relaxed)
    {
        entry.store(change(entry.load(Ordering::Relaxed)), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that nothing in this program has, one for each test.
    const FIRST: RawFd = 60_000;

    #[test]
    fn facts_hold_once_they_were_confirmed_and_until_the_number_is_added_again() {
        let fd = FIRST;
        learn_kind(fd, Kind::Socket);
        learn(fd, BLOCKS);
        assert!(!holds(fd, BLOCKS));
        assert!(!settle(fd, true));
        assert!(holds(fd, BLOCKS));
        assert!(!holds(fd, BLOCKS | SENDS_FOR_EVER));
        assert!(!settle(fd, false));
        assert!(holds(fd, BLOCKS));
        assert!(settle(fd, true));
        assert!(!holds(fd, BLOCKS) && has_none(fd));
        assert_eq!(kind(fd), None);
    }

    #[test]
    fn what_nobody_confirmed_is_forgotten_after_the_wait() {
        let fd = FIRST + 1;
        learn(fd, BLOCKS);
        waited(fd);
        assert!(has_none(fd));
    }

    #[test]
    fn another_kind_has_no_facts() {
        let fd = FIRST + 2;
        learn_kind(fd, Kind::Pipe);
        learn(fd, BLOCKS);
        settle(fd, true);
        learn_kind(fd, Kind::Socket);
        assert!(has_none(fd));
        assert_eq!(kind(fd), Some(Kind::Socket));
        learn_kind(fd, Kind::File);
        assert_eq!(kind(fd), None);
    }

    #[test]
    fn of_numbers_beyond_the_table_nothing_is_known() {
        for fd in [-1, RawFd::MAX] {
            learn(fd, BLOCKS);
            settle(fd, true);
            forget(fd);
            assert!(!holds(fd, BLOCKS));
        }
        forget_range(usize::MAX, usize::MAX);
    }
}
