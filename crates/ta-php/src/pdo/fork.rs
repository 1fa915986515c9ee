//! Connections do not survive a fork: parent and child would talk over each other on
//! one socket. Each remembers in which process it was made.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

static FORKS: AtomicU32 = AtomicU32::new(0);

/// Has forks counted from now on.
pub(super) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // SAFETY: the handler does nothing but add to a number. Should the system refuse,
        // forks go unnoticed, as they do with PDO itself.
        unsafe { libc::pthread_atfork(None, None, Some(forked)) };
    });
}

unsafe extern "C" fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// How many forks lie between the first process and this one.
pub(super) fn generation() -> u32 {
    FORKS.load(Ordering::Relaxed)
}
