//! Threads for calls that nothing tells the end of.
//!
//! What runs there owns all that it touches: a coroutine that is cancelled goes its way,
//! and the call ends by itself, later. Threads are started when there is work and no
//! idle one, up to a limit; beyond that work waits its turn. They end when they have
//! been idle for a while.

use std::collections::VecDeque;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use libc::pollfd;

use crate::errno;
use crate::host::{Call, Host, Wait, Waited};

/// Calls that wait for somebody else's server may all do so at once.
const MOST: usize = 32;
const IDLE: Duration = Duration::from_secs(10);

static POOL: Mutex<Pool> = Mutex::new(Pool {
    process: 0,
    threads: 0,
    idle: 0,
    calls: 0,
    work: VecDeque::new(),
});
static ARRIVED: Condvar = Condvar::new();

type Work = Box<dyn FnOnce() + Send>;

struct Pool {
    /// Whose threads these are: a forked child has none of them.
    process: u32,
    threads: usize,
    idle: usize,
    calls: u64,
    work: VecDeque<Work>,
}

/// How busy the helpers are.
pub(crate) struct Counts {
    pub(crate) threads: usize,
    pub(crate) queued: usize,
    /// Since the process began.
    pub(crate) calls: u64,
}

/// How busy the helpers of this process are.
pub(crate) fn counts() -> Counts {
    let pool = pool();
    if pool.process != std::process::id() {
        return Counts {
            threads: 0,
            queued: 0,
            calls: 0,
        };
    }
    Counts {
        threads: pool.threads,
        queued: pool.work.len(),
        calls: pool.calls,
    }
}

/// Runs `work` on another thread and suspends the calling code meanwhile.
///
/// # Errors
/// The errno with which the call has to end: of a cancellation, or of a system that
/// has no thread or descriptor left.
pub(crate) fn run<R: Send + 'static>(
    host: &'static dyn Host,
    call: Call,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, c_int> {
    // SAFETY: takes no pointers.
    let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    if bell < 0 {
        return Err(errno::get());
    }
    // SAFETY: just made, and nobody else's.
    let bell = Arc::new(unsafe { OwnedFd::from_raw_fd(bell) });
    let result = Arc::new(Mutex::new(None));
    let (ring, put) = (Arc::clone(&bell), Arc::clone(&result));
    submit(Box::new(move || {
        let done = work();
        *put.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        let one = 1_u64;
        // SAFETY: eight bytes, which an eventfd that was never rung takes.
        unsafe { libc::write(ring.as_raw_fd(), (&raw const one).cast::<c_void>(), 8) };
    }))?;
    let set = [pollfd {
        fd: bell.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    }];
    loop {
        // Even if it is done already: whether others run first is not left to chance.
        let waited = host.wait(Wait {
            call,
            set: &set,
            deadline: None,
        });
        match waited {
            Waited::Ready | Waited::TimedOut => {}
            Waited::Closed(_) => return Err(libc::EBADF),
            Waited::Cancelled => return Err(libc::ECANCELED),
            Waited::Refused(reason) => return Err(reason),
        }
        let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(done) = done {
            return Ok(done);
        }
    }
}

fn submit(work: Work) -> Result<(), c_int> {
    let mut pool = pool();
    if pool.process != std::process::id() {
        *pool = Pool {
            process: std::process::id(),
            threads: 0,
            idle: 0,
            calls: 0,
            work: VecDeque::new(),
        };
    }
    pool.calls += 1;
    pool.work.push_back(work);
    if pool.idle >= pool.work.len() || pool.threads >= MOST {
        drop(pool);
        ARRIVED.notify_one();
        return Ok(());
    }
    pool.threads += 1;
    drop(pool);
    stay_loaded();
    let started = without_signals(|| std::thread::Builder::new().spawn(help));
    let Err(error) = started else {
        return Ok(());
    };
    let mut pool = self::pool();
    pool.threads -= 1;
    // The others will come to it, if there are any.
    if pool.threads > 0 {
        return Ok(());
    }
    pool.work.pop_back();
    Err(error.raw_os_error().unwrap_or(libc::EAGAIN))
}

/// The life of a helper.
fn help() {
    let mut pool = pool();
    loop {
        if let Some(work) = pool.work.pop_front() {
            drop(pool);
            work();
            pool = self::pool();
            continue;
        }
        pool.idle += 1;
        let (again, waited) = ARRIVED
            .wait_timeout(pool, IDLE)
            .unwrap_or_else(PoisonError::into_inner);
        pool = again;
        pool.idle -= 1;
        if waited.timed_out() && pool.work.is_empty() {
            pool.threads -= 1;
            return;
        }
    }
}

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Threads that are started by `body` get no signals: those are for code that has set
/// handlers.
fn without_signals<R>(body: impl FnOnce() -> R) -> R {
    let mut all = MaybeUninit::uninit();
    let mut before = MaybeUninit::uninit();
    // SAFETY: there is room for both sets; the first is filled before it is used, the
    // second before it is put back.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), before.as_mut_ptr());
        let result = body();
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), ptr::null_mut());
        result
    }
}

/// The code that helpers run is not unloaded under them: not even at the end, for which
/// none of them is waited.
fn stay_loaded() {
    static PINNED: Once = Once::new();
    PINNED.call_once(|| {
        let mut found = MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: the address is one of this object, so that its name is found; a
        // program that is no library is not unloaded anyway.
        unsafe {
            if libc::dladdr(help as *const c_void, found.as_mut_ptr()) != 0 {
                let flags = libc::RTLD_LAZY | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
                libc::dlopen(found.assume_init().dli_fname, flags);
            }
        }
    });
}
