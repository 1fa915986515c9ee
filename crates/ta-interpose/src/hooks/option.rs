//! `fcntl`, `ioctl`, `setsockopt`: never waited for. They only come here so that nobody
//! goes on believing of a file what they change.

use std::ffi::{c_int, c_ulong, c_void};

use libc::socklen_t;

use crate::known;

/// The last argument is a number or a pointer. All of them are passed alike on the
/// systems that this crate is for, whether the function takes a fixed number or not; and
/// what the caller has not given, libc does not read.
///
/// # Safety
/// As for `fcntl(2)`.
pub(super) unsafe extern "C" fn fcntl(
    descriptor: c_int,
    command: c_int,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's.
    let result = unsafe { libc::fcntl(descriptor, command, argument) };
    // What does not block any more cannot be mistaken for what never did.
    if command == libc::F_SETFL && argument as usize & libc::O_NONBLOCK as usize != 0 {
        known::changed();
    }
    result
}

/// # Safety
/// As for `ioctl(2)`; about its arguments see [`fcntl`].
pub(super) unsafe extern "C" fn ioctl(
    descriptor: c_int,
    request: c_ulong,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's.
    let result = unsafe { libc::ioctl(descriptor, request as _, argument) };
    if request == libc::FIONBIO as c_ulong {
        known::changed();
    }
    result
}

/// # Safety
/// As for `setsockopt(2)`.
pub(super) unsafe extern "C" fn setsockopt(
    socket: c_int,
    level: c_int,
    name: c_int,
    value: *const c_void,
    length: socklen_t,
) -> c_int {
    // SAFETY: the caller's.
    let result = unsafe { libc::setsockopt(socket, level, name, value, length) };
    if level == libc::SOL_SOCKET && matches!(name, libc::SO_RCVTIMEO | libc::SO_SNDTIMEO) {
        known::changed();
    }
    result
}
