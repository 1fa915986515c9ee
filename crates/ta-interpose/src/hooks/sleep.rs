//! `sleep` and its kin.

use std::ffi::{c_int, c_uint};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use libc::{clockid_t, timespec, useconds_t};

use super::poll::duration;
use crate::errno;
use crate::host::{Call, Host, Leave, Wait, Waited, leave};

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn sleep(seconds: c_uint) -> c_uint {
    let time = Duration::from_secs(seconds.into());
    match leave() {
        // SAFETY: no preconditions.
        Leave::Plain => unsafe { libc::sleep(seconds) },
        Leave::Fail => seconds,
        Leave::Wait(host) => match pause(host, time) {
            Ok(()) => 0,
            // Whole seconds, as of libc.
            Err((libc::EINTR, left)) => c_uint::try_from(left.as_secs()).unwrap_or(seconds),
            // 0 would say that it has slept.
            Err((_, left)) => c_uint::try_from(left.as_secs())
                .unwrap_or(seconds)
                .saturating_add(u32::from(left.subsec_nanos() > 0))
                .clamp(1, seconds.max(1)),
        },
    }
}

/// # Safety
/// None needed; it has the type of what it stands for.
pub(super) unsafe extern "C" fn usleep(microseconds: useconds_t) -> c_int {
    let result = match leave() {
        // SAFETY: no preconditions.
        Leave::Plain => return unsafe { libc::usleep(microseconds) },
        Leave::Fail => Err(libc::ECANCELED),
        Leave::Wait(host) => {
            pause(host, Duration::from_micros(microseconds.into())).map_err(|(reason, _)| reason)
        }
    };
    status(result)
}

/// # Safety
/// As for `nanosleep(2)`.
pub(super) unsafe extern "C" fn nanosleep(time: *const timespec, left: *mut timespec) -> c_int {
    let leave = leave();
    // SAFETY: the caller's: null or valid.
    let requested = unsafe { time.as_ref() }.and_then(duration);
    let (Leave::Wait(_) | Leave::Fail, Some(requested)) = (&leave, requested) else {
        // SAFETY: the caller's.
        return unsafe { libc::nanosleep(time, left) };
    };
    // SAFETY: the caller's.
    status(unsafe { relative(leave, requested, left) })
}

/// # Safety
/// As for `clock_nanosleep(2)`.
pub(super) unsafe extern "C" fn clock_nanosleep(
    clock: clockid_t,
    flags: c_int,
    time: *const timespec,
    left: *mut timespec,
) -> c_int {
    let leave = leave();
    // SAFETY: the caller's: null or valid.
    let given = unsafe { time.as_ref() }.and_then(duration);
    let known = matches!(clock, libc::CLOCK_REALTIME | libc::CLOCK_MONOTONIC);
    let (Leave::Wait(_) | Leave::Fail, Some(given), true) = (&leave, given, known) else {
        // SAFETY: the caller's.
        return unsafe { libc::clock_nanosleep(clock, flags, time, left) };
    };
    // This one returns its error and leaves errno alone.
    let result = if flags & libc::TIMER_ABSTIME == 0 {
        // SAFETY: the caller's.
        unsafe { relative(leave, given, left) }
    } else {
        let until = given.saturating_sub(now(clock));
        // SAFETY: nothing is written through a null pointer.
        unsafe { relative(leave, until, std::ptr::null_mut()) }
    };
    result.err().unwrap_or(0)
}

/// # Safety
/// `left` is null or can be written to.
unsafe fn relative(leave: Leave, time: Duration, left: *mut timespec) -> Result<(), c_int> {
    let result = match leave {
        Leave::Wait(host) => pause(host, time),
        Leave::Plain | Leave::Fail => Err((libc::ECANCELED, time)),
    };
    result.map_err(|(reason, unslept)| {
        if !left.is_null() {
            let unslept = timespec {
                tv_sec: unslept.as_secs().try_into().unwrap_or(libc::time_t::MAX),
                tv_nsec: unslept.subsec_nanos().into(),
            };
            // SAFETY: the caller's.
            unsafe { *left = unslept };
        }
        reason
    })
}

/// Suspends for `time`, or fails with a reason and what is left of it.
fn pause(host: &'static dyn Host, time: Duration) -> Result<(), (c_int, Duration)> {
    let before = errno::get();
    // Later than any clock goes: for ever.
    let deadline = Instant::now().checked_add(time);
    let result = loop {
        let waited = host.wait(Wait {
            call: Call::Sleep,
            set: &[],
            deadline,
        });
        match waited {
            Waited::TimedOut => break Ok(()),
            Waited::Ready | Waited::Closed(_) => {}
            Waited::Interrupted => break Err(libc::EINTR),
            Waited::Cancelled => break Err(libc::ECANCELED),
            Waited::Refused(reason) => break Err(reason),
        }
    };
    errno::set(before);
    result.map_err(|reason| {
        let left = deadline.map_or(time, |end| end.saturating_duration_since(Instant::now()));
        (reason, left)
    })
}

fn status(result: Result<(), c_int>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(reason) => {
            errno::set(reason);
            -1
        }
    }
}

/// What `clock` shows.
fn now(clock: clockid_t) -> Duration {
    if clock == libc::CLOCK_REALTIME {
        return SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
    }
    let mut time = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: there is room for the answer; this clock always exists.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    duration(&time).unwrap_or_default()
}
