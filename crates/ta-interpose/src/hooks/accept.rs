//! `accept` and `accept4`.

use std::ffi::c_int;
use std::os::fd::RawFd;

use libc::{sockaddr, socklen_t};

use super::{Blocking, cancelled};
use crate::host::{Call, Leave, leave};

mod turn;

use turn::Turn;
pub(crate) use turn::share;

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

/// Calls `accept` when there is a connection. Nothing tells a single call not to wait,
/// and to change the socket would change it for every process that listens on it too:
/// so those that were forked take turns.
fn when_ready(socket: RawFd, accept: impl Fn() -> c_int) -> c_int {
    let host = match leave() {
        Leave::Plain => return accept(),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let mut waiting = Blocking::readable(host, Call::Accept, socket);
    loop {
        {
            let _turn = Turn::take();
            if waiting.is_ready() || waiting.is_nonblocking() {
                waiting.keep_errno();
                return accept();
            }
        }
        if !waiting.wait() {
            return -1;
        }
    }
}
