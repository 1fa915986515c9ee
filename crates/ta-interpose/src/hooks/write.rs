//! `write` and `writev`: on sockets, pipes, terminals, files. What blocks takes
//! everything before they return.

use std::ffi::{c_int, c_long, c_void};
use std::mem::MaybeUninit;

use libc::{iovec, msghdr, size_t, ssize_t};

use super::vector::{self, Rest};
use super::{Blocking, cancelled, file, send};
use crate::descriptor::{self, Kind};
use crate::errno;
use crate::host::{Call, Leave, leave};

/// # Safety
/// As for `write(2)`.
pub(super) unsafe extern "C" fn write(
    descriptor: c_int,
    buffer: *const c_void,
    length: size_t,
) -> ssize_t {
    let leave = leave();
    if matches!(leave, Leave::Plain) {
        // SAFETY: the caller's.
        return unsafe { libc::write(descriptor, buffer, length) };
    }
    let vector = iovec {
        iov_base: buffer.cast_mut(),
        iov_len: length,
    };
    // SAFETY: the caller's; the buffer is only read.
    unsafe { write_from(leave, descriptor, &raw const vector, 1) }
}

/// # Safety
/// As for `writev(2)`.
pub(super) unsafe extern "C" fn writev(
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> ssize_t {
    match leave() {
        // SAFETY: the caller's.
        Leave::Wait(_) | Leave::Fail if !(1..=1024).contains(&count) => unsafe {
            // Refused by the kernel, or nothing to write.
            libc::writev(descriptor, buffers, count)
        },
        // SAFETY: the caller's.
        Leave::Plain => unsafe { libc::writev(descriptor, buffers, count) },
        // SAFETY: the caller's.
        leave => unsafe { write_from(leave, descriptor, buffers, count) },
    }
}

/// # Safety
/// As for `writev(2)`, with at least one buffer.
unsafe fn write_from(
    leave: Leave,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    // SAFETY: the caller's.
    let plain = || unsafe { vector::write(descriptor, buffers, count) };
    if descriptor::has_position(descriptor) {
        // SAFETY: the caller's.
        return unsafe { file::write(leave, descriptor, buffers, count) };
    }
    let kind = descriptor::kind(descriptor);
    if kind == Kind::File {
        return plain();
    }
    let host = match leave {
        Leave::Plain => return plain(),
        Leave::Wait(host) => host,
        Leave::Fail if kind == Kind::Socket => return cancelled(),
        // Messages of a coroutine that ends, as long as somebody reads them.
        Leave::Fail => {
            return if descriptor::is_nonblocking(descriptor) {
                plain()
            } else {
                // SAFETY: the caller's.
                let result = unsafe { write_now(descriptor, buffers, count) };
                if result < 0 && errno::is_would_block() {
                    return cancelled();
                }
                if result < 0 && is_unsupported() {
                    return plain();
                }
                result
            };
        }
    };
    if kind == Kind::Socket {
        // SAFETY: a struct of integers and pointers, for which zeros are values.
        let mut message: msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
        message.msg_iov = buffers.cast_mut();
        message.msg_iovlen = count as _;
        // SAFETY: the caller's; the buffers are only read.
        return unsafe { send::send_message(host, descriptor, &raw const message, 0) };
    }
    let waiting = Blocking::writable(host, Call::Write, descriptor);
    if waiting.is_nonblocking() {
        return plain();
    }
    // SAFETY: the caller's.
    unsafe { write_all(waiting, descriptor, buffers, count) }
}

/// Writes to a pipe or a device.
///
/// # Safety
/// As for `writev(2)`.
unsafe fn write_all(
    mut waiting: Blocking,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    // SAFETY: the caller's.
    let length = unsafe { Rest::length(buffers, count as usize) };
    let mut done = 0;
    loop {
        // SAFETY: the caller's; what is left of the buffers is valid.
        let result = waiting.run(|| unsafe {
            if done == 0 {
                write_what_fits(descriptor, buffers, count)
            } else {
                let rest = Rest::after(buffers, count as usize, done);
                let rest = rest.buffers();
                write_what_fits(descriptor, rest.as_ptr(), rest.len() as c_int)
            }
        });
        if result < 0 {
            if done == 0 {
                return -1;
            }
            // The next call will hear of the error again.
            waiting.keep_errno();
            return done as isize;
        }
        done += result as usize;
        if done >= length || result == 0 {
            return done as isize;
        }
    }
}

/// Writes as much as there is room for, or fails with `EAGAIN`.
///
/// # Safety
/// As for `writev(2)`, with at least one buffer.
unsafe fn write_what_fits(descriptor: c_int, buffers: *const iovec, count: c_int) -> isize {
    // SAFETY: the caller's.
    let result = unsafe { write_now(descriptor, buffers, count) };
    if result >= 0 || !is_unsupported() {
        return result;
    }
    let mut room = libc::pollfd {
        fd: descriptor,
        events: libc::POLLOUT,
        revents: 0,
    };
    // SAFETY: one descriptor to poll, without waiting.
    if unsafe { libc::poll(&raw mut room, 1, 0) } == 0 {
        errno::set(libc::EAGAIN);
        return -1;
    }
    // SAFETY: the caller's: there is a first buffer.
    let first = unsafe { *buffers };
    // A pipe that is writable at all takes this much without waiting.
    let length = first.iov_len.min(libc::PIPE_BUF);
    if length == 0 {
        // SAFETY: the caller's. Only empty ones come before the others.
        return unsafe { libc::writev(descriptor, buffers, count) };
    }
    // SAFETY: the caller's.
    unsafe { libc::write(descriptor, first.iov_base, length) }
}

/// Whether the last call failed because the kernel does not know how to write there
/// without waiting.
fn is_unsupported() -> bool {
    matches!(
        errno::get(),
        libc::EOPNOTSUPP | libc::EINVAL | libc::ENOSYS | libc::EPERM
    )
}

/// `pwritev2` at the file's own position, which is what `writev` does. Not by libc's
/// wrapper, which not every libc has.
///
/// # Safety
/// As for `writev(2)`.
unsafe fn write_now(descriptor: c_int, buffers: *const iovec, count: c_int) -> isize {
    const HERE: c_long = -1;
    // SAFETY: the caller's.
    unsafe {
        libc::syscall(
            libc::SYS_pwritev2,
            c_long::from(descriptor),
            buffers,
            c_long::from(count),
            HERE,
            HERE,
            c_long::from(libc::RWF_NOWAIT),
        ) as isize
    }
}
