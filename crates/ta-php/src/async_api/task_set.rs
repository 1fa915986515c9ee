//! `Async\TaskSet`: tasks whose entries go once they were delivered, so that a set
//! can live long.

use ta_coro::Retention;

use super::interfaces::CANCEL_PARAMS;
use super::tasks::{
    self, ALL_PARAMS, CONSTRUCT_PARAMS, FINALLY_PARAMS, FUTURE, INTERFACES, ITERATOR, Kind,
    SPAWN_PARAMS, SPAWN_WITH_KEY_PARAMS, Tasks, bare,
};
use crate::coroutine::{Awaitable, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Type, function, references};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zend_object;
use crate::zend::iterator::make_iterable;

/// `Async\TaskSet`.
static CLASS: Class<Tasks<This>> = Class::new();

/// Which of the two.
struct This;

impl Kind for This {
    const NAME: &'static str = "Async\\TaskSet";
    const RETENTION: Retention = Retention::Forget;

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
    function!(c"joinNext", join_next, [], FUTURE),
    function!(c"joinAny", join_any, [], FUTURE),
    function!(c"joinAll", join_all, ALL_PARAMS, FUTURE),
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

/// What an `Async\TaskSet` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: passed on to the caller.
    unsafe { tasks::awaitable_of::<This>(object) }
}

fn join_next(call: &Call<'_>) -> Outcome {
    let future = bare::<This>(call)?.race(scheduler());
    tasks::give(call, &future.map_err(exception::throw_object)?)
}

fn join_any(call: &Call<'_>) -> Outcome {
    let future = bare::<This>(call)?.any(scheduler());
    tasks::give(call, &future.map_err(exception::throw_object)?)
}

fn join_all(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let ignore_errors = call.bool_or(0, false)?;
    let set = tasks::this::<This>(call)?;
    tasks::give(call, &set.all(scheduler(), ignore_errors))
}
