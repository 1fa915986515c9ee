//! `Async\FutureState`: the writing end of a future.
//!
//! It is also the object that stands for the future as a whole. Every `Async\Future`
//! holds it, so it goes with the last handle, and is the place to complain about
//! futures that were forgotten. The cycle collector sees through it what the future
//! holds.

use std::rc::Rc;

use ext_php_rs::ffi as php;
use ta_coro::Awaitable as _;

use super::coroutine_class::{give_location, give_pair};
use super::errors;
use crate::coroutine::{Future, Value, scheduler};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, State, Traced, Type, function, references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zend_object;
use crate::zend::place::locate;
use crate::zend::value::{self, Obj, Str};

/// `Async\FutureState`.
pub(super) static FUTURE_STATE: Class<Handle> = Class::new();

static METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE),
    function!(
        c"complete",
        complete,
        [Param::new(c"result", Type::MIXED)],
        Type::VOID
    ),
    function!(
        c"error",
        error,
        [Param::new(c"throwable", Type::object(c"Throwable"))],
        Type::VOID
    ),
    function!(c"isCompleted", is_completed, [], Type::BOOL),
    function!(c"ignore", ignore, [], Type::VOID),
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
    FUTURE_STATE.register_with(
        &Definition {
            methods: METHODS,
            sealed: true,
            ..Definition::named("Async\\FutureState")
        },
        Some(references::<Handle>),
        Some(destroy),
    );
}

/// State of an `Async\FutureState` object.
pub(super) struct Handle {
    future: Rc<Future>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &FUTURE_STATE
    }

    fn fresh() -> Self {
        Self {
            future: Future::new(),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.future.body.handle.clear();
    }
}

/// The object that stands for `future`: always the same while somebody holds it.
pub(super) fn handle_of(future: &Rc<Future>) -> Obj {
    future.body.handle.get().unwrap_or_else(|| {
        let object = FUTURE_STATE.instantiate(Handle {
            future: Rc::clone(future),
        });
        // SAFETY: the state just made clears it when it is dropped.
        unsafe { future.body.handle.set(object.as_ptr()) };
        object
    })
}

/// The future behind an `Async\FutureState`.
///
/// # Safety
/// `object` is live and an instance of the class.
pub(super) unsafe fn future_of(object: *mut zend_object) -> Rc<Future> {
    // SAFETY: the caller vouches for the object.
    let future = unsafe { &state_of::<Handle>(object).future };
    // Reflection makes objects without calling the constructor.
    // SAFETY: its state clears it when it is dropped.
    unsafe { future.body.handle.set(object) };
    Rc::clone(future)
}

/// What the future holds is the object's own when nobody holds the future but the
/// object and, while it is the result of a step, the step: steps are traced, too.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        let future = &self.future;
        if Rc::strong_count(future) == 1 + usize::from(future.is_linked()) {
            match &*future.peek() {
                Some(Ok(value)) => refs.value(value),
                Some(Err(error)) => refs.object(error),
                None => {}
            }
            future.body.each_step(|step| {
                refs.callable(&step.callable);
                if let Some(result) = &*step.result.borrow() {
                    refs.object(result);
                }
            });
        }
    }
}

/// The last handle goes: complains when the future was forgotten.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole. The
    // future is held meanwhile: an error handler may do anything.
    let future = Rc::clone(unsafe { &state_of::<Handle>(object).future });
    let created = locate(future.body.created_at());
    if !future.is_used() {
        let text = format!(
            "Future was never used; call await(), map(), catch(), finally() or ignore() \
             to suppress this warning. Created at {created}"
        );
        exception::warn(text.as_bytes());
    }
    if future.is_caught() {
        return;
    }
    let error = match &*future.peek() {
        Some(Err(error)) => error.clone(),
        _ => return,
    };
    // A cancellation is a normal way to end.
    if exception::is_a(&error, &errors::ROOT) {
        return;
    }
    let mut text = b"Unhandled exception in Future: ".to_vec();
    text.extend(exception::describe(&error).message);
    let settled = locate(future.body.settled_at());
    text.extend(
        format!(
            "; use catch() or ignore() to handle it. Created at {created}, \
             completed at {settled}"
        )
        .bytes(),
    );
    exception::warn(&text);
}

fn this(call: &Call<'_>) -> Outcome<Rc<Future>> {
    call.arity(0, 0)?;
    Ok(live(call))
}

fn live(call: &Call<'_>) -> Rc<Future> {
    // SAFETY: a method of the class is called with an instance of it.
    unsafe { future_of(call.this_object()) }
}

fn construct(call: &Call<'_>) -> Outcome {
    this(call).map(drop)
}

fn complete(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: an argument of the running call is alive.
    let value = unsafe { (*call.raw(0)).shallow_clone() };
    settle(&live(call), Ok(Value::from_zval(value)))
}

fn error(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: the engine's interface exists for the life of the process.
    let error = call.object(0, unsafe { php::zend_ce_throwable })?;
    // SAFETY: an argument of the running call is alive.
    let error = unsafe { Obj::share(error) };
    settle(&live(call), Err(error))
}

/// Settles a future that must not have settled yet.
fn settle(future: &Rc<Future>, outcome: Result<Value, Obj>) -> Outcome {
    if future.settle(scheduler(), outcome) {
        return unhindered();
    }
    Err(errors::misuse(&format!(
        "FutureState is already completed at {}",
        locate(future.body.settled_at())
    )))
}

/// Settling may have launched the loop for the steps, and failed to.
pub(super) fn unhindered() -> Outcome {
    if exception::is_pending() {
        Err(exception::Thrown)
    } else {
        Ok(())
    }
}

fn is_completed(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_settled());
    Ok(())
}

fn ignore(call: &Call<'_>) -> Outcome {
    this(call)?.ignore();
    Ok(())
}

fn get_awaiting_info(call: &Call<'_>) -> Outcome {
    give_info(call, &*this(call)?);
    Ok(())
}

/// A list of one line that says where `future` stands.
pub(super) fn give_info(call: &Call<'_>, future: &Future) {
    let mut list = Array::with_capacity(1);
    let line = Str::new(future.describe().as_bytes());
    list.push(value::string_zval(line));
    call.give(list.into_zval());
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
