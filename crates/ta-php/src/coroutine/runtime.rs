//! The event loop of one thread: tokio as the reactor, the scheduler on top.
//!
//! The loop has no stack of its own. It runs on the main script's stack whenever
//! main has to wait, and once more when main has ended: entering it is a nested
//! call, leaving it a return. Coroutines run on contexts and are entered from
//! the loop only, so at most one loop is ever on the stack.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::ptr;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use ta_coro::{Liveness, Next, Switch};
use tokio::task::LocalSet;

use super::alarm::Alarm;
use super::limits::{max_coroutines_of, stack_size_of};
use super::{Body, Job, Scheduler, Value, scheduler};
use crate::async_api::{errors, signals};
use crate::interpose;
use crate::watchdog;
use crate::zend::exception::{self, Outcome};
use crate::zend::value::Obj;
use crate::zend::{context, ffi};

thread_local! {
    /// The runtime of this thread's request: a leaked box, so that no borrow of
    /// the slot is needed around code that runs PHP.
    static RUNTIME: Cell<*mut Runtime> = const { Cell::new(ptr::null_mut()) };
    /// The request is over for the extension: code that the engine still runs,
    /// such as session handlers, finds no coroutines.
    static OVER: Cell<bool> = const { Cell::new(true) };
}

/// The loop of the running request.
pub(crate) struct Runtime {
    tokio: tokio::runtime::Runtime,
    tasks: LocalSet,
    scheduler: &'static Scheduler,
    max_coroutines: usize,
    /// The loop is on the stack.
    in_loop: Cell<bool>,
    /// And so is tokio's, below it.
    in_reactor: Cell<bool>,
    /// Passes since the reactor had its turn.
    passes: Cell<u32>,
    /// The coarse clock when they began.
    tick: Cell<(i64, i64)>,
    /// The request ends: nothing may wait any more.
    dying: Cell<bool>,
    /// A fatal error outside of a job ended the script.
    fatal: Cell<bool>,
    exit_error: RefCell<Option<Obj>>,
    alarm: Alarm,
    /// When contexts that nobody wants are freed, while there are any.
    trims_at: Cell<Option<Instant>>,
}

/// Why a wait ended without what it waited for: the exception to throw.
pub(crate) type Wait<T = ()> = Result<T, Obj>;

/// What the loop runs for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Main,
    Drained,
}

impl Runtime {
    /// The runtime of this thread, when one was launched.
    pub(crate) fn get() -> Option<&'static Self> {
        // SAFETY: set to a leaked box by `start` and cleared by `destroy`, which
        // runs when no code of the request is on the stack any more.
        unsafe { RUNTIME.get().as_ref() }
    }

    /// The runtime of this thread, made now if need be: the running script does not
    /// become a coroutine by that. What is spawned runs when the script waits for the
    /// first time, or has ended.
    ///
    /// # Errors
    /// Throws `AsyncException` when the system refuses an event loop, and when the
    /// request is over.
    pub(crate) fn prepare() -> Outcome<&'static Self> {
        let runtime = match Self::get() {
            Some(runtime) => runtime,
            None if OVER.get() => {
                return Err(errors::misuse(
                    "Async is not available after the request has ended",
                ));
            }
            None => Self::start()?,
        };
        if runtime.dying.get() {
            return Err(errors::misuse(
                "Async is not available while the request shuts down",
            ));
        }
        Ok(runtime)
    }

    /// The runtime of this thread; launches it, which makes the running script
    /// the main coroutine.
    ///
    /// # Errors
    /// As [`Runtime::prepare`], and inside callbacks of the loop.
    pub(crate) fn launch() -> Outcome<&'static Self> {
        let runtime = Self::prepare()?;
        if !runtime.scheduler.is_inside() {
            if runtime.in_loop.get() {
                return Err(errors::misuse(
                    "The operation cannot be executed in the scheduler context",
                ));
            }
            runtime.scheduler.adopt_main(Body::main());
            super::script::main_adopted();
            watchdog::code_begins();
        }
        Ok(runtime)
    }

    /// Whether the running code is no coroutine, because nobody launched the
    /// scheduler yet.
    pub(crate) fn is_dormant() -> bool {
        !scheduler().is_inside() && Self::get().is_none_or(|runtime| !runtime.in_loop.get())
    }

    /// Out of line: its frame alone would take another page of every coroutine's stack.
    #[cold]
    #[inline(never)]
    fn start() -> Outcome<&'static Self> {
        let no_loop =
            |error: io::Error| errors::misuse(&format!("Cannot start the event loop: {error}"));
        let tokio = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Few wait for disks at a time, and the code they run must outlive them.
            .max_blocking_threads(HELPERS)
            .on_thread_start(ta_interpose::settle_thread)
            .build()
            .map_err(no_loop)?;
        let alarm = {
            let _context = tokio.enter();
            Alarm::new().map_err(no_loop)?
        };
        // SAFETY: reads ini settings of the active request.
        let (stack_size, max_coroutines) = unsafe {
            (
                ffi::ta_ini_long(c"true_async.stack_size".as_ptr()),
                ffi::ta_ini_long(c"true_async.max_coroutines".as_ptr()),
            )
        };
        let stacks = &scheduler().switch().stack_size;
        stacks.set(stack_size_of(stack_size));
        RUNTIME.set(Box::into_raw(Box::new(Self {
            tokio,
            tasks: LocalSet::new(),
            scheduler: scheduler(),
            max_coroutines: max_coroutines_of(max_coroutines),
            in_loop: Cell::new(false),
            in_reactor: Cell::new(false),
            passes: Cell::new(0),
            tick: Cell::new((0, 0)),
            dying: Cell::new(false),
            fatal: Cell::new(false),
            exit_error: RefCell::new(None),
            alarm,
            trims_at: Cell::new(None),
        })));
        let runtime = Self::get().expect("it was made just now");
        signals::loop_started(runtime);
        watchdog::loop_started();
        interpose::guard::loop_started();
        if let Err(reason) = interpose::loop_started(runtime) {
            interpose::is_unavailable(&reason);
        }
        Ok(runtime)
    }

    /// This process was forked while only main existed, which goes on with a loop of
    /// its own. That of the parent is never dropped: what it has registered with the
    /// system is in use.
    ///
    /// # Errors
    /// Throws `AsyncException` when the system refuses an event loop.
    pub(super) fn start_in_child() -> Outcome {
        let Some(parents) = Self::get() else {
            return Ok(());
        };
        RUNTIME.set(ptr::null_mut());
        let own = Self::start()?;
        own.exit_error.replace(parents.exit_error.take());
        Ok(())
    }

    pub(crate) fn scheduler(&self) -> &'static Scheduler {
        self.scheduler
    }

    /// Whether coroutines can still run in this request.
    pub(crate) fn is_usable() -> bool {
        !OVER.get() && Self::get().is_none_or(|runtime| !runtime.dying.get())
    }

    /// The loop is on the stack.
    pub(super) fn is_looping(&self) -> bool {
        self.in_loop.get()
    }

    /// The request ends: nothing may wait any more.
    pub(super) fn is_dying(&self) -> bool {
        self.dying.get()
    }

    /// Whether one more coroutine may exist.
    ///
    /// # Errors
    /// A sentence that says what is in the way.
    pub(crate) fn has_room(&self) -> Result<(), String> {
        let count = self.scheduler.unfinished();
        if count >= self.max_coroutines {
            return Err(format!(
                "{count} exist already; raise true_async.max_coroutines to allow more"
            ));
        }
        if !context::memory_has_room() {
            return Err("memory_limit leaves no room for another".to_owned());
        }
        Ok(())
    }

    /// Runs `body` where tokio's and the task set's context is current.
    pub(crate) fn within<T>(&self, body: impl FnOnce() -> T) -> T {
        if self.in_reactor.get() {
            body()
        } else {
            self.tasks.block_on(&self.tokio, async { body() })
        }
    }

    /// Suspends the running coroutine until `future` is ready.
    ///
    /// # Errors
    /// The cancellation that came first.
    pub(crate) fn wait_for<F: Future>(&self, future: F) -> Wait<F::Output> {
        self.scheduler.switch().may_park()?;
        let mut future = pin!(future);
        let waker = self.scheduler.waker();
        loop {
            let mut cx = Context::from_waker(&waker);
            if let Poll::Ready(output) = self.within(|| future.as_mut().poll(&mut cx)) {
                return Ok(output);
            }
            self.scheduler.park(Liveness::Live)?;
        }
    }

    /// An error that nobody handles: everything is cancelled, and the error is
    /// raised when the script ends.
    pub(crate) fn fail(&self, error: Obj) {
        if let Some(earlier) = self.exit_error.take() {
            exception::chain(&error, earlier);
        }
        self.exit_error.replace(Some(error));
        self.shut_down();
    }

    /// Has every coroutine stop, in its own time.
    pub(crate) fn shut_down(&self) {
        self.cancel_all("Graceful shutdown");
    }

    /// `exit()` or a fatal error ended a coroutine that works for nobody else.
    pub(crate) fn note_exit(&self, status: i64, fatal: bool) {
        // SAFETY: sets one integer of the executor globals.
        unsafe { ffi::ta_set_exit_status(i32::try_from(status).unwrap_or(255)) };
        if fatal {
            self.fatal.set(true);
            self.scheduler.halt();
        }
    }

    /// A fatal error in a coroutine that a job's code spawned ends the job too:
    /// its own coroutine unwinds as by `exit()`.
    pub(super) fn end_job(&self, job: &Rc<dyn Job>) {
        for coroutine in self.scheduler.coroutines() {
            let body = &coroutine.body;
            if body.is_job() && body.current_job().is_some_and(|own| Rc::ptr_eq(own, job)) {
                self.scheduler
                    .interrupt(&coroutine, exception::exit_object(false));
            }
        }
    }

    fn cancel_all(&self, reason: &str) {
        for coroutine in self.scheduler.coroutines() {
            let error = errors::cancellation(reason);
            self.scheduler.doom(&coroutine, error);
        }
    }

    /// Runs the loop until main is due. Called on main's stack.
    pub(super) fn run_until_main(&self) {
        watchdog::main_ends();
        self.drive(Until::Main);
        watchdog::code_begins();
        if self.fatal.get()
            && let Some(main) = self
                .scheduler
                .coroutines()
                .iter()
                .find(|one| one.body.is_main())
        {
            // What follows must not run: main unwinds as by exit().
            self.scheduler
                .interrupt(main, exception::exit_object(false));
        }
    }

    /// Main has ended: runs the loop until no coroutine is left. Returns the
    /// error that the script ends with.
    ///
    /// Whoever awaits main gets what it threw, and has handled it then. A cancellation
    /// ends it silently.
    pub(super) fn drain(&self, outcome: Result<Value, Obj>) -> Option<Obj> {
        watchdog::main_ends();
        #[cfg(pdo)]
        crate::pdo::main_ended();
        let main = self.scheduler.current();
        let error = outcome.as_ref().err().cloned();
        self.scheduler.end_main(outcome);
        if let Some(error) = error
            && !exception::is_a(&error, &errors::ROOT)
            && !main.is_some_and(|main| main.is_observed())
        {
            self.fail(error);
        }
        self.drive(Until::Drained);
        self.exit_error.take()
    }

    fn drive(&self, until: Until) {
        self.in_loop.set(true);
        context::outside_of_main(|| {
            // Main may be ready again and again, and come here for moments only.
            let mut is_reactors = self.is_reactor_due();
            if is_reactors || !self.is_done(self.advance(), until) {
                self.in_reactor.set(true);
                let turn = poll_fn(|cx| {
                    if std::mem::take(&mut is_reactors) {
                        interpose::collect(cx);
                        cx.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                    self.turn(cx, until)
                });
                self.tasks.block_on(&self.tokio, turn);
                self.in_reactor.set(false);
            }
        });
        self.in_loop.set(false);
    }

    fn turn(&self, cx: &mut Context<'_>, until: Until) -> Poll<()> {
        self.passes.set(0);
        loop {
            let next = self.advance();
            if self.is_done(next, until) {
                return Poll::Ready(());
            }
            let woken = interpose::collect(cx);
            if next == Next::Again {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            if woken || self.scheduler.listen(cx.waker()) {
                continue;
            }
            if next == Next::Deadlock {
                self.resolve_deadlock();
            } else {
                if self.arm_alarm(cx).is_ready() {
                    // Somebody's time has passed, and may always have when it takes long
                    // to run the others: who waits for a descriptor has a turn as well.
                    cx.waker().wake_by_ref();
                }
                return Poll::Pending;
            }
        }
    }

    /// [`Runtime::spin`], and goes on with coroutines whose descriptors are ready by
    /// then: to look for them costs less than a turn of the reactor, which would find
    /// them too.
    fn advance(&self) -> Next {
        loop {
            let next = self.spin();
            let goes_on = next == Next::Wait
                && !self.fatal.get()
                && !self.is_reactor_due()
                && interpose::look();
            if !goes_on {
                return next;
            }
        }
    }

    /// Runs what is ready, again and again, until it is the reactor's turn
    /// ([`Next::Again`]) or nothing is ready any more.
    fn spin(&self) -> Next {
        loop {
            if context::collection_was_due() && self.has_room().is_ok() {
                self.spawn_collector();
            }
            let next = self.scheduler.run_ready();
            if next != Next::Again || self.fatal.get() || self.is_reactor_due() {
                return next;
            }
        }
    }

    /// Has cycles collected in a coroutine: destructors are code like any other.
    fn spawn_collector(&self) {
        let scope = self.scheduler.main_scope();
        self.scheduler.spawn_work(&scope, |_| {
            context::collect_cycles();
            Ok(Value::default())
        });
    }

    fn is_done(&self, next: Next, until: Until) -> bool {
        self.fatal.get() || next == Next::Main || (next == Next::Idle && until == Until::Drained)
    }

    /// While coroutines stay ready, sockets and timers of the reactor wait for at
    /// most so many passes, or a tick of the coarse clock (1 to 10 ms).
    fn is_reactor_due(&self) -> bool {
        const PASSES: u32 = 64;
        let passes = self.passes.get() + 1;
        let tick = coarse_time();
        let due = passes >= PASSES || tick != self.tick.get();
        self.passes.set(if due { 0 } else { passes });
        self.tick.set(tick);
        due
    }

    /// Has the loop woken at the next deadline; ready when it has passed.
    fn arm_alarm(&self, cx: &mut Context<'_>) -> Poll<()> {
        let deadlines = [self.scheduler.earliest_deadline(), self.trim_contexts()];
        match deadlines.into_iter().flatten().min() {
            Some(deadline) => self.alarm.poll(deadline, cx),
            None => Poll::Pending,
        }
    }

    /// While there are more contexts than will be kept, frees some at times. When to
    /// come again.
    fn trim_contexts(&self) -> Option<Instant> {
        const PAUSE: Duration = Duration::from_millis(50);
        if !context::pool::has_surplus() {
            self.trims_at.set(None);
            return None;
        }
        let now = Instant::now();
        let due = self.trims_at.get();
        if let Some(later) = due.filter(|due| *due > now) {
            return Some(later);
        }
        if due.is_some() {
            context::pool::trim();
        }
        self.trims_at.set(Some(now + PAUSE));
        self.trims_at.get()
    }

    fn resolve_deadlock(&self) {
        let mut broken = false;
        context::contained(|| broken = self.scheduler.break_deadlock());
        if broken {
            return;
        }
        super::deadlock::report(self.scheduler);
        let count = self.scheduler.unfinished();
        let error = errors::deadlock(count);
        if let Some(earlier) = self.exit_error.take() {
            exception::chain(&error, earlier);
        }
        self.exit_error.replace(Some(error));
        context::contained(|| self.cancel_all("Deadlock detected"));
    }

    /// A request starts on this thread.
    pub(super) fn request_started() {
        OVER.set(false);
    }

    /// A fatal error ended the script: nothing of it goes on, but shutdown
    /// functions may use coroutines again.
    pub(super) fn abandon_after_fatal(&self) {
        if self.fatal.get() {
            self.unwind_all(false);
            self.fatal.set(false);
        }
    }

    /// Unwinds every coroutine but main.
    fn unwind_all(&self, run_finally: bool) {
        // A finally block may wait again; it is told to leave again. Code that
        // never gives in is left where it is after this many rounds.
        const ROUNDS: usize = 64;
        self.scheduler.go_on();
        self.in_loop.set(true);
        self.in_reactor.set(true);
        context::outside_of_main(|| {
            self.tasks.block_on(&self.tokio, async {
                for _ in 0..ROUNDS {
                    let left = self.scheduler.coroutines();
                    if left.iter().all(|coroutine| coroutine.body.is_main()) {
                        break;
                    }
                    for coroutine in left {
                        let exit = exception::exit_object(run_finally);
                        self.scheduler.interrupt(&coroutine, exit);
                    }
                    self.scheduler.run_ready();
                }
            });
        });
        self.in_reactor.set(false);
        self.in_loop.set(false);
    }

    /// Ends the runtime with the request: what still waits is unwound.
    pub(super) fn destroy() {
        OVER.set(true);
        let Some(runtime) = Self::get() else { return };
        runtime.dying.set(true);
        if let Some(main) = runtime
            .scheduler
            .current()
            .filter(|current| current.body.is_main())
        {
            runtime.scheduler.end_main(Ok(Value::default()));
            drop(main);
        }
        // SAFETY: reads a flag of this thread.
        let failed = runtime.fatal.get() || unsafe { ffi::ta_ended_by_fatal_error() };
        runtime.unwind_all(!failed);
        runtime.exit_error.replace(None);
        runtime.scheduler.reset();
        // SAFETY: made by Box::into_raw in `start`; the slot that hands out
        // references is cleared, and nothing of the runtime is on the stack.
        let Self {
            tokio,
            tasks,
            alarm,
            ..
        } = *unsafe { Box::from_raw(RUNTIME.replace(ptr::null_mut())) };
        drop(alarm);
        {
            let _context = tokio.enter();
            drop(tasks);
        }
        interpose::guard::loop_ended();
        interpose::loop_ended();
        watchdog::loop_ended();
        tokio.shutdown_background();
        context::pool::drain();
    }
}

/// A clock that costs next to nothing to read and moves every few milliseconds: its
/// seconds and nanoseconds.
fn coarse_time() -> (i64, i64) {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes to the variable; the clock exists on every Linux. A
    // failure would leave zero, and the reactor its turn by the number of passes.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &raw mut now) };
    (now.tv_sec, now.tv_nsec)
}

/// Threads that read and write files for the server, at most.
const HELPERS: usize = 8;
