//! Reading and writing pipes.

use std::ffi::{c_int, c_void};
use std::time::Duration;

use libc::iovec;
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn a_reader_of_a_pipe_waits_until_another_coroutine_writes() {
    let pair = pipe();
    let [reader, writer] = pair.ends();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("reads");
                let mut parts = [[0_u8; 2], [0; 2]];
                let vector = parts.each_mut().map(|part| iovec {
                    iov_base: part.as_mut_ptr().cast::<c_void>(),
                    iov_len: part.len(),
                });
                let count = call!(c"call_readv": fn(c_int, *const iovec, c_int) -> isize;
                    reader, vector.as_ptr(), 2);
                assert_eq!(count, 3);
                assert_eq!(parts, [*b"ab", *b"c\0"]);
                driver.note("has read");
            }),
            Box::new(move || {
                driver.note("writes");
                assert_eq!(write(writer, b"abc"), 3);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["reads", "writes", "has read"]);
    assert_eq!(driver.waits(), [Call::Read]);
}

#[test]
fn the_last_writer_ends_a_pipe() {
    let pair = std::mem::ManuallyDrop::new(pipe());
    let [reader, writer] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                assert_eq!(read(reader, &mut [0; 8]), 0);
                assert_eq!(close(reader), 0);
            }),
            Box::new(move || {
                assert_eq!(close(writer), 0);
            }),
        ]
    });
}

#[test]
fn a_writer_of_a_pipe_waits_until_all_is_taken() {
    let pair = pipe();
    let [reader, writer] = pair.ends();
    let sent: Vec<u8> = (0..300_001_u32).map(|n| (n % 241) as u8).collect();
    let expected = sent.clone();
    let driver = run(|_| {
        vec![
            Box::new(move || {
                assert_eq!(write(writer, &sent), sent.len() as isize);
            }),
            Box::new(move || {
                let mut received = Vec::new();
                while received.len() < expected.len() {
                    let mut buffer = [0; 7001];
                    let count = read(reader, &mut buffer);
                    assert!(count > 0);
                    received.extend_from_slice(&buffer[..count as usize]);
                }
                assert!(received == expected);
            }),
        ]
    });
    assert!(driver.waits().contains(&Call::Write));
}

#[test]
fn a_writer_hears_that_nobody_reads_any_more() {
    let pair = std::mem::ManuallyDrop::new(pipe());
    let [reader, writer] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                let much = vec![0; 1 << 20];
                let written = write(writer, &much);
                assert!(written > 0 && written < 1 << 20);
                assert_eq!(write(writer, b"x"), -1);
                assert_eq!(errno(), libc::EPIPE);
                assert_eq!(close(writer), 0);
            }),
            Box::new(move || {
                assert_eq!(close(reader), 0);
            }),
        ]
    });
}

#[test]
fn a_nonblocking_pipe_keeps_its_eagain() {
    let pair = pipe();
    let [reader, writer] = pair.ends();
    set_nonblocking(reader);
    set_nonblocking(writer);
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(read(reader, &mut [0; 8]), -1);
            assert_eq!(errno(), libc::EAGAIN);
            let much = vec![0; 1 << 20];
            let written = write(writer, &much);
            assert!(written > 0 && written < 1 << 20);
            assert_eq!(write(writer, b"x"), -1);
            assert_eq!(errno(), libc::EAGAIN);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn a_terminal_is_waited_for_too() {
    // The kernel cannot read one without waiting when told so for a single call.
    let (mut ours, mut theirs) = (-1, -1);
    let none = std::ptr::null_mut();
    // SAFETY: there is room for two descriptors; the rest is optional.
    let status = unsafe { libc::openpty(&mut ours, &mut theirs, none, none.cast(), none.cast()) };
    assert_eq!(status, 0);
    let driver = run(|_| {
        vec![
            Box::new(move || {
                let mut line = [0; 16];
                assert_eq!(read(theirs, &mut line), 6);
                assert_eq!(&line[..6], b"typed\n");
                assert_eq!(write(theirs, b"answer"), 6);
            }),
            Box::new(move || {
                assert_eq!(write(ours, b"typed\n"), 6);
            }),
        ]
    });
    assert_eq!(driver.waits(), [Call::Read]);
    assert_eq!((close(ours), close(theirs)), (0, 0));
}

#[test]
fn a_read_of_a_pipe_waits_as_long_as_it_was_told() {
    let pipe = pipe();
    let [out, into] = pipe.ends();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(ta_interpose::read_timed_out(out), None);
                ta_interpose::limit_reads(out, Some(Duration::from_millis(20)));
                assert_eq!(read(out, &mut [0; 8]), -1);
                assert_eq!(errno(), libc::EAGAIN);
                assert_eq!(ta_interpose::read_timed_out(out), Some(true));
                driver.note("late");
                assert_eq!(write(into, b"x"), 1);
                assert_eq!(read(out, &mut [0; 8]), 1);
                assert_eq!(ta_interpose::read_timed_out(out), Some(false));
                // Another file of the same number has no limit.
                assert_eq!(close(out), 0);
                assert_eq!(ta_interpose::read_timed_out(out), None);
                // SAFETY: takes no pointers; the number is ours.
                assert_eq!(unsafe { libc::dup2(into, out) }, out);
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    assert_eq!(driver.notes(), ["meanwhile", "late"]);
}
