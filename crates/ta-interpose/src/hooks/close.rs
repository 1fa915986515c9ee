//! `close`: whoever waits for the descriptor hears of it.

use std::ffi::c_int;

use crate::errno;
use crate::host::host_on_this_thread;

/// # Safety
/// As for `close(2)`: the descriptor is the caller's to close.
pub(super) unsafe extern "C" fn close(descriptor: c_int) -> c_int {
    if let Some(host) = host_on_this_thread()
        && descriptor >= 0
    {
        let before = errno::get();
        host.closing(descriptor);
        errno::set(before);
    }
    // SAFETY: the caller's.
    unsafe { libc::close(descriptor) }
}
