//! What was learned about a descriptor is not believed any longer than it is true.

use std::ffi::{c_int, c_void};
use std::io::{Read, Seek, Write};
use std::os::fd::{AsRawFd, RawFd};

use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::{Driver, run};
use crate::common::errno;

/// Has a coroutine receive from `reader` twice what another one sends, so that waiting
/// for it is nothing new, and then call `then`.
fn after_waits(
    [reader, writer]: [RawFd; 2],
    receive: fn(RawFd) -> isize,
    then: impl FnOnce() + 'static,
) -> &'static Driver {
    const TIMES: usize = 2;
    run(move |_| {
        vec![
            Box::new(move || {
                for _ in 0..TIMES {
                    assert_eq!(receive(reader), 1);
                }
                then();
            }),
            Box::new(move || {
                for _ in 0..TIMES {
                    assert_eq!(write(writer, b"x"), 1);
                    assert_eq!(usleep(1000), 0);
                }
            }),
        ]
    })
}

fn recv_one(socket: RawFd) -> isize {
    recv(socket, &mut [0], 0)
}

fn read_one(descriptor: RawFd) -> isize {
    read(descriptor, &mut [0])
}

fn would_block(result: isize) {
    assert_eq!((result, errno()), (-1, libc::EAGAIN));
}

/// Has `fd` mean what `other` means, where nobody sees it.
fn replace_unseen(fd: RawFd, other: RawFd) {
    // SAFETY: takes no pointers; the number is the test's.
    assert_eq!(unsafe { libc::dup2(other, fd) }, fd);
}

fn copy(fd: RawFd) -> RawFd {
    // SAFETY: takes no pointers.
    let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
    assert!(copy >= 0);
    copy
}

fn set_flags(fd: RawFd, flags: c_int) {
    assert_eq!(
        call!(c"call_set_flags": fn(c_int, c_int) -> c_int; fd, flags),
        0
    );
}

#[test]
fn who_asks_for_eagain_after_waits_gets_it() {
    type Ask = fn(RawFd);
    let ways: [Ask; 3] = [
        |fd| set_flags(fd, libc::O_RDWR | libc::O_NONBLOCK),
        |fd| {
            let status = call!(c"call_set_nonblocking": fn(c_int, c_int) -> c_int; fd, 1);
            assert_eq!(status, 0);
        },
        // By another descriptor of the same file.
        |fd| {
            let copy = copy(fd);
            set_flags(copy, libc::O_NONBLOCK);
            assert_eq!(close(copy), 0);
        },
    ];
    for ask in ways {
        for (pair, receive) in [
            (sockets(libc::SOCK_STREAM), recv_one as fn(RawFd) -> isize),
            (sockets(libc::SOCK_STREAM), read_one),
            (pipe(), read_one),
        ] {
            let [reader, writer] = pair.ends();
            let driver = after_waits([reader, writer], receive, move || {
                ask(reader);
                would_block(receive(reader));
                set_flags(reader, 0);
            });
            let receives = [Call::Receive, Call::Read];
            let waits = driver.waits();
            let waits = waits.iter().filter(|call| receives.contains(call));
            assert_eq!(waits.count(), 2);
        }
    }
}

#[test]
fn a_time_limit_that_is_set_after_waits_counts() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = after_waits([reader, writer], recv_one, move || {
        let time = libc::timeval {
            tv_sec: 0,
            tv_usec: 10_000,
        };
        let status = call!(
            c"call_setsockopt": fn(c_int, c_int, c_int, *const c_void, libc::socklen_t) -> c_int;
            reader, libc::SOL_SOCKET, libc::SO_RCVTIMEO,
            (&raw const time).cast(), size_of_val(&time) as libc::socklen_t);
        assert_eq!(status, 0);
        would_block(recv_one(reader));
    });
    let waits = driver.waits();
    let receives = waits.iter().filter(|call| **call == Call::Receive);
    assert_eq!(receives.count(), 3);
}

#[test]
fn a_file_that_came_unseen_is_not_taken_for_the_one_before() {
    // Whether the file before is still open elsewhere makes a difference to epoll.
    for stays_open in [false, true] {
        for receive in [recv_one, read_one] {
            let pair = sockets(libc::SOCK_STREAM);
            let [reader, writer] = pair.ends();
            let kept = stays_open.then(|| copy(reader));
            let other = sockets(libc::SOCK_STREAM);
            let unblocked = other.ends()[0];
            set_nonblocking(unblocked);
            after_waits([reader, writer], receive, move || {
                replace_unseen(reader, unblocked);
                would_block(receive(reader));
            });
            if let Some(kept) = kept {
                assert_eq!(close(kept), 0);
            }
        }
    }
}

#[test]
fn a_poll_in_between_does_not_make_a_new_file_known() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let other = sockets(libc::SOCK_STREAM);
    let unblocked = other.ends()[0];
    set_nonblocking(unblocked);
    after_waits([reader, writer], recv_one, move || {
        replace_unseen(reader, unblocked);
        let mut set = [asked(reader, libc::POLLIN)];
        assert_eq!(poll(&mut set, 5), 0);
        would_block(recv_one(reader));
    });
}

#[test]
fn another_kind_of_file_under_the_same_number_is_waited_for_as_it_has_to_be() {
    let make: [fn() -> Pair; 2] = [pipe, || sockets(libc::SOCK_STREAM)];
    for (first, second) in [(0, 1), (1, 0)] {
        let (pair, other) = (make[first](), make[second]());
        let [reader, writer] = pair.ends();
        let [source, sink] = other.ends();
        // The descriptors that are read and written come to mean the other kind.
        let driver = after_waits([reader, writer], read_one, move || {
            // The one to write was used by the other coroutine, which may not have ended.
            assert_eq!(usleep(10_000), 0);
            replace_unseen(reader, source);
            replace_unseen(writer, sink);
            assert_eq!(write(writer, b"ab"), 2);
            assert_eq!(read_one(reader), 1);
            assert_eq!(read_one(reader), 1);
            let end = copy(sink);
            drop(other);
            assert_eq!(write(end, b"c"), 1);
            assert_eq!(read_one(reader), 1);
            assert_eq!(close(end), 0);
            // Nobody writes any more when this one is gone, too.
            assert_eq!(close(writer), 0);
            assert_eq!(read_one(reader), 0);
            replace_unseen(writer, reader);
        });
        let waits = driver.waits();
        assert!(waits.contains(&[Call::Read, Call::Receive][first]));
    }
}

#[test]
fn a_file_in_the_place_of_a_pipe_or_a_socket_is_read_and_written_whole() {
    for make in [pipe as fn() -> Pair, || sockets(libc::SOCK_STREAM)] {
        let pair = make();
        let [reader, writer] = pair.ends();
        let mut file = temporary();
        file.write_all(b"what was there").expect("a file");
        file.rewind().expect("a position");
        let number = file.as_raw_fd();
        after_waits([reader, writer], read_one, move || {
            assert_eq!(usleep(10_000), 0);
            replace_unseen(reader, number);
            replace_unseen(writer, number);
            let mut buffer = [0; 100];
            assert_eq!(read(reader, &mut buffer), 14);
            assert_eq!(&buffer[..14], b"what was there");
            assert_eq!(read_one(reader), 0);
            let much = vec![b'm'; 300_001];
            assert_eq!(write(writer, &much), much.len() as isize);
        });
        let mut all = Vec::new();
        file.rewind().expect("a position");
        file.read_to_end(&mut all).expect("a file");
        assert_eq!(all.len(), 14 + 300_001);
        assert!(all[14..].iter().all(|byte| *byte == b'm'));
    }
}

/// A file without a name.
fn temporary() -> std::fs::File {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_TMPFILE)
        .open(env!("CARGO_TARGET_TMPDIR"))
        .expect("a file")
}
