//! Descriptors that are closed, or overwritten, while somebody waits for them.

use std::ffi::{c_int, c_uint};
use std::os::fd::{AsRawFd, IntoRawFd, RawFd};

use libc::FILE;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

/// A pipe whose reading end is at a number that nobody else gets.
fn reader_at(number: RawFd) -> (RawFd, Pair) {
    let pair = pipe();
    // SAFETY: takes no pointers; the number is ours.
    assert_eq!(unsafe { libc::dup2(pair.ends()[0], number) }, number);
    (number, pair)
}

/// Has one coroutine read from a descriptor, and another one end that.
fn ends_a_read(number: RawFd, end: impl Fn(RawFd) + Copy + 'static) {
    let (reader, _pair) = reader_at(number);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(read(reader, &mut [0; 8]), -1);
                assert_eq!(errno(), libc::EBADF);
                driver.note("woken");
            }),
            Box::new(move || end(reader)),
        ]
    });
    assert_eq!(driver.notes(), ["woken"]);
}

#[test]
fn who_waits_hears_of_every_way_to_close() {
    let null = std::fs::File::open("/dev/null").expect("the device");
    let other = null.as_raw_fd();
    ends_a_read(700, |fd| assert_eq!(close(fd), 0));
    ends_a_read(701, move |fd| {
        assert_eq!(
            call!(c"call_dup2": fn(c_int, c_int) -> c_int; other, fd),
            fd
        );
        assert_eq!(read(fd, &mut [0; 8]), 0);
        assert_eq!(close(fd), 0);
    });
    ends_a_read(702, move |fd| {
        let name = c"call_dup3";
        let flags = libc::O_CLOEXEC;
        assert_eq!(
            call!(name: fn(c_int, c_int, c_int) -> c_int; other, fd, flags),
            fd
        );
        assert_eq!(close(fd), 0);
    });
    ends_a_read(703, |fd| {
        let number = fd as c_uint;
        let name = c"call_close_range";
        assert_eq!(call!(name: fn(c_uint, c_uint) -> c_int; number, number), 0);
    });
    ends_a_read(704, |fd| {
        // SAFETY: an open descriptor, which becomes the stream's.
        let stream = unsafe { libc::fdopen(fd, c"r".as_ptr()) };
        assert!(!stream.is_null());
        assert_eq!(call!(c"call_fclose": fn(*mut FILE) -> c_int; stream), 0);
    });
}

#[test]
fn a_copy_onto_itself_or_of_nothing_closes_nothing() {
    let (reader, pair) = reader_at(705);
    let writer = pair.ends()[1];
    let closed = std::fs::File::open("/dev/null")
        .expect("the device")
        .into_raw_fd();
    assert_eq!(close(closed), 0);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(read(reader, &mut [0; 8]), 1);
                driver.note("read");
            }),
            Box::new(move || {
                let name = c"call_dup2";
                assert_eq!(
                    call!(name: fn(c_int, c_int) -> c_int; reader, reader),
                    reader
                );
                assert_eq!(call!(name: fn(c_int, c_int) -> c_int; -1, reader), -1);
                assert_eq!(errno(), libc::EBADF);
                assert_eq!(write(writer, b"x"), 1);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["read"]);
    assert_eq!(close(reader), 0);
}
