//! Coroutines of PHP code: `ta-coro`'s scheduler over the engine's contexts, a
//! tokio runtime as its reactor, and the life of the main script around it.

mod alarm;
mod body;
mod callback;
mod deadlock;
mod fork;
mod future;
mod limits;
mod runtime;
mod scope;
pub(crate) mod script;
mod switch;
mod value;

pub(crate) use body::{Body, End, Job, Keeper};
pub(crate) use callback::call_each;
pub(crate) use future::{ChainedCall, FutureBody};
pub(crate) use runtime::Runtime;
pub(crate) use scope::{ScopeBody, let_go};
pub(crate) use switch::Php;
pub(crate) use value::Value;

/// A coroutine that runs PHP code.
pub(crate) type Coroutine = ta_coro::Coroutine<Php>;
/// Keeps them in order.
pub(crate) type Scheduler = ta_coro::Scheduler<Php>;
/// Who belongs together among them.
pub(crate) type Scope = ta_coro::Scope<Php>;
/// What they wait for, or leave for others.
pub(crate) type Future = ta_coro::Future<Php>;
/// Anything they can wait for.
pub(crate) type Awaitable = std::rc::Rc<dyn ta_coro::Awaitable<Php>>;

/// The scheduler of this thread. It is always there; only [`Runtime::launch`] makes
/// it run.
pub(crate) fn scheduler() -> &'static Scheduler {
    thread_local! {
        static SCHEDULER: &'static Scheduler = Box::leak(Box::new(Scheduler::new(Php {
            stack_size: std::cell::Cell::new(0),
        })));
    }
    SCHEDULER.with(|scheduler| *scheduler)
}
