//! Who can wait on this thread: the seam between the hooked calls and whatever runs
//! the coroutines.

use std::cell::Cell;
use std::os::fd::RawFd;
use std::sync::Once;
use std::time::Instant;

use libc::pollfd;

use crate::{helpers, hooks};

thread_local! {
    static HOST: Cell<Option<&'static dyn Host>> = const { Cell::new(None) };
}

/// Suspends and resumes the code of one thread.
///
/// Methods are called from inside hooked calls, with frames of C code below them, so
/// none may panic or unwind.
pub trait Host {
    /// How the code that makes a call stands. Asked first in every hooked call, so it
    /// has to be cheap.
    fn standing(&self) -> Standing;

    /// Suspends the calling code until what it waits for may have happened. Being
    /// woken for nothing is fine: calls look again. Only called while the standing is
    /// [`Standing::Inside`], after the call was tried and would have blocked; and once
    /// more after [`Waited::Cancelled`], by calls whose work on a file has to end first.
    fn wait(&self, wait: Wait<'_>) -> Waited;

    /// Suspends the calling code until [`Host::ring`] for `ticket`, which it has alone, or
    /// until the deadline. Only a ring that comes while it waits counts. Under the
    /// conditions of [`Host::wait`].
    fn wait_for_ring(&self, call: Call, ticket: Ticket, deadline: Instant) -> Waited;

    /// Ends the wait with that ticket with [`Waited::Ready`], if there is one. By code of
    /// this thread, whatever its standing, which goes on first.
    fn ring(&self, ticket: Ticket);

    /// Whether the calling code, whose wait for a child was cancelled, will wait for it
    /// again: if not, it is waited for elsewhere. It will, unless the host knows better.
    fn waits_again(&self) -> bool {
        true
    }

    /// A descriptor is about to be closed by code of this thread, whatever its
    /// standing: whoever waits for it is to be woken with [`Waited::Closed`], and best
    /// has run before this returns. What the caller frees next is often what those who
    /// wait would return to.
    fn closing(&self, descriptor: RawFd);
}

/// How the code that makes a call stands with its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is no coroutine, or cannot be left now: its calls are plain libc calls.
    Outside,
    /// It may be suspended.
    Inside,
    /// It was told to stop and has not been left yet: calls that could wait fail with
    /// `ECANCELED`, those that never do go on.
    Cancelled,
}

/// What a call has to wait for.
#[derive(Clone, Copy, Debug)]
pub struct Wait<'a> {
    /// The call.
    pub call: Call,
    /// The descriptors, with the events of `poll(2)` that end the wait; errors and
    /// hang-ups always do. Negative descriptors do not count. Empty for a sleep.
    pub set: &'a [pollfd],
    /// When the wait ends anyway; `None` for never.
    pub deadline: Option<Instant>,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// One of the descriptors may be ready.
    Ready,
    /// The deadline has passed.
    TimedOut,
    /// A signal came that somebody has a handler for. Sleeps end by it, as they ever
    /// did; other calls wait again.
    Interrupted,
    /// This one of the descriptors is closed, or about to be.
    Closed(RawFd),
    /// The code is to stop: the call fails.
    Cancelled,
    /// The host does not let this call wait, because the descriptor is somebody
    /// else's at the moment: the call fails with the given `errno`.
    Refused(i32),
}

/// By which code of a thread knows a wait of other code of that thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub(crate) u64);

/// What kind of call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Call {
    /// `poll`, `ppoll`, `select`, `pselect`: readiness only, nothing is taken from the
    /// descriptors, so any number of them may wait.
    Poll,
    /// `recv` and its kin.
    Receive,
    /// `send` and its kin.
    Send,
    /// `read` and `readv` from anything but a socket.
    Read,
    /// `write` and `writev` to anything but a socket.
    Write,
    /// `fsync`, `fdatasync`, `ftruncate`, `copy_file_range`.
    Flush,
    /// `connect`.
    Connect,
    /// `accept` and `accept4`.
    Accept,
    /// `sleep` and its kin.
    Sleep,
    /// `flock`.
    Lock,
    /// `waitpid` and its kin, `pclose`.
    Child,
    /// `getaddrinfo`, `gethostbyname_r`, `getnameinfo`, `res_search` and its kin.
    Resolve,
    /// `sigtimedwait`, `sigwaitinfo`, `sigwait`.
    Signal,
}

/// Has `host` asked by the hooked calls of this thread from now on, or nobody. A forked
/// child begins without one: what waits is the parent's, and so is what it waits with.
pub fn set_host(host: Option<&'static dyn Host>) {
    follow_forks();
    HOST.set(host);
}

/// Has children of this process share with it, and with one another, what keeps them
/// from taking each other's connections of a listening socket. Done by [`set_host`],
/// too; for processes whose children are the first to have a host.
pub fn follow_forks() {
    static AT_FORK: Once = Once::new();
    AT_FORK.call_once(|| {
        // SAFETY: the handlers make a mapping, and take and leave locks on the thread
        // that forks. It fails for want of memory, and then children are as the parent.
        unsafe { libc::pthread_atfork(Some(prepare), Some(in_parent), Some(in_child)) };
    });
}

unsafe extern "C" fn prepare() {
    hooks::about_to_fork();
    // A thread that the child does not have could hold it for ever.
    helpers::hold();
}

unsafe extern "C" fn in_parent() {
    helpers::let_go();
}

unsafe extern "C" fn in_child() {
    helpers::let_go();
    hooks::forked();
    HOST.set(None);
}

/// The host of this thread.
pub fn host_on_this_thread() -> Option<&'static dyn Host> {
    // A thread that is being torn down has none any more.
    HOST.try_with(Cell::get).ok().flatten()
}

/// What a hooked call may do.
#[derive(Clone, Copy)]
pub(crate) enum Leave {
    /// Be the plain libc call.
    Plain,
    /// Wait with this host.
    Wait(&'static dyn Host),
    /// Fail with `ECANCELED`.
    Fail,
}

/// What the calling code may do now.
#[inline]
pub(crate) fn leave() -> Leave {
    match host_on_this_thread() {
        None => Leave::Plain,
        Some(host) => match host.standing() {
            Standing::Outside => Leave::Plain,
            Standing::Inside => Leave::Wait(host),
            Standing::Cancelled => Leave::Fail,
        },
    }
}
