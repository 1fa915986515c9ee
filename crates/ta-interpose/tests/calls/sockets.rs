//! Receiving, sending, connecting, accepting, closing.

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::net::{TcpListener, UdpSocket};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixListener;
use std::ptr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use libc::{iovec, msghdr, sockaddr, socklen_t};
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn a_receiver_waits_until_another_coroutine_sends() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("receives");
                let mut buffer = [0; 16];
                assert_eq!(recv(reader, &mut buffer, 0), 5);
                assert_eq!(&buffer[..5], b"hello");
                driver.note("received");
            }),
            Box::new(move || {
                driver.note("sends");
                assert_eq!(send(writer, b"hello"), 5);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["receives", "sends", "received"]);
    assert_eq!(driver.waits(), [Call::Receive]);
}

#[test]
fn nobody_waits_for_what_is_there() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(send(writer, b"hello"), 5);
            let mut buffer = [0; 3];
            assert_eq!(recv(reader, &mut buffer, 0), 3);
            assert_eq!(read(reader, &mut buffer), 2);
            let mut set = [asked(reader, libc::POLLIN | libc::POLLOUT)];
            assert_eq!(poll(&mut set, -1), 1);
            assert_eq!(set[0].revents, libc::POLLOUT);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn outside_of_coroutines_and_on_other_threads_calls_are_plain() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|_| {
        vec![Box::new(move || {
            let receiver = std::thread::spawn(move || {
                let mut buffer = [0; 8];
                recv(reader, &mut buffer, 0)
            });
            assert_eq!(send(writer, b"abc"), 3);
            assert_eq!(receiver.join().expect("the thread"), 3);
        })]
    });
    assert_eq!(driver.waits(), []);
    set_timeout(reader, libc::SO_RCVTIMEO, 10);
    assert_eq!(recv(reader, &mut [0; 8], 0), -1);
    assert_eq!(errno(), libc::EAGAIN);
    assert_eq!(driver.waits(), []);
}

#[test]
fn a_nonblocking_socket_keeps_its_eagain() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, _writer] = pair.ends();
    set_nonblocking(reader);
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(recv(reader, &mut [0; 8], 0), -1);
            assert_eq!(errno(), libc::EAGAIN);
            assert_eq!(read(reader, &mut [0; 8]), -1);
            assert_eq!(errno(), libc::EAGAIN);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn a_call_that_is_not_to_wait_does_not() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, _writer] = pair.ends();
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(recv(reader, &mut [0; 8], libc::MSG_DONTWAIT), -1);
            assert_eq!(errno(), libc::EAGAIN);
            assert_eq!(poll(&mut [asked(reader, libc::POLLIN)], 0), 0);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn the_time_limits_of_a_socket_count() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    set_timeout(reader, libc::SO_RCVTIMEO, 30);
    set_timeout(writer, libc::SO_SNDTIMEO, 30);
    let driver = run(|_| {
        vec![Box::new(move || {
            let started = Instant::now();
            assert_eq!(recv(reader, &mut [0; 8], 0), -1);
            assert_eq!(errno(), libc::EAGAIN);
            assert!(started.elapsed() >= Duration::from_millis(30));
            let much = vec![0; 8 << 20];
            let sent = send(writer, &much);
            assert!(sent > 0 && sent < much.len() as isize, "{sent}");
            assert_eq!(send(writer, b"x"), -1);
            assert_eq!(errno(), libc::EAGAIN);
        })]
    });
    assert_eq!(driver.waits(), [Call::Receive, Call::Send, Call::Send]);
}

#[test]
fn success_leaves_errno_alone() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                // SAFETY: the thread's own errno.
                unsafe { *libc::__errno_location() = libc::EXDEV };
                assert_eq!(recv(reader, &mut [0; 8], 0), 1);
                assert_eq!(errno(), libc::EXDEV);
            }),
            Box::new(move || {
                assert_eq!(send(writer, b"x"), 1);
            }),
        ]
    });
}

#[test]
fn receiving_all_waits_for_every_piece() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                let mut buffer = [0; 6];
                assert_eq!(recv(reader, &mut buffer, libc::MSG_WAITALL), 6);
                assert_eq!(&buffer, b"abcdef");
                let mut parts = [[0_u8; 2], [0; 2]];
                let mut vector = parts.each_mut().map(|part| iovec {
                    iov_base: part.as_mut_ptr().cast::<c_void>(),
                    iov_len: part.len(),
                });
                // SAFETY: zeros are values of all its fields.
                let mut message: msghdr = unsafe { std::mem::zeroed() };
                message.msg_iov = vector.as_mut_ptr();
                message.msg_iovlen = vector.len() as _;
                let received = call!(c"call_recvmsg": fn(c_int, *mut msghdr, c_int) -> isize;
                    reader, &raw mut message, libc::MSG_WAITALL);
                assert_eq!(received, 4);
                assert_eq!(parts, [*b"gh", *b"ij"]);
            }),
            Box::new(move || {
                for piece in [&b"abc"[..], b"d", b"ef", b"g", b"hi", b"j"] {
                    assert_eq!(send(writer, piece), piece.len() as isize);
                    assert_eq!(usleep(1000), 0);
                }
            }),
        ]
    });
}

#[test]
fn receiving_all_ends_where_the_peer_does() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                let mut buffer = [0; 6];
                assert_eq!(recv(reader, &mut buffer, libc::MSG_WAITALL), 2);
                assert_eq!(recv(reader, &mut buffer, 0), 0);
            }),
            Box::new(move || {
                assert_eq!(send(writer, b"ab"), 2);
                assert_eq!(usleep(1000), 0);
                // SAFETY: takes no pointers.
                assert_eq!(unsafe { libc::shutdown(writer, libc::SHUT_WR) }, 0);
            }),
        ]
    });
}

#[test]
fn a_sender_waits_until_all_is_taken() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let sent: Vec<u8> = (0..2_000_000_u32).map(|n| (n % 251) as u8).collect();
    let expected = sent.clone();
    let driver = run(|_| {
        vec![
            Box::new(move || {
                assert_eq!(send(writer, &sent), sent.len() as isize);
            }),
            Box::new(move || {
                let mut received = vec![0; expected.len()];
                let flags = libc::MSG_WAITALL;
                assert_eq!(recv(reader, &mut received, flags), expected.len() as isize);
                assert!(received == expected);
            }),
        ]
    });
    assert!(driver.waits().contains(&Call::Send));
}

#[test]
fn a_message_of_many_buffers_is_sent_to_its_end() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let parts: Vec<Vec<u8>> = (0..20).map(|n| vec![n; 40_000 + usize::from(n)]).collect();
    let expected = parts.concat();
    run(|_| {
        vec![
            Box::new(move || {
                let mut vector: Vec<_> = parts
                    .iter()
                    .map(|part| iovec {
                        iov_base: part.as_ptr().cast_mut().cast::<c_void>(),
                        iov_len: part.len(),
                    })
                    .collect();
                let total = parts.iter().map(Vec::len).sum::<usize>() as isize;
                // SAFETY: zeros are values of all its fields.
                let mut message: msghdr = unsafe { std::mem::zeroed() };
                message.msg_iov = vector.as_mut_ptr();
                message.msg_iovlen = vector.len() as _;
                let sent = call!(c"call_sendmsg": fn(c_int, *const msghdr, c_int) -> isize;
                    writer, &raw const message, 0);
                assert_eq!(sent, total);
                let sent = call!(c"call_writev": fn(c_int, *const iovec, c_int) -> isize;
                    writer, vector.as_ptr(), vector.len() as c_int);
                assert_eq!(sent, total);
            }),
            Box::new(move || {
                for _ in 0..2 {
                    let mut received = vec![0; expected.len()];
                    let flags = libc::MSG_WAITALL;
                    assert_eq!(recv(reader, &mut received, flags), expected.len() as isize);
                    assert!(received == expected);
                }
            }),
        ]
    });
}

#[test]
fn datagrams_keep_their_borders_and_their_sender() {
    let receiver = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let sender = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    sender
        .connect(receiver.local_addr().expect("bound"))
        .expect("an address");
    let (from, to) = (sender.as_raw_fd(), receiver.as_raw_fd());
    let port = sender.local_addr().expect("bound").port();
    let driver = run(|_| {
        vec![
            Box::new(move || {
                // SAFETY: zeros are values of all its fields.
                let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
                let mut size = size_of_val(&address) as socklen_t;
                let mut buffer = [0_u8; 64];
                let received = call!(c"call_recvfrom":
                    fn(c_int, *mut u8, usize, c_int, *mut sockaddr, *mut socklen_t) -> isize;
                    to, buffer.as_mut_ptr(), buffer.len(), libc::MSG_WAITALL,
                    (&raw mut address).cast(), &raw mut size);
                assert_eq!(received, 3);
                assert_eq!(u16::from_be(address.sin_port), port);
                assert_eq!(recv(to, &mut buffer, 0), 2);
            }),
            Box::new(move || {
                assert_eq!(send(from, b"one"), 3);
                let sent = call!(c"call_sendto":
                    fn(c_int, *const u8, usize, c_int, *const sockaddr, socklen_t) -> isize;
                    from, b"xy".as_ptr(), 2, 0, ptr::null(), 0);
                assert_eq!(sent, 2);
            }),
        ]
    });
    assert_eq!(driver.waits()[0], Call::Receive);
}

#[test]
fn one_coroutine_accepts_what_another_connects() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
    let port = listener.local_addr().expect("bound").port();
    let listening = listener.as_raw_fd();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("accepts");
                for flags in [None, Some(libc::SOCK_CLOEXEC)] {
                    let peer = match flags {
                        None => call!(c"call_accept":
                            fn(c_int, *mut sockaddr, *mut socklen_t) -> c_int;
                            listening, ptr::null_mut(), ptr::null_mut()),
                        Some(flags) => call!(c"call_accept4":
                            fn(c_int, *mut sockaddr, *mut socklen_t, c_int) -> c_int;
                            listening, ptr::null_mut(), ptr::null_mut(), flags),
                    };
                    assert!(peer >= 0);
                    assert_eq!(send(peer, b"hi"), 2);
                    assert_eq!(close(peer), 0);
                }
            }),
            Box::new(move || {
                driver.note("connects");
                for _ in 0..2 {
                    let socket = tcp();
                    assert_eq!(connect(socket, port), 0);
                    let mut buffer = [0; 8];
                    assert_eq!(recv(socket, &mut buffer, 0), 2);
                    assert_eq!(recv(socket, &mut buffer, 0), 0);
                    assert_eq!(close(socket), 0);
                }
            }),
        ]
    });
    assert_eq!(driver.notes(), ["accepts", "connects"]);
    assert!(driver.waits().contains(&Call::Accept));
}

#[test]
fn a_refused_connection_says_so_and_the_socket_blocks_as_before() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
        listener.local_addr().expect("bound").port()
    };
    run(|_| {
        vec![Box::new(move || {
            let socket = tcp();
            assert_eq!(connect(socket, port), -1);
            assert_eq!(errno(), libc::ECONNREFUSED);
            // SAFETY: takes no pointers.
            let flags = unsafe { libc::fcntl(socket, libc::F_GETFL) };
            assert_eq!(flags & libc::O_NONBLOCK, 0);
            assert_eq!(close(socket), 0);
        })]
    });
}

#[test]
fn connecting_waits_for_room_in_the_queue_of_a_unix_listener() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("queue-{}.socket", std::process::id()));
    let listener = UnixListener::bind(&path).expect("a listener");
    let listening = listener.as_raw_fd();
    // SAFETY: takes no pointers. Room for one.
    assert_eq!(unsafe { libc::listen(listening, 0) }, 0);
    let address = unix(&path);
    let connected = Rc::new(RefCell::new(0));
    let seen = Rc::clone(&connected);
    let driver = run(|_| {
        vec![
            Box::new(move || {
                for _ in 0..3 {
                    // SAFETY: takes no pointers.
                    let socket = unsafe { libc::socket(libc::AF_UNIX, libc::SOCK_STREAM, 0) };
                    let status = call!(c"call_connect":
                        fn(c_int, *const sockaddr, socklen_t) -> c_int;
                        socket, (&raw const address).cast(), size_of_val(&address) as socklen_t);
                    assert_eq!(status, 0);
                    *connected.borrow_mut() += 1;
                }
            }),
            Box::new(move || {
                for _ in 0..3 {
                    let peer = call!(c"call_accept":
                        fn(c_int, *mut sockaddr, *mut socklen_t) -> c_int;
                        listening, ptr::null_mut(), ptr::null_mut());
                    assert!(peer >= 0);
                }
            }),
        ]
    });
    std::fs::remove_file(&path).expect("the socket");
    assert_eq!(*seen.borrow(), 3);
    assert!(driver.waits().contains(&Call::Connect));
}

#[test]
fn closing_wakes_who_waits() {
    let pair = [sockets(libc::SOCK_STREAM), pipe()];
    let fds = [0, 1].map(|at: usize| {
        // Numbers of their own, which the test closes.
        // SAFETY: takes no pointers.
        unsafe { libc::fcntl(pair[at].ends()[0], libc::F_DUPFD_CLOEXEC, 0) }
    });
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(recv(fds[0], &mut [0; 8], 0), -1);
                assert_eq!(errno(), libc::EBADF);
                driver.note("received");
            }),
            Box::new(move || {
                assert_eq!(read(fds[1], &mut [0; 8]), -1);
                assert_eq!(errno(), libc::EBADF);
                driver.note("read");
            }),
            Box::new(move || {
                let mut set = [asked(fds[0], libc::POLLIN)];
                assert_eq!(poll(&mut set, -1), 1);
                assert_eq!(set[0].revents, libc::POLLNVAL);
                driver.note("polled");
            }),
            Box::new(move || {
                assert_eq!(close(fds[0]), 0);
                assert_eq!(close(fds[1]), 0);
                driver.note("closed");
            }),
        ]
    });
    assert_eq!(driver.notes(), ["closed", "received", "read", "polled"]);
}

#[test]
fn a_number_that_was_closed_unseen_can_be_waited_for_again() {
    run(|_| {
        vec![Box::new(move || {
            for _ in 0..3 {
                let pair = sockets(libc::SOCK_STREAM);
                let [reader, writer] = pair.ends();
                set_timeout(reader, libc::SO_RCVTIMEO, 5);
                assert_eq!(recv(reader, &mut [0; 8], 0), -1);
                assert_eq!(send(writer, b"x"), 1);
                assert_eq!(recv(reader, &mut [0; 8], 0), 1);
            }
        })]
    });
}

#[test]
fn all_who_wait_for_one_socket_are_woken_and_the_late_wait_again() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let receive = move || {
        let mut buffer = [0; 8];
        assert_eq!(recv(reader, &mut buffer, 0), 1);
    };
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                receive();
                driver.note("first");
            }),
            Box::new(move || {
                receive();
                driver.note("second");
            }),
            Box::new(move || {
                assert_eq!(send(writer, b"1"), 1);
                assert_eq!(usleep(2000), 0);
                driver.note("again");
                assert_eq!(send(writer, b"2"), 1);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["first", "again", "second"]);
}

#[test]
fn one_may_read_while_another_writes() {
    let pair = sockets(libc::SOCK_STREAM);
    let [ours, theirs] = pair.ends();
    run(|_| {
        vec![
            Box::new(move || {
                assert_eq!(recv(ours, &mut [0; 8], 0), 4);
            }),
            Box::new(move || {
                let much = vec![1; 1 << 20];
                assert_eq!(send(ours, &much), much.len() as isize);
            }),
            Box::new(move || {
                let mut all = vec![0; 1 << 20];
                let flags = libc::MSG_WAITALL;
                assert_eq!(recv(theirs, &mut all, flags), all.len() as isize);
                assert_eq!(send(theirs, b"done"), 4);
            }),
        ]
    });
}

#[test]
fn fortified_calls_suspend_too() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|_| {
        vec![
            Box::new(move || {
                let mut buffer = [0_u8; 64];
                let to = buffer.as_mut_ptr();
                let name = c"call_recv_checked";
                let received = call!(name: fn(c_int, *mut u8, usize) -> isize; reader, to, 8);
                assert_eq!(received, 1);
                let name = c"call_recvfrom_checked";
                let received = call!(name: fn(c_int, *mut u8, usize) -> isize; reader, to, 8);
                assert_eq!(received, 1);
                let name = c"call_read_checked";
                let received = call!(name: fn(c_int, *mut u8, usize) -> isize; reader, to, 8);
                assert_eq!(received, 1);
                let name = c"call_poll_checked";
                let ready = call!(name: fn(c_int, libc::nfds_t, c_int) -> c_int; reader, 2, -1);
                assert_eq!(ready, 2);
            }),
            Box::new(move || {
                for _ in 0..4 {
                    assert_eq!(usleep(2000), 0);
                    assert_eq!(send(writer, b"x"), 1);
                }
            }),
        ]
    });
    let waits = driver.waits();
    let count = |call| waits.iter().filter(|wait| **wait == call).count();
    assert_eq!((count(Call::Receive), count(Call::Poll)), (3, 1));
}

fn tcp() -> c_int {
    // SAFETY: takes no pointers.
    let socket = unsafe { libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0) };
    assert!(socket >= 0);
    socket
}

fn connect(socket: c_int, port: u16) -> c_int {
    // SAFETY: zeros are values of all its fields.
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    address.sin_family = libc::AF_INET as libc::sa_family_t;
    address.sin_port = port.to_be();
    address.sin_addr.s_addr = u32::from(std::net::Ipv4Addr::LOCALHOST).to_be();
    call!(c"call_connect": fn(c_int, *const sockaddr, socklen_t) -> c_int;
        socket, (&raw const address).cast(), size_of_val(&address) as socklen_t)
}

fn unix(path: &std::path::Path) -> libc::sockaddr_un {
    use std::os::unix::ffi::OsStrExt;

    // SAFETY: zeros are values of all its fields.
    let mut address: libc::sockaddr_un = unsafe { std::mem::zeroed() };
    address.sun_family = libc::AF_UNIX as libc::sa_family_t;
    let bytes = path.as_os_str().as_bytes();
    assert!(bytes.len() < address.sun_path.len(), "the path is too long");
    for (to, from) in address.sun_path.iter_mut().zip(bytes) {
        *to = from.cast_signed();
    }
    address
}

#[test]
fn of_forked_listeners_only_one_takes_a_connection_and_the_other_goes_on() {
    ta_interpose::follow_forks();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = listener.local_addr().expect("an address");
    let fd = listener.as_raw_fd();
    // Found before: a child of a process with threads must not look it up.
    // SAFETY: the type is that of the fixture.
    let accept: unsafe extern "C" fn(c_int, *mut c_void, *mut c_void) -> c_int =
        unsafe { crate::common::fixture().function(c"call_accept") };
    // SAFETY: the child makes system calls only, and does not come back.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: as above.
        unsafe {
            let connection = accept(fd, std::ptr::null_mut(), std::ptr::null_mut());
            libc::_exit(c_int::from(connection < 0));
        }
    }
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                // The first or the second one is the child's.
                // SAFETY: no address is asked for.
                let connection = unsafe { accept(fd, std::ptr::null_mut(), std::ptr::null_mut()) };
                assert!(connection >= 0);
                driver.note("accepted");
                close(connection);
            }),
            Box::new(move || {
                let _connections =
                    [(); 2].map(|()| std::net::TcpStream::connect(address).expect("a listener"));
                let mut status = -1;
                // SAFETY: the status can be written to.
                assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
                assert_eq!(status, 0);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["accepted"]);
}
