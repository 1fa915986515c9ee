//! Functions of the `Async\` namespace.

use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::ffi as php;

use super::coroutine_class::handle_of;
use super::interfaces;
use super::interfaces::{COMPLETABLE, SCOPE_PROVIDER, SPAWN_STRATEGY};
use super::scope_class::{self, SCOPE, scope_of};
use super::{awaitables, context_class, errors, timeout_class};
use crate::coroutine::{Body, Coroutine, Runtime, Scope, Value, scheduler};
use crate::zend::array::Array;
use crate::zend::call::{Call, Callable};
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi;
use crate::zend::value::{self, Obj, Str};

const COROUTINE_TYPE: Type = Type::object(c"Async\\Coroutine");
const CONTEXT_TYPE: Type = Type::object(c"Async\\Context");
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
    function!(
        c"Async\\spawn_with",
        spawn_with,
        [
            Param::new(c"provider", Type::object(c"Async\\ScopeProvider")),
            Param::new(c"task", Type::CALLABLE),
            Param::variadic(c"args", Type::MIXED)
        ],
        COROUTINE_TYPE
    ),
    function!(c"Async\\suspend", suspend, [], Type::VOID),
    function!(
        c"Async\\protect",
        protect,
        [Param::new(c"closure", Type::object(c"Closure"))],
        Type::MIXED
    ),
    function!(
        c"Async\\timeout",
        timeout,
        [Param::new(c"ms", Type::INT)],
        Type::object(c"Async\\Awaitable")
    ),
    function!(c"Async\\current_context", current_context, [], CONTEXT_TYPE),
    function!(
        c"Async\\coroutine_context",
        coroutine_context,
        [],
        CONTEXT_TYPE
    ),
    function!(c"Async\\root_context", root_context, [], CONTEXT_TYPE),
    function!(
        c"Async\\request_context",
        request_context,
        [],
        CONTEXT_TYPE.or_null()
    ),
    function!(
        c"Async\\graceful_shutdown",
        graceful_shutdown,
        [Param::optional(
            c"cancellationError",
            Type::object(c"Async\\AsyncCancellation").or_null(),
            c"null"
        )],
        Type::VOID
    ),
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

/// Makes a coroutine of the call's arguments from the callable at `task` on, in
/// `scope` or the current one; it is not queued yet.
pub(super) fn spawn_into(
    call: &Call<'_>,
    scope: Option<&Rc<Scope>>,
    task: u32,
) -> Outcome<Rc<Coroutine>> {
    let callable = call.callable(task)?;
    let runtime = Runtime::launch()?;
    let scheduler = runtime.scheduler();
    let current;
    let scope = match scope {
        Some(scope) => scope,
        None => {
            current = scheduler.current_scope();
            &current
        }
    };
    if scope.is_closed() {
        return Err(errors::misuse("Cannot spawn a coroutine in a closed scope"));
    }
    if let Err(obstacle) = runtime.has_room() {
        return Err(errors::misuse(&format!(
            "Cannot create a coroutine: {obstacle}"
        )));
    }
    let body = Body::spawned(callable, call.rest(task + 1), call.take_named());
    Ok(scheduler.admit(scope, body))
}

fn spawn(call: &Call<'_>) -> Outcome {
    call.arity(1, u32::MAX)?;
    let coroutine = spawn_into(call, None, 0)?;
    scheduler().enqueue(&coroutine);
    call.give_object(handle_of(&coroutine));
    Ok(())
}

fn spawn_with(call: &Call<'_>) -> Outcome {
    call.arity(2, u32::MAX)?;
    let provider = call.object(0, SCOPE_PROVIDER.entry())?;
    // SAFETY: an argument of the running call is alive.
    let provider = unsafe { Obj::share(provider) };
    drop(call.callable(1)?);
    Runtime::launch()?;
    let scope = provided_scope(&provider)?;
    // SAFETY: the object and the class are alive.
    let is_strategy = unsafe { ffi::ta_instance_of(provider.as_ptr(), SPAWN_STRATEGY.entry()) };
    let coroutine = spawn_into(call, scope.as_ref(), 1)?;
    let handle = handle_of(&coroutine);
    if !is_strategy {
        scheduler().enqueue(&coroutine);
        call.give_object(handle);
        return Ok(());
    }
    let given = coroutine
        .scope()
        .unwrap_or_else(|| scheduler().main_scope());
    let arguments = || {
        vec![
            value::object_zval(handle.clone()),
            value::object_zval(scope_class::handle_of(&given)),
        ]
    };
    let before = method(&provider, "beforeCoroutineEnqueue")?.call(arguments());
    scheduler().enqueue(&coroutine);
    let hooked = match before {
        Ok(_) => method(&provider, "afterCoroutineEnqueue")?.call(arguments()),
        Err(error) => Err(error),
    };
    if let Err(error) = hooked {
        // It is on the queue and goes from there without running.
        scheduler().cancel(&coroutine, errors::cancellation("Coroutine cancelled"));
        return Err(exception::throw_object(error));
    }
    call.give_object(handle);
    Ok(())
}

/// The scope a provider gives; `None` for the current one.
fn provided_scope(provider: &Obj) -> Outcome<Option<Rc<Scope>>> {
    // SAFETY: the object is alive; a Scope provides itself.
    if unsafe { ffi::ta_instance_of(provider.as_ptr(), SCOPE.entry()) } {
        // SAFETY: as above.
        return Ok(Some(Rc::clone(unsafe { scope_of(provider.as_ptr()) })));
    }
    let provided = method(provider, "provideScope")?
        .call(Vec::new())
        .map_err(exception::throw_object)?
        .into_zval();
    let provided = std::mem::ManuallyDrop::new(provided);
    if provided.is_null() {
        return Ok(None);
    }
    if provided.is_object() {
        // SAFETY: the value holds the object, whose reference passes to us.
        let object = unsafe { Obj::adopt(provided.value.obj) };
        // SAFETY: the object is alive.
        if unsafe { ffi::ta_instance_of(object.as_ptr(), SCOPE.entry()) } {
            // SAFETY: an instance of the class, alive.
            return Ok(Some(Rc::clone(unsafe { scope_of(object.as_ptr()) })));
        }
    } else {
        drop(std::mem::ManuallyDrop::into_inner(provided));
    }
    Err(errors::misuse(
        "provideScope() must return an Async\\Scope or null",
    ))
}

/// A method of an object, as a callable.
pub(super) fn method(object: &Obj, name: &str) -> Outcome<Callable> {
    let mut pair = Array::with_capacity(2);
    pair.push(value::object_zval(object.clone()));
    pair.push(value::string_zval(Str::new(name.as_bytes())));
    Callable::of(&Value::from_zval(pair.into_zval()))
}

fn suspend(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    if Runtime::is_dormant() {
        return Ok(());
    }
    scheduler().yield_now().map_err(exception::throw_object)
}

fn protect(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let closure = call.closure(0)?;
    let scheduler = scheduler();
    // A user's Fiber may leave the section in another coroutine than it came in.
    let whose = scheduler.enter_protected();
    let result = closure.call(Vec::new());
    let kept = whose.and_then(|whose| scheduler.leave_protected(&whose));
    match (result, kept) {
        (Ok(value), None) => {
            call.give(value.into_zval());
            Ok(())
        }
        (Ok(_), Some(cancellation)) => Err(exception::throw_object(cancellation)),
        (Err(error), kept) => {
            if let Some(cancellation) = kept.filter(|_| !exception::is_exit(&error)) {
                exception::chain(&error, cancellation);
            }
            Err(exception::throw_object(error))
        }
    }
}

fn delay(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let ms = call.int(0)?;
    Runtime::launch()?;
    let waited = match u64::try_from(ms) {
        // The clock goes far beyond what fits in an int.
        Ok(ms) if ms > 0 => {
            let scheduler = scheduler();
            scheduler.sleep_until(scheduler.after(Duration::from_millis(ms)))
        }
        _ => scheduler().yield_now(),
    };
    waited.map_err(exception::throw_object)
}

fn timeout(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    match u64::try_from(call.int(0)?) {
        Ok(ms) if ms > 0 => {
            call.give_object(timeout_class::instantiate(ms));
            Ok(())
        }
        _ => {
            // SAFETY: the engine's ValueError class exists for the life of the process.
            let class = unsafe { php::zend_ce_value_error };
            Err(exception::throw(
                class,
                "Timeout value must be greater than 0",
            ))
        }
    }
}

fn await_(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    call.object(0, COMPLETABLE.entry())?;
    call.object_or_null(1, COMPLETABLE.entry())?;
    Runtime::launch()?;
    let target = awaitables::completable(call, 0)?;
    awaitables::await_and_give(call, &target, 1)
}

fn current_context(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    Runtime::launch()?;
    call.give_object(context_class::of_scope(&scheduler().current_scope()));
    Ok(())
}

fn coroutine_context(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    Runtime::launch()?;
    call.give_object(context_class::of_coroutine(&scheduler().running()));
    Ok(())
}

fn root_context(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    Runtime::launch()?;
    call.give_object(context_class::of_scope(&scheduler().main_scope()));
    Ok(())
}

fn request_context(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let current = scheduler().current().and_then(|current| current.scope());
    if let Some(request) = current.and_then(|scope| scope.request()) {
        call.give_object(context_class::of_scope(&request));
    }
    Ok(())
}

fn graceful_shutdown(call: &Call<'_>) -> Outcome {
    interfaces::cancellation(call)?;
    if let Some(runtime) = Runtime::get() {
        runtime.shut_down();
    }
    Ok(())
}

fn current_coroutine(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    match scheduler().current() {
        Some(current) => {
            call.give_object(handle_of(&current));
            Ok(())
        }
        None => Err(errors::misuse("The current coroutine is not defined")),
    }
}

fn get_coroutines(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let live = scheduler().coroutines();
    let mut list = Array::with_capacity(live.len());
    for coroutine in &live {
        list.push(value::object_zval(handle_of(coroutine)));
    }
    call.give(list.into_zval());
    Ok(())
}
