//! The interfaces of the `Async\` namespace.
//!
//! What can be waited for is the extension's own: `Awaitable` and `Completable`
//! are names for it in signatures, and user classes cannot implement them. The
//! others are the user's to implement.

use super::errors;
use crate::zend::call::Call;
use crate::zend::class::{
    self, Class, Definition, Function, Param, Type, abstract_function, register_interface,
};
use crate::zend::exception::Outcome;
use crate::zend::value::Obj;

/// `Async\Awaitable`: anything that can be waited for.
pub(crate) static AWAITABLE: Class<()> = Class::new();
/// `Async\Completable`: an awaitable that settles exactly once.
pub(crate) static COMPLETABLE: Class<()> = Class::new();
/// `Async\ScopeProvider`: the source of the scope for `spawn_with()`.
pub(crate) static SCOPE_PROVIDER: Class<()> = Class::new();
/// `Async\SpawnStrategy`: a scope provider with hooks around enqueueing.
pub(crate) static SPAWN_STRATEGY: Class<()> = Class::new();
/// `Async\CircuitBreaker`: manual control of a breaker's state.
pub(crate) static CIRCUIT_BREAKER: Class<()> = Class::new();
/// `Async\CircuitBreakerStrategy`: a user's policy for a breaker.
pub(crate) static CIRCUIT_BREAKER_STRATEGY: Class<()> = Class::new();

const COROUTINE: Type = Type::object(c"Async\\Coroutine");
const SCOPE: Type = Type::object(c"Async\\Scope");
const STATE: Type = Type::object(c"Async\\CircuitBreakerState");

/// Parameters of every `cancel()`.
pub(crate) const CANCEL_PARAMS: [Param; 1] = [Param::optional(
    c"cancellation",
    Type::object(c"Async\\AsyncCancellation").or_null(),
    c"null",
)];

/// The argument of every `cancel()`, the only one; `None` for the usual error.
pub(super) fn cancellation(call: &Call<'_>) -> Outcome<Option<Obj>> {
    call.arity(0, 1)?;
    let error = call.object_or_null(0, errors::CANCELLATION.entry())?;
    // SAFETY: an argument of the running call is alive.
    Ok(error.map(|error| unsafe { Obj::share(error.as_ptr()) }))
}

static COMPLETABLE_METHODS: &[Function] = &[
    abstract_function(c"cancel", &CANCEL_PARAMS, Type::VOID),
    abstract_function(c"isCompleted", &[], Type::BOOL),
    abstract_function(c"isCancelled", &[], Type::BOOL),
];

static SCOPE_PROVIDER_METHODS: &[Function] =
    &[abstract_function(c"provideScope", &[], SCOPE.or_null())];

static SPAWN_STRATEGY_METHODS: &[Function] = &[
    abstract_function(c"beforeCoroutineEnqueue", ENQUEUE_PARAMS, Type::ARRAY),
    abstract_function(c"afterCoroutineEnqueue", ENQUEUE_PARAMS, Type::VOID),
];

const ENQUEUE_PARAMS: &[Param] = &[
    Param::new(c"coroutine", COROUTINE),
    Param::new(c"scope", SCOPE),
];

static CIRCUIT_BREAKER_METHODS: &[Function] = &[
    abstract_function(c"getState", &[], STATE),
    abstract_function(c"activate", &[], Type::VOID),
    abstract_function(c"deactivate", &[], Type::VOID),
    abstract_function(c"recover", &[], Type::VOID),
];

static CIRCUIT_BREAKER_STRATEGY_METHODS: &[Function] = &[
    abstract_function(
        c"reportSuccess",
        &[Param::new(c"source", Type::MIXED)],
        Type::VOID,
    ),
    abstract_function(
        c"reportFailure",
        &[
            Param::new(c"source", Type::MIXED),
            Param::new(c"error", Type::object(c"Throwable")),
        ],
        Type::VOID,
    ),
    abstract_function(c"shouldRecover", &[], Type::BOOL),
];

/// Registers them all, before the classes that implement them.
pub(super) fn register() {
    register_interface(&AWAITABLE, &Definition::named("Async\\Awaitable"));
    class::reserve_interface(&AWAITABLE);
    register_interface(
        &COMPLETABLE,
        &Definition {
            methods: COMPLETABLE_METHODS,
            interfaces: &[|| AWAITABLE.entry()],
            ..Definition::named("Async\\Completable")
        },
    );
    class::reserve_interface(&COMPLETABLE);
    register_interface(
        &SCOPE_PROVIDER,
        &Definition {
            methods: SCOPE_PROVIDER_METHODS,
            ..Definition::named("Async\\ScopeProvider")
        },
    );
    register_interface(
        &SPAWN_STRATEGY,
        &Definition {
            methods: SPAWN_STRATEGY_METHODS,
            interfaces: &[|| SCOPE_PROVIDER.entry()],
            ..Definition::named("Async\\SpawnStrategy")
        },
    );
    register_interface(
        &CIRCUIT_BREAKER,
        &Definition {
            methods: CIRCUIT_BREAKER_METHODS,
            ..Definition::named("Async\\CircuitBreaker")
        },
    );
    register_interface(
        &CIRCUIT_BREAKER_STRATEGY,
        &Definition {
            methods: CIRCUIT_BREAKER_STRATEGY_METHODS,
            ..Definition::named("Async\\CircuitBreakerStrategy")
        },
    );
}
