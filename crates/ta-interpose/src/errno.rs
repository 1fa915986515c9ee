//! The thread's `errno`, which a call that succeeds leaves as it was.

use std::ffi::c_int;

/// What the last failed call on this thread left.
pub(crate) fn get() -> c_int {
    // SAFETY: libc gives the address of the thread's own errno, which is always valid.
    unsafe { *libc::__errno_location() }
}

/// Has the caller see `value` as the reason of a failure.
pub(crate) fn set(value: c_int) {
    // SAFETY: as in `get`.
    unsafe { *libc::__errno_location() = value };
}

/// Whether the last failed call on this thread would have had to wait.
pub(crate) fn is_would_block() -> bool {
    // The same number on Linux, which is all this crate is for.
    get() == libc::EAGAIN
}
