//! Signals that are blocked and asked for.

use std::ffi::c_int;
use std::mem::{MaybeUninit, zeroed};
use std::ptr;

use libc::{siginfo_t, sigset_t, timespec};
use ta_interpose::Call;

use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

/// Blocked in this thread, which ends with its test.
fn blocked(signal: c_int) -> sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: the set is made before it is used.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), signal);
        let status = libc::pthread_sigmask(libc::SIG_BLOCK, set.as_ptr(), ptr::null_mut());
        assert_eq!(status, 0);
        set.assume_init()
    }
}

fn send(signal: c_int) {
    // SAFETY: takes no pointers of ours.
    let status = unsafe { libc::pthread_kill(libc::pthread_self(), signal) };
    assert_eq!(status, 0);
}

fn timed(set: &sigset_t, info: *mut siginfo_t, milliseconds: i64) -> c_int {
    let time = timespec {
        tv_sec: 0,
        tv_nsec: milliseconds * 1_000_000,
    };
    call!(c"call_sigtimedwait":
        fn(*const sigset_t, *mut siginfo_t, *const timespec) -> c_int;
        ptr::from_ref(set), info, &raw const time)
}

#[test]
fn who_waits_for_a_signal_lets_others_run() {
    let set = blocked(libc::SIGUSR1);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                // SAFETY: zeros are values of all its fields.
                let mut info: siginfo_t = unsafe { zeroed() };
                assert_eq!(timed(&set, &raw mut info, 900), libc::SIGUSR1);
                assert_eq!(info.si_signo, libc::SIGUSR1);
                let name = c"call_sigwaitinfo";
                let taken = call!(name: fn(*const sigset_t, *mut siginfo_t) -> c_int;
                    &raw const set, &raw mut info);
                assert_eq!(taken, libc::SIGUSR1);
                let mut taken = 0;
                let status = call!(c"call_sigwait": fn(*const sigset_t, *mut c_int) -> c_int;
                    &raw const set, &raw mut taken);
                assert_eq!((status, taken), (0, libc::SIGUSR1));
                driver.note("has it");
            }),
            Box::new(move || {
                for _ in 0..3 {
                    send(libc::SIGUSR1);
                    // It is taken before the next, which would be the same.
                    assert_eq!(super::support::usleep(20_000), 0);
                }
            }),
        ]
    });
    assert_eq!(driver.notes(), ["has it"]);
    let waits = driver.waits();
    assert_eq!(
        waits.iter().filter(|call| **call == Call::Signal).count(),
        3
    );
}

#[test]
fn a_signal_that_does_not_come_is_waited_for_as_long_as_asked() {
    let set = blocked(libc::SIGUSR2);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(timed(&set, ptr::null_mut(), 0), -1);
                assert_eq!(errno(), libc::EAGAIN);
                assert_eq!(timed(&set, ptr::null_mut(), 20), -1);
                assert_eq!(errno(), libc::EAGAIN);
                driver.note("late");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    assert_eq!(driver.notes(), ["meanwhile", "late"]);
    assert_eq!(driver.waits(), [Call::Signal]);
}
