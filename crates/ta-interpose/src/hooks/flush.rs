//! `fsync`, `fdatasync`, `ftruncate`, and `lseek`, which waits for nothing but its
//! turn.

use std::ffi::c_int;
use std::os::fd::RawFd;

use libc::off_t;

use super::file::{self, Identity};
use crate::descriptor::{self, Kind};
use crate::errno;
use crate::host::{Call, Leave, leave};

/// Bytes from which on giving them up takes long.
const MUCH: off_t = 16 << 20;

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn fsync(descriptor: c_int) -> c_int {
    // SAFETY: takes no pointers.
    flush(descriptor, |descriptor| unsafe { libc::fsync(descriptor) })
}

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn fdatasync(descriptor: c_int) -> c_int {
    // SAFETY: takes no pointers.
    flush(descriptor, |descriptor| unsafe {
        libc::fdatasync(descriptor)
    })
}

/// A coroutine that was told to stop still has on the disk what it has written.
fn flush(descriptor: RawFd, flush: impl Fn(RawFd) -> c_int + Send + Sync) -> c_int {
    let Leave::Wait(host) = leave() else {
        return flush(descriptor);
    };
    let Some(status) = descriptor::status(descriptor).filter(|it| Kind::of(it) == Kind::File)
    else {
        return flush(descriptor);
    };
    let file = Identity::of(&status);
    file::help(host, Call::Flush, descriptor, file, |copy| {
        flush(copy) as isize
    })
    .map_or_else(|| flush(descriptor), |result| result as c_int)
}

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn ftruncate(descriptor: c_int, length: off_t) -> c_int {
    // SAFETY: takes no pointers.
    let truncate = |descriptor| unsafe { libc::ftruncate(descriptor, length) };
    let Leave::Wait(host) = leave() else {
        return truncate(descriptor);
    };
    if let Err(reason) = file::wait_turn(host, Call::Flush, descriptor) {
        errno::set(reason);
        return -1;
    }
    match descriptor::status(descriptor) {
        Some(status) if length >= 0 && status.st_size.saturating_sub(length) >= MUCH => {
            let file = Identity::of(&status);
            file::help(host, Call::Flush, descriptor, file, |copy| {
                truncate(copy) as isize
            })
            .map_or_else(|| truncate(descriptor), |result| result as c_int)
        }
        _ => truncate(descriptor),
    }
}

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn lseek(descriptor: c_int, offset: off_t, whence: c_int) -> off_t {
    if let Leave::Wait(host) = leave()
        && let Err(reason) = file::wait_turn(host, Call::Read, descriptor)
    {
        errno::set(reason);
        return -1;
    }
    // SAFETY: takes no pointers.
    unsafe { libc::lseek(descriptor, offset, whence) }
}
