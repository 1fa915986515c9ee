//! `Async\Timeout`: the token that `timeout()` makes.

use std::rc::Rc;

use super::errors;
use super::interfaces;
use super::interfaces::{CANCEL_PARAMS, COMPLETABLE};
use crate::coroutine::{Awaitable, Php, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, PRIVATE, Refs, State, Traced, Type, function, references, state_of,
};
use crate::zend::exception::Outcome;
use crate::zend::ffi::{self, zend_object};
use crate::zend::value::Obj;

/// `Async\Timeout`.
static TIMEOUT: Class<Handle> = Class::new();

static METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE, PRIVATE),
    function!(c"cancel", cancel, CANCEL_PARAMS, Type::VOID),
    function!(c"isCompleted", is_completed, [], Type::BOOL),
    function!(c"isCancelled", is_cancelled, [], Type::BOOL),
];

pub(super) fn register() {
    TIMEOUT.register(
        &Definition {
            methods: METHODS,
            interfaces: &[|| COMPLETABLE.entry()],
            is_final: true,
            unserializable: true,
            ..Definition::named("Async\\Timeout")
        },
        Some(references::<Handle>),
    );
}

struct Handle {
    /// `None` when reflection made the object.
    timeout: Option<Rc<ta_coro::Timeout<Php>>>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &TIMEOUT
    }

    fn fresh() -> Self {
        Self { timeout: None }
    }
}

/// The trace of what it has fired with may hold the call it was an argument of. The
/// error is the object's own as soon as nobody else holds the timeout.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        if let Some(timeout) = &self.timeout
            && Rc::strong_count(timeout) == 1
            && let Some(Err(error)) = &*timeout.peek()
        {
            refs.object(error);
        }
    }
}

/// A token that fires `milliseconds` after somebody began to wait on it.
pub(super) fn instantiate(milliseconds: u64) -> Obj {
    TIMEOUT.instantiate(Handle {
        timeout: Some(ta_coro::Timeout::new(milliseconds)),
    })
}

/// What an `Async\Timeout` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, TIMEOUT.entry()) {
            return None;
        }
        let timeout = state_of::<Handle>(object).timeout.clone()?;
        Some(timeout as Awaitable)
    }
}

fn construct(_call: &Call<'_>) -> Outcome {
    Ok(())
}

fn this(call: &Call<'_>) -> Outcome<Rc<ta_coro::Timeout<Php>>> {
    call.this::<Handle>()
        .timeout
        .clone()
        .ok_or_else(|| errors::misuse("Timeout objects come from Async\\timeout() only"))
}

fn cancel(call: &Call<'_>) -> Outcome {
    interfaces::cancellation(call)?;
    this(call)?.release(scheduler());
    Ok(())
}

fn is_completed(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(this(call)?.is_settled());
    Ok(())
}

fn is_cancelled(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(this(call)?.is_released());
    Ok(())
}
