//! Exceptions of the `Async\` namespace and `\Cancellation`, the third root of
//! `Throwable`.
//!
//! The functions make errors, most of them without throwing: a coroutine may be
//! handed one while other code runs. None of them runs user code.

use ext_php_rs::ffi as php;
use ta_coro::{CloseReason, Failure};

use super::enums;
use crate::zend::class::{Class, Definition, Property, Slot, Type};
use crate::zend::exception::{self, Thrown};
use crate::zend::ffi::{self, zend_class_entry};
use crate::zend::value::{self, Obj};

mod composite;

pub(crate) use composite::composite;

/// `\Cancellation`: seen by neither `catch (Exception)` nor `catch (Error)`.
pub(crate) static ROOT: Class<()> = Class::new();
/// `Async\AsyncCancellation`.
pub(crate) static CANCELLATION: Class<()> = Class::new();
/// `Async\OperationCanceledException`.
static OPERATION_CANCELED: Class<()> = Class::new();
/// `Async\AsyncException`.
static ASYNC: Class<()> = Class::new();
/// `Async\ServiceUnavailableException`.
static SERVICE_UNAVAILABLE: Class<()> = Class::new();
/// `Async\ChannelException`.
static CHANNEL: Class<()> = Class::new();
/// `Async\ContextException`.
static CONTEXT: Class<()> = Class::new();
/// `Async\PoolException`.
static POOL: Class<()> = Class::new();
/// `Async\InputOutputException`.
static INPUT_OUTPUT: Class<()> = Class::new();
/// `Async\DnsException`.
static DNS: Class<()> = Class::new();
/// `Async\TimeoutException`.
static TIMEOUT: Class<()> = Class::new();
/// `Async\PollException`.
static POLL: Class<()> = Class::new();
/// `Async\DeadlockError`.
static DEADLOCK: Class<()> = Class::new();

/// `ChannelException::$reason`.
static REASON: Slot = Slot::new();

static CHANNEL_PROPERTIES: &[Property] = &[Property::public(
    c"reason",
    Type::object(c"Async\\ChannelCloseReason"),
    &REASON,
)];

/// Registers the tree, after the enums.
pub(super) fn register() {
    // SAFETY: module start; the base classes exist.
    let (root, exception, error) = unsafe {
        (
            ffi::ta_register_cancellation(),
            php::zend_ce_exception,
            php::zend_ce_error,
        )
    };
    // SAFETY: as above. What is no use in another process is not serialisable.
    unsafe { (*root).ce_flags |= php::ZEND_ACC_NOT_SERIALIZABLE };
    ROOT.set_entry(root);
    plain(&CANCELLATION, "Async\\AsyncCancellation", root);
    plain(
        &OPERATION_CANCELED,
        "Async\\OperationCanceledException",
        CANCELLATION.entry(),
    );
    plain(&DEADLOCK, "Async\\DeadlockError", error);
    for (cell, name) in [
        (&ASYNC, "Async\\AsyncException"),
        (&INPUT_OUTPUT, "Async\\InputOutputException"),
        (&DNS, "Async\\DnsException"),
        (&TIMEOUT, "Async\\TimeoutException"),
        (&POLL, "Async\\PollException"),
    ] {
        plain(cell, name, exception);
    }
    for (cell, name) in [
        (&SERVICE_UNAVAILABLE, "Async\\ServiceUnavailableException"),
        (&CONTEXT, "Async\\ContextException"),
        (&POOL, "Async\\PoolException"),
    ] {
        plain(cell, name, ASYNC.entry());
    }
    CHANNEL.register_plain(&Definition {
        properties: CHANNEL_PROPERTIES,
        ..derived("Async\\ChannelException", ASYNC.entry())
    });
    composite::register(exception);
}

/// A class that adds nothing to its parent.
fn plain(cell: &Class<()>, name: &'static str, parent: *mut zend_class_entry) {
    cell.register_plain(&derived(name, parent));
}

fn derived(name: &'static str, parent: *mut zend_class_entry) -> Definition {
    Definition {
        parent: Some(parent),
        unserializable: true,
        ..Definition::named(name)
    }
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
    exception::placeless(DEADLOCK.entry(), &message)
}

/// A wait took longer than the `milliseconds` it was allowed.
pub(crate) fn timeout(milliseconds: u64) -> Obj {
    let message = format!("Timeout occurred after {milliseconds} milliseconds");
    exception::new(TIMEOUT.entry(), &message, 0)
}

/// A channel is closed, because of `reason`.
pub(crate) fn channel(reason: CloseReason) -> Obj {
    let message = match reason {
        CloseReason::Explicit => "Channel is closed",
        CloseReason::Disposed => "Channel disposed",
        CloseReason::NoProducers => "Channel deadlock: no producers",
        CloseReason::NoConsumers => "Channel deadlock: no consumers",
        CloseReason::Deadlock => "Channel deadlock",
        CloseReason::ScopeDisposed => "Channel closed: owner scope disposed",
    };
    let error = exception::new(CHANNEL.entry(), message, 0);
    let reason = value::object_zval(enums::close_reason(reason));
    // SAFETY: the object is new and of the class that declares the property.
    unsafe { REASON.fill(&error, reason) };
    error
}

/// A pool cannot be used.
pub(crate) fn pool(message: &str) -> Obj {
    exception::new(POOL.entry(), message, 0)
}

/// The circuit breaker is open.
pub(crate) fn service_unavailable() -> Obj {
    exception::new(
        SERVICE_UNAVAILABLE.entry(),
        "Service is unavailable (circuit breaker is open)",
        0,
    )
}

/// A key that has to be there is missing from a context.
pub(crate) fn context(message: &str) -> Obj {
    exception::new(CONTEXT.entry(), message, 0)
}

/// The system has no room for another stack.
pub(crate) fn no_stack() -> Obj {
    async_exception(
        "Cannot create a coroutine: there is no room for another stack; lower \
         true_async.max_coroutines, or raise memory_limit or vm.max_map_count",
    )
}

/// The engine's form of what went wrong below.
pub(crate) fn from_failure(failure: Failure<Obj>) -> Obj {
    match failure {
        Failure::Cancelled(message) => cancellation(message),
        Failure::OperationCancelled(reason) => operation_canceled(reason),
        Failure::Timeout(milliseconds) => timeout(milliseconds),
        Failure::Misuse(message) => async_exception(&message),
        Failure::ChannelClosed(reason) => channel(reason),
        Failure::Pool(message) => pool(message),
        Failure::ServiceUnavailable => service_unavailable(),
        Failure::Composite(errors) => composite(errors),
        _ => async_exception("The operation failed"),
    }
}
