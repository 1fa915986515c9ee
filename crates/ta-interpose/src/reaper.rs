//! Children that nobody waits for any more: their coroutine was cancelled while it did,
//! and code that cannot wait again has gone on. A thread takes note of their ends, so
//! that none stays a zombie; it lives as long as there are any.

use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use libc::pid_t;

use crate::helpers;

const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_secs(1);

static LEFT: Mutex<Left> = Mutex::new(Left {
    process: 0,
    children: Vec::new(),
});

struct Left {
    /// Whose children these are, and whose thread looks after them.
    process: u32,
    children: Vec<pid_t>,
}

/// Nobody will wait for `child`.
pub(crate) fn leave(child: pid_t) {
    let mut left = left();
    if left.process != std::process::id() {
        left.process = std::process::id();
        left.children.clear();
    }
    left.children.push(child);
    let is_first = left.children.len() == 1;
    drop(left);
    if is_first && helpers::start(reap).is_err() {
        // A zombie until the process ends, or until the next one is left.
        self::left().children.clear();
    }
}

fn reap() {
    let mut pause = FIRST;
    loop {
        std::thread::sleep(pause);
        pause = (pause * 2).min(LONGEST);
        let mut left = left();
        left.children.retain(|&child| {
            // SAFETY: nobody wants to know how it ended. An error means that somebody
            // has waited for it after all.
            unsafe { libc::waitpid(child, ptr::null_mut(), libc::WNOHANG) == 0 }
        });
        if left.children.is_empty() {
            return;
        }
    }
}

fn left() -> MutexGuard<'static, Left> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}
