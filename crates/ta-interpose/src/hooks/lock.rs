//! `flock`. A lock is asked for again and again: a thread that waits for it could not
//! be called back, and any number of them could keep the one that holds the lock from
//! ever running.
//!
//! Those who wait for the same file queue up, and only the first asks: whoever had the
//! bad luck to ask at the wrong moments would starve otherwise.

mod queue;

use std::ffi::c_int;

use super::cancelled;
use crate::errno;
use crate::host::{Leave, host_on_this_thread, leave};
pub(crate) use queue::forked;
pub(super) use queue::released;
use queue::{Lock, Place};

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn flock(descriptor: c_int, operation: c_int) -> c_int {
    // SAFETY: takes no pointers.
    let plain = |operation| unsafe { libc::flock(descriptor, operation) };
    let host = match leave() {
        Leave::Wait(host) if operation & (libc::LOCK_NB | libc::LOCK_UN) == 0 => host,
        Leave::Fail if operation & (libc::LOCK_NB | libc::LOCK_UN) == 0 => return cancelled(),
        _ => {
            let result = plain(operation);
            if host_on_this_thread().is_some() {
                note(descriptor, operation, result);
            }
            return result;
        }
    };
    let before = errno::get();
    let ask = || {
        let result = plain(operation | libc::LOCK_NB);
        note(descriptor, operation, result);
        if result == 0 {
            errno::set(before);
        } else if errno::is_would_block() {
            return None;
        }
        Some(result)
    };
    if !queue::is_awaited(descriptor)
        && let Some(result) = ask()
    {
        return result;
    }
    let mut place = match Place::take(descriptor) {
        Ok(place) => place,
        Err(reason) => {
            errno::set(reason);
            return -1;
        }
    };
    let result = loop {
        if let Err(reason) = place.wait(host) {
            errno::set(reason);
            break -1;
        }
        if let Some(result) = ask() {
            break result;
        }
    };
    let reason = errno::get();
    let kind = if operation & libc::LOCK_EX != 0 {
        Lock::Exclusive
    } else {
        Lock::Shared
    };
    place.leave((result == 0).then_some(kind));
    errno::set(reason);
    result
}

/// Keeps in mind who has a lock.
fn note(descriptor: c_int, operation: c_int, result: c_int) {
    let reason = errno::get();
    if result == 0 && operation & libc::LOCK_UN == 0 {
        queue::got(descriptor);
    } else {
        // Changing the kind of a lock lets go of it first, and may fail then.
        queue::released(descriptor);
    }
    errno::set(reason);
}
