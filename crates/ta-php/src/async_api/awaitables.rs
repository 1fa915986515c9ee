//! From PHP objects to what the scheduler can wait for.

use std::rc::Rc;

use super::interfaces::{AWAITABLE, COMPLETABLE};
use super::{
    channel_class, coroutine_class, errors, future_class, task_group, task_set, timeout_class,
    watcher,
};
use crate::coroutine::{Awaitable, scheduler};
use crate::zend::call::Call;
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zend_object;

/// How each class gives away what it stands for; `None` for an object of another
/// class.
///
/// # Safety
/// The object is live.
type Extract = unsafe fn(*mut zend_object) -> Option<Awaitable>;

static CLASSES: &[Extract] = &[
    channel_class::awaitable_of,
    coroutine_class::awaitable_of,
    task_group::awaitable_of,
    task_set::awaitable_of,
    timeout_class::awaitable_of,
    watcher::awaitable_of,
    future_class::awaitable_of,
];

/// What `object`, an `Async\\Awaitable`, stands for.
///
/// # Errors
/// Throws when it was not made by the extension.
///
/// # Safety
/// `object` is live.
pub(crate) unsafe fn awaitable_of(object: *mut zend_object) -> Outcome<Awaitable> {
    for extract in CLASSES {
        // SAFETY: the caller vouches for the object.
        if let Some(awaitable) = unsafe { extract(object) } {
            return Ok(awaitable);
        }
    }
    Err(errors::misuse(
        "The object cannot be awaited: it was not made by the Async API",
    ))
}

/// The `Async\\Completable` at `index`.
pub(crate) fn completable(call: &Call<'_>, index: u32) -> Outcome<Awaitable> {
    let object = call.object(index, COMPLETABLE.entry())?;
    // SAFETY: an argument of the running call is alive.
    unsafe { awaitable_of(object) }
}

/// The optional token at `index`: an `Async\\Completable` or null.
pub(crate) fn token(call: &Call<'_>, index: u32) -> Outcome<Option<Awaitable>> {
    match call.object_or_null(index, COMPLETABLE.entry())? {
        // SAFETY: an argument of the running call is alive.
        Some(object) => unsafe { awaitable_of(object.as_ptr()) }.map(Some),
        None => Ok(None),
    }
}

/// The optional `Async\\Awaitable` at `index`.
pub(crate) fn any_token(call: &Call<'_>, index: u32) -> Outcome<Option<Awaitable>> {
    match call.object_or_null(index, AWAITABLE.entry())? {
        // SAFETY: an argument of the running call is alive.
        Some(object) => unsafe { awaitable_of(object.as_ptr()) }.map(Some),
        None => Ok(None),
    }
}

/// Waits for `target` with the token at `token`, and returns what it ends with: what
/// every `await()` does.
pub(super) fn await_and_give(call: &Call<'_>, target: &Awaitable, token: u32) -> Outcome {
    let token = self::token(call, token)?.filter(|token| !is_same(token, target));
    let value = scheduler()
        .await_outcome(target, token.as_ref())
        .map_err(exception::throw_object)?;
    call.give(value.into_zval());
    Ok(())
}

/// Whether both are the same thing.
pub(crate) fn is_same(one: &Awaitable, other: &Awaitable) -> bool {
    Rc::as_ptr(one).cast::<()>() == Rc::as_ptr(other).cast::<()>()
}
