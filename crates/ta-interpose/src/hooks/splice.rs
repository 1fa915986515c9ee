//! `sendfile` and `splice`: bytes that go from one descriptor to another inside of the
//! kernel. It has no way to stop where one of them would block.
//!
//! So a coroutine that could be held up by them hears that the kernel cannot do it for
//! these descriptors (`EINVAL`), which happens anyway: callers read and write instead,
//! and those calls wait. Copying costs them once more what it does without these calls.

use std::ffi::{c_int, c_uint};
use std::os::fd::RawFd;

use libc::{off_t, off64_t, size_t, ssize_t};

use super::file::Lent;
use super::{cancelled, flush};
use crate::descriptor;
use crate::errno;
use crate::host::{Leave, leave};

/// # Safety
/// As for `sendfile(2)`.
pub(super) unsafe extern "C" fn sendfile(
    to: c_int,
    from: c_int,
    position: *mut off_t,
    length: size_t,
) -> ssize_t {
    let position = Lent(position);
    // SAFETY: the caller's: the position is null or valid until we return.
    let copy =
        move |from: RawFd, to: RawFd| unsafe { libc::sendfile(to, from, position.get(), length) };
    let leave = leave();
    if matches!(leave, Leave::Plain) || !may_block(to) {
        return copy(from, to);
    }
    match leave {
        Leave::Wait(host) if descriptor::has_position(to) => {
            flush::copy_between_files(host, from, to, length, copy)
        }
        _ if descriptor::has_position(to) => copy(from, to),
        leave => refuse(leave),
    }
}

/// # Safety
/// As for `splice(2)`.
pub(super) unsafe extern "C" fn splice(
    from: c_int,
    from_position: *mut off64_t,
    to: c_int,
    to_position: *mut off64_t,
    length: size_t,
    flags: c_uint,
) -> ssize_t {
    let leave = leave();
    if matches!(leave, Leave::Plain) || !(may_block(from) || may_block(to)) {
        // SAFETY: the caller's.
        return unsafe { libc::splice(from, from_position, to, to_position, length, flags) };
    }
    refuse(leave)
}

/// Whether `descriptor` is open and not one that fails with `EAGAIN` instead of blocking.
fn may_block(descriptor: RawFd) -> bool {
    descriptor::flags(descriptor).is_some_and(|flags| flags & libc::O_NONBLOCK == 0)
}

fn refuse(leave: Leave) -> ssize_t {
    if matches!(leave, Leave::Fail) {
        return cancelled();
    }
    errno::set(libc::EINVAL);
    -1
}
