//! `Async\TaskGroup`: keyed tasks with a limit, whose results stay.

use ta_coro::Retention;

use super::interfaces::CANCEL_PARAMS;
use super::tasks::{
    self, ALL_PARAMS, CONSTRUCT_PARAMS, FINALLY_PARAMS, FUTURE, INTERFACES, ITERATOR, Kind,
    SPAWN_PARAMS, SPAWN_WITH_KEY_PARAMS, Tasks, array_of, bare,
};
use crate::coroutine::{Awaitable, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Type, function, references};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zend_object;
use crate::zend::iterator::make_iterable;
use crate::zend::value;

/// `Async\TaskGroup`.
static CLASS: Class<Tasks<This>> = Class::new();

/// Which of the two.
struct This;

impl Kind for This {
    const NAME: &'static str = "Async\\TaskGroup";
    const RETENTION: Retention = Retention::Keep;

    fn class() -> &'static Class<Tasks<Self>> {
        &CLASS
    }
}

static METHODS: &[Function] = &[
    function!(
        c"__construct",
        tasks::construct::<This>,
        CONSTRUCT_PARAMS,
        Type::NONE
    ),
    function!(c"spawn", tasks::spawn::<This>, SPAWN_PARAMS, Type::VOID),
    function!(
        c"spawnWithKey",
        tasks::spawn_with_key::<This>,
        SPAWN_WITH_KEY_PARAMS,
        Type::VOID
    ),
    function!(c"all", all, ALL_PARAMS, FUTURE),
    function!(c"race", race, [], FUTURE),
    function!(c"any", any, [], FUTURE),
    function!(c"getResults", get_results, [], Type::ARRAY),
    function!(c"getErrors", get_errors, [], Type::ARRAY),
    function!(c"suppressErrors", suppress_errors, [], Type::VOID),
    function!(c"cancel", tasks::cancel::<This>, CANCEL_PARAMS, Type::VOID),
    function!(c"close", tasks::close::<This>, [], Type::VOID),
    function!(c"dispose", tasks::dispose::<This>, [], Type::VOID),
    function!(c"isFinished", tasks::is_finished::<This>, [], Type::BOOL),
    function!(c"isClosed", tasks::is_closed::<This>, [], Type::BOOL),
    function!(c"count", tasks::count::<This>, [], Type::INT),
    function!(
        c"awaitCompletion",
        tasks::await_completion::<This>,
        [],
        Type::VOID
    ),
    function!(
        c"finally",
        tasks::finally::<This>,
        FINALLY_PARAMS,
        Type::VOID
    ),
    function!(c"getIterator", tasks::get_iterator::<This>, [], ITERATOR),
];

pub(super) fn register() {
    CLASS.register_with(
        &Definition {
            methods: METHODS,
            interfaces: INTERFACES,
            sealed: true,
            ..Definition::named(This::NAME)
        },
        Some(references::<tasks::Tasks<This>>),
        Some(tasks::destroy::<This>),
    );
    make_iterable(&CLASS);
}

/// What an `Async\TaskGroup` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: passed on to the caller.
    unsafe { tasks::awaitable_of::<This>(object) }
}

fn all(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let ignore_errors = call.bool_or(0, false)?;
    let group = tasks::this::<This>(call)?;
    tasks::give(call, &group.all(scheduler(), ignore_errors))
}

fn race(call: &Call<'_>) -> Outcome {
    let future = bare::<This>(call)?.race(scheduler());
    tasks::give(call, &future.map_err(exception::throw_object)?)
}

fn any(call: &Call<'_>) -> Outcome {
    let future = bare::<This>(call)?.any(scheduler());
    tasks::give(call, &future.map_err(exception::throw_object)?)
}

fn get_results(call: &Call<'_>) -> Outcome {
    let values = bare::<This>(call)?.values().into_iter();
    call.give(array_of(
        values.map(|(key, value)| (key, value.into_zval())),
    ));
    Ok(())
}

fn get_errors(call: &Call<'_>) -> Outcome {
    let errors = bare::<This>(call)?.take_errors().into_iter();
    call.give(array_of(
        errors.map(|(key, error)| (key, value::object_zval(error))),
    ));
    Ok(())
}

fn suppress_errors(call: &Call<'_>) -> Outcome {
    bare::<This>(call)?.mark_handled();
    Ok(())
}
