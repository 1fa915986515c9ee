//! A single-threaded coroutine scheduler that knows nothing of what it runs.
//!
//! The crate keeps the *order* of coroutines: who is ready, who waits for what, who
//! was cancelled, which timer is next, whether anything can ever run again; and the
//! things they wait for: scopes, futures, channels, groups, pools. How a coroutine
//! is entered and left is the business of a [`Switch`]: the PHP extension implements
//! it over engine contexts, the tests over stackful coroutines.
//!
//! It never touches sockets, never sleeps and never reads a clock but the switch's,
//! so every test is deterministic.
//!
//! ```text
//!            spawn            resume                  park
//!  (body) ─────────▶ queued ─────────▶ running ──────────────▶ suspended
//!                       ▲                 │                        │
//!                       └─────────────────┼──────── wake ──────────┘
//!                                         ▼
//!                                     finished
//! ```

#![forbid(unsafe_code)]

use std::rc::Rc;
use std::time::Instant;

mod awaitable;
mod channel;
mod coroutine;
mod failure;
mod future;
mod gather;
mod group;
mod iterate;
mod pool;
mod scheduler;
mod scope;
mod timeout;
mod timers;
mod waker;

pub use awaitable::{Awaitable, Event, Listener, Listeners, Notify, Outcome, Ticket, Waiting};
pub use channel::{Channel, Timeouts};
pub use coroutine::{Coroutine, Id, State};
pub use failure::{CloseReason, Failure};
pub use future::{Future, Promise, Reply, Step};
pub use gather::{Counted, Gather, Rules};
pub use group::{Group, Key, Limits, Owner, Retention, Task, Walk};
pub use iterate::{Each, Pace, Source, iterate};
pub use pool::{Breaker, Pool, PoolHooks, PoolLimits};
pub use scheduler::{Liveness, Next, Parked, Scheduler, Turn};
pub use scope::{Dependant, Scope};
pub use timeout::Timeout;
pub use timers::TimerKey;
pub use waker::Remote;

/// Rust code that runs as a coroutine of its own and may park.
pub type Work<S> = Box<dyn FnOnce(&Scheduler<S>) -> Outcome<S>>;

/// How coroutines are entered and left.
///
/// The scheduler calls [`Switch::resume`] from its own flow; code running in a
/// coroutine reaches [`Switch::suspend`] through [`Scheduler::park`]. Everything is
/// called with no borrow of the scheduler held, so it may call back into it freely.
pub trait Switch: Sized + 'static {
    /// What a coroutine carries: its stack, its callable, its bookkeeping.
    type Body;
    /// What a coroutine returns; the default stands for "no value".
    type Value: Clone + Default;
    /// What a coroutine fails with, and what a cancellation is made of.
    type Error: Clone;
    /// What the implementation keeps per scope: handlers, context.
    type ScopeBody: Default;
    /// What the implementation keeps per future: places, the object that stands for it.
    type FutureBody: Default;

    /// Enters the coroutine and comes back when it parks or ends. An
    /// implementation reports the end by returning [`Turn::Finished`].
    fn resume(&self, coroutine: &Rc<Coroutine<Self>>) -> Turn<Self>;

    /// Leaves the running coroutine; returns when it is resumed.
    fn suspend(&self, coroutine: &Rc<Coroutine<Self>>);

    /// The coroutine will be resumed soon: `before` others come first. Who has slept is
    /// in no cache any more; an implementation may have memory fetched meanwhile. It
    /// runs no code, and touches nothing that could be borrowed.
    fn comes_up(&self, coroutine: &Coroutine<Self>, before: usize) {
        let _ = (coroutine, before);
    }

    /// The time.
    fn now(&self) -> Instant;

    /// Whether the running code may be left at all.
    ///
    /// # Errors
    /// What the code that wanted to wait gets instead.
    fn may_park(&self) -> Result<(), Self::Error> {
        Ok(())
    }

    /// The error that code sees for `failure`.
    fn failure(&self, failure: Failure<Self::Error>) -> Self::Error;

    /// Whether `error` is a cancellation: a normal way to end, never reported.
    fn is_cancellation(&self, error: &Self::Error) -> bool;

    /// Chains `previous` behind `error`, for when two errors meet and one wins.
    fn chain(&self, error: Self::Error, previous: Self::Error) -> Self::Error {
        drop(previous);
        error
    }

    /// The body of a coroutine that runs `work` on behalf of `principal`, or of the
    /// running coroutine.
    fn native(&self, work: Work<Self>, principal: Option<&Rc<Coroutine<Self>>>) -> Self::Body;

    /// The coroutine has ended and its waiters are on the ready queue. `observed`
    /// tells whether anybody was waiting for the outcome. Returns `true` when an
    /// error among the outcome is taken care of and goes nowhere else.
    fn finished(
        &self,
        scheduler: &Scheduler<Self>,
        coroutine: &Rc<Coroutine<Self>>,
        observed: bool,
    ) -> bool;

    /// Whether an error of `coroutine` goes no further up than below `scope`: what
    /// serves one client must not cancel what serves the others.
    fn is_beyond(&self, _coroutine: &Coroutine<Self>, _scope: &Scope<Self>) -> bool {
        false
    }

    /// Whether `scope` has a handler for errors: of its own coroutines, or for
    /// those that come up from a child scope.
    fn has_handler(&self, _scope: &Scope<Self>, _from_child: bool) -> bool {
        false
    }

    /// Offers an error that nobody took to the handlers of `scope`. Runs in a
    /// coroutine, so handlers may wait.
    ///
    /// # Errors
    /// The error that goes on upwards: what a handler failed with, the original
    /// behind it. A cancellation goes nowhere, and the original neither: an
    /// implementation returns the original when a handler was cancelled before it
    /// could take it.
    fn handle(
        &self,
        _scope: &Rc<Scope<Self>>,
        _from_child: bool,
        _coroutine: &Rc<Coroutine<Self>>,
        error: Self::Error,
    ) -> Result<(), Self::Error> {
        Err(error)
    }

    /// No scope took the error `coroutine` ended with.
    fn unhandled(
        &self,
        scheduler: &Scheduler<Self>,
        coroutine: &Rc<Coroutine<Self>>,
        error: Self::Error,
    );

    /// A scope has ended for good: it was cancelled or disposed, and nothing of it
    /// is left.
    fn scope_ended(&self, _scheduler: &Scheduler<Self>, _scope: &Rc<Scope<Self>>) {}

    /// A coroutine has ended, and does not need its scope any more. Nobody else may.
    fn leave_scope(&self, _scheduler: &Scheduler<Self>, _scope: Rc<Scope<Self>>) {}

    /// `future` is about to settle, by the code that runs now. Returns whether the
    /// steps chained to it can be taken; they are dropped where no coroutine will run
    /// any more.
    fn future_settles(&self, _future: &Future<Self>) -> bool {
        true
    }
}
