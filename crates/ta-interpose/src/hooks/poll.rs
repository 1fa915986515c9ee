//! `poll` and `ppoll`.

use std::ffi::c_int;
use std::os::fd::RawFd;
use std::time::{Duration, Instant};

use libc::{nfds_t, pollfd, sigset_t, size_t, timespec};

use super::{cancelled, check_buffer};
use crate::errno;
use crate::host::{Call, Host, Leave, Wait, Waited, leave};

/// # Safety
/// As for `poll(2)`.
pub(super) unsafe extern "C" fn poll(fds: *mut pollfd, count: nfds_t, timeout: c_int) -> c_int {
    let host = match leave() {
        Leave::Wait(host) if timeout != 0 => host,
        Leave::Fail if timeout != 0 => return cancelled(),
        // SAFETY: the caller's.
        _ => return unsafe { libc::poll(fds, count, timeout) },
    };
    let timeout = u64::try_from(timeout).ok().map(Duration::from_millis);
    // SAFETY: the caller's.
    unsafe { wait(host, fds, count, timeout) }
}

/// As [`poll`], and a wait that was cancelled hangs up.
///
/// A client that takes every failure to wait for "nothing is on its way" would send its
/// next question while the answer to the last one is still to come, and then wait for
/// both. Without a peer it finds out that the connection is of no use.
///
/// # Safety
/// As for `poll(2)`.
pub(super) unsafe extern "C" fn poll_or_hang_up(
    fds: *mut pollfd,
    count: nfds_t,
    timeout: c_int,
) -> c_int {
    // SAFETY: the caller's.
    let ready = unsafe { poll(fds, count, timeout) };
    if ready < 0 && errno::get() == libc::ECANCELED && !fds.is_null() {
        // SAFETY: the caller's: so many descriptors.
        for asked in unsafe { std::slice::from_raw_parts(fds, count as usize) } {
            // SAFETY: no memory is involved. What is no socket, or not connected yet,
            // has no peer to lose.
            unsafe { libc::shutdown(asked.fd, libc::SHUT_RDWR) };
        }
        errno::set(libc::ECANCELED);
    }
    ready
}

/// # Safety
/// As for `ppoll(2)`.
pub(super) unsafe extern "C" fn ppoll(
    fds: *mut pollfd,
    count: nfds_t,
    timeout: *const timespec,
    mask: *const sigset_t,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::ppoll(fds, count, timeout, mask) };
    let leave = leave();
    // Another set of signals would have to hold for the whole thread.
    if matches!(leave, Leave::Plain) || !mask.is_null() {
        return plain();
    }
    // SAFETY: the caller's: null or valid.
    let limit = match unsafe { timeout.as_ref() } {
        None => None,
        Some(timeout) => match duration(timeout) {
            Some(limit) if !limit.is_zero() => Some(limit),
            // Not to wait, or wrong.
            _ => return plain(),
        },
    };
    match leave {
        // SAFETY: the caller's.
        Leave::Wait(host) => unsafe { wait(host, fds, count, limit) },
        Leave::Fail => cancelled(),
        Leave::Plain => plain(),
    }
}

/// # Safety
/// As for `poll(2)`.
unsafe fn wait(
    host: &'static dyn Host,
    fds: *mut pollfd,
    count: nfds_t,
    timeout: Option<Duration>,
) -> c_int {
    let before = errno::get();
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let mut last = false;
    loop {
        // SAFETY: the caller's.
        let ready = unsafe { libc::poll(fds, count, 0) };
        if ready != 0 || last {
            return ready;
        }
        let set = if fds.is_null() {
            &[]
        } else {
            // SAFETY: the caller's: so many descriptors, which nobody else writes to.
            unsafe { std::slice::from_raw_parts(fds, count as usize) }
        };
        let waited = host.wait(Wait {
            call: Call::Poll,
            set,
            deadline,
        });
        errno::set(before);
        match waited {
            Waited::Ready | Waited::Interrupted => {}
            // Something may have come at the last moment.
            Waited::TimedOut => last = true,
            // SAFETY: the caller's; there are descriptors, since one was closed.
            Waited::Closed(closed) => unsafe {
                return report_closed(std::slice::from_raw_parts_mut(fds, count as usize), closed);
            },
            Waited::Cancelled => return cancelled(),
            Waited::Refused(reason) => {
                errno::set(reason);
                return -1;
            }
        }
    }
}

/// What the kernel says of a descriptor that is not open.
fn report_closed(fds: &mut [pollfd], closed: RawFd) -> c_int {
    let mut count = 0;
    for asked in fds {
        asked.revents = 0;
        if asked.fd == closed {
            asked.revents = libc::POLLNVAL;
            count += 1;
        }
    }
    count
}

/// `None` for what is no time.
pub(super) fn duration(time: &timespec) -> Option<Duration> {
    let nanoseconds = u32::try_from(time.tv_nsec).ok()?;
    if nanoseconds >= 1_000_000_000 {
        return None;
    }
    Some(Duration::new(time.tv_sec.try_into().ok()?, nanoseconds))
}

/// # Safety
/// As for `poll(2)`.
pub(super) unsafe extern "C" fn poll_checked(
    fds: *mut pollfd,
    count: nfds_t,
    timeout: c_int,
    held: size_t,
) -> c_int {
    check_buffer(count as usize, held / size_of::<pollfd>());
    // SAFETY: the caller's.
    unsafe { poll(fds, count, timeout) }
}

/// # Safety
/// As for `poll(2)`.
pub(super) unsafe extern "C" fn poll_or_hang_up_checked(
    fds: *mut pollfd,
    count: nfds_t,
    timeout: c_int,
    held: size_t,
) -> c_int {
    check_buffer(count as usize, held / size_of::<pollfd>());
    // SAFETY: the caller's.
    unsafe { poll_or_hang_up(fds, count, timeout) }
}

/// # Safety
/// As for `ppoll(2)`.
pub(super) unsafe extern "C" fn ppoll_checked(
    fds: *mut pollfd,
    count: nfds_t,
    timeout: *const timespec,
    mask: *const sigset_t,
    held: size_t,
) -> c_int {
    check_buffer(count as usize, held / size_of::<pollfd>());
    // SAFETY: the caller's.
    unsafe { ppoll(fds, count, timeout, mask) }
}
