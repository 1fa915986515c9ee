//! Code that does not let go of the loop: noticed, counted and reported.
//!
//! `ta-stall` measures on a thread of its own. When a coroutine, main included, has held
//! the loop for too long, that thread has the engine interrupt it, and the interruption
//! reports where it is; what is in the middle of a long call is interrupted when the
//! call returns. The end of the run tells how long it was in all.
//!
//! Off unless `true_async.block_threshold_ms` is set. No report runs code of the script.

mod report;

use std::cell::Cell;
use std::ptr;
use std::rc::Rc;
use std::time::Duration;

use ta_interpose::without_signals;
use ta_stall::Watchdog;

use crate::coroutine::{Coroutine, scheduler};
use crate::zend::border::guarded;
use crate::zend::ffi::{self, TaInterrupt, zend_execute_data};
use crate::zend::frames;
use crate::zend::place::Suspended;

thread_local! {
    /// Of the running loop: a leaked box, null when the watchdog is off.
    static WATCHDOG: Cell<*mut Watchdog> = const { Cell::new(ptr::null_mut()) };
    static COUNTS: Cell<Counts> = const { Cell::new(Counts::NONE) };
}

/// What was seen since the loop started.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    /// Runs that were longer than the threshold.
    pub(crate) blocks: u64,
    /// The longest of them.
    pub(crate) longest: Duration,
}

impl Counts {
    const NONE: Self = Self {
        blocks: 0,
        longest: Duration::ZERO,
    };
}

/// What was seen since this request's loop started.
pub(crate) fn counts() -> Counts {
    COUNTS.get()
}

/// Starts watching, if that is configured.
pub(crate) fn loop_started() {
    COUNTS.set(Counts::NONE);
    // SAFETY: reads a setting of the process.
    let threshold = u64::try_from(unsafe { ffi::ta_block_threshold_ms() }).unwrap_or(0);
    if threshold == 0 {
        return;
    }
    // SAFETY: gives an address that is valid as long as the thread, which ends the
    // watchdog before itself.
    let interrupt = Interrupt(unsafe { ffi::ta_interrupt_flag() });
    let threshold = Duration::from_millis(threshold);
    let started = without_signals(|| Watchdog::start(threshold, move || interrupt.raise()));
    match started {
        Ok(watchdog) => WATCHDOG.set(Box::into_raw(Box::new(watchdog))),
        Err(error) => report::cannot_watch(&error),
    }
    if scheduler().is_inside() {
        // Of a forked child, where main goes on: its run began in the parent.
        code_begins();
    }
}

/// Nothing of the loop runs any more.
pub(crate) fn loop_ended() {
    let watchdog = WATCHDOG.replace(ptr::null_mut());
    if !watchdog.is_null() {
        // SAFETY: made by Box::into_raw; nobody keeps a reference to it.
        drop(unsafe { Box::from_raw(watchdog) });
    }
}

/// The loop hands itself over to a coroutine, or to main.
#[inline]
pub(crate) fn code_begins() {
    if let Some(watchdog) = watchdog() {
        watchdog.begin();
    }
}

/// The loop has itself back from `coroutine`, which waits or has ended.
#[inline]
pub(crate) fn code_ends(coroutine: &Rc<Coroutine>) {
    if let Some(run) = watchdog().and_then(Watchdog::end) {
        ended(run, Some(coroutine));
    }
}

/// The loop has itself back from main, which is about to wait or has ended.
pub(crate) fn main_ends() {
    if let Some(run) = watchdog().and_then(Watchdog::end) {
        ended(run, None);
    }
}

fn watchdog() -> Option<&'static Watchdog> {
    // SAFETY: set to a leaked box as long as it is not null; freed when the code that
    // could hold the reference is gone.
    unsafe { WATCHDOG.get().as_ref() }
}

/// Called by the shim in the middle of the code of `frame`.
#[unsafe(no_mangle)]
extern "C" fn ta_interrupted(frame: *const zend_execute_data) {
    let Some(alarm) = watchdog().and_then(Watchdog::answer) else {
        return;
    };
    guarded((), || {
        let coroutine = scheduler().current();
        let mut code = frames::interrupted(frame, alarm.overdue);
        if code.is_empty() {
            let outermost = coroutine
                .as_ref()
                .and_then(|one| one.body.outermost_frame());
            code.extend(outermost);
        }
        report::holds(coroutine.as_ref(), alarm.lasted, &code);
    });
}

/// A run that was too long is over. Main has no coroutine here.
#[cold]
fn ended(run: ta_stall::LongRun, coroutine: Option<&Rc<Coroutine>>) {
    let counts = COUNTS.get();
    COUNTS.set(Counts {
        blocks: counts.blocks + 1,
        longest: counts.longest.max(run.lasted),
    });
    guarded((), || {
        let code = match coroutine {
            _ if run.known => Vec::new(),
            None => frames::running(),
            Some(coroutine) => coroutine.body.look(Suspended::frames).unwrap_or_default(),
        };
        report::held(coroutine, run, &code);
    });
}

/// Interrupts the code of one thread.
struct Interrupt(*mut TaInterrupt);

// SAFETY: the flag is atomic, and made to be set by other threads.
unsafe impl Send for Interrupt {}

impl Interrupt {
    fn raise(&self) {
        // SAFETY: the thread whose flag it is waits for the watchdog before it ends.
        unsafe { ffi::ta_interrupt(self.0) }
    }
}
