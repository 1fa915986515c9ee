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
use crate::{errno, known, limits};

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
    // SAFETY: the caller's.
    let received = unsafe { receive_if_socket(host, descriptor, buffers, count) };
    if let Some(result) = received {
        return result;
    }
    let before = errno::get();
    let mut waiting: Option<(Kind, Blocking)> = None;
    loop {
        // SAFETY: the caller's.
        let result = unsafe { read_now(descriptor, buffers, count) };
        if result >= 0 {
            errno::set(before);
            if waiting.is_some() {
                // No file.
                return result;
            }
            // SAFETY: the caller's.
            return unsafe { complete(host, result as usize, descriptor, buffers, count) };
        }
        match errno::get() {
            libc::EAGAIN => {}
            // The kernel cannot, or a filter does not let us ask.
            libc::EOPNOTSUPP | libc::EINVAL | libc::ENOSYS | libc::EPERM => {
                errno::set(before);
                // SAFETY: the caller's.
                return unsafe { read_when_ready(host, descriptor, buffers, count) };
            }
            _ => return result,
        }
        // Who waits relies on nothing else but what is confirmed when it begins to.
        let kind = known::kind(descriptor)
            .filter(|kind| known::holds(descriptor, known::needed(call(*kind))))
            .unwrap_or_else(|| ask_kind(descriptor));
        errno::set(before);
        if kind == Kind::File {
            // Not in the page cache.
            // SAFETY: the caller's.
            return unsafe { read_cold(host, descriptor, buffers, count, 0) };
        }
        let waiting = match &mut waiting {
            Some((same, waiting)) if *same == kind => waiting,
            // The first time; or it has turned out to be something else.
            other => {
                let new = Blocking::readable(host, call(kind), descriptor);
                &mut other.insert((kind, new)).1
            }
        };
        if !waiting.wait() {
            return -1;
        }
    }
}

/// Reads what seems to be a socket, which takes less time than `preadv2`; `None` when
/// that is to be used.
///
/// # Safety
/// As for `readv(2)`, with at least one buffer.
unsafe fn receive_if_socket(
    host: &'static dyn Host,
    socket: c_int,
    buffers: *const iovec,
    count: c_int,
) -> Option<isize> {
    if known::kind(socket) != Some(Kind::Socket) || count != 1 {
        return None;
    }
    // SAFETY: the caller's.
    let buffer = unsafe { *buffers };
    if buffer.iov_len == 0 {
        // Nothing is taken by `read`, but a whole message by `recv`.
        return None;
    }
    let before = errno::get();
    let result = Blocking::readable(host, Call::Receive, socket).run(|| {
        // SAFETY: the caller's: there is room for so much.
        unsafe { libc::recv(socket, buffer.iov_base, buffer.iov_len, libc::MSG_DONTWAIT) }
    });
    if result < 0 && errno::get() == libc::ENOTSOCK {
        known::forget(socket);
        errno::set(before);
        return None;
    }
    Some(result)
}

/// What the kernel says, for the next time.
fn ask_kind(descriptor: c_int) -> Kind {
    let kind = descriptor::kind(descriptor);
    known::learn_kind(descriptor, kind);
    kind
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
    let kind = ask_kind(descriptor);
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
    // Asked every time: a file that has come unseen in the place of a pipe would end
    // early for its reader.
    let Some(position) = descriptor::position(descriptor) else {
        // Pipes and sockets have none. The next call on a socket knows that it is one.
        if known::kind(descriptor).is_none() {
            ask_kind(descriptor);
        }
        return false;
    };
    descriptor::status(descriptor).is_some_and(|status| {
        // Of devices the size is not known.
        status.kind == Kind::File && (status.size == 0 || position < status.size)
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
