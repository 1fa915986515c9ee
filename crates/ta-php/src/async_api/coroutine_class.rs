//! `Async\Coroutine`.

use std::rc::Rc;

use ta_coro::State as Stage;

use super::interfaces;
use super::interfaces::{CANCEL_PARAMS, COMPLETABLE};
use super::{context_class, errors};
use crate::coroutine::{Awaitable, Coroutine, Runtime, scheduler};
use crate::interpose;
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Debug, Definition, Function, PRIVATE, Param, Refs, State, Traced, Type, function,
    references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_object, zval};
use crate::zend::place::{Place, Suspended};
use crate::zend::value::{self, Obj, Str};

/// `Async\Coroutine`.
static COROUTINE: Class<Handle> = Class::new();

static METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE, PRIVATE),
    function!(c"getId", get_id, [], Type::INT),
    function!(
        c"asHiPriority",
        as_hi_priority,
        [],
        Type::object(c"Async\\Coroutine")
    ),
    function!(
        c"getContext",
        get_context,
        [],
        Type::object(c"Async\\Context")
    ),
    function!(
        c"getTrace",
        get_trace,
        [
            Param::optional(c"options", Type::INT, c"DEBUG_BACKTRACE_PROVIDE_OBJECT"),
            Param::optional(c"limit", Type::INT, c"0"),
        ],
        Type::ARRAY.or_null()
    ),
    function!(
        c"getSpawnFileAndLine",
        get_spawn_file_and_line,
        [],
        Type::ARRAY
    ),
    function!(c"getSpawnLocation", get_spawn_location, [], Type::STRING),
    function!(
        c"getSuspendFileAndLine",
        get_suspend_file_and_line,
        [],
        Type::ARRAY
    ),
    function!(
        c"getSuspendLocation",
        get_suspend_location,
        [],
        Type::STRING
    ),
    function!(c"getAwaitingInfo", get_awaiting_info, [], Type::ARRAY),
    function!(
        c"finally",
        finally,
        [Param::new(c"callback", Type::object(c"Closure"))],
        Type::VOID
    ),
    function!(c"isStarted", is_started, [], Type::BOOL),
    function!(c"isQueued", is_queued, [], Type::BOOL),
    function!(c"isRunning", is_running, [], Type::BOOL),
    function!(c"isSuspended", is_suspended, [], Type::BOOL),
    function!(c"isCancelled", is_cancelled, [], Type::BOOL),
    function!(
        c"isCancellationRequested",
        is_cancellation_requested,
        [],
        Type::BOOL
    ),
    function!(c"isCompleted", is_completed, [], Type::BOOL),
    function!(c"getResult", get_result, [], Type::MIXED),
    function!(c"getException", get_exception, [], Type::MIXED),
    function!(c"cancel", cancel, CANCEL_PARAMS, Type::VOID),
];

pub(super) fn register() {
    COROUTINE.register_with(
        &Definition {
            methods: METHODS,
            interfaces: &[|| COMPLETABLE.entry()],
            sealed: true,
            ..Definition::named("Async\\Coroutine")
        },
        Some(references::<Handle>),
        Some(destroy),
    );
    COROUTINE.show();
}

/// State of an `Async\Coroutine` object.
struct Handle {
    coroutine: Option<Rc<Coroutine>>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &COROUTINE
    }

    fn fresh() -> Self {
        // Only reflection can get here: the constructor is private.
        Self { coroutine: None }
    }
}

impl Debug for Handle {
    fn debug(&self) -> Array {
        let mut shown = Array::with_capacity(5);
        let Some(coroutine) = &self.coroutine else {
            return shown;
        };
        let text = |text: &str| value::string_zval(Str::new(text.as_bytes()));
        let state = match coroutine.state() {
            Stage::Created | Stage::Queued => "queued",
            Stage::Woken | Stage::Suspended => "suspended",
            Stage::Running => "running",
            Stage::Finished if coroutine.is_cancelled() => "cancelled",
            Stage::Finished => "finished",
        };
        let mut id = zval::new();
        id.set_long(coroutine.id().number());
        shown.put("id", id);
        shown.put("state", text(state));
        if let Some(place) = coroutine.body.spawned_at() {
            shown.put("spawned", value::string_zval(place.text()));
        }
        if let Some(place) = suspended_at(coroutine) {
            shown.put("suspended", value::string_zval(place.text()));
        }
        if let Some(what) = interpose::awaiting(coroutine) {
            shown.put("awaiting", text(&what));
        }
        shown
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(coroutine) = &self.coroutine {
            coroutine.body.handle.clear();
        }
    }
}

/// A coroutine may return its own handle, or something that holds it, and the
/// trace of an exception holds arguments. What it has ended with is the handle's
/// own as soon as nobody else holds the coroutine.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        if let Some(coroutine) = &self.coroutine
            && coroutine.is_finished()
            && Rc::strong_count(coroutine) == 1
        {
            match &*coroutine.outcome() {
                Some(Ok(value)) => refs.value(value),
                Some(Err(error)) => refs.object(error),
                None => {}
            }
            if let Some(value) = &*coroutine.returned() {
                refs.value(value);
            }
            if let Some(context) = &*coroutine.body.store.borrow() {
                refs.object(context);
            }
        }
    }
}

/// The last reference to a handle goes: an error that was kept for its holder,
/// and that nobody came for, is raised here.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole.
    let Some(coroutine) = (unsafe { state_of::<Handle>(object) }).coroutine.clone() else {
        return;
    };
    if coroutine.is_observed() || coroutine.body.is_main() || coroutine.body.is_job() {
        return;
    }
    let error = coroutine
        .outcome()
        .as_ref()
        .and_then(|outcome| outcome.as_ref().err().cloned());
    let Some(error) = error.filter(|error| !exception::is_a(error, &errors::ROOT)) else {
        return;
    };
    let Some(runtime) = Runtime::get() else {
        return;
    };
    coroutine.observe();
    if let Some(job) = coroutine.body.current_job() {
        job.unhandled(&error);
    } else if runtime.scheduler().is_inside() {
        exception::throw_object(error);
    } else {
        runtime.fail(error);
    }
}

/// The PHP object that stands for `coroutine`: always the same while it is held.
pub(crate) fn handle_of(coroutine: &Rc<Coroutine>) -> Obj {
    coroutine.body.handle.get().unwrap_or_else(|| {
        let object = COROUTINE.instantiate(Handle {
            coroutine: Some(Rc::clone(coroutine)),
        });
        // SAFETY: the state just made clears it when it is dropped.
        unsafe { coroutine.body.handle.set(object.as_ptr()) };
        object
    })
}

/// What an `Async\Coroutine` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: passed on to the caller.
    unsafe { coroutine_of(object) }.map(|coroutine| coroutine as Awaitable)
}

/// The coroutine behind an object, if it is an `Async\Coroutine`.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn coroutine_of(object: *mut zend_object) -> Option<Rc<Coroutine>> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, COROUTINE.entry()) {
            return None;
        }
        state_of::<Handle>(object).coroutine.clone()
    }
}

fn this(call: &Call<'_>) -> Outcome<Rc<Coroutine>> {
    call.arity(0, 0)?;
    live(call)
}

fn live(call: &Call<'_>) -> Outcome<Rc<Coroutine>> {
    call.this::<Handle>()
        .coroutine
        .clone()
        .ok_or_else(|| errors::misuse("Coroutine objects come from Async\\spawn() only"))
}

fn construct(_call: &Call<'_>) -> Outcome {
    Ok(())
}

fn get_id(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    call.give_int(coroutine.id().number());
    Ok(())
}

fn is_started(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_started());
    Ok(())
}

fn is_queued(call: &Call<'_>) -> Outcome {
    let stage = this(call)?.state();
    call.give_bool(matches!(
        stage,
        Stage::Created | Stage::Queued | Stage::Woken
    ));
    Ok(())
}

fn is_running(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    call.give_bool(coroutine.is_started() && !coroutine.is_finished());
    Ok(())
}

fn is_suspended(call: &Call<'_>) -> Outcome {
    let stage = this(call)?.state();
    call.give_bool(matches!(stage, Stage::Woken | Stage::Suspended));
    Ok(())
}

fn is_cancelled(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_cancelled());
    Ok(())
}

fn is_cancellation_requested(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_cancellation_requested());
    Ok(())
}

fn is_completed(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_finished());
    Ok(())
}

fn get_result(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    if let Some(returned) = &*coroutine.returned() {
        call.give(returned.share());
    } else if let Some(Ok(value)) = &*coroutine.outcome() {
        call.give(value.share());
    }
    Ok(())
}

fn get_exception(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    if let Some(Err(error)) = &*coroutine.outcome() {
        call.give_object(error.clone());
    }
    Ok(())
}

fn cancel(call: &Call<'_>) -> Outcome {
    let error = interfaces::cancellation(call)?;
    let coroutine = live(call)?;
    if coroutine.is_finished() {
        return Ok(());
    }
    let error = error.unwrap_or_else(|| errors::cancellation("Coroutine cancelled"));
    scheduler().cancel(&coroutine, error);
    Ok(())
}

fn as_hi_priority(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_this();
    Ok(())
}

fn get_context(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    call.give_object(context_class::of_coroutine(&coroutine));
    Ok(())
}

/// What waits, as opposed to what runs or has ended.
fn is_parked(coroutine: &Coroutine) -> bool {
    matches!(coroutine.state(), Stage::Woken | Stage::Suspended)
}

fn get_trace(call: &Call<'_>) -> Outcome {
    const PROVIDE_OBJECT: i64 = 1;
    call.arity(0, 2)?;
    let options = call.int_or(0, PROVIDE_OBJECT)?;
    let limit = call.int_or(1, 0)?;
    let coroutine = live(call)?;
    if is_parked(&coroutine)
        && let Some(trace) = coroutine.body.look(|code| code.backtrace(options, limit))
    {
        call.give(trace);
    }
    Ok(())
}

/// `[file, line]`, or `[null, 0]`.
pub(super) fn give_pair(call: &Call<'_>, place: Option<Place>) {
    let mut pair = Array::with_capacity(2);
    let (file, line) = match place {
        Some(place) => (value::string_zval(place.file), i64::from(place.line)),
        None => (zval::new(), 0),
    };
    pair.push(file);
    let mut number = zval::new();
    number.set_long(line);
    pair.push(number);
    call.give(pair.into_zval());
}

/// `file:line`, or `unknown`.
pub(super) fn give_location(call: &Call<'_>, place: Option<Place>) {
    match place {
        Some(place) => call.give_string(place.text()),
        None => call.give_bytes(b"unknown"),
    }
}

fn get_spawn_file_and_line(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    give_pair(call, coroutine.body.spawned_at());
    Ok(())
}

fn get_spawn_location(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    give_location(call, coroutine.body.spawned_at());
    Ok(())
}

fn suspended_at(coroutine: &Coroutine) -> Option<Place> {
    if !is_parked(coroutine) {
        return None;
    }
    coroutine.body.look(Suspended::place).flatten()
}

fn get_suspend_file_and_line(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    give_pair(call, suspended_at(&coroutine));
    Ok(())
}

fn get_suspend_location(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    give_location(call, suspended_at(&coroutine));
    Ok(())
}

fn get_awaiting_info(call: &Call<'_>) -> Outcome {
    let coroutine = this(call)?;
    let mut list = Array::with_capacity(1);
    if let Some(what) = interpose::awaiting(&coroutine) {
        list.push(value::string_zval(Str::new(what.as_bytes())));
    }
    call.give(list.into_zval());
    Ok(())
}

fn finally(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let callback = call.closure(0)?;
    let coroutine = live(call)?;
    if coroutine.is_finished() {
        return callback
            .call(vec![value::object_zval(handle_of(&coroutine))])
            .map(drop)
            .map_err(exception::throw_object);
    }
    coroutine.body.add_finally(Rc::new(callback));
    Ok(())
}
