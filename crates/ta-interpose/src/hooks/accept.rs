//! `accept` and `accept4`.

use std::ffi::c_int;
use std::os::fd::RawFd;

use libc::{sockaddr, socklen_t};

use super::{Blocking, cancelled};
use crate::host::{Call, Leave, leave};

/// # Safety
/// As for `accept(2)`.
pub(super) unsafe extern "C" fn accept(
    socket: c_int,
    address: *mut sockaddr,
    length: *mut socklen_t,
) -> c_int {
    // SAFETY: the caller's.
    when_ready(socket, || unsafe { libc::accept(socket, address, length) })
}

/// # Safety
/// As for `accept4(2)`.
pub(super) unsafe extern "C" fn accept4(
    socket: c_int,
    address: *mut sockaddr,
    length: *mut socklen_t,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller's.
    when_ready(socket, || unsafe {
        libc::accept4(socket, address, length, flags)
    })
}

/// Calls `accept` when there is a connection. Another process that listens on the same
/// socket may be faster, and then the thread waits: there is no flag for a single call,
/// and to change the socket's would change it for that process too.
fn when_ready(socket: RawFd, accept: impl Fn() -> c_int) -> c_int {
    let host = match leave() {
        Leave::Plain => return accept(),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let mut waiting = Blocking::readable(host, Call::Accept, socket);
    while !waiting.is_ready() && !waiting.is_nonblocking() {
        if !waiting.wait() {
            return -1;
        }
    }
    waiting.keep_errno();
    accept()
}
