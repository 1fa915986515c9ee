//! Exceptions of the `Async\` namespace and `\Cancellation`, the third root of
//! `Throwable`.

use ext_php_rs::ffi as php;

use crate::zend::class::{Class, Definition};
use crate::zend::exception::{self, Thrown};
use crate::zend::ffi;
use crate::zend::value::Obj;

/// `\Cancellation`: seen by neither `catch (Exception)` nor `catch (Error)`.
pub(crate) static ROOT: Class<()> = Class::new();
/// `Async\AsyncCancellation`.
pub(crate) static CANCELLATION: Class<()> = Class::new();
/// `Async\OperationCanceledException`.
static OPERATION_CANCELED: Class<()> = Class::new();
/// `Async\AsyncException`.
static ASYNC: Class<()> = Class::new();
/// `Async\DeadlockError`.
static DEADLOCK: Class<()> = Class::new();

pub(super) fn register() {
    // SAFETY: module start; the base classes exist.
    let (root, exception, error) = unsafe {
        (
            ffi::ta_register_cancellation(),
            php::zend_ce_exception,
            php::zend_ce_error,
        )
    };
    ROOT.set_entry(root);
    let plain = |cell: &Class<()>, name, parent| {
        cell.register_plain(&Definition {
            parent: Some(parent),
            ..Definition::named(name)
        });
    };
    plain(&CANCELLATION, "Async\\AsyncCancellation", root);
    plain(
        &OPERATION_CANCELED,
        "Async\\OperationCanceledException",
        CANCELLATION.entry(),
    );
    plain(&ASYNC, "Async\\AsyncException", exception);
    plain(&DEADLOCK, "Async\\DeadlockError", error);
}

/// Throws `AsyncException`: the API was misused.
pub(crate) fn misuse(message: &str) -> Thrown {
    exception::throw_class(&ASYNC, message)
}

/// An `AsyncException` that is not thrown yet.
pub(crate) fn async_exception(message: &str) -> Obj {
    exception::new(ASYNC.entry(), message, 0)
}

/// An `AsyncCancellation` that is not thrown yet.
pub(crate) fn cancellation(message: &str) -> Obj {
    exception::new(CANCELLATION.entry(), message, 0)
}

/// A token fired, because of `reason` if it failed.
pub(crate) fn operation_canceled(reason: Option<Obj>) -> Obj {
    let error = exception::new(
        OPERATION_CANCELED.entry(),
        "Operation has been cancelled",
        0,
    );
    if let Some(reason) = reason {
        exception::chain(&error, reason);
    }
    error
}

/// Nothing can ever run again although `count` coroutines wait.
pub(crate) fn deadlock(count: usize) -> Obj {
    let message = format!("Deadlock detected: no active coroutines, {count} coroutines in waiting");
    exception::new(DEADLOCK.entry(), &message, 0)
}

/// The system has no room for another stack.
pub(crate) fn no_stack() -> Obj {
    async_exception(
        "Cannot create a coroutine: there is no room for another stack; lower \
         true_async.max_coroutines, or raise memory_limit or vm.max_map_count",
    )
}
