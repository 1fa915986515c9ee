//! A watchdog for event loops: who holds one, and for how long.
//!
//! A loop says when it hands itself over to somebody's code and when it has itself
//! back: that is a *run*. A thread beside it raises an alarm, once per run, when one
//! lasts longer than a threshold. While the loop waits for events there is no run, and
//! when there has been none for a while the thread sleeps until the next.
//!
//! What an alarm does is the caller's business, and so is what to make of a long run.
//! Nothing here is ever locked: a fork at any moment leaves the child nothing broken,
//! only without the thread.

#![forbid(unsafe_code)]

use std::cell::Cell;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Watches one loop. Belongs to the loop's thread; ends with it.
pub struct Watchdog {
    shared: Arc<Shared>,
    /// In nanoseconds.
    threshold: u64,
    /// The run whose alarm was answered.
    answered: Cell<u64>,
    thread: Option<JoinHandle<()>>,
    /// Whose thread that is: a forked child has none.
    process: u32,
}

/// A run that was longer than the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongRun {
    /// How long it was.
    pub lasted: Duration,
    /// [`Watchdog::answer`] has told of it already.
    pub known: bool,
}

/// What the loop and the thread tell each other. Runs are called by when they began,
/// in nanoseconds of `since`, which no two of them share; 0 is none.
struct Shared {
    since: Instant,
    /// The last run.
    run: AtomicU64,
    /// The last run that has ended.
    ended: AtomicU64,
    /// The last run with an alarm.
    alarmed: AtomicU64,
    /// The thread sleeps until somebody wakes it.
    asleep: AtomicBool,
    stop: AtomicBool,
}

impl Watchdog {
    /// Starts watching. `alarm` is called on the watchdog's thread, in the middle of a
    /// run that has lasted for `threshold`, or a moment after it; the loop's code finds
    /// out which with [`Watchdog::answer`]. The thread inherits the caller's signal mask.
    ///
    /// # Errors
    /// The system has no thread left.
    ///
    /// # Panics
    /// If the threshold is zero.
    pub fn start(threshold: Duration, alarm: impl Fn() + Send + 'static) -> io::Result<Self> {
        assert!(!threshold.is_zero(), "everything lasts longer than nothing");
        let shared = Arc::new(Shared {
            since: Instant::now(),
            run: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            alarmed: AtomicU64::new(0),
            asleep: AtomicBool::new(false),
            stop: AtomicBool::new(false),
        });
        let threshold = nanoseconds(threshold);
        let theirs = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("ta-stall".to_owned())
            .spawn(move || theirs.watch(threshold, &alarm))?;
        Ok(Self {
            shared,
            threshold,
            answered: Cell::new(0),
            thread: Some(thread),
            process: std::process::id(),
        })
    }

    /// The loop hands itself over.
    #[inline]
    pub fn begin(&self) {
        let shared = &*self.shared;
        let before = shared.run.load(Ordering::Relaxed);
        let run = shared.now().max(before + 1);
        // In one order with what the thread does before it falls asleep: either it sees
        // the run, or this sees it asleep.
        shared.run.store(run, Ordering::SeqCst);
        if shared.asleep.load(Ordering::SeqCst) {
            self.wake();
        }
    }

    /// The loop has itself back. No effect outside of a run.
    #[inline]
    pub fn end(&self) -> Option<LongRun> {
        let shared = &*self.shared;
        let run = shared.run.load(Ordering::Relaxed);
        if shared.ended.load(Ordering::Relaxed) == run {
            return None;
        }
        let lasted = shared.now().saturating_sub(run);
        shared.ended.store(run, Ordering::Release);
        (lasted >= self.threshold).then(|| LongRun {
            lasted: Duration::from_nanos(lasted),
            known: self.answered.get() == run,
        })
    }

    /// Whether the present run has an alarm that nobody has answered yet, and how long it
    /// has lasted. This answers it.
    pub fn answer(&self) -> Option<Alarm> {
        let shared = &*self.shared;
        let run = shared.run.load(Ordering::Relaxed);
        if run == shared.ended.load(Ordering::Relaxed)
            || run != shared.alarmed.load(Ordering::Acquire)
            || run == self.answered.replace(run)
        {
            return None;
        }
        let lasted = shared.now().saturating_sub(run);
        Some(Alarm {
            lasted: Duration::from_nanos(lasted),
            overdue: Duration::from_nanos(lasted.saturating_sub(self.threshold)),
        })
    }

    #[cold]
    fn wake(&self) {
        self.shared.asleep.store(false, Ordering::SeqCst);
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

/// What [`Watchdog::answer`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// How long the run has lasted so far.
    pub lasted: Duration,
    /// How much of that was after the threshold: code that looks for alarms all the
    /// time finds one at once.
    pub overdue: Duration,
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        if self.process != std::process::id() {
            // The parent's: there is nobody to wait for.
            std::mem::forget(thread);
            return;
        }
        self.shared.stop.store(true, Ordering::Release);
        thread.thread().unpark();
        // It fails only if the alarm panicked, which was said then.
        let _ = thread.join();
    }
}

impl Shared {
    fn now(&self) -> u64 {
        nanoseconds(self.since.elapsed())
    }

    /// The life of the thread.
    fn watch(&self, threshold: u64, alarm: &impl Fn()) {
        let pause = Duration::from_nanos(threshold / 2);
        let mut before = 0;
        while !self.stop.load(Ordering::Acquire) {
            let run = self.run.load(Ordering::SeqCst);
            let is_on = self.ended.load(Ordering::Acquire) != run;
            if is_on && self.alarmed.load(Ordering::Relaxed) != run {
                let due = run + threshold;
                let now = self.now();
                if now < due {
                    // Only a wake-up for the end comes earlier.
                    thread::park_timeout(Duration::from_nanos(due - now));
                } else {
                    self.alarmed.store(run, Ordering::Release);
                    alarm();
                }
            } else if is_on || run != before {
                thread::park_timeout(pause);
            } else {
                self.sleep_through(run);
            }
            before = run;
        }
    }

    /// There was no run since `run`, which has ended: sleeps until there is one.
    fn sleep_through(&self, run: u64) {
        self.asleep.store(true, Ordering::SeqCst);
        if self.run.load(Ordering::SeqCst) == run && !self.stop.load(Ordering::Acquire) {
            thread::park();
        }
        self.asleep.store(false, Ordering::SeqCst);
    }
}

/// 584 years fit.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
