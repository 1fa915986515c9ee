//! Time limits of reads that the kernel keeps none for: of pipes, terminals and the
//! like. Sockets have `SO_RCVTIMEO`.

use std::cell::RefCell;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::descriptor::{self, Identity};

/// Limits were set, by whatever thread: nobody has to look before.
static EVER: AtomicBool = AtomicBool::new(false);

thread_local! {
    static LIMITS: RefCell<Vec<Limit>> = const { RefCell::new(Vec::new()) };
}

struct Limit {
    descriptor: RawFd,
    /// The number may have come to mean another file where nobody saw it.
    file: Identity,
    time: Duration,
    timed_out: bool,
}

/// Has reads of `descriptor` by this thread fail with `EAGAIN` when they had to wait for
/// longer than `time`; `None` lets them wait for ever again. Of a descriptor that is not
/// open, or is closed by a call that comes to us, nothing is kept.
pub fn limit_reads(descriptor: RawFd, time: Option<Duration>) {
    forget(descriptor);
    if let (Some(time), Some(status)) = (time, descriptor::status(descriptor)) {
        EVER.store(true, Ordering::Relaxed);
        LIMITS.with_borrow_mut(|limits| {
            limits.push(Limit {
                descriptor,
                file: status.file,
                time,
                timed_out: false,
            });
        });
    }
}

/// Whether the last read of `descriptor` by this thread came to its limit; `None` when
/// it has none.
pub fn read_timed_out(descriptor: RawFd) -> Option<bool> {
    with(descriptor, |limit| limit.timed_out)
}

/// A read begins.
#[inline]
pub(crate) fn begin(descriptor: RawFd) {
    if EVER.load(Ordering::Relaxed) {
        with(descriptor, |limit| limit.timed_out = false);
    }
}

/// When a read has to give up that begins to wait now.
pub(crate) fn deadline(descriptor: RawFd) -> Option<Instant> {
    if !EVER.load(Ordering::Relaxed) {
        return None;
    }
    with(descriptor, |limit| limit.time).and_then(|time| Instant::now().checked_add(time))
}

/// A read has come to its limit.
pub(crate) fn timed_out(descriptor: RawFd) {
    with(descriptor, |limit| limit.timed_out = true);
}

/// The descriptor is closed.
#[inline]
pub(crate) fn forget(descriptor: RawFd) {
    if EVER.load(Ordering::Relaxed) {
        LIMITS.with_borrow_mut(|limits| limits.retain(|limit| limit.descriptor != descriptor));
    }
}

fn with<R>(descriptor: RawFd, body: impl FnOnce(&mut Limit) -> R) -> Option<R> {
    LIMITS.with_borrow_mut(|limits| {
        let at = limits
            .iter()
            .position(|limit| limit.descriptor == descriptor)?;
        let file = descriptor::status(descriptor).map(|status| status.file);
        if file != Some(limits[at].file) {
            limits.remove(at);
            return None;
        }
        Some(body(&mut limits[at]))
    })
}
