//! What the kernel says about a descriptor. Asked only when a call would block, or
//! where it cannot be helped: every question is a system call.

use std::ffi::{c_int, c_void};
use std::mem::{self, MaybeUninit};
use std::os::fd::RawFd;
use std::ptr;
use std::time::{Duration, Instant};

use crate::errno;

/// What a descriptor refers to, as far as waiting is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Never has to wait, or not in a way that readiness could tell.
    File,
    /// A socket.
    Socket,
    /// A pipe or FIFO.
    Pipe,
    /// A terminal, an eventfd and the like; readiness tells.
    Other,
}

/// What `descriptor` refers to.
pub(crate) fn kind(descriptor: RawFd) -> Kind {
    // Of what is not open the call itself is to speak.
    status(descriptor).map_or(Kind::File, |status| status.kind)
}

impl Kind {
    fn of(mode: u32) -> Self {
        match mode & libc::S_IFMT {
            libc::S_IFREG | libc::S_IFDIR | libc::S_IFBLK => Self::File,
            libc::S_IFSOCK => Self::Socket,
            libc::S_IFIFO => Self::Pipe,
            _ => Self::Other,
        }
    }
}

/// Of a file, whatever it was opened by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The number of its file system.
    pub(crate) device: (u32, u32),
    inode: u64,
}

/// What the kernel knows of an open file.
pub(crate) struct Status {
    pub(crate) kind: Kind,
    pub(crate) file: Identity,
    /// Bytes; 0 where there is no such thing.
    pub(crate) size: u64,
}

/// What the kernel knows of an open file; `None` when `descriptor` is not open.
///
/// Not by `fstat`: since Linux 6.13 whoever asks for the times of a file has its next
/// write give it finer ones, which makes a small write three times as long.
pub(crate) fn status(descriptor: RawFd) -> Option<Status> {
    let mut status = MaybeUninit::<libc::statx>::uninit();
    let wanted = libc::STATX_TYPE | libc::STATX_INO | libc::STATX_SIZE;
    // By number: not every libc has the function.
    // SAFETY: the path is terminated, and there is room for the answer.
    let result = unsafe {
        libc::syscall(
            libc::SYS_statx,
            descriptor,
            c"".as_ptr(),
            libc::AT_EMPTY_PATH | libc::AT_STATX_DONT_SYNC,
            wanted,
            status.as_mut_ptr(),
        )
    };
    if result != 0 {
        return match errno::get() {
            libc::EBADF => None,
            // A filter does not let us ask.
            _ => status_of_old(descriptor),
        };
    }
    // SAFETY: filled in by the call.
    let status = unsafe { status.assume_init() };
    Some(Status {
        kind: Kind::of(status.stx_mode.into()),
        file: Identity {
            device: (status.stx_dev_major, status.stx_dev_minor),
            inode: status.stx_ino,
        },
        size: status.stx_size,
    })
}

#[cold]
#[allow(clippy::unnecessary_cast, reason = "not every libc has the same types")]
fn status_of_old(descriptor: RawFd) -> Option<Status> {
    let mut status = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: there is room for the answer, which is filled in when the call succeeds.
    let status = unsafe {
        if libc::fstat(descriptor, status.as_mut_ptr()) != 0 {
            return None;
        }
        status.assume_init()
    };
    Some(Status {
        kind: Kind::of(status.st_mode),
        file: Identity {
            device: (libc::major(status.st_dev), libc::minor(status.st_dev)),
            inode: status.st_ino as u64,
        },
        size: u64::try_from(status.st_size).unwrap_or(0),
    })
}

/// Whether whoever owns `descriptor` has asked for `EAGAIN` instead of waiting.
pub(crate) fn is_nonblocking(descriptor: RawFd) -> bool {
    flags(descriptor).is_some_and(|flags| flags & libc::O_NONBLOCK != 0)
}

/// Whether `descriptor` has a position, as files have and as no pipe, socket or terminal
/// has. Asked much faster than for the kind.
pub(crate) fn has_position(descriptor: RawFd) -> bool {
    position(descriptor).is_some()
}

/// Where `descriptor` is read and written next; `None` for what has no position.
pub(crate) fn position(descriptor: RawFd) -> Option<u64> {
    let before = errno::get();
    // SAFETY: takes no pointers.
    let position = unsafe { libc::lseek(descriptor, 0, libc::SEEK_CUR) };
    errno::set(before);
    u64::try_from(position).ok()
}

/// The status flags of `descriptor`; `None` when it is not open.
pub(crate) fn flags(descriptor: RawFd) -> Option<c_int> {
    // SAFETY: takes no pointers.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    (flags >= 0).then_some(flags)
}

/// The highest number that a descriptor can have.
pub(crate) fn limit() -> u32 {
    let mut limit = MaybeUninit::<libc::rlimit>::uninit();
    // SAFETY: there is room for the answer, which is filled in when the call succeeds.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, limit.as_mut_ptr()) != 0 {
            return 0;
        }
        u32::try_from(limit.assume_init().rlim_cur).unwrap_or(u32::MAX)
    }
}

/// Sets the status flags of `descriptor`. It was open a moment ago, and cannot refuse.
pub(crate) fn set_flags(descriptor: RawFd, flags: c_int) {
    // SAFETY: takes no pointers.
    unsafe { libc::fcntl(descriptor, libc::F_SETFL, flags) };
}

/// When a call on a socket that starts now has to give up.
pub(crate) fn deadline(socket: RawFd, direction: Direction) -> Option<Instant> {
    let name = match direction {
        Direction::Receive => libc::SO_RCVTIMEO,
        Direction::Send => libc::SO_SNDTIMEO,
    };
    let timeout: libc::timeval = option(socket, name)?;
    let timeout = Duration::new(
        timeout.tv_sec.try_into().ok()?,
        u32::try_from(timeout.tv_usec).ok()?.saturating_mul(1000),
    );
    if timeout.is_zero() {
        return None;
    }
    Instant::now().checked_add(timeout)
}

/// Which of a socket's two time limits counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// `SO_RCVTIMEO`; `accept` too.
    Receive,
    /// `SO_SNDTIMEO`; `connect` too.
    Send,
}

/// Takes the error that is pending on a socket; 0 for none.
pub(crate) fn take_error(socket: RawFd) -> c_int {
    option(socket, libc::SO_ERROR).unwrap_or(libc::EBADF)
}

/// Whether a socket carries bytes and not messages.
pub(crate) fn is_byte_stream(socket: RawFd) -> bool {
    option::<c_int>(socket, libc::SO_TYPE) == Some(libc::SOCK_STREAM)
}

/// An option of a socket. `T` is a plain C type.
fn option<T: Copy>(socket: RawFd, name: c_int) -> Option<T> {
    let mut value = MaybeUninit::<T>::zeroed();
    let mut length = mem::size_of::<T>() as libc::socklen_t;
    // SAFETY: there is room for `length` bytes, and the kernel writes no more.
    let status = unsafe {
        libc::getsockopt(
            socket,
            libc::SOL_SOCKET,
            name,
            value.as_mut_ptr().cast::<c_void>(),
            ptr::from_mut(&mut length),
        )
    };
    // SAFETY: zeroed before, filled since; all bit patterns of the C types asked for
    // here are values.
    (status == 0).then(|| unsafe { value.assume_init() })
}
