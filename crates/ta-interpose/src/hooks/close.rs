//! `close`, `fclose`, `close_range`, `dup2`, `dup3`: whoever waits for a descriptor that
//! comes to mean nothing, or something else, hears of it.

use std::ffi::{c_int, c_uint};
use std::os::fd::RawFd;

use libc::FILE;

use super::{file, lock};
use crate::descriptor;
use crate::host::host_on_this_thread;
use crate::{errno, known, limits};

/// Tells those who wait for `descriptor`.
fn tell(descriptor: RawFd) {
    // By whatever thread.
    known::forget(descriptor);
    if let Some(host) = host_on_this_thread()
        && descriptor >= 0
    {
        let before = errno::get();
        host.closing(descriptor);
        limits::forget(descriptor);
        file::forget(descriptor);
        lock::released(descriptor);
        errno::set(before);
    }
}

/// # Safety
/// As for `close(2)`: the descriptor is the caller's to close.
pub(super) unsafe extern "C" fn close(descriptor: c_int) -> c_int {
    tell(descriptor);
    // SAFETY: the caller's.
    unsafe { libc::close(descriptor) }
}

/// # Safety
/// As for `fclose(3)`.
pub(super) unsafe extern "C" fn fclose(stream: *mut FILE) -> c_int {
    if !stream.is_null() {
        let before = errno::get();
        // SAFETY: the caller's: an open stream. Of one in memory there is none.
        let descriptor = unsafe { libc::fileno(stream) };
        errno::set(before);
        tell(descriptor);
    }
    // SAFETY: the caller's.
    unsafe { libc::fclose(stream) }
}

/// # Safety
/// As for `close_range(2)`.
pub(super) unsafe extern "C" fn close_range(first: c_uint, last: c_uint, flags: c_int) -> c_int {
    if host_on_this_thread().is_some() && flags & libc::CLOSE_RANGE_CLOEXEC as c_int == 0 {
        let end = descriptor::limit();
        for descriptor in first..=last.min(end) {
            tell(RawFd::try_from(descriptor).unwrap_or(-1));
        }
    } else if flags & libc::CLOSE_RANGE_CLOEXEC as c_int == 0 {
        known::forget_range(first as usize, last as usize);
    }
    // By number: not every libc has the function.
    // SAFETY: the caller's.
    unsafe { libc::syscall(libc::SYS_close_range, first, last, flags) as c_int }
}

/// # Safety
/// As for `dup2(2)`: the new number is the caller's to close.
pub(super) unsafe extern "C" fn dup2(old: c_int, new: c_int) -> c_int {
    tell_of_other(old, new);
    // SAFETY: the caller's.
    unsafe { libc::dup2(old, new) }
}

/// # Safety
/// As for `dup3(2)`: the new number is the caller's to close.
pub(super) unsafe extern "C" fn dup3(old: c_int, new: c_int, flags: c_int) -> c_int {
    tell_of_other(old, new);
    // SAFETY: the caller's.
    unsafe { libc::dup3(old, new, flags) }
}

/// Nothing is closed by a copy onto itself, or of what is not open.
fn tell_of_other(old: RawFd, new: RawFd) {
    known::forget(new);
    if host_on_this_thread().is_some() && old != new {
        let before = errno::get();
        let is_open = descriptor::flags(old).is_some();
        errno::set(before);
        if is_open {
            tell(new);
        }
    }
}
