//! `sleep`, `usleep`, `nanosleep`, `clock_nanosleep`.

use std::ffi::c_int;
use std::ptr;
use std::time::{Duration, Instant};

use libc::{clockid_t, timespec};
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn who_sleeps_lets_others_run() {
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("long");
                assert_eq!(call!(c"call_sleep": fn(u32) -> u32; 1), 0);
                driver.note("long over");
            }),
            Box::new(move || {
                driver.note("short");
                assert_eq!(usleep(1000), 0);
                driver.note("short over");
            }),
        ]
    });
    assert_eq!(driver.notes(), ["long", "short", "short over", "long over"]);
    assert_eq!(driver.waits(), [Call::Sleep; 2]);
}

#[test]
fn nobody_wakes_early() {
    run(|_| {
        vec![Box::new(move || {
            let started = Instant::now();
            assert_eq!(nanosleep(0, 5_000_000), 0);
            assert!(started.elapsed() >= Duration::from_millis(5));
            let time = timespec {
                tv_sec: 0,
                tv_nsec: 5_000_000,
            };
            let started = Instant::now();
            assert_eq!(clock_nanosleep(libc::CLOCK_MONOTONIC, 0, &time), 0);
            assert!(started.elapsed() >= Duration::from_millis(5));
        })]
    });
}

#[test]
fn a_point_in_time_is_slept_until() {
    let driver = run(|_| {
        vec![Box::new(move || {
            for clock in [libc::CLOCK_REALTIME, libc::CLOCK_MONOTONIC] {
                let mut time = now(clock);
                assert_eq!(clock_nanosleep(clock, libc::TIMER_ABSTIME, &time), 0);
                time.tv_sec += 1;
                assert_eq!(clock_nanosleep(clock, libc::TIMER_ABSTIME, &time), 0);
                let after = now(clock);
                let late = (after.tv_sec, after.tv_nsec) >= (time.tv_sec, time.tv_nsec);
                // The clock of the wall may have been set meanwhile.
                assert!(late || clock == libc::CLOCK_REALTIME);
            }
        })]
    });
    assert_eq!(driver.waits(), [Call::Sleep; 4]);
}

#[test]
fn what_is_no_time_is_refused_as_ever() {
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(nanosleep(0, 1_000_000_000), -1);
            assert_eq!(errno(), libc::EINVAL);
            assert_eq!(nanosleep(-1, 0), -1);
            assert_eq!(errno(), libc::EINVAL);
            let wrong = timespec {
                tv_sec: 0,
                tv_nsec: -1,
            };
            assert_eq!(
                clock_nanosleep(libc::CLOCK_MONOTONIC, 0, &wrong),
                libc::EINVAL
            );
        })]
    });
    assert_eq!(driver.waits(), []);
}

fn nanosleep(seconds: i64, nanoseconds: i64) -> c_int {
    let time = timespec {
        tv_sec: seconds,
        tv_nsec: nanoseconds,
    };
    call!(c"call_nanosleep": fn(*const timespec, *mut timespec) -> c_int;
        &raw const time, ptr::null_mut())
}

fn clock_nanosleep(clock: clockid_t, flags: c_int, time: &timespec) -> c_int {
    call!(c"call_clock_nanosleep":
        fn(clockid_t, c_int, *const timespec, *mut timespec) -> c_int;
        clock, flags, ptr::from_ref(time), ptr::null_mut())
}

fn now(clock: clockid_t) -> timespec {
    let mut time = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: there is room for the answer.
    assert_eq!(unsafe { libc::clock_gettime(clock, &raw mut time) }, 0);
    time
}
