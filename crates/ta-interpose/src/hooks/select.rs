//! `select` and `pselect`, as waits for the same descriptors by `poll`.

use std::ffi::c_int;
use std::ptr;
use std::time::{Duration, Instant};

use libc::{FD_SETSIZE, fd_set, pollfd, sigset_t, timespec, timeval};

use super::cancelled;
use super::poll::duration;
use crate::errno;
use crate::host::{Call, Host, Leave, Wait, Waited, leave};

/// # Safety
/// As for `select(2)`.
pub(super) unsafe extern "C" fn select(
    count: c_int,
    read: *mut fd_set,
    write: *mut fd_set,
    except: *mut fd_set,
    timeout: *mut timeval,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::select(count, read, write, except, timeout) };
    let leave = leave();
    if matches!(leave, Leave::Plain) || !fits(count) {
        return plain();
    }
    // SAFETY: the caller's: null or valid.
    let limit = match unsafe { timeout.as_ref() } {
        None => None,
        Some(timeout) => match duration_of(timeout) {
            Some(limit) if !limit.is_zero() => Some(limit),
            // Not to wait, or wrong.
            _ => return plain(),
        },
    };
    let host = match leave {
        Leave::Plain => return plain(),
        Leave::Fail => return cancelled(),
        Leave::Wait(host) => host,
    };
    let started = Instant::now();
    // SAFETY: the caller's.
    let ready = unsafe { wait(host, count, [read, write, except], limit) };
    // Linux tells what is left of the time.
    if let (Some(limit), true) = (limit, ready >= 0) {
        let left = limit.saturating_sub(started.elapsed());
        // SAFETY: not null, since there is a limit, and writable for the call.
        unsafe {
            (*timeout).tv_sec = left.as_secs().try_into().unwrap_or(libc::time_t::MAX);
            (*timeout).tv_usec = left.subsec_micros().into();
        }
    }
    ready
}

/// # Safety
/// As for `pselect(2)`.
pub(super) unsafe extern "C" fn pselect(
    count: c_int,
    read: *mut fd_set,
    write: *mut fd_set,
    except: *mut fd_set,
    timeout: *const timespec,
    mask: *const sigset_t,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::pselect(count, read, write, except, timeout, mask) };
    let leave = leave();
    // Another set of signals would have to hold for the whole thread.
    if matches!(leave, Leave::Plain) || !mask.is_null() || !fits(count) {
        return plain();
    }
    // SAFETY: the caller's: null or valid.
    let limit = match unsafe { timeout.as_ref() } {
        None => None,
        Some(timeout) => match duration(timeout) {
            Some(limit) if !limit.is_zero() => Some(limit),
            _ => return plain(),
        },
    };
    match leave {
        Leave::Plain => plain(),
        Leave::Fail => cancelled(),
        // SAFETY: the caller's.
        Leave::Wait(host) => unsafe { wait(host, count, [read, write, except], limit) },
    }
}

/// # Safety
/// As for `select(2)`; `count` fits.
unsafe fn wait(
    host: &'static dyn Host,
    count: c_int,
    sets: [*mut fd_set; 3],
    timeout: Option<Duration>,
) -> c_int {
    let before = errno::get();
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    // SAFETY: the caller's: each is null or valid.
    let asked = sets.map(|set| unsafe { set.as_ref() }.copied());
    let mut fds = [pollfd {
        fd: -1,
        events: 0,
        revents: 0,
    }; FD_SETSIZE];
    let polled = as_poll(&asked, count, &mut fds);
    let mut last = false;
    loop {
        let mut now = timeval {
            tv_sec: 0,
            tv_usec: 0,
        };
        // SAFETY: the caller's.
        let ready =
            unsafe { libc::select(count, sets[0], sets[1], sets[2], ptr::from_mut(&mut now)) };
        if ready != 0 || last {
            return ready;
        }
        // It has cleared what is not ready.
        for (set, asked) in sets.into_iter().zip(asked) {
            if let Some(asked) = asked {
                // SAFETY: not null, since something was asked for.
                unsafe { *set = asked };
            }
        }
        let waited = host.wait(Wait {
            call: Call::Poll,
            set: &fds[..polled],
            deadline,
        });
        errno::set(before);
        match waited {
            Waited::Ready | Waited::Interrupted => {}
            Waited::Closed(_) => {
                errno::set(libc::EBADF);
                return -1;
            }
            Waited::TimedOut => last = true,
            Waited::Cancelled => return cancelled(),
            Waited::Refused(reason) => {
                errno::set(reason);
                return -1;
            }
        }
    }
}

/// Fills `fds` with what is asked for, and returns how many that are.
fn as_poll(asked: &[Option<fd_set>; 3], count: c_int, fds: &mut [pollfd]) -> usize {
    const EVENTS: [i16; 3] = [libc::POLLIN, libc::POLLOUT, libc::POLLPRI];
    let mut polled = 0;
    for fd in 0..count {
        let events = asked
            .iter()
            .zip(EVENTS)
            .filter_map(|(set, events)| set.as_ref().map(|set| (set, events)))
            // SAFETY: `count` fits, so the descriptor lies within the set.
            .filter(|(set, _)| unsafe { libc::FD_ISSET(fd, ptr::from_ref(*set)) })
            .fold(0, |all, (_, events)| all | events);
        if events != 0 {
            fds[polled] = pollfd {
                fd,
                events,
                revents: 0,
            };
            polled += 1;
        }
    }
    polled
}

/// Larger sets than libc's are possible with sets that are no `fd_set`; what they mean
/// is not known here.
fn fits(count: c_int) -> bool {
    usize::try_from(count).is_ok_and(|count| count <= FD_SETSIZE)
}

fn duration_of(time: &timeval) -> Option<Duration> {
    let microseconds = u64::try_from(time.tv_usec).ok()?;
    Duration::from_secs(time.tv_sec.try_into().ok()?)
        .checked_add(Duration::from_micros(microseconds))
}
