//! `Async\Future`: the reading end of a future, and what is chained to it.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use ext_php_rs::ffi as php;
use ta_coro::Step;

use super::coroutine_class::{give_location, give_pair};
use super::future_state_class::{self as state, FUTURE_STATE, future_of, give_info, unhindered};
use super::interfaces;
use super::interfaces::{CANCEL_PARAMS, COMPLETABLE};
use super::{awaitables, errors};
use crate::coroutine::{Awaitable, ChainedCall, Future, Runtime, Value, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, STATIC_METHOD, State, Traced, Type, function,
    references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_object};
use crate::zend::value::Obj;

/// `Async\Future`.
static FUTURE: Class<Handle> = Class::new();

const ITSELF: Type = Type::object(c"Async\\Future");

static METHODS: &[Function] = &[
    function!(
        c"completed",
        completed,
        [Param::optional(c"value", Type::MIXED, c"null")],
        ITSELF,
        STATIC_METHOD
    ),
    function!(
        c"failed",
        failed,
        [Param::new(c"throwable", Type::object(c"Throwable"))],
        ITSELF,
        STATIC_METHOD
    ),
    function!(
        c"__construct",
        construct,
        [Param::new(c"state", Type::object(c"Async\\FutureState"))],
        Type::NONE
    ),
    function!(c"isCompleted", is_completed, [], Type::BOOL),
    function!(c"isCancelled", is_cancelled, [], Type::BOOL),
    function!(c"cancel", cancel, CANCEL_PARAMS, Type::VOID),
    function!(c"ignore", ignore, [], ITSELF),
    function!(c"map", map, [Param::new(c"map", Type::CALLABLE)], ITSELF),
    function!(
        c"catch",
        catch,
        [Param::new(c"catch", Type::CALLABLE)],
        ITSELF
    ),
    function!(
        c"finally",
        finally,
        [Param::new(c"finally", Type::CALLABLE)],
        ITSELF
    ),
    function!(
        c"await",
        await_,
        [Param::optional(
            c"cancellation",
            Type::object(c"Async\\Completable").or_null(),
            c"null"
        )],
        Type::MIXED
    ),
    function!(c"getAwaitingInfo", get_awaiting_info, [], Type::ARRAY),
    function!(
        c"getCreatedFileAndLine",
        get_created_file_and_line,
        [],
        Type::ARRAY
    ),
    function!(
        c"getCreatedLocation",
        get_created_location,
        [],
        Type::STRING
    ),
    function!(
        c"getCompletedFileAndLine",
        get_completed_file_and_line,
        [],
        Type::ARRAY
    ),
    function!(
        c"getCompletedLocation",
        get_completed_location,
        [],
        Type::STRING
    ),
];

pub(super) fn register() {
    FUTURE.register(
        &Definition {
            methods: METHODS,
            interfaces: &[|| COMPLETABLE.entry()],
            is_final: true,
            unserializable: true,
            ..Definition::named("Async\\Future")
        },
        Some(references::<Handle>),
    );
}

/// State of an `Async\Future` object.
struct Handle {
    /// The `Async\FutureState`; empty when reflection made the object.
    state: OnceCell<Obj>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &FUTURE
    }

    fn fresh() -> Self {
        Self {
            state: OnceCell::new(),
        }
    }
}

impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        if let Some(state) = self.state.get() {
            refs.object(state);
        }
    }
}

/// A new `Async\Future` that reads `future`.
pub(crate) fn future_object(future: &Rc<Future>) -> Obj {
    FUTURE.instantiate(Handle {
        state: OnceCell::from(state::handle_of(future)),
    })
}

/// What an `Async\Future` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, FUTURE.entry()) {
            return None;
        }
        let state = state_of::<Handle>(object).state.get()?;
        Some(future_of(state.as_ptr()) as Awaitable)
    }
}

fn this(call: &Call<'_>) -> Outcome<Rc<Future>> {
    call.arity(0, 0)?;
    live(call)
}

fn live(call: &Call<'_>) -> Outcome<Rc<Future>> {
    match call.this::<Handle>().state.get() {
        // SAFETY: only instances of the class get there, and the object holds it.
        Some(state) => Ok(unsafe { future_of(state.as_ptr()) }),
        None => Err(errors::misuse("Future has no state")),
    }
}

fn completed(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let value = match call.argc() {
        0 => Value::default(),
        // SAFETY: an argument of the running call is alive.
        _ => Value::from_zval(unsafe { (*call.raw(0)).shallow_clone() }),
    };
    give_settled(call, Ok(value));
    Ok(())
}

fn failed(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: the engine's interface exists for the life of the process.
    let error = call.object(0, unsafe { php::zend_ce_throwable })?;
    // SAFETY: an argument of the running call is alive.
    let error = unsafe { Obj::share(error) };
    give_settled(call, Err(error));
    Ok(())
}

fn give_settled(call: &Call<'_>, outcome: Result<Value, Obj>) {
    let future = Future::ready(scheduler(), outcome);
    call.give_object(future_object(&future));
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let state = call.object(0, FUTURE_STATE.entry())?;
    // SAFETY: an argument of the running call is alive.
    let state = unsafe { Obj::share(state) };
    match call.this::<Handle>().state.set(state) {
        Ok(()) => Ok(()),
        Err(_) => Err(errors::misuse("Future already has a state")),
    }
}

fn is_completed(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_settled());
    Ok(())
}

fn is_cancelled(call: &Call<'_>) -> Outcome {
    let future = this(call)?;
    let cancelled = match &*future.peek() {
        Some(Err(error)) => exception::is_a(error, &errors::CANCELLATION),
        _ => false,
    };
    call.give_bool(cancelled);
    Ok(())
}

fn cancel(call: &Call<'_>) -> Outcome {
    let error = interfaces::cancellation(call)?;
    let future = live(call)?;
    if future.is_settled() {
        return Ok(());
    }
    let error = error.unwrap_or_else(|| errors::cancellation("Future has been cancelled"));
    future.fail(scheduler(), error);
    unhindered()
}

fn ignore(call: &Call<'_>) -> Outcome {
    this(call)?.ignore();
    call.give_this();
    Ok(())
}

fn map(call: &Call<'_>) -> Outcome {
    chain(call, Step::Map)
}

fn catch(call: &Call<'_>) -> Outcome {
    chain(call, Step::Catch)
}

fn finally(call: &Call<'_>) -> Outcome {
    chain(call, Step::Finally)
}

fn chain(call: &Call<'_>, step: Step) -> Outcome {
    call.arity(1, 1)?;
    let callable = call.callable(0)?;
    let source = live(call)?;
    let pending = !source.is_settled();
    if !pending {
        Runtime::launch()?;
    }
    let chained = Rc::new(ChainedCall {
        callable,
        result: RefCell::new(None),
    });
    let code = Rc::clone(&chained);
    let child = source.chain(scheduler(), step, move |_, outcome| code.call(outcome));
    chained.result.replace(Some(state::handle_of(&child)));
    if pending {
        source.body.add_step(&chained);
    }
    call.give_object(future_object(&child));
    Ok(())
}

fn await_(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    call.object_or_null(0, COMPLETABLE.entry())?;
    let future: Awaitable = live(call)?;
    Runtime::launch()?;
    awaitables::await_and_give(call, &future, 0)
}

fn get_awaiting_info(call: &Call<'_>) -> Outcome {
    give_info(call, &*this(call)?);
    Ok(())
}

fn get_created_file_and_line(call: &Call<'_>) -> Outcome {
    give_pair(call, this(call)?.body.created_at());
    Ok(())
}

fn get_created_location(call: &Call<'_>) -> Outcome {
    give_location(call, this(call)?.body.created_at());
    Ok(())
}

fn get_completed_file_and_line(call: &Call<'_>) -> Outcome {
    give_pair(call, this(call)?.body.settled_at());
    Ok(())
}

fn get_completed_location(call: &Call<'_>) -> Outcome {
    give_location(call, this(call)?.body.settled_at());
    Ok(())
}
