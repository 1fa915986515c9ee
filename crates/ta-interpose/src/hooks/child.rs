//! `wait`, `waitpid`, `wait3`, `wait4`, `waitid`: the end of child processes.

use std::ffi::c_int;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;

use libc::{pid_t, rusage, siginfo_t};

use super::patience::Patience;
use super::{Blocking, cancelled};
use crate::host::{Call, Host, Leave, host_on_this_thread, leave};
use crate::{errno, reaper};

/// # Safety
/// As for `wait(2)`.
pub(super) unsafe extern "C" fn wait(status: *mut c_int) -> pid_t {
    // SAFETY: the caller's.
    unsafe { wait4(-1, status, 0, ptr::null_mut()) }
}

/// # Safety
/// As for `waitpid(2)`.
pub(super) unsafe extern "C" fn waitpid(child: pid_t, status: *mut c_int, options: c_int) -> pid_t {
    // SAFETY: the caller's.
    unsafe { wait4(child, status, options, ptr::null_mut()) }
}

/// # Safety
/// As for `wait3(2)`.
pub(super) unsafe extern "C" fn wait3(
    status: *mut c_int,
    options: c_int,
    usage: *mut rusage,
) -> pid_t {
    // SAFETY: the caller's.
    unsafe { wait4(-1, status, options, usage) }
}

/// # Safety
/// As for `wait4(2)`.
pub(super) unsafe extern "C" fn wait4(
    child: pid_t,
    status: *mut c_int,
    options: c_int,
    usage: *mut rusage,
) -> pid_t {
    // SAFETY: the caller's.
    let plain = |options| unsafe { libc::wait4(child, status, options, usage) };
    let host = match leave() {
        Leave::Plain => return plain(options),
        _ if options & libc::WNOHANG != 0 => return plain(options),
        Leave::Fail => return fail(child),
        Leave::Wait(host) => host,
    };
    let before = errno::get();
    let mut signal = Signal::Unknown;
    loop {
        let result = plain(options | libc::WNOHANG);
        if result != 0 {
            if result > 0 {
                errno::set(before);
            }
            return result;
        }
        errno::set(before);
        if let Err(reason) = signal.wait(host, child, options) {
            if reason == libc::ECANCELED && child > 0 && !host.waits_again() {
                reaper::leave(child);
            }
            errno::set(reason);
            return -1;
        }
    }
}

/// The coroutine was told to stop before.
fn fail(child: pid_t) -> pid_t {
    if let Some(host) = host_on_this_thread()
        && child > 0
        && !host.waits_again()
    {
        reaper::leave(child);
    }
    cancelled()
}

/// # Safety
/// As for `waitid(2)`.
pub(super) unsafe extern "C" fn waitid(
    kind: libc::idtype_t,
    id: libc::id_t,
    info: *mut siginfo_t,
    options: c_int,
) -> c_int {
    // SAFETY: the caller's.
    let plain = |info, options| unsafe { libc::waitid(kind, id, info, options) };
    let host = match leave() {
        Leave::Plain => return plain(info, options),
        _ if options & libc::WNOHANG != 0 => return plain(info, options),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let before = errno::get();
    let mut signal = match (kind, c_int::try_from(id)) {
        (libc::P_PID, Ok(_)) | (libc::P_PIDFD, Err(_)) => Signal::Unknown,
        // Its own descriptor tells.
        (libc::P_PIDFD, Ok(child)) => Signal::Given(child),
        _ => Signal::None(Patience::new(host, Call::Child)),
    };
    loop {
        // SAFETY: zeros are values of all its fields.
        let mut found: siginfo_t = unsafe { std::mem::zeroed() };
        let result = plain(&raw mut found, options | libc::WNOHANG);
        // SAFETY: filled in by the call, or zero.
        if result != 0 || unsafe { found.si_pid() } != 0 {
            if result == 0 {
                if !info.is_null() {
                    // SAFETY: the caller's: there is room for the answer.
                    unsafe { *info = found };
                }
                errno::set(before);
            }
            return result;
        }
        errno::set(before);
        let child = pid_t::try_from(id).unwrap_or(-1);
        // Of the end alone something tells.
        let others = if options & (libc::WSTOPPED | libc::WCONTINUED) == 0 {
            0
        } else {
            libc::WUNTRACED
        };
        if let Err(reason) = signal.wait(host, child, others) {
            errno::set(reason);
            return -1;
        }
    }
}

/// What tells that there is something to wait for.
enum Signal {
    Unknown,
    /// A descriptor that is readable once the child has ended.
    Descriptor(OwnedFd),
    /// The same, but the caller's.
    Given(RawFd),
    /// Nothing.
    None(Patience),
}

impl Signal {
    fn wait(&mut self, host: &'static dyn Host, child: pid_t, options: c_int) -> Result<(), c_int> {
        if let Self::Unknown = self {
            *self = Self::of(host, child, options);
        }
        let ended = match self {
            Self::Descriptor(ended) => ended.as_raw_fd(),
            Self::Given(ended) => *ended,
            Self::None(patience) => return patience.pause(None),
            Self::Unknown => return Ok(()),
        };
        let mut waiting = Blocking::readable(host, Call::Child, ended);
        if waiting.wait() {
            Ok(())
        } else {
            Err(errno::get())
        }
    }

    /// Of a single child the kernel tells the end (since 5.3), but nothing else.
    fn of(host: &'static dyn Host, child: pid_t, options: c_int) -> Self {
        if child > 0 && options & (libc::WUNTRACED | libc::WCONTINUED) == 0 {
            // SAFETY: takes no pointers.
            let descriptor = unsafe {
                libc::syscall(
                    libc::SYS_pidfd_open,
                    libc::c_long::from(child),
                    libc::c_long::from(0),
                )
            };
            if let Ok(descriptor @ 0..) = c_int::try_from(descriptor) {
                // SAFETY: just made, and nobody else's.
                return Self::Descriptor(unsafe { OwnedFd::from_raw_fd(descriptor) });
            }
        }
        Self::None(Patience::new(host, Call::Child))
    }
}
