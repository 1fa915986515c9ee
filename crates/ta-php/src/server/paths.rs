//! Paths that scripts name, and whether the engine lets them.

use std::ffi::{c_char, c_int};

use crate::zend::value::Str;

/// Whether `open_basedir` lets scripts at `path`, which has no NUL in it.
pub(super) fn is_allowed(path: &Str) -> bool {
    unsafe extern "C" {
        fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
    }
    // SAFETY: a live string, whose bytes end with a NUL; the engine reads it
    // and the ini setting of the active request.
    unsafe { php_check_open_basedir_ex((&raw const (*path.as_ptr()).val).cast(), 0) == 0 }
}
