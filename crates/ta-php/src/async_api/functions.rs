//! Functions of the `Async\` namespace.

use std::rc::Rc;
use std::time::Duration;

use super::coroutine_class::{COMPLETABLE, coroutine_of, handle_of};
use super::errors;
use crate::coroutine::{Body, Coroutine, Runtime};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::value;

const COROUTINE_TYPE: Type = Type::object(c"Async\\Coroutine");
const COMPLETABLE_TYPE: Type = Type::object(c"Async\\Completable");

static FUNCTIONS: &[Function] = &[
    function!(
        c"Async\\spawn",
        spawn,
        [
            Param::new(c"task", Type::CALLABLE),
            Param::variadic(c"args", Type::MIXED)
        ],
        COROUTINE_TYPE
    ),
    function!(c"Async\\suspend", suspend, [], Type::VOID),
    function!(
        c"Async\\await",
        await_,
        [
            Param::new(c"awaitable", COMPLETABLE_TYPE),
            Param::optional(c"cancellation", COMPLETABLE_TYPE.or_null(), c"null"),
        ],
        Type::MIXED
    ),
    function!(
        c"Async\\delay",
        delay,
        [Param::new(c"ms", Type::INT)],
        Type::VOID
    ),
    function!(
        c"Async\\current_coroutine",
        current_coroutine,
        [],
        COROUTINE_TYPE
    ),
    function!(c"Async\\get_coroutines", get_coroutines, [], Type::ARRAY),
];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

fn spawn(call: &Call<'_>) -> Outcome {
    call.arity(1, u32::MAX)?;
    let task = call.callable(0)?;
    let runtime = Runtime::launch()?;
    if let Err(obstacle) = runtime.has_room() {
        return Err(errors::misuse(&format!(
            "Cannot create a coroutine: {obstacle}"
        )));
    }
    let scheduler = runtime.scheduler();
    let job = scheduler
        .current()
        .and_then(|current| current.body.current_job().cloned());
    let coroutine = scheduler.spawn(Body::spawned(task, call.rest(1), call.take_named(), job));
    call.give_object(handle_of(&coroutine));
    Ok(())
}

fn suspend(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    match Runtime::get() {
        Some(runtime) => runtime.yield_now().map_err(exception::throw_object),
        None => Ok(()),
    }
}

fn delay(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let ms = call.int(0)?;
    let runtime = Runtime::launch()?;
    let waited = match u64::try_from(ms) {
        Ok(ms) if ms > 0 => runtime.delay(Duration::from_millis(ms)),
        _ => runtime.yield_now(),
    };
    waited.map_err(exception::throw_object)
}

fn await_(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let target = call.object(0, COMPLETABLE.entry())?;
    let token = call.object_or_null(1, COMPLETABLE.entry())?;
    let runtime = Runtime::launch()?;
    let target = awaited(target)?;
    let token = match token {
        Some(token) => Some(awaited(token.as_ptr())?).filter(|token| !Rc::ptr_eq(token, &target)),
        None => None,
    };
    target.observe();
    if !target.is_finished() {
        if let Some(token) = token {
            token.observe();
            if !token.is_finished() {
                runtime
                    .join_any(&[&target, &token])
                    .map_err(exception::throw_object)?;
            }
            if !target.is_finished() {
                let reason = token
                    .outcome()
                    .as_ref()
                    .and_then(|outcome| outcome.as_ref().err().cloned());
                return Err(exception::throw_object(errors::operation_canceled(reason)));
            }
        } else {
            runtime
                .join_any(&[&target])
                .map_err(exception::throw_object)?;
        }
    }
    give_outcome(call, &target)
}

fn awaited(object: *mut crate::zend::ffi::zend_object) -> Outcome<Rc<Coroutine>> {
    // SAFETY: the object is an argument of the running call.
    unsafe { coroutine_of(object) }
        .ok_or_else(|| errors::misuse("Only completables of the Async namespace can be awaited"))
}

fn give_outcome(call: &Call<'_>, target: &Rc<Coroutine>) -> Outcome {
    let outcome = target.outcome();
    match outcome.as_ref() {
        Some(Ok(value)) => {
            call.give(value.share());
            Ok(())
        }
        Some(Err(error)) => {
            let error = error.clone();
            drop(outcome);
            Err(exception::throw_object(error))
        }
        None => Err(Thrown),
    }
}

fn current_coroutine(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    match Runtime::get().and_then(|runtime| runtime.scheduler().current()) {
        Some(current) => {
            call.give_object(handle_of(&current));
            Ok(())
        }
        None => Err(errors::misuse("The current coroutine is not defined")),
    }
}

fn get_coroutines(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let live = Runtime::get()
        .map(|runtime| runtime.scheduler().coroutines())
        .unwrap_or_default();
    let mut list = Array::with_capacity(live.len());
    for coroutine in &live {
        list.push(value::object_zval(handle_of(coroutine)));
    }
    call.give(list.into_zval());
    Ok(())
}
