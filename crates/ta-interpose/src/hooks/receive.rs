//! `recv`, `recvfrom`, `recvmsg`.

use std::ffi::{c_int, c_void};
use std::os::fd::RawFd;

use libc::{msghdr, size_t, sockaddr, socklen_t, ssize_t};

use super::vector::{self, Rest};
use super::{Blocking, cancelled, check_buffer};
use crate::descriptor;
use crate::errno;
use crate::host::{Call, Host, Leave, leave};

/// With these a call returns at once, whatever is there.
const AT_ONCE: c_int = libc::MSG_DONTWAIT | libc::MSG_ERRQUEUE;

/// Whether a call takes from the socket what it returns.
fn takes(flags: c_int) -> bool {
    flags & AT_ONCE == 0 || flags & (libc::MSG_PEEK | libc::MSG_ERRQUEUE) == 0
}

/// For a coroutine that is not to go on: what it took now, nobody would ever see. Who did
/// not want to wait is told that there is nothing yet, and keeps the socket.
fn refuse(flags: c_int) -> ssize_t {
    if flags & AT_ONCE == 0 {
        return cancelled();
    }
    errno::set(libc::EAGAIN);
    -1
}

/// # Safety
/// As for `recv(2)`.
pub(super) unsafe extern "C" fn recv(
    socket: c_int,
    buffer: *mut c_void,
    length: size_t,
    flags: c_int,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & AT_ONCE == 0 => host,
        Leave::Fail if takes(flags) => return refuse(flags),
        // SAFETY: the caller's.
        _ => return unsafe { libc::recv(socket, buffer, length, flags) },
    };
    receive(host, socket, length, flags, |done, flags| {
        // SAFETY: the caller's; no more than what is left of the buffer is asked for.
        unsafe { libc::recv(socket, buffer.byte_add(done), length - done, flags) }
    })
}

/// # Safety
/// As for `recvfrom(2)`.
pub(super) unsafe extern "C" fn recvfrom(
    socket: c_int,
    buffer: *mut c_void,
    length: size_t,
    flags: c_int,
    address: *mut sockaddr,
    address_length: *mut socklen_t,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & AT_ONCE == 0 => host,
        Leave::Fail if takes(flags) => return refuse(flags),
        // SAFETY: the caller's.
        _ => unsafe {
            return libc::recvfrom(socket, buffer, length, flags, address, address_length);
        },
    };
    receive(host, socket, length, flags, |done, flags| {
        let (buffer, left) = (buffer.wrapping_byte_add(done), length - done);
        // SAFETY: the caller's; no more than what is left of the buffer is asked for.
        unsafe { libc::recvfrom(socket, buffer, left, flags, address, address_length) }
    })
}

/// # Safety
/// As for `recvmsg(2)`.
pub(super) unsafe extern "C" fn recvmsg(
    socket: c_int,
    message: *mut msghdr,
    flags: c_int,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & AT_ONCE == 0 => host,
        Leave::Fail if takes(flags) => return refuse(flags),
        // SAFETY: the caller's.
        _ => return unsafe { libc::recvmsg(socket, message, flags) },
    };
    // SAFETY: the caller's: the message and what it points to are valid.
    let (buffers, count) = unsafe { vector::of_message(message) };
    // SAFETY: as above.
    let length = unsafe { Rest::length(buffers, count) };
    receive(host, socket, length, flags, |done, flags| {
        if done == 0 {
            // SAFETY: the caller's.
            return unsafe { libc::recvmsg(socket, message, flags) };
        }
        // What belongs to the message besides its bytes came with the first of them.
        // SAFETY: the caller's, as above.
        unsafe {
            let mut rest = Rest::after(buffers, count, done);
            libc::recvmsg(socket, &raw mut *rest.as_message(), flags)
        }
    })
}

/// Receives up to `length` bytes with `attempt`, which is told how many there are
/// already and with which flags to ask for more.
fn receive(
    host: &'static dyn Host,
    socket: RawFd,
    length: usize,
    flags: c_int,
    mut attempt: impl FnMut(usize, c_int) -> isize,
) -> isize {
    let mut call = Blocking::readable(host, Call::Receive, socket);
    let flags = flags | libc::MSG_DONTWAIT;
    let first = call.run(|| attempt(0, flags));
    // A look at all of something that is not all there cannot be put together from
    // parts: it gets what there is.
    if first <= 0
        || flags & libc::MSG_WAITALL == 0
        || flags & libc::MSG_PEEK != 0
        || first as usize >= length
        || !descriptor::is_byte_stream(socket)
        || call.is_nonblocking()
    {
        return first;
    }
    let mut done = first as usize;
    while done < length {
        let more = call.run(|| attempt(done, flags));
        if more <= 0 {
            // The next call will hear of an error again.
            call.keep_errno();
            break;
        }
        done += more as usize;
    }
    done as isize
}

/// # Safety
/// As for `recv(2)`.
pub(super) unsafe extern "C" fn recv_checked(
    socket: c_int,
    buffer: *mut c_void,
    length: size_t,
    held: size_t,
    flags: c_int,
) -> ssize_t {
    check_buffer(length, held);
    // SAFETY: the caller's.
    unsafe { recv(socket, buffer, length, flags) }
}

/// # Safety
/// As for `recvfrom(2)`.
pub(super) unsafe extern "C" fn recvfrom_checked(
    socket: c_int,
    buffer: *mut c_void,
    length: size_t,
    held: size_t,
    flags: c_int,
    address: *mut sockaddr,
    address_length: *mut socklen_t,
) -> ssize_t {
    check_buffer(length, held);
    // SAFETY: the caller's.
    unsafe { recvfrom(socket, buffer, length, flags, address, address_length) }
}
