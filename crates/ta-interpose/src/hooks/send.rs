//! `send`, `sendto`, `sendmsg`. On a socket that blocks they return when everything
//! was taken, not when something was.

use std::ffi::{c_int, c_void};
use std::os::fd::RawFd;

use libc::{msghdr, size_t, sockaddr, socklen_t, ssize_t};

use super::vector::{self, Rest};
use super::{Blocking, cancelled};
use crate::host::{Call, Host, Leave, leave};

/// # Safety
/// As for `send(2)`.
pub(super) unsafe extern "C" fn send(
    socket: c_int,
    buffer: *const c_void,
    length: size_t,
    flags: c_int,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & libc::MSG_DONTWAIT == 0 => host,
        Leave::Fail if flags & libc::MSG_DONTWAIT == 0 => return cancelled(),
        // SAFETY: the caller's.
        _ => return unsafe { libc::send(socket, buffer, length, flags) },
    };
    // SAFETY: the caller's.
    unsafe { send_buffer(host, socket, buffer, length, flags) }
}

/// # Safety
/// As for `send(2)`.
pub(super) unsafe fn send_buffer(
    host: &'static dyn Host,
    socket: RawFd,
    buffer: *const c_void,
    length: usize,
    flags: c_int,
) -> isize {
    let flags = flags | libc::MSG_DONTWAIT;
    send_all(host, socket, length, |done| {
        // SAFETY: the caller's; no more than what is left of the buffer is sent.
        unsafe { libc::send(socket, buffer.byte_add(done), length - done, flags) }
    })
}

/// # Safety
/// As for `sendto(2)`.
pub(super) unsafe extern "C" fn sendto(
    socket: c_int,
    buffer: *const c_void,
    length: size_t,
    flags: c_int,
    address: *const sockaddr,
    address_length: socklen_t,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & libc::MSG_DONTWAIT == 0 => host,
        Leave::Fail if flags & libc::MSG_DONTWAIT == 0 => return cancelled(),
        _ => {
            // SAFETY: the caller's.
            return unsafe { libc::sendto(socket, buffer, length, flags, address, address_length) };
        }
    };
    let flags = flags | libc::MSG_DONTWAIT;
    send_all(host, socket, length, |done| {
        let (buffer, left) = (buffer.wrapping_byte_add(done), length - done);
        // SAFETY: the caller's; no more than what is left of the buffer is sent.
        unsafe { libc::sendto(socket, buffer, left, flags, address, address_length) }
    })
}

/// # Safety
/// As for `sendmsg(2)`.
pub(super) unsafe extern "C" fn sendmsg(
    socket: c_int,
    message: *const msghdr,
    flags: c_int,
) -> ssize_t {
    let host = match leave() {
        Leave::Wait(host) if flags & libc::MSG_DONTWAIT == 0 => host,
        Leave::Fail if flags & libc::MSG_DONTWAIT == 0 => return cancelled(),
        // SAFETY: the caller's.
        _ => return unsafe { libc::sendmsg(socket, message, flags) },
    };
    // SAFETY: the caller's: the message and what it points to are valid.
    unsafe { send_message(host, socket, message, flags) }
}

/// # Safety
/// As for `sendmsg(2)`.
pub(super) unsafe fn send_message(
    host: &'static dyn Host,
    socket: RawFd,
    message: *const msghdr,
    flags: c_int,
) -> isize {
    let flags = flags | libc::MSG_DONTWAIT;
    // SAFETY: the caller's.
    let (buffers, count) = unsafe { vector::of_message(message) };
    // SAFETY: the caller's.
    let length = unsafe { Rest::length(buffers, count) };
    send_all(host, socket, length, |done| {
        if done == 0 {
            // SAFETY: the caller's.
            return unsafe { libc::sendmsg(socket, message, flags) };
        }
        // What belongs to the message besides its bytes went with the first of them.
        // SAFETY: the caller's.
        unsafe {
            libc::sendmsg(
                socket,
                Rest::after(buffers, count, done).as_message(),
                flags,
            )
        }
    })
}

/// Sends `length` bytes with `attempt`, which is told how many are gone already.
fn send_all(
    host: &'static dyn Host,
    socket: RawFd,
    length: usize,
    mut attempt: impl FnMut(usize) -> isize,
) -> isize {
    let mut call = Blocking::writable(host, Call::Send, socket);
    let mut done = 0;
    loop {
        let sent = call.run(|| attempt(done));
        if sent < 0 {
            if done == 0 {
                return -1;
            }
            // The next call will hear of the error again.
            call.keep_errno();
            return done as isize;
        }
        done += sent as usize;
        // A message goes as a whole or not at all.
        if done >= length || sent == 0 || call.is_nonblocking() {
            return done as isize;
        }
    }
}
