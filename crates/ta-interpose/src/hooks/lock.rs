//! `flock`. A lock is asked for again and again: a thread that waits for it could not
//! be called back, and any number of them could keep the one that holds the lock from
//! ever running.

use std::ffi::c_int;

use super::cancelled;
use super::patience::Patience;
use crate::errno;
use crate::host::{Call, Leave, leave};

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
    let mut patience = Patience::new(host, Call::Lock);
    loop {
        let result = plain(operation | libc::LOCK_NB);
        if result == 0 {
            errno::set(before);
            return 0;
        }
        if !errno::is_would_block() {
            return result;
        }
        if let Err(reason) = patience.pause(None) {
            errno::set(reason);
            return -1;
        }
    }
}
