//! `dlopen`: what is loaded later calls us too.
//!
//! The linker looks up a name without a slash where the object that calls says
//! (`DT_RUNPATH`), and by way of us that is our object. Programs that load libraries by
//! such names rely on the system's directories, which are searched for every caller.

use std::ffi::{c_char, c_int, c_void};

use crate::{errno, patch};

/// # Safety
/// As for `dlopen(3)`.
pub(super) unsafe extern "C" fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void {
    // SAFETY: the caller's.
    let handle = unsafe { libc::dlopen(path, flags) };
    if !handle.is_null() {
        let before = errno::get();
        // Objects that cannot be patched go on calling libc.
        patch::rescan();
        errno::set(before);
    }
    handle
}
