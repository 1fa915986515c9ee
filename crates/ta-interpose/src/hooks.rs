//! The calls that arrive here instead of at libc, and what they have in common.
//!
//! Each is first tried without blocking. When that is not enough and the descriptor is
//! one that blocks, the host waits for readiness and the call is tried again, so what
//! it returns is always what libc said. A call that succeeds leaves `errno` alone.
//!
//! A coroutine that was told to stop gets `ECANCELED`, never `EINTR`: code that wants
//! to be robust repeats a call on the latter, for ever. The same for its later calls,
//! except those that cannot wait by what they are given (`MSG_DONTWAIT`, a zero
//! timeout) and those on plain files; what has come for it stays where it is, as if it had
//! not (`EAGAIN`). Only the transfer that was waiting itself ends
//! as it does at a time limit, with `EAGAIN`: nothing was lost, and callers do not take
//! the descriptor for broken.

use std::ffi::CStr;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use libc::{c_short, pollfd};

use crate::descriptor::{self, Direction};
use crate::host::{Call, Host, Wait, Waited};
use crate::{errno, known, limits};

mod accept;
mod child;
mod close;
mod command;
mod connect;
mod file;
mod flush;
mod library;
mod lock;
mod option;
mod patience;
mod poll;
mod query;
mod read;
mod receive;
mod resolve;
mod select;
mod send;
mod signal;
mod sleep;
mod splice;
mod vector;
mod write;

pub(crate) use accept::share as about_to_fork;
pub(crate) use lock::forked;

/// A function of libc, and the one that takes its place.
pub(crate) struct Hook {
    name: &'static CStr,
    ours: *const (),
    original: Original,
}

/// The function of libc.
enum Original {
    At(*const ()),
    /// Not every libc has it. Its address, once [`look_up`] has found it.
    ByName(AtomicUsize),
}

// SAFETY: the pointers are addresses of functions, which nobody reads through.
unsafe impl Sync for Hook {}

impl Hook {
    /// Where callers are sent.
    pub(crate) fn address(&self) -> usize {
        self.ours as usize
    }

    /// The function that our own calls of that name go to.
    pub(crate) fn original(&self) -> usize {
        match &self.original {
            Original::At(function) => *function as usize,
            Original::ByName(address) => address.load(Ordering::Relaxed),
        }
    }
}

/// Finds the functions that are only known by name. Not while the linker walks its list
/// of objects: it would wait for itself.
pub(crate) fn look_up() {
    for hook in &HOOKS {
        if let Original::ByName(address) = &hook.original {
            // SAFETY: the name is terminated.
            let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, hook.name.as_ptr()) };
            address.store(found as usize, Ordering::Relaxed);
        }
    }
}

/// The hook for the function called `name` in the object of that file name.
pub(crate) fn find(object: &str, name: &[u8]) -> Option<&'static Hook> {
    let own = match object.starts_with("libpq.") {
        true => &HOOKS_OF_LIBPQ[..],
        false => &[],
    };
    own.iter()
        .chain(&HOOKS)
        .find(|hook| hook.name.to_bytes() == name)
}

macro_rules! hooks {
    ($($name:literal => $ours:path, $original:tt $(::$of:ident)?;)*) => {
        [$(Hook {
            name: $name,
            ours: $ours as *const (),
            original: hooks!(@ $original $(::$of)?),
        }),*]
    };
    (@ by_name) => { Original::ByName(AtomicUsize::new(0)) };
    (@ $($original:tt)*) => { Original::At($($original)* as *const ()) };
}

/// What fortified code calls instead of `recv` is `__recv_chk`, and so on: the same
/// with the size of the buffer.
static HOOKS: [Hook; 68] = hooks![
    c"__poll_chk" => poll::poll_checked, libc::poll;
    c"__ppoll_chk" => poll::ppoll_checked, libc::ppoll;
    c"__read_chk" => read::read_checked, libc::read;
    c"__recv_chk" => receive::recv_checked, libc::recv;
    c"__recvfrom_chk" => receive::recvfrom_checked, libc::recvfrom;
    c"__res_nquery" => query::nquery, by_name;
    c"__res_nsearch" => query::nsearch, by_name;
    c"__res_query" => query::query, by_name;
    c"__res_search" => query::search, by_name;
    c"accept" => accept::accept, libc::accept;
    c"accept4" => accept::accept4, libc::accept4;
    c"clock_nanosleep" => sleep::clock_nanosleep, libc::clock_nanosleep;
    c"close" => close::close, libc::close;
    c"close_range" => close::close_range, by_name;
    c"connect" => connect::connect, libc::connect;
    c"copy_file_range" => flush::copy_file_range, by_name;
    c"dlopen" => library::dlopen, libc::dlopen;
    c"dup2" => close::dup2, libc::dup2;
    c"dup3" => close::dup3, libc::dup3;
    c"fclose" => close::fclose, libc::fclose;
    c"fcntl" => option::fcntl, libc::fcntl;
    c"fcntl64" => option::fcntl, by_name;
    c"fdatasync" => flush::fdatasync, libc::fdatasync;
    c"flock" => lock::flock, libc::flock;
    c"fsync" => flush::fsync, libc::fsync;
    c"ftruncate" => flush::ftruncate, libc::ftruncate;
    c"ftruncate64" => flush::ftruncate, libc::ftruncate64;
    c"getaddrinfo" => resolve::getaddrinfo, libc::getaddrinfo;
    c"gethostbyname_r" => resolve::gethostbyname, resolve::GETHOSTBYNAME_R;
    c"getnameinfo" => resolve::getnameinfo, libc::getnameinfo;
    c"ioctl" => option::ioctl, libc::ioctl;
    c"lseek" => flush::lseek, libc::lseek;
    c"lseek64" => flush::lseek, libc::lseek64;
    c"nanosleep" => sleep::nanosleep, libc::nanosleep;
    c"pclose" => command::pclose, libc::pclose;
    c"poll" => poll::poll, libc::poll;
    c"popen" => command::popen, libc::popen;
    c"ppoll" => poll::ppoll, libc::ppoll;
    c"pselect" => select::pselect, libc::pselect;
    c"read" => read::read, libc::read;
    c"readv" => read::readv, libc::readv;
    c"recv" => receive::recv, libc::recv;
    c"recvfrom" => receive::recvfrom, libc::recvfrom;
    c"recvmsg" => receive::recvmsg, libc::recvmsg;
    c"res_nquery" => query::nquery, by_name;
    c"res_nsearch" => query::nsearch, by_name;
    c"res_query" => query::query, by_name;
    c"res_search" => query::search, by_name;
    c"select" => select::select, libc::select;
    c"send" => send::send, libc::send;
    c"sendfile" => splice::sendfile, libc::sendfile;
    c"sendfile64" => splice::sendfile, libc::sendfile64;
    c"sendmsg" => send::sendmsg, libc::sendmsg;
    c"sendto" => send::sendto, libc::sendto;
    c"setsockopt" => option::setsockopt, libc::setsockopt;
    c"sigtimedwait" => signal::sigtimedwait, libc::sigtimedwait;
    c"sigwait" => signal::sigwait, libc::sigwait;
    c"sigwaitinfo" => signal::sigwaitinfo, libc::sigwaitinfo;
    c"sleep" => sleep::sleep, libc::sleep;
    c"splice" => splice::splice, libc::splice;
    c"usleep" => sleep::usleep, libc::usleep;
    c"wait" => child::wait, libc::wait;
    c"wait3" => child::wait3, libc::wait4;
    c"wait4" => child::wait4, libc::wait4;
    c"waitid" => child::waitid, libc::waitid;
    c"waitpid" => child::waitpid, libc::waitpid;
    c"write" => write::write, libc::write;
    c"writev" => write::writev, libc::writev;
];

/// libpq goes on with a connection whose answer it could not wait for.
static HOOKS_OF_LIBPQ: [Hook; 2] = hooks![
    c"__poll_chk" => poll::poll_or_hang_up_checked, libc::poll;
    c"poll" => poll::poll_or_hang_up, libc::poll;
];

/// A call on one descriptor that may have to wait, more than once.
pub(crate) struct Blocking {
    host: &'static dyn Host,
    call: Call,
    descriptor: RawFd,
    events: c_short,
    direction: Direction,
    /// Known once it had to wait.
    limit: Option<Limit>,
    /// That is what was learned at an earlier call.
    relies: bool,
    errno: i32,
}

#[derive(Clone, Copy)]
enum Limit {
    /// The descriptor does not block.
    AtOnce,
    Until(Option<Instant>),
}

impl Blocking {
    /// A call that waits until `descriptor` can be read.
    pub(crate) fn readable(host: &'static dyn Host, call: Call, descriptor: RawFd) -> Self {
        Self {
            host,
            call,
            descriptor,
            events: libc::POLLIN,
            direction: Direction::Receive,
            limit: None,
            relies: false,
            errno: errno::get(),
        }
    }

    /// A call that waits until `descriptor` can be written.
    pub(crate) fn writable(host: &'static dyn Host, call: Call, descriptor: RawFd) -> Self {
        Self {
            events: libc::POLLOUT,
            direction: Direction::Send,
            ..Self::readable(host, call, descriptor)
        }
    }

    /// Repeats `attempt`, which must not block, until it does not fail for that.
    pub(crate) fn run(&mut self, mut attempt: impl FnMut() -> isize) -> isize {
        loop {
            let result = attempt();
            if result >= 0 {
                self.keep_errno();
                return result;
            }
            if !errno::is_would_block() || !self.wait() {
                return -1;
            }
        }
    }

    /// Waits until another attempt may succeed. When there is no use in one, returns
    /// `false` with the reason in `errno`.
    pub(crate) fn wait(&mut self) -> bool {
        let limit = self.limit.unwrap_or_else(|| self.ask());
        self.limit = Some(limit);
        let Limit::Until(deadline) = limit else {
            errno::set(libc::EAGAIN);
            return false;
        };
        let set = [pollfd {
            fd: self.descriptor,
            events: self.events,
            revents: 0,
        }];
        let waited = self.host.wait(Wait {
            call: self.call,
            set: &set,
            deadline,
        });
        known::waited(self.descriptor);
        if known::has_none(self.descriptor)
            && matches!(waited, Waited::Ready | Waited::Refused(_))
            && std::mem::take(&mut self.relies)
        {
            // It was another file that blocks: nothing is known of this one.
            self.limit = None;
            return true;
        }
        errno::set(match waited {
            Waited::Ready | Waited::Interrupted => return true,
            Waited::TimedOut => {
                if self.call == Call::Read {
                    limits::timed_out(self.descriptor);
                }
                libc::EAGAIN
            }
            Waited::Closed(_) => libc::EBADF,
            Waited::Cancelled => match self.call {
                Call::Receive | Call::Send | Call::Read | Call::Write => libc::EAGAIN,
                _ => libc::ECANCELED,
            },
            Waited::Refused(reason) => reason,
        });
        false
    }

    /// How long the call may wait.
    fn ask(&mut self) -> Limit {
        let facts = known::needed(self.call);
        self.relies = facts != 0 && known::holds(self.descriptor, facts);
        if self.relies {
            return Limit::Until(self.own_deadline());
        }
        if descriptor::is_nonblocking(self.descriptor) {
            return Limit::AtOnce;
        }
        let deadline = self.deadline();
        match self.call {
            Call::Read | Call::Write => known::learn(self.descriptor, facts),
            // It would not have come to waiting for anything but a socket.
            _ if facts != 0 && deadline.is_none() => {
                known::learn_kind(self.descriptor, descriptor::Kind::Socket);
                known::learn(self.descriptor, facts);
            }
            _ => {}
        }
        Limit::Until(deadline)
    }

    /// When a wait that begins now has to end.
    fn deadline(&self) -> Option<Instant> {
        match self.call {
            Call::Read | Call::Write | Call::Child => self.own_deadline(),
            _ => descriptor::deadline(self.descriptor, self.direction),
        }
    }

    /// The part of it that the kernel knows nothing of.
    fn own_deadline(&self) -> Option<Instant> {
        match self.call {
            Call::Read => limits::deadline(self.descriptor),
            _ => None,
        }
    }

    /// Whether the descriptor does not have the call wait at all.
    pub(crate) fn is_nonblocking(&self) -> bool {
        match self.limit {
            Some(limit) => matches!(limit, Limit::AtOnce),
            None => descriptor::is_nonblocking(self.descriptor),
        }
    }

    /// Whether it is ready now.
    pub(crate) fn is_ready(&self) -> bool {
        let mut asked = pollfd {
            fd: self.descriptor,
            events: self.events,
            revents: 0,
        };
        // SAFETY: one descriptor to poll, without waiting. A failure is for the call
        // itself to report.
        unsafe { libc::poll(&raw mut asked, 1, 0) != 0 }
    }

    /// The call succeeds: nobody is to see that attempts failed.
    pub(crate) fn keep_errno(&self) {
        errno::set(self.errno);
    }
}

/// What a call returns that its coroutine is not to make any more.
pub(crate) fn cancelled<T: From<i8>>() -> T {
    errno::set(libc::ECANCELED);
    T::from(-1)
}

/// Fortified code has asked for more than its buffer holds: it must not go on.
pub(crate) fn check_buffer(wanted: usize, held: usize) {
    if wanted > held {
        // What libc does, too, though with a message.
        // SAFETY: no preconditions.
        unsafe { libc::abort() }
    }
}
