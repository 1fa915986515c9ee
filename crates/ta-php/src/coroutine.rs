//! Coroutines of PHP code: `ta-coro`'s scheduler over the engine's contexts, a
//! tokio runtime as its reactor, and the life of the main script around it.

mod body;
mod runtime;
pub(crate) mod script;

pub(crate) use body::{Body, End, Job, Php, Value};
pub(crate) use runtime::Runtime;

/// A coroutine that runs PHP code.
pub(crate) type Coroutine = ta_coro::Coroutine<Php>;
