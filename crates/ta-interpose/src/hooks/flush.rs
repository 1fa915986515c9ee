//! `fsync`, `fdatasync`, `ftruncate`, `copy_file_range`, and `lseek`, which waits for
//! nothing but its turn.

use std::ffi::{c_int, c_uint};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use libc::{off_t, off64_t, size_t, ssize_t};

use super::file::{self, Lent};
use crate::descriptor::{self, Kind};
use crate::errno;
use crate::host::{Call, Host, Leave, leave};

/// Bytes from which on giving them up takes long.
const MUCH: u64 = 16 << 20;

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
    let Some(status) = descriptor::status(descriptor).filter(|status| status.kind == Kind::File)
    else {
        return flush(descriptor);
    };
    let file = status.file;
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
        Some(status)
            if u64::try_from(length).is_ok_and(|left| status.size.saturating_sub(left) >= MUCH) =>
        {
            let file = status.file;
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
    if !file::nobody_works()
        && let Leave::Wait(host) = leave()
        && let Err(reason) = file::wait_turn(host, Call::Read, descriptor)
    {
        errno::set(reason);
        return -1;
    }
    // SAFETY: takes no pointers.
    unsafe { libc::lseek(descriptor, offset, whence) }
}

/// # Safety
/// As for `copy_file_range(2)`.
pub(super) unsafe extern "C" fn copy_file_range(
    from: c_int,
    from_position: *mut off64_t,
    to: c_int,
    to_position: *mut off64_t,
    length: size_t,
    flags: c_uint,
) -> ssize_t {
    let positions = Lent((from_position, to_position));
    let copy = move |from: RawFd, to: RawFd| {
        let (from_position, to_position) = positions.get();
        // By number: not every libc has the function.
        // SAFETY: the caller's: the positions are null or valid until we return.
        unsafe {
            libc::syscall(
                libc::SYS_copy_file_range,
                from,
                from_position,
                to,
                to_position,
                length,
                flags,
            ) as isize
        }
    };
    let Leave::Wait(host) = leave() else {
        return copy(from, to);
    };
    copy_between_files(host, from, to, length, copy)
}

/// Runs `copy`, with a helper when it takes long.
pub(super) fn copy_between_files(
    host: &'static dyn Host,
    from: RawFd,
    to: RawFd,
    length: usize,
    copy: impl Fn(RawFd, RawFd) -> isize + Send + Sync,
) -> isize {
    for descriptor in [from, to] {
        if let Err(reason) = file::wait_turn(host, Call::Flush, descriptor) {
            errno::set(reason);
            return -1;
        }
    }
    let (Some(source), Some(target)) = (descriptor::status(from), descriptor::status(to)) else {
        return copy(from, to);
    };
    let much = usize::try_from(source.size)
        .unwrap_or(usize::MAX)
        .min(length);
    if much < file::BIG_WRITE && !file::is_far(from, &source) && !file::is_far(to, &target) {
        return copy(from, to);
    }
    // SAFETY: takes no pointers.
    let own = unsafe { libc::fcntl(from, libc::F_DUPFD_CLOEXEC, 0) };
    if own < 0 {
        return copy(from, to);
    }
    // SAFETY: just made, and nobody else's.
    let own = unsafe { OwnedFd::from_raw_fd(own) };
    let file = target.file;
    file::help(host, Call::Flush, to, file, |to| copy(own.as_raw_fd(), to))
        .unwrap_or_else(|| copy(from, to))
}
