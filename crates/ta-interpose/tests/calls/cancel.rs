//! A coroutine that was told to stop: its wait ends, and what it calls until it has
//! heard of that fails.

use std::ffi::c_int;

use libc::timespec;
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn a_wait_ends_and_later_calls_fail_at_once_until_it_is_known() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let pipe = pipe();
    let [out, into] = pipe.ends();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let cancelled = |result: isize| {
                    assert_eq!(result, -1);
                    assert_eq!(errno(), libc::ECANCELED);
                };
                // As at a time limit, for nothing is wrong with the socket.
                assert_eq!(recv(reader, &mut [0; 8], 0), -1);
                assert_eq!(errno(), libc::EAGAIN);
                cancelled(recv(reader, &mut [0; 8], 0));
                cancelled(send(reader, b"x"));
                cancelled(read(reader, &mut [0; 8]));
                cancelled(write(reader, b"x"));
                cancelled(read(out, &mut [0; 8]));
                cancelled(poll(&mut [asked(reader, libc::POLLIN)], -1) as isize);
                cancelled(usleep(1000) as isize);
                // These never wait.
                assert_eq!(recv(reader, &mut [0; 8], libc::MSG_DONTWAIT), -1);
                assert_eq!(errno(), libc::EAGAIN);
                assert_eq!(poll(&mut [asked(reader, libc::POLLIN)], 0), 0);
                assert_eq!(write(into, b"message"), 7);
                driver.recover();
                driver.note("knows");
                assert_eq!(recv(reader, &mut [0; 8], 0), 1);
            }),
            Box::new(move || {
                driver.cancel(0);
                assert_eq!(usleep(1000), 0);
                driver.note("sends");
                assert_eq!(send(writer, b"x"), 1);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["knows", "sends"]);
    assert_eq!(driver.waits(), [Call::Receive, Call::Sleep, Call::Receive]);
}

#[test]
fn what_comes_after_the_cancellation_is_left_to_others() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(recv(reader, &mut [0; 8], 0), -1);
                assert_eq!(poll(&mut [asked(reader, libc::POLLIN)], 0), 1);
                let mut buffer = [0; 8];
                assert_eq!(recv(reader, &mut buffer, libc::MSG_DONTWAIT), -1);
                assert_eq!(errno(), libc::EAGAIN);
                let look = libc::MSG_DONTWAIT | libc::MSG_PEEK;
                assert_eq!(recv(reader, &mut buffer, look), 4);
                driver.recover();
                assert_eq!(recv(reader, &mut buffer, libc::MSG_DONTWAIT), 4);
                assert_eq!(&buffer[..4], b"kept");
            }),
            Box::new(move || {
                driver.cancel(0);
                assert_eq!(send(writer, b"kept"), 4);
            }),
        ]
    });
}

#[test]
fn a_sleep_that_ends_early_tells_what_is_left() {
    run(|driver| {
        vec![
            Box::new(move || {
                let time = timespec {
                    tv_sec: 1000,
                    tv_nsec: 0,
                };
                let mut left = time;
                let name = c"call_nanosleep";
                let status = call!(name: fn(*const timespec, *mut timespec) -> c_int;
                    &raw const time, &raw mut left);
                assert_eq!(status, -1);
                assert_eq!(errno(), libc::ECANCELED);
                assert!((900..1000).contains(&left.tv_sec), "{}", left.tv_sec);
                assert_eq!(call!(c"call_sleep": fn(u32) -> u32; 7), 7);
                driver.recover();
            }),
            Box::new(move || {
                let left = call!(c"call_sleep": fn(u32) -> u32; 1000);
                assert!((900..=1000).contains(&left), "{left}");
                driver.recover();
            }),
            Box::new(move || {
                driver.cancel(0);
                driver.cancel(1);
            }),
        ]
    });
}

#[test]
fn what_was_sent_before_counts() {
    let pair = sockets(libc::SOCK_STREAM);
    let writer = pair.ends()[1];
    run(|driver| {
        vec![
            Box::new(move || {
                let much = vec![0; 8 << 20];
                let sent = send(writer, &much);
                assert!(sent > 0 && sent < much.len() as isize);
                assert_eq!(send(writer, &much), -1);
                assert_eq!(errno(), libc::ECANCELED);
                driver.recover();
            }),
            Box::new(move || driver.cancel(0)),
        ]
    });
}
