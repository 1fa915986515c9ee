//! The enums of the `Async\` namespace.

use std::ffi::CStr;

use ta_coro::{Breaker, CloseReason};

use crate::zend::class::{
    self, Class, register_int_enum, register_pure_enum, register_string_enum,
};
use crate::zend::value::Obj;

/// `Async\Signal`.
pub(crate) static SIGNAL: Class<()> = Class::new();
/// `Async\ChannelCloseReason`.
pub(crate) static CHANNEL_CLOSE_REASON: Class<()> = Class::new();
/// `Async\CircuitBreakerState`.
pub(crate) static CIRCUIT_BREAKER_STATE: Class<()> = Class::new();

pub(super) fn register() {
    // Linux's numbers on every system.
    register_int_enum(
        &SIGNAL,
        c"Async\\Signal",
        &[
            (c"SIGHUP", 1),
            (c"SIGINT", 2),
            (c"SIGQUIT", 3),
            (c"SIGILL", 4),
            (c"SIGABRT", 6),
            (c"SIGFPE", 8),
            (c"SIGKILL", 9),
            (c"SIGUSR1", 10),
            (c"SIGSEGV", 11),
            (c"SIGUSR2", 12),
            (c"SIGTERM", 15),
            (c"SIGBREAK", 21),
            (c"SIGABRT2", 22),
            (c"SIGWINCH", 28),
        ],
    );
    register_string_enum(
        &CHANNEL_CLOSE_REASON,
        c"Async\\ChannelCloseReason",
        &[
            (c"EXPLICIT", "explicit"),
            (c"DISPOSED", "disposed"),
            (c"NO_PRODUCERS", "no producers timeout"),
            (c"NO_CONSUMERS", "no consumers timeout"),
            (c"DEADLOCK", "deadlock"),
            (c"SCOPE_DISPOSED", "scope disposed"),
        ],
    );
    register_pure_enum(
        &CIRCUIT_BREAKER_STATE,
        c"Async\\CircuitBreakerState",
        &[c"ACTIVE", c"INACTIVE", c"RECOVERING"],
    );
}

/// The case of `ChannelCloseReason` that stands for `reason`.
pub(super) fn close_reason(reason: CloseReason) -> Obj {
    let case: &CStr = match reason {
        CloseReason::Explicit => c"EXPLICIT",
        CloseReason::Disposed => c"DISPOSED",
        CloseReason::NoProducers => c"NO_PRODUCERS",
        CloseReason::NoConsumers => c"NO_CONSUMERS",
        CloseReason::Deadlock => c"DEADLOCK",
        CloseReason::ScopeDisposed => c"SCOPE_DISPOSED",
    };
    class::case(&CHANNEL_CLOSE_REASON, case)
}

/// The case of `CircuitBreakerState` that stands for `state`.
pub(super) fn breaker_state(state: Breaker) -> Obj {
    let case: &CStr = match state {
        Breaker::Active => c"ACTIVE",
        Breaker::Inactive => c"INACTIVE",
        Breaker::Recovering => c"RECOVERING",
    };
    class::case(&CIRCUIT_BREAKER_STATE, case)
}
