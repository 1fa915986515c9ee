//! A single-threaded coroutine scheduler that knows nothing of what it runs.
//!
//! The crate keeps the *order* of coroutines: who is ready, who waits, who was
//! cancelled, which timer is next, whether anything can ever run again. How a
//! coroutine is entered and left is the business of a [`Switch`]: the PHP
//! extension implements it over engine contexts, the tests over closures.
//!
//! It never touches sockets, never sleeps and never reads a clock: time comes in
//! as an argument, so every test is deterministic.
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

mod coroutine;
mod scheduler;
mod timers;
mod waker;

pub use coroutine::{Coroutine, Id, State};
pub use scheduler::{Liveness, Next, Parked, Scheduler, Turn};
pub use waker::Remote;

/// How coroutines are entered and left.
///
/// The scheduler calls [`Switch::resume`] from its own flow; code running in a
/// coroutine reaches [`Switch::suspend`] through [`Scheduler::park`]. Both are
/// called with no borrow of the scheduler held, so either side may call back
/// into it freely.
pub trait Switch: Sized + 'static {
    /// What a coroutine carries: its stack, its callable, its bookkeeping.
    type Body;
    /// What a coroutine returns.
    type Value;
    /// What a coroutine fails with, and what a cancellation is made of.
    type Error: Clone;

    /// Enters the coroutine and comes back when it parks or ends. An
    /// implementation reports the end by returning [`Turn::Finished`].
    fn resume(&self, coroutine: &std::rc::Rc<Coroutine<Self>>) -> Turn<Self>;

    /// Leaves the running coroutine; returns when it is resumed.
    fn suspend(&self, coroutine: &std::rc::Rc<Coroutine<Self>>);

    /// `error` is what a coroutine failed with after it had asked for its own
    /// cancellation: the error wins, and may carry the cancellation along.
    fn chain(&self, error: Self::Error, cancellation: Self::Error) -> Self::Error {
        drop(cancellation);
        error
    }

    /// The coroutine has ended and its waiters are on the ready queue.
    /// `observed` tells whether anybody was waiting for the outcome.
    fn finished(&self, coroutine: &std::rc::Rc<Coroutine<Self>>, observed: bool);
}
