//! `connect`.

use std::ffi::c_int;
use std::os::fd::RawFd;
use std::time::Instant;

use libc::{sockaddr, socklen_t};

use super::patience::Patience;
use super::{Blocking, cancelled};
use crate::descriptor::{self, Direction};
use crate::errno;
use crate::host::{Call, Host, Leave, leave};

/// # Safety
/// As for `connect(2)`.
pub(super) unsafe extern "C" fn connect(
    socket: c_int,
    address: *const sockaddr,
    length: socklen_t,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::connect(socket, address, length) };
    let leave = leave();
    if matches!(leave, Leave::Plain) {
        return plain();
    }
    let Some(flags) = descriptor::flags(socket) else {
        return plain();
    };
    if flags & libc::O_NONBLOCK != 0 {
        return plain();
    }
    let host = match leave {
        Leave::Plain => return plain(),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let before = errno::get();
    let deadline = descriptor::deadline(socket, Direction::Send);
    // There is no flag for a single call. The flags are put back before anybody else
    // can run; those who share the socket with another process do not connect it.
    let attempt = || {
        descriptor::set_flags(socket, flags | libc::O_NONBLOCK);
        let result = plain();
        let reason = errno::get();
        descriptor::set_flags(socket, flags);
        if result == 0 { 0 } else { reason }
    };
    let result = match attempt() {
        libc::EINPROGRESS | libc::EALREADY => established(host, socket),
        // The queue of a Unix listener is full, and nothing tells when it is not.
        libc::EAGAIN => again(host, deadline, attempt),
        result => result,
    };
    if result == 0 {
        errno::set(before);
        return 0;
    }
    errno::set(result);
    -1
}

/// Waits until it is known what becomes of a connection.
fn established(host: &'static dyn Host, socket: RawFd) -> c_int {
    let mut waiting = Blocking::writable(host, Call::Connect, socket);
    loop {
        if !waiting.wait() {
            return match errno::get() {
                // What the kernel says after SO_SNDTIMEO.
                libc::EAGAIN => libc::EINPROGRESS,
                reason => reason,
            };
        }
        if waiting.is_ready() {
            return descriptor::take_error(socket);
        }
    }
}

/// Tries again and again, less and less often.
fn again(
    host: &'static dyn Host,
    deadline: Option<Instant>,
    mut attempt: impl FnMut() -> c_int,
) -> c_int {
    let mut patience = Patience::new(host, Call::Connect);
    loop {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return libc::EAGAIN;
        }
        if let Err(reason) = patience.pause(deadline) {
            return reason;
        }
        let result = attempt();
        if result != libc::EAGAIN {
            return result;
        }
    }
}
