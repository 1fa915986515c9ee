//! `sigtimedwait`, `sigwaitinfo`, `sigwait`: signals that are blocked, and asked for
//! instead.
//!
//! They are the thread's or the process's, and this thread has to take them: a signal
//! descriptor tells when there is one. Of signals that are not blocked it would hear
//! too late, because their handlers come first: such calls wait as ever.

use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::time::{Duration, Instant};

use libc::{pollfd, siginfo_t, sigset_t, timespec};

use super::cancelled;
use super::poll::duration;
use crate::errno;
use crate::host::{Call, Host, Leave, Wait, Waited, leave};

/// # Safety
/// As for `sigtimedwait(2)`.
pub(super) unsafe extern "C" fn sigtimedwait(
    set: *const sigset_t,
    info: *mut siginfo_t,
    timeout: *const timespec,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::sigtimedwait(set, info, timeout) };
    // SAFETY: the caller's: null or valid.
    let limit = match unsafe { timeout.as_ref() } {
        None => None,
        Some(timeout) => match duration(timeout) {
            Some(limit) if !limit.is_zero() => Some(limit),
            // Not to wait, or wrong.
            _ => return plain(),
        },
    };
    // SAFETY: the caller's.
    unsafe { wait(set, info, limit) }.unwrap_or_else(plain)
}

/// # Safety
/// As for `sigwaitinfo(2)`.
pub(super) unsafe extern "C" fn sigwaitinfo(set: *const sigset_t, info: *mut siginfo_t) -> c_int {
    // SAFETY: the caller's.
    unsafe { wait(set, info, None).unwrap_or_else(|| libc::sigwaitinfo(set, info)) }
}

/// # Safety
/// As for `sigwait(3)`.
pub(super) unsafe extern "C" fn sigwait(set: *const sigset_t, signal: *mut c_int) -> c_int {
    let before = errno::get();
    // SAFETY: the caller's.
    match unsafe { wait(set, ptr::null_mut(), None) } {
        // SAFETY: the caller's.
        None => unsafe { libc::sigwait(set, signal) },
        // This one returns its error and leaves errno alone.
        Some(taken) => {
            let reason = errno::get();
            errno::set(before);
            if taken < 0 {
                return reason;
            }
            // SAFETY: the caller's.
            unsafe { *signal = taken };
            0
        }
    }
}

/// `None` for a call that is to wait as ever.
///
/// # Safety
/// As for `sigtimedwait(2)`.
unsafe fn wait(
    set: *const sigset_t,
    info: *mut siginfo_t,
    limit: Option<Duration>,
) -> Option<c_int> {
    let leave = leave();
    // SAFETY: the caller's: null or valid.
    if matches!(leave, Leave::Plain) || set.is_null() || !unsafe { is_blocked(set) } {
        return None;
    }
    let host: &'static dyn Host = match leave {
        Leave::Plain => return None,
        Leave::Fail => return Some(cancelled()),
        Leave::Wait(host) => host,
    };
    let before = errno::get();
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    // SAFETY: the caller's: a set.
    let told = unsafe { libc::signalfd(-1, set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) };
    if told < 0 {
        return None;
    }
    // SAFETY: just made, and nobody else's.
    let told = unsafe { OwnedFd::from_raw_fd(told) };
    let at_once = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let mut last = false;
    loop {
        // SAFETY: the caller's.
        let taken = unsafe { libc::sigtimedwait(set, info, &raw const at_once) };
        if taken >= 0 {
            errno::set(before);
            return Some(taken);
        }
        if last || !errno::is_would_block() {
            return Some(-1);
        }
        let waited = host.wait(Wait {
            call: Call::Signal,
            set: &[pollfd {
                fd: told.as_raw_fd(),
                events: libc::POLLIN,
                revents: 0,
            }],
            deadline,
        });
        let reason = match waited {
            Waited::Ready => continue,
            // It may have come at the last moment.
            Waited::TimedOut => {
                last = true;
                continue;
            }
            // One that is not asked for, and has a handler.
            Waited::Interrupted => libc::EINTR,
            Waited::Closed(_) => libc::EINVAL,
            Waited::Cancelled => libc::ECANCELED,
            Waited::Refused(reason) => reason,
        };
        errno::set(reason);
        return Some(-1);
    }
}

/// Whether no signal of the set can come by a handler.
///
/// # Safety
/// The set is valid.
unsafe fn is_blocked(set: *const sigset_t) -> bool {
    let mut blocked = MaybeUninit::uninit();
    // SAFETY: there is room for the answer, which is filled in before it is read; the
    // numbers are those of signals.
    unsafe {
        libc::pthread_sigmask(libc::SIG_BLOCK, ptr::null(), blocked.as_mut_ptr()) == 0
            && (1..=libc::SIGRTMAX()).all(|signal| {
                libc::sigismember(set, signal) != 1
                    || libc::sigismember(blocked.as_ptr(), signal) == 1
            })
    }
}
