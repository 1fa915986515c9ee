//! `read` and `readv`: on sockets, pipes, terminals, files.
//!
//! `preadv2(RWF_NOWAIT)` reads without blocking whatever the descriptor is, where the
//! kernel can do that: files since 4.14, sockets and pipes since 6.4. Where it cannot,
//! readiness is asked for first.

use std::ffi::{c_int, c_long, c_void};

use libc::{iovec, size_t, ssize_t};

use super::vector::Rest;
use super::{Blocking, cancelled, check_buffer, file};
use crate::descriptor::{self, Kind};
use crate::host::{Call, Host, Leave, leave};
use crate::{errno, limits};

/// # Safety
/// As for `read(2)`.
pub(super) unsafe extern "C" fn read(
    descriptor: c_int,
    buffer: *mut c_void,
    length: size_t,
) -> ssize_t {
    let leave = leave();
    if matches!(leave, Leave::Plain) {
        // SAFETY: the caller's.
        return unsafe { libc::read(descriptor, buffer, length) };
    }
    let vector = iovec {
        iov_base: buffer,
        iov_len: length,
    };
    // SAFETY: the caller's.
    unsafe { read_into(leave, descriptor, &raw const vector, 1) }
}

/// # Safety
/// As for `readv(2)`.
pub(super) unsafe extern "C" fn readv(
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> ssize_t {
    match leave() {
        // SAFETY: the caller's.
        Leave::Wait(_) | Leave::Fail if !(1..=1024).contains(&count) => unsafe {
            // Refused by the kernel, or nothing to read.
            libc::readv(descriptor, buffers, count)
        },
        // SAFETY: the caller's.
        Leave::Plain => unsafe { libc::readv(descriptor, buffers, count) },
        // SAFETY: the caller's.
        leave => unsafe { read_into(leave, descriptor, buffers, count) },
    }
}

/// # Safety
/// As for `readv(2)`, with at least one buffer.
unsafe fn read_into(leave: Leave, descriptor: c_int, buffers: *const iovec, count: c_int) -> isize {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::readv(descriptor, buffers, count) };
    let host = match leave {
        Leave::Plain => return plain(),
        Leave::Wait(host) => host,
        Leave::Fail => {
            return match descriptor::kind(descriptor) {
                Kind::File => plain(),
                Kind::Socket | Kind::Pipe | Kind::Other => cancelled(),
            };
        }
    };
    limits::begin(descriptor);
    if let Err(reason) = file::wait_turn(host, Call::Read, descriptor) {
        errno::set(reason);
        return -1;
    }
    let before = errno::get();
    // SAFETY: the caller's.
    let result = unsafe { read_now(descriptor, buffers, count) };
    if result >= 0 {
        // SAFETY: the caller's.
        return unsafe { complete(host, result as usize, descriptor, buffers, count) };
    }
    match errno::get() {
        libc::EAGAIN => match descriptor::kind(descriptor) {
            // Not in the page cache.
            Kind::File => {
                errno::set(before);
                // SAFETY: the caller's.
                unsafe { read_cold(host, descriptor, buffers, count, 0) }
            }
            kind @ (Kind::Socket | Kind::Pipe | Kind::Other) => {
                errno::set(before);
                let mut waiting = Blocking::readable(host, call(kind), descriptor);
                errno::set(libc::EAGAIN);
                if !waiting.wait() {
                    return -1;
                }
                // SAFETY: the caller's.
                waiting.run(|| unsafe { read_now(descriptor, buffers, count) })
            }
        },
        // The kernel cannot, or a filter does not let us ask.
        libc::EOPNOTSUPP | libc::EINVAL | libc::ENOSYS | libc::EPERM => {
            errno::set(before);
            // SAFETY: the caller's.
            unsafe { read_when_ready(host, descriptor, buffers, count) }
        }
        _ => result,
    }
}

/// The way of kernels that cannot tell a read not to wait.
///
/// # Safety
/// As for `readv(2)`.
unsafe fn read_when_ready(
    host: &'static dyn Host,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    let kind = descriptor::kind(descriptor);
    let mut waiting = Blocking::readable(host, call(kind), descriptor);
    match kind {
        // SAFETY: the caller's.
        Kind::File => return unsafe { file::read_unknown(host, descriptor, buffers, count) },
        Kind::Socket => {
            // SAFETY: the caller's.
            let mut whole = unsafe { Rest::after(buffers, count as usize, 0) };
            // SAFETY: the caller's: the buffers are valid.
            return waiting.run(|| unsafe {
                libc::recvmsg(descriptor, whole.as_message(), libc::MSG_DONTWAIT)
            });
        }
        Kind::Pipe | Kind::Other => {
            while !waiting.is_ready() && !waiting.is_nonblocking() {
                if !waiting.wait() {
                    return -1;
                }
            }
        }
    }
    waiting.keep_errno();
    // SAFETY: the caller's.
    unsafe { libc::readv(descriptor, buffers, count) }
}

/// A file may have had only its first part in the page cache, and callers take a short
/// read for its end: the rest is waited for.
///
/// # Safety
/// As for `readv(2)`.
unsafe fn complete(
    host: &'static dyn Host,
    done: usize,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    // SAFETY: the caller's.
    let wanted = unsafe { Rest::length(buffers, count as usize) };
    if done == 0 || done >= wanted || !is_short(descriptor) {
        return done as isize;
    }
    // SAFETY: the caller's.
    unsafe { read_cold(host, descriptor, buffers, count, done) }
}

/// Whether a file has more than was read.
fn is_short(descriptor: c_int) -> bool {
    // Pipes and sockets have none.
    descriptor::position(descriptor).is_some_and(|position| {
        descriptor::status(descriptor).is_some_and(|status| {
            // Of devices the size is not known.
            status.kind == Kind::File && (status.size == 0 || position < status.size)
        })
    })
}

/// # Safety
/// As for `readv(2)`.
unsafe fn read_cold(
    host: &'static dyn Host,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
    done: usize,
) -> isize {
    // SAFETY: the caller's.
    unsafe {
        file::read_cold(
            host,
            descriptor,
            (buffers, count),
            done,
            |buffers, count| read_now(descriptor, buffers, count),
        )
    }
}

/// `preadv2` at the file's own position, which is what `readv` does. Not by libc's
/// wrapper, which not every libc has.
///
/// # Safety
/// As for `readv(2)`.
unsafe fn read_now(descriptor: c_int, buffers: *const iovec, count: c_int) -> isize {
    const HERE: c_long = -1;
    // SAFETY: the caller's.
    unsafe {
        libc::syscall(
            libc::SYS_preadv2,
            c_long::from(descriptor),
            buffers,
            c_long::from(count),
            HERE,
            HERE,
            c_long::from(libc::RWF_NOWAIT),
        ) as isize
    }
}

fn call(kind: Kind) -> Call {
    if kind == Kind::Socket {
        Call::Receive
    } else {
        Call::Read
    }
}

/// # Safety
/// As for `read(2)`.
pub(super) unsafe extern "C" fn read_checked(
    descriptor: c_int,
    buffer: *mut c_void,
    length: size_t,
    held: size_t,
) -> ssize_t {
    check_buffer(length, held);
    // SAFETY: the caller's.
    unsafe { read(descriptor, buffer, length) }
}
