//! `poll`, `ppoll`, `select`, `pselect`.

use std::ffi::c_int;
use std::ptr;
use std::time::{Duration, Instant};

use libc::{fd_set, nfds_t, pollfd, sigset_t, timespec, timeval};
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;

#[test]
fn poll_waits_for_any_of_its_descriptors() {
    let pairs = [sockets(libc::SOCK_STREAM), sockets(libc::SOCK_STREAM)];
    let [first, second] = [0, 1].map(|at: usize| pairs[at].ends());
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let mut set = [
                    asked(first[0], libc::POLLIN),
                    asked(-1, libc::POLLIN),
                    asked(second[0], libc::POLLIN),
                ];
                assert_eq!(poll(&mut set, -1), 1);
                assert_eq!(set.map(|one| one.revents), [0, 0, libc::POLLIN]);
                driver.note("ready");
            }),
            Box::new(move || {
                driver.note("sends");
                assert_eq!(send(second[1], b"x"), 1);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["sends", "ready"]);
}

#[test]
fn poll_ends_when_its_time_has_passed() {
    let pair = sockets(libc::SOCK_STREAM);
    let reader = pair.ends()[0];
    let driver = run(|_| {
        vec![Box::new(move || {
            let started = Instant::now();
            let mut set = [asked(reader, libc::POLLIN)];
            assert_eq!(poll(&mut set, 20), 0);
            assert_eq!(set[0].revents, 0);
            assert_eq!(poll(&mut [], 10), 0);
            let time = timespec {
                tv_sec: 0,
                tv_nsec: 10_000_000,
            };
            let ready = call!(c"call_ppoll":
                fn(*mut pollfd, nfds_t, *const timespec, *const sigset_t) -> c_int;
                set.as_mut_ptr(), 1, &raw const time, ptr::null());
            assert_eq!(ready, 0);
            assert!(started.elapsed() >= Duration::from_millis(40));
        })]
    });
    assert_eq!(driver.waits(), [Call::Poll; 3]);
}

#[test]
fn the_end_of_the_peer_ends_a_wait_for_nothing() {
    let pair = std::mem::ManuallyDrop::new(sockets(libc::SOCK_STREAM));
    let [ours, theirs] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                let mut set = [asked(ours, 0)];
                assert_eq!(poll(&mut set, -1), 1);
                assert_eq!(set[0].revents, libc::POLLHUP);
                assert_eq!(close(ours), 0);
            }),
            Box::new(move || {
                assert_eq!(close(theirs), 0);
            }),
        ]
    });
}

#[test]
fn select_waits_and_tells_what_is_left_of_the_time() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|_| {
        vec![
            Box::new(move || {
                let mut sets = [set_of(reader), set_of(reader)];
                let mut time = timeval {
                    tv_sec: 100,
                    tv_usec: 0,
                };
                let [read, except] = &mut sets;
                let ready = select(reader + 1, read, ptr::null_mut(), except, &mut time);
                assert_eq!(ready, 1);
                assert!(contains(&sets[0], reader));
                assert!(!contains(&sets[1], reader));
                assert!(time.tv_sec < 100 && time.tv_sec > 30, "{}", time.tv_sec);
            }),
            Box::new(move || {
                assert_eq!(usleep(2000), 0);
                assert_eq!(send(writer, b"x"), 1);
            }),
        ]
    });
    assert_eq!(driver.waits(), [Call::Poll, Call::Sleep]);
}

#[test]
fn select_ends_when_its_time_has_passed_with_empty_sets() {
    let pair = sockets(libc::SOCK_STREAM);
    let reader = pair.ends()[0];
    let driver = run(|_| {
        vec![Box::new(move || {
            let mut set = set_of(reader);
            let mut time = timeval {
                tv_sec: 0,
                tv_usec: 10_000,
            };
            let none = ptr::null_mut();
            assert_eq!(select(reader + 1, &mut set, none, none, &mut time), 0);
            assert!(!contains(&set, reader));
            assert_eq!((time.tv_sec, time.tv_usec), (0, 0));
            let mut set = set_of(reader);
            let short = timespec {
                tv_sec: 0,
                tv_nsec: 5_000_000,
            };
            let ready = call!(c"call_pselect":
                fn(c_int, *mut fd_set, *mut fd_set, *mut fd_set, *const timespec,
                    *const sigset_t) -> c_int;
                reader + 1, &raw mut set, none, none, &raw const short, ptr::null());
            assert_eq!(ready, 0);
            assert_eq!(select(0, none, none, none, &mut time), 0);
        })]
    });
    assert_eq!(driver.waits(), [Call::Poll, Call::Poll]);
}

fn select(
    count: c_int,
    read: *mut fd_set,
    write: *mut fd_set,
    except: *mut fd_set,
    time: *mut timeval,
) -> c_int {
    call!(c"call_select":
        fn(c_int, *mut fd_set, *mut fd_set, *mut fd_set, *mut timeval) -> c_int;
        count, read, write, except, time)
}

fn set_of(fd: c_int) -> fd_set {
    // SAFETY: zeros are an empty set, and the descriptor fits into it.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::FD_SET(fd, &raw mut set);
        set
    }
}

fn contains(set: &fd_set, fd: c_int) -> bool {
    // SAFETY: the descriptor fits into the set.
    unsafe { libc::FD_ISSET(fd, set) }
}
