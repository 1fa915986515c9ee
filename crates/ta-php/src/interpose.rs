//! Blocking functions of PHP and of client libraries, made to suspend the coroutine.
//!
//! They do not know of us: the libc calls below them arrive at `ta-interpose`, which asks
//! here whether and how to wait. While no loop runs nobody is asked.
//!
//! A cancellation cannot be thrown through frames of C. It is made pending in the
//! engine, the libc call fails with `ECANCELED`, and so does every later one until the
//! PHP function has returned and the engine sees what is pending. The warnings that the
//! function has to say about its failure are dropped by the shim meanwhile.

pub(crate) mod counters;
pub(crate) mod guard;
mod hooked;

pub(crate) use hooked::{Hooked, awaiting};

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_int;
use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::ptr;
use std::rc::Rc;
use std::sync::Once;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use slab::Slab;
use ta_coro::{Listener, Liveness, Waiting};
use ta_interpose::{Call, Host, Readiness, Standing, State, Ticket, Wait, Waited, set_host};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::coroutine::{Coroutine, Runtime, scheduler};
use crate::zend::context;
use crate::zend::exception;
use crate::zend::ffi;
use crate::zend::value::Obj;

thread_local! {
    /// Of the running request: a leaked box, which hooked calls may be inside of.
    static WAITS: Cell<*mut Waits> = const { Cell::new(ptr::null_mut()) };
    /// Why they cannot, although there is a loop.
    static OBSTACLE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Reads of some plain stream were given a time limit.
    static LIMITED: Cell<bool> = const { Cell::new(false) };
}

/// Who waits in which call.
struct Waits {
    /// The descriptor of `readiness`, known to the reactor: goes before it.
    readable: AsyncFd<RawFd>,
    readiness: Readiness<Rc<Coroutine>>,
    /// Those in `sleep()` and its kin, which signals end.
    sleepers: RefCell<Slab<Rc<Coroutine>>>,
    /// Those who wait for other code of this thread, and whether it has come.
    tickets: RefCell<HashMap<Ticket, (Rc<Coroutine>, bool)>>,
    /// Signals that have ended sleeps.
    signals: Cell<u64>,
    /// Kept for its room.
    woken: RefCell<Vec<Rc<Coroutine>>>,
}

/// The loop was started: calls of this thread can suspend from now on.
///
/// # Errors
/// The system refuses, or the program is none whose calls can be redirected. They block
/// the thread, as without a loop.
pub(crate) fn loop_started(runtime: &Runtime) -> io::Result<()> {
    counters::reset();
    ta_interpose::install().map_err(io::Error::other)?;
    let readiness = Readiness::new()?;
    let readable = runtime.within(|| {
        let descriptor = readiness.as_fd().as_raw_fd();
        // SAFETY: the set is dropped after what registers it, with `Waits`.
        unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }
    })?;
    let waits = Box::into_raw(Box::new(Waits {
        readable,
        readiness,
        sleepers: RefCell::default(),
        tickets: RefCell::default(),
        signals: Cell::new(0),
        woken: RefCell::default(),
    }));
    WAITS.set(waits);
    // SAFETY: valid until `loop_ended`, which takes the host away first.
    set_host(Some(unsafe { &*waits }));
    Ok(())
}

/// No coroutine is left, and the loop's tasks are gone: calls block again.
pub(crate) fn loop_ended() {
    set_host(None);
    OBSTACLE.take();
    let waits = WAITS.replace(ptr::null_mut());
    if !waits.is_null() {
        // SAFETY: made by Box::into_raw; nobody is inside of a call of a coroutine any
        // more, and nobody else can come in.
        drop(unsafe { Box::from_raw(waits) });
    }
}

/// A signal came that the script has a handler for, which is about to be called:
/// sleeps end, as they do in plain PHP.
pub(crate) fn signalled() {
    // SAFETY: valid until `loop_ended`, if not null; nothing here calls PHP code.
    if let Some(waits) = unsafe { WAITS.get().as_ref() } {
        waits.signals.set(waits.signals.get() + 1);
        let mut woken = waits.woken.take();
        let sleepers = waits.sleepers.borrow();
        woken.extend(sleepers.iter().map(|(_, sleeper)| Rc::clone(sleeper)));
        drop(sleepers);
        waits.wake(woken);
    }
}

/// This process was forked: what it waits with is the parent's, and stays as it is.
pub(crate) fn forked() {
    set_host(None);
    // Leaked: to drop it would change what the parent waits with.
    WAITS.set(ptr::null_mut());
}

/// Calls of this thread block although its loop runs. Says so once per process.
pub(crate) fn is_unavailable(reason: &io::Error) {
    static SAID: Once = Once::new();
    let text = reason.to_string();
    OBSTACLE.replace(Some(text.clone()));
    SAID.call_once(|| exception::warn(obstacle_in_words(&text).as_bytes()));
}

/// What a log says about an obstacle.
pub(crate) fn obstacle_in_words(obstacle: &str) -> String {
    format!("Blocking functions cannot suspend coroutines: {obstacle}")
}

/// Why blocking calls suspend nobody, or not all do, although the loop runs.
pub(crate) fn obstacle() -> Option<String> {
    if let Some(reason) = OBSTACLE.with_borrow(Clone::clone) {
        return Some(reason);
    }
    match ta_interpose::status().state {
        State::Active { refused, .. } if refused > 0 && is_active() => Some(format!(
            "the system protects {refused} of the loaded libraries, whose calls block"
        )),
        _ => None,
    }
}

/// Blocking calls of this thread can suspend.
pub(crate) fn is_active() -> bool {
    !WAITS.get().is_null()
}

/// The extension was loaded.
pub(crate) fn module_starts() {
    ta_interpose::follow_forks();
}

/// The extension is about to be unloaded.
pub(crate) fn module_ends() {
    ta_interpose::restore();
}

/// Wakes those whose descriptors are ready now; `false` for nobody.
pub(crate) fn look() -> bool {
    // SAFETY: set to a leaked box as long as it is not null; nothing here runs PHP code.
    let Some(waits) = (unsafe { WAITS.get().as_ref() }) else {
        return false;
    };
    if waits.readiness.waits() == 0 {
        return false;
    }
    // A set that is broken wakes nobody.
    waits.take_up().unwrap_or(false)
}

/// Wakes whoever can go on, as far as the reactor has heard of it, and has the loop's
/// task woken when it hears of more. Whether there was anybody.
///
/// Called from the loop itself: a task of its own would cost another pass of the
/// reactor, and that is a system call, between an event and the coroutine.
pub(crate) fn collect(cx: &mut Context<'_>) -> bool {
    // SAFETY: set to a leaked box as long as it is not null, and the loop has ended
    // before that changes.
    let Some(waits) = (unsafe { WAITS.get().as_ref() }) else {
        return false;
    };
    let mut any = false;
    // An error means that the loop ends.
    while let Poll::Ready(Ok(mut guard)) = waits.readable.poll_read_ready(cx) {
        guard.clear_ready();
        match waits.take_up() {
            Ok(woken) => any |= woken,
            Err(_) => break,
        }
    }
    any
}

impl Waits {
    /// Wakes those whose descriptors are ready now. Whether there was anybody.
    ///
    /// # Errors
    /// The set has lost its descriptor, and there is nothing to collect.
    fn take_up(&self) -> io::Result<bool> {
        let mut woken = self.woken.take();
        let collected = self.readiness.collect(&mut woken);
        let any = !woken.is_empty();
        self.wake(woken);
        collected.map(|()| any)
    }

    fn wake(&self, mut woken: Vec<Rc<Coroutine>>) {
        for coroutine in woken.drain(..) {
            scheduler().wake(&coroutine);
        }
        self.woken.replace(woken);
    }

    fn sleep(&self, call: Call, deadline: Option<Instant>) -> Result<Waited, Obj> {
        let scheduler = scheduler();
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            // Others run nevertheless.
            scheduler.yield_now()?;
            return Ok(Waited::TimedOut);
        }
        let timer = deadline.map(|deadline| {
            let listener = Listener::Coroutine(scheduler.running());
            scheduler.arm(deadline, listener, Liveness::Live)
        });
        let place =
            (call == Call::Sleep).then(|| self.sleepers.borrow_mut().insert(scheduler.running()));
        let signals = self.signals.get();
        scheduler.hold();
        let waited = scheduler.wait_until(None, Waiting::Text("timer"), || {
            if deadline.is_some_and(|deadline| scheduler.is_past(deadline)) {
                Some(Waited::TimedOut)
            } else if place.is_some() && self.signals.get() != signals {
                Some(Waited::Interrupted)
            } else {
                None
            }
        });
        scheduler.release();
        if let Some(timer) = timer {
            scheduler.disarm(timer);
        }
        let sleeper = place.map(|place| self.sleepers.borrow_mut().remove(place));
        drop(sleeper);
        waited
    }

    fn wait_rung(&self, ticket: Ticket, wait: &Wait<'_>) -> Result<Waited, Obj> {
        let scheduler = scheduler();
        self.tickets
            .borrow_mut()
            .insert(ticket, (scheduler.running(), false));
        let timer = wait.deadline.map(|deadline| {
            let listener = Listener::Coroutine(scheduler.running());
            scheduler.arm(deadline, listener, Liveness::Live)
        });
        scheduler.hold();
        let waited = scheduler.wait_until(None, Waiting::Text(counters::name(wait.call)), || {
            let rung = self.tickets.borrow().get(&ticket).is_some_and(|one| one.1);
            if rung {
                return Some(Waited::Ready);
            }
            wait.deadline
                .filter(|deadline| *deadline <= Instant::now())
                .map(|_| Waited::TimedOut)
        });
        scheduler.release();
        if let Some(timer) = timer {
            scheduler.disarm(timer);
        }
        let place = self.tickets.borrow_mut().remove(&ticket);
        drop(place);
        waited
    }

    fn wait_ready(&self, wait: &Wait<'_>) -> Result<Waited, Obj> {
        let scheduler = scheduler();
        let watch = match self.readiness.watch(wait.set, scheduler.running()) {
            Ok(watch) => watch,
            Err(error) => {
                return Ok(Waited::Refused(error.raw_os_error().unwrap_or(libc::EIO)));
            }
        };
        let timer = wait.deadline.map(|deadline| {
            let listener = Listener::Coroutine(scheduler.running());
            scheduler.arm(deadline, listener, Liveness::Live)
        });
        scheduler.hold();
        counters::descriptors_begin();
        let waited = scheduler.wait_until(None, Waiting::Text(counters::name(wait.call)), || {
            self.readiness.outcome(&watch).or_else(|| {
                wait.deadline
                    .filter(|deadline| *deadline <= Instant::now())
                    .map(|_| Waited::TimedOut)
            })
        });
        counters::descriptors_end();
        scheduler.release();
        if let Some(timer) = timer {
            scheduler.disarm(timer);
        }
        self.readiness.forget(watch);
        waited
    }
}

impl Host for Waits {
    fn standing(&self) -> Standing {
        let scheduler = scheduler();
        if !scheduler.is_inside() {
            return Standing::Outside;
        }
        // SAFETY: reads globals of the active request.
        if unsafe { ffi::ta_is_stopping() } {
            // Also while the request ends, and nobody may wait any more.
            return Standing::Cancelled;
        }
        if Runtime::is_usable() && context::may_suspend() {
            Standing::Inside
        } else {
            Standing::Outside
        }
    }

    fn wait(&self, wait: Wait<'_>) -> Waited {
        suspend(&wait, || {
            if wait.set.is_empty() {
                self.sleep(wait.call, wait.deadline)
            } else {
                self.wait_ready(&wait)
            }
        })
    }

    fn wait_for_ring(&self, call: Call, ticket: Ticket, deadline: Instant) -> Waited {
        let wait = Wait {
            call,
            set: &[],
            deadline: Some(deadline),
        };
        suspend(&wait, || self.wait_rung(ticket, &wait))
    }

    fn ring(&self, ticket: Ticket) {
        let rung = self.tickets.borrow_mut().get_mut(&ticket).map(|one| {
            one.1 = true;
            Rc::clone(&one.0)
        });
        if let Some(coroutine) = rung {
            scheduler().wake(&coroutine);
        }
    }

    fn waits_again(&self) -> bool {
        // SAFETY: reads the running call of the active request.
        unsafe { ffi::ta_waits_for_children() }
    }

    fn closing(&self, descriptor: RawFd) {
        let mut woken = self.woken.take();
        self.readiness.closing(descriptor, &mut woken);
        let had_waiters = !woken.is_empty();
        self.wake(woken);
        // Whoever was waiting runs before the caller frees what they would return to.
        if had_waiters
            && self.standing() != Standing::Outside
            && let Err(error) = scheduler().yield_now()
        {
            exception::throw_object(error);
        }
        self.readiness.closed(descriptor);
    }
}

/// Runs `body`, which suspends, and makes a call's end of how it ends.
fn suspend(wait: &Wait<'_>, body: impl FnOnce() -> Result<Waited, Obj>) -> Waited {
    counters::waits(wait.call);
    let coroutine = scheduler().running();
    coroutine.body.hooked.set(Some(Hooked::of(wait)));
    let waited = body();
    coroutine.body.hooked.set(None);
    waited.unwrap_or_else(|error| {
        // SAFETY: the exception is alive, and about to be thrown.
        if unsafe { ffi::ta_hush(error.as_ptr()) } {
            guard::cut(wait.set);
        }
        exception::throw_object(error);
        Waited::Cancelled
    })
}

/// Called by the shim for a plain stream: `false` while no loop runs, and nothing has
/// limits but sockets.
#[unsafe(no_mangle)]
extern "C" fn ta_limit_reads(descriptor: c_int, seconds: i64, microseconds: i64) -> bool {
    if WAITS.get().is_null() {
        return false;
    }
    // As of sockets: less than nothing is for ever.
    let total = i128::from(seconds) * 1_000_000 + i128::from(microseconds);
    let time = u64::try_from(total).ok().map(Duration::from_micros);
    ta_interpose::limit_reads(descriptor, time);
    LIMITED.set(true);
    true
}

/// Whether the shim has to ask: somebody has set a limit.
#[unsafe(no_mangle)]
extern "C" fn ta_reads_have_limits() -> bool {
    LIMITED.get()
}

/// Called by the shim: -1 when the descriptor has no limit.
#[unsafe(no_mangle)]
extern "C" fn ta_read_timed_out(descriptor: c_int) -> c_int {
    ta_interpose::read_timed_out(descriptor).map_or(-1, c_int::from)
}
