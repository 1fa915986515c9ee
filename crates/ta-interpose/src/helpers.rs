//! Threads for calls that nothing tells the end of.
//!
//! There are two sorts of them. Of [names](fn@name) somebody else's server knows when it
//! answers: such work owns all that it touches, a coroutine that is cancelled goes its
//! way, and the call ends by itself, later. Work on [files](fn@file) has effects that what
//! follows relies on: it is waited for even by a coroutine that was cancelled, and so
//! may use its memory.
//!
//! Threads are started when there is work and no idle one, up to a limit; beyond that
//! work waits its turn, in order. Names leave some of the threads to files. They end
//! when they have been idle for a while.

use std::cell::RefCell;
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

/// Threads at a time.
const MOST: usize = 32;
/// As many of them may wait for somebody else's server.
const MOST_NAMES: usize = 24;
const IDLE: Duration = Duration::from_secs(10);

static POOL: Mutex<Pool> = Mutex::new(Pool::of(0));
static ARRIVED: Condvar = Condvar::new();

type Work = Box<dyn FnOnce() + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Name,
    File,
}

struct Pool {
    /// Whose threads these are: a forked child has none of them.
    process: u32,
    threads: usize,
    idle: usize,
    /// Threads that look up names.
    asking: usize,
    calls: u64,
    /// With their numbers, by which they are in order.
    names: VecDeque<(u64, Work)>,
    files: VecDeque<(u64, Work)>,
}

impl Pool {
    const fn of(process: u32) -> Self {
        Self {
            process,
            threads: 0,
            idle: 0,
            asking: 0,
            calls: 0,
            names: VecDeque::new(),
            files: VecDeque::new(),
        }
    }

    fn push(&mut self, sort: Sort, work: Work) {
        let queue = match sort {
            Sort::Name => &mut self.names,
            Sort::File => &mut self.files,
        };
        queue.push_back((self.calls, work));
        self.calls += 1;
    }

    /// What is due now.
    fn pop(&mut self) -> Option<(Sort, Work)> {
        let name = self.names.front().filter(|_| self.asking < MOST_NAMES);
        let sort = match (name, self.files.front()) {
            (Some((name, _)), Some((file, _))) if name < file => Sort::Name,
            (_, Some(_)) => Sort::File,
            (Some(_), None) => Sort::Name,
            (None, None) => return None,
        };
        let queue = match sort {
            Sort::Name => &mut self.names,
            Sort::File => &mut self.files,
        };
        queue.pop_front().map(|(_, work)| (sort, work))
    }

    /// What could begin now if there were threads for it.
    fn due(&self) -> usize {
        let names = MOST_NAMES.saturating_sub(self.asking);
        self.files.len() + self.names.len().min(names)
    }
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
        queued: pool.names.len() + pool.files.len(),
        calls: pool.calls,
    }
}

/// Runs `work` on another thread and suspends the calling code meanwhile, or until it
/// is cancelled.
///
/// # Errors
/// The errno with which the call has to end: of a cancellation, or of a system that
/// has no thread or descriptor left.
pub(crate) fn name<R: Send + 'static>(
    host: &'static dyn Host,
    call: Call,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, c_int> {
    let task = Task::begin(Sort::Name, Bell::new()?, Box::new(work))?;
    loop {
        // Even if it is done already: whether others run first is not left to chance.
        match task.bell.wait(host, call) {
            Waited::Ready | Waited::TimedOut | Waited::Interrupted => {}
            Waited::Closed(_) => return Err(libc::EBADF),
            Waited::Cancelled => return Err(libc::ECANCELED),
            Waited::Refused(reason) => return Err(reason),
        }
        if let Some(done) = task.take() {
            return Ok(done);
        }
    }
}

/// Runs `work` on another thread and suspends the calling code until it is done. The
/// bell, which is new, tells others, too.
///
/// # Errors
/// The system has no thread left: nothing was done.
pub(crate) fn file<R: Send + 'static>(
    host: &'static dyn Host,
    call: Call,
    bell: Bell,
    work: impl FnOnce() -> R + Send,
) -> Result<R, c_int> {
    let work: Box<dyn FnOnce() -> R + Send + '_> = Box::new(work);
    // SAFETY: only the lifetime differs, and what the work borrows is there for as long
    // as we do not return, which we do not before it is done or was not begun.
    let work: Box<dyn FnOnce() -> R + Send + 'static> = unsafe { std::mem::transmute(work) };
    let task = Task::begin(Sort::File, bell, work)?;
    let mut refusals = 0;
    loop {
        if refusals < 2 {
            match task.bell.wait(host, call) {
                Waited::Ready | Waited::TimedOut | Waited::Interrupted => {}
                Waited::Closed(_) | Waited::Cancelled | Waited::Refused(_) => refusals += 1,
            }
        } else {
            // Nobody else may run any more: the thread waits.
            task.bell.block();
        }
        if let Some(done) = task.take() {
            return Ok(done);
        }
    }
}

/// Readable once it was rung.
#[derive(Clone)]
pub(crate) struct Bell(Arc<OwnedFd>);

impl Bell {
    /// # Errors
    /// The errno of a system that has no descriptor left.
    pub(crate) fn new() -> Result<Self, c_int> {
        // SAFETY: takes no pointers.
        let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if bell < 0 {
            return Err(errno::get());
        }
        // SAFETY: just made, and nobody else's.
        Ok(Self(Arc::new(unsafe { OwnedFd::from_raw_fd(bell) })))
    }

    /// Suspends the calling code until it was rung.
    pub(crate) fn wait(&self, host: &'static dyn Host, call: Call) -> Waited {
        host.wait(Wait {
            call,
            set: &[self.asked()],
            deadline: None,
        })
    }

    fn asked(&self) -> pollfd {
        pollfd {
            fd: self.0.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        }
    }

    fn block(&self) {
        let mut asked = self.asked();
        // SAFETY: one descriptor to poll. Being woken early does no harm.
        unsafe { libc::poll(&raw mut asked, 1, -1) };
    }

    fn ring(&self) {
        let one = 1_u64;
        // SAFETY: eight bytes, which an eventfd that was never rung takes.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast::<c_void>(), 8) };
    }
}

/// Work that was begun.
struct Task<R> {
    bell: Bell,
    result: Arc<Mutex<Option<R>>>,
}

impl<R: Send + 'static> Task<R> {
    fn begin(sort: Sort, bell: Bell, work: Box<dyn FnOnce() -> R + Send>) -> Result<Self, c_int> {
        let task = Self {
            bell,
            result: Arc::new(Mutex::new(None)),
        };
        let (bell, result) = (task.bell.clone(), Arc::clone(&task.result));
        submit(
            sort,
            Box::new(move || {
                let done = work();
                *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
                bell.ring();
            }),
        )?;
        Ok(task)
    }

    fn take(&self) -> Option<R> {
        self.result
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

fn submit(sort: Sort, work: Work) -> Result<(), c_int> {
    let mut pool = pool();
    if pool.process != std::process::id() {
        *pool = Pool::of(std::process::id());
    }
    pool.push(sort, work);
    if pool.idle >= pool.due() || pool.threads >= MOST {
        drop(pool);
        ARRIVED.notify_one();
        return Ok(());
    }
    pool.threads += 1;
    drop(pool);
    let Err(reason) = start(help) else {
        return Ok(());
    };
    let mut pool = self::pool();
    pool.threads -= 1;
    // The others will come to it, if there are any.
    if pool.threads > 0 {
        return Ok(());
    }
    let refused = match sort {
        Sort::Name => pool.names.pop_back(),
        Sort::File => pool.files.pop_back(),
    };
    drop(pool);
    drop(refused);
    Err(reason)
}

/// Starts a thread of ours.
///
/// # Errors
/// The errno of a system that has none left.
pub(crate) fn start(body: fn()) -> Result<(), c_int> {
    stay_loaded();
    without_signals(|| std::thread::Builder::new().spawn(body))
        .map(drop)
        .map_err(|error| error.raw_os_error().unwrap_or(libc::EAGAIN))
}

/// The life of a helper.
fn help() {
    let mut pool = pool();
    loop {
        if let Some((sort, work)) = pool.pop() {
            let asks = usize::from(sort == Sort::Name);
            pool.asking += asks;
            drop(pool);
            work();
            pool = self::pool();
            pool.asking -= asks;
            continue;
        }
        pool.idle += 1;
        let (again, waited) = ARRIVED
            .wait_timeout(pool, IDLE)
            .unwrap_or_else(PoisonError::into_inner);
        pool = again;
        pool.idle -= 1;
        if waited.timed_out() && pool.due() == 0 {
            pool.threads -= 1;
            return;
        }
    }
}

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// While this thread forks.
    static HELD: RefCell<Option<MutexGuard<'static, Pool>>> = const { RefCell::new(None) };
}

/// This thread is about to fork: nobody is in the middle of anything.
pub(crate) fn hold() {
    HELD.set(Some(pool()));
}

/// It has.
pub(crate) fn let_go() {
    HELD.set(None);
}

/// Threads that are started by `body` get no signals: those are for code that has set
/// handlers.
pub fn without_signals<R>(body: impl FnOnce() -> R) -> R {
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

/// To be called first in a thread that somebody else started for work of ours: it gets
/// no signals, and the code that it runs stays loaded.
pub fn settle_thread() {
    stay_loaded();
    let mut all = MaybeUninit::uninit();
    // SAFETY: there is room for the set, which is filled before it is used.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), ptr::null_mut());
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
