//! `write` and `writev`: on sockets, pipes, terminals, files. What blocks takes
//! everything before they return.

use std::ffi::{c_int, c_long, c_void};
use std::mem::MaybeUninit;

use libc::{iovec, msghdr, size_t, ssize_t};

use super::vector::{self, Rest};
use super::{Blocking, cancelled, file, send};
use crate::descriptor::{self, Kind};
use crate::host::{Call, Host, Leave, leave};
use crate::{errno, known};

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
    if let Leave::Wait(host) = leave {
        // SAFETY: the caller's.
        match unsafe { write_to_known(host, descriptor, buffers, count) } {
            First::All(result) => return result,
            First::Part(done) => {
                // SAFETY: the caller's; what is left of the buffers is valid.
                return unsafe { write_rest(leave, descriptor, buffers, count, done) };
            }
            First::Nothing => {}
        }
    }
    // SAFETY: the caller's.
    unsafe { write_to_any(leave, descriptor, buffers, count) }
}

/// What became of a first attempt.
enum First {
    /// The call has ended so.
    All(isize),
    /// So many bytes are written.
    Part(usize),
    /// As if there had been none.
    Nothing,
}

/// Writes to what seems to be a socket or a pipe, and can be told by a single call not
/// to wait.
///
/// # Safety
/// As for `writev(2)`, with at least one buffer.
unsafe fn write_to_known(
    host: &'static dyn Host,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
) -> First {
    let before = errno::get();
    match known::kind(descriptor) {
        Some(Kind::Socket) if count == 1 => {
            // SAFETY: the caller's.
            let result = unsafe {
                let buffer = *buffers;
                send::send_buffer(host, descriptor, buffer.iov_base, buffer.iov_len, 0)
            };
            if result >= 0 || errno::get() != libc::ENOTSOCK {
                return First::All(result);
            }
            known::forget(descriptor);
        }
        Some(Kind::Pipe) => {
            // A file that has come in its place takes what it can at once, too.
            // SAFETY: the caller's.
            let result = unsafe { write_now(descriptor, buffers, count) };
            if let Ok(done) = usize::try_from(result) {
                // SAFETY: the caller's.
                let length = unsafe { Rest::length(buffers, count as usize) };
                return if done >= length || done == 0 {
                    First::All(result)
                } else {
                    First::Part(done)
                };
            }
            if !errno::is_would_block() && !is_unsupported() {
                return First::All(result);
            }
        }
        _ => {}
    }
    errno::set(before);
    First::Nothing
}

/// Writes what comes after the first `done` bytes.
///
/// # Safety
/// As for `writev(2)`, with more bytes than that.
unsafe fn write_rest(
    leave: Leave,
    descriptor: c_int,
    buffers: *const iovec,
    count: c_int,
    done: usize,
) -> isize {
    let before = errno::get();
    // SAFETY: the caller's.
    let rest = unsafe { Rest::after(buffers, count as usize, done) };
    let rest = rest.buffers();
    // SAFETY: the caller's; as above.
    let more = unsafe { write_to_any(leave, descriptor, rest.as_ptr(), rest.len() as c_int) };
    if more < 0 {
        // The next call will hear of the error again.
        errno::set(before);
        return done as isize;
    }
    done as isize + more
}

/// Writes to what has to be asked about first.
///
/// # Safety
/// As for `writev(2)`, with at least one buffer.
unsafe fn write_to_any(
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
    known::learn_kind(descriptor, kind);
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
