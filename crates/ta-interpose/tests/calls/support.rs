//! The fixture's calls with Rust types, and descriptors to call them with.

use std::ffi::{c_int, c_void};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use libc::{nfds_t, pollfd};

use crate::common::call;

pub(crate) fn recv(fd: RawFd, buffer: &mut [u8], flags: c_int) -> isize {
    call!(c"call_recv": fn(c_int, *mut u8, usize, c_int) -> isize;
        fd, buffer.as_mut_ptr(), buffer.len(), flags)
}

pub(crate) fn send(fd: RawFd, bytes: &[u8]) -> isize {
    call!(c"call_send": fn(c_int, *const u8, usize, c_int) -> isize;
        fd, bytes.as_ptr(), bytes.len(), libc::MSG_NOSIGNAL)
}

pub(crate) fn read(fd: RawFd, buffer: &mut [u8]) -> isize {
    call!(c"call_read": fn(c_int, *mut u8, usize) -> isize;
        fd, buffer.as_mut_ptr(), buffer.len())
}

pub(crate) fn write(fd: RawFd, bytes: &[u8]) -> isize {
    call!(c"call_write": fn(c_int, *const u8, usize) -> isize;
        fd, bytes.as_ptr(), bytes.len())
}

pub(crate) fn poll(set: &mut [pollfd], timeout: c_int) -> c_int {
    call!(c"call_poll": fn(*mut pollfd, nfds_t, c_int) -> c_int;
        set.as_mut_ptr(), set.len() as nfds_t, timeout)
}

pub(crate) fn usleep(microseconds: u32) -> c_int {
    call!(c"call_usleep": fn(u32) -> c_int; microseconds)
}

pub(crate) fn close(fd: RawFd) -> c_int {
    call!(c"call_close": fn(c_int) -> c_int; fd)
}

/// What `poll` is asked about one descriptor.
pub(crate) fn asked(fd: RawFd, events: i16) -> pollfd {
    pollfd {
        fd,
        events,
        revents: 0,
    }
}

/// Two descriptors that belong together. Copies of the numbers go into coroutines; the
/// pair is closed when it is dropped, behind the hooks' back.
pub(crate) struct Pair([OwnedFd; 2]);

impl Pair {
    /// Both ends, the one to read from first.
    pub(crate) fn ends(&self) -> [RawFd; 2] {
        [self.0[0].as_raw_fd(), self.0[1].as_raw_fd()]
    }

    fn adopt(fds: [RawFd; 2]) -> Self {
        // SAFETY: just made, and nobody else's.
        Self(fds.map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }))
    }
}

/// A pair of Unix sockets of the given type.
pub(crate) fn sockets(kind: c_int) -> Pair {
    let mut fds = [-1; 2];
    // SAFETY: there is room for two descriptors.
    let status = unsafe {
        libc::socketpair(
            libc::AF_UNIX,
            kind | libc::SOCK_CLOEXEC,
            0,
            fds.as_mut_ptr(),
        )
    };
    assert_eq!(status, 0);
    Pair::adopt(fds)
}

/// A pipe.
pub(crate) fn pipe() -> Pair {
    let mut fds = [-1; 2];
    // SAFETY: there is room for two descriptors.
    assert_eq!(unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) }, 0);
    Pair::adopt(fds)
}

/// Has `fd` not block.
pub(crate) fn set_nonblocking(fd: RawFd) {
    // SAFETY: takes no pointers.
    let status = unsafe { libc::fcntl(fd, libc::F_SETFL, libc::O_NONBLOCK) };
    assert_eq!(status, 0);
}

/// Limits the time of receiving or sending.
pub(crate) fn set_timeout(fd: RawFd, option: c_int, milliseconds: i64) {
    let time = libc::timeval {
        tv_sec: milliseconds / 1000,
        tv_usec: milliseconds % 1000 * 1000,
    };
    // SAFETY: the option's value is a timeval.
    let status = unsafe {
        libc::setsockopt(
            fd,
            libc::SOL_SOCKET,
            option,
            (&raw const time).cast::<c_void>(),
            size_of_val(&time) as libc::socklen_t,
        )
    };
    assert_eq!(status, 0);
}
