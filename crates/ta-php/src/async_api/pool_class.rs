//! `Async\Pool`: resources that coroutines lend to one another, and its circuit
//! breaker.

use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::ffi as php;
use ta_coro::{Breaker, PoolLimits};

use super::interfaces::{CIRCUIT_BREAKER, CIRCUIT_BREAKER_STRATEGY};
use super::{enums, errors};
use crate::coroutine::{Php, Runtime, Value, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, State, Traced, Type, function, references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_object};
use crate::zend::place;
use crate::zend::value::Obj;

mod callbacks;
mod strategist;

use callbacks::Callbacks;
pub(crate) use strategist::Strategist;

/// Resources that coroutines lend to one another.
pub(crate) type Pool = ta_coro::Pool<Php>;

/// `Async\Pool`.
static POOL: Class<Handle> = Class::new();

const CALLBACK: Type = Type::CALLABLE.or_null();

static METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [
            Param::new(c"factory", Type::CALLABLE),
            Param::optional(c"destructor", CALLBACK, c"null"),
            Param::optional(c"healthcheck", CALLBACK, c"null"),
            Param::optional(c"beforeAcquire", CALLBACK, c"null"),
            Param::optional(c"beforeRelease", CALLBACK, c"null"),
            Param::optional(c"min", Type::INT, c"0"),
            Param::optional(c"max", Type::INT, c"10"),
            Param::optional(c"healthcheckInterval", Type::INT, c"0"),
        ],
        Type::NONE
    ),
    function!(
        c"acquire",
        acquire,
        [Param::optional(c"timeout", Type::INT, c"0")],
        Type::MIXED
    ),
    function!(c"tryAcquire", try_acquire, [], Type::MIXED),
    function!(
        c"release",
        release,
        [Param::new(c"resource", Type::MIXED)],
        Type::VOID
    ),
    function!(c"close", close, [], Type::VOID),
    function!(c"isClosed", is_closed, [], Type::BOOL),
    function!(c"count", count, [], Type::INT),
    function!(c"idleCount", idle_count, [], Type::INT),
    function!(c"activeCount", active_count, [], Type::INT),
    function!(
        c"setCircuitBreakerStrategy",
        set_strategy,
        [Param::new(
            c"strategy",
            Type::object(c"Async\\CircuitBreakerStrategy").or_null()
        )],
        Type::VOID
    ),
    function!(
        c"getState",
        get_state,
        [],
        Type::object(c"Async\\CircuitBreakerState")
    ),
    function!(c"activate", activate, [], Type::VOID),
    function!(c"deactivate", deactivate, [], Type::VOID),
    function!(c"recover", recover, [], Type::VOID),
];

pub(super) fn register() {
    POOL.register_with(
        &Definition {
            methods: METHODS,
            interfaces: &[
                // SAFETY: the engine's interface exists for the life of the process.
                || unsafe { php::zend_ce_countable },
                || CIRCUIT_BREAKER.entry(),
            ],
            sealed: true,
            ..Definition::named("Async\\Pool")
        },
        Some(references::<Handle>),
        Some(destroy),
    );
}

/// State of an `Async\Pool` object.
struct Handle {
    /// Set by the constructor.
    inner: OnceCell<Inner>,
}

struct Inner {
    pool: Rc<Pool>,
    strategist: Rc<Strategist>,
    /// `None` for a pool that is somebody else's: the object only shows it.
    callbacks: Option<Rc<Callbacks>>,
}

/// An object for a pool that the extension has made, and keeps.
pub(crate) fn show(pool: &Rc<Pool>, strategist: &Rc<Strategist>) -> Obj {
    let inner = OnceCell::new();
    inner.get_or_init(|| Inner {
        pool: Rc::clone(pool),
        strategist: Rc::clone(strategist),
        callbacks: None,
    });
    let object = POOL.instantiate(Handle { inner });
    strategist.set_pool(object.as_ptr());
    object
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &POOL
    }

    fn fresh() -> Self {
        Self {
            inner: OnceCell::new(),
        }
    }
}

impl Handle {
    fn inner(&self) -> Outcome<&Inner> {
        self.inner
            .get()
            .ok_or_else(|| errors::misuse("Async\\Pool has not been constructed"))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.get() {
            inner.strategist.forget_pool();
        }
    }
}

/// Callbacks usually lead to whoever holds the pool. While a check of idle resources
/// runs it holds the pool as well: then nothing of it is garbage.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        if let Some(inner) = self.inner.get()
            && let Some(callbacks) = &inner.callbacks
            && Rc::strong_count(&inner.pool) == 1
        {
            callbacks.each(|callback| refs.callable(callback));
            inner.strategist.trace(refs);
            inner.pool.each_idle(|resource| refs.value(resource));
        }
    }
}

/// The last reference goes: the pool closes, and idle resources are destroyed.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole.
    let (inner, is_in_use) = unsafe {
        (
            state_of::<Handle>(object).inner.get(),
            ffi::ta_destroyed_in_use(object),
        )
    };
    // At the end of the script the engine destroys what others still use: coroutines
    // may go on after that.
    let Some(inner) = inner.filter(|inner| !is_in_use && inner.callbacks.is_some()) else {
        return;
    };
    let pool = Rc::clone(&inner.pool);
    if scheduler().is_inside() || place::executed().is_some() {
        // What it fails with is pending, and the engine looks for that.
        let _thrown = exception::in_destructor(|| pool.close(scheduler()));
    } else if let Err(error) = pool.close(scheduler()) {
        // No code is left that could catch it.
        match Runtime::get().filter(|_| Runtime::is_usable()) {
            Some(runtime) if !exception::is_exit(&error) => runtime.fail(error),
            _ => exception::report(error),
        }
    }
}

fn this(call: &Call<'_>) -> Outcome<Rc<Pool>> {
    call.arity(0, 0)?;
    live(call)
}

/// The pool itself, which outlives whatever its callbacks do to the object.
fn live(call: &Call<'_>) -> Outcome<Rc<Pool>> {
    let inner = call.this::<Handle>().inner()?;
    Ok(Rc::clone(&inner.pool))
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(1, 8)?;
    let strategist = Rc::new(Strategist::default());
    let callbacks = Rc::new(Callbacks::new(call, Rc::clone(&strategist))?);
    let limits = limits(call)?;
    let check_every = limits.check_every.filter(|_| callbacks.can_check());
    let handle = call.this::<Handle>();
    if handle.inner.get().is_some() {
        return Err(errors::misuse("Async\\Pool has been constructed already"));
    }
    let hooks: Rc<dyn ta_coro::PoolHooks<Php>> = callbacks.clone();
    let pool = Pool::new(
        hooks,
        PoolLimits {
            check_every,
            ..limits
        },
    );
    handle.inner.get_or_init(|| Inner {
        pool: Rc::clone(&pool),
        strategist,
        callbacks: Some(callbacks),
    });
    pool.warm_up(scheduler()).map_err(|error| {
        // An object whose constructor failed is not destroyed, only freed.
        if let Err(later) = pool.close(scheduler())
            && !exception::is_exit(&error)
            && !exception::is_exit(&later)
        {
            exception::chain(&error, later);
        }
        exception::throw_object(error)
    })
}

fn limits(call: &Call<'_>) -> Outcome<PoolLimits> {
    let min = call.int_or(5, 0)?;
    let max = call.int_or(6, 10)?;
    let interval = call.int_or(7, 0)?;
    let min = usize::try_from(min)
        .map_err(|_| call.wrong_value(5, c"must be greater than or equal to 0"))?;
    let max = match usize::try_from(max) {
        Ok(max @ 1..) => max,
        _ => return Err(call.wrong_value(6, c"must be greater than or equal to 1")),
    };
    if min > max {
        return Err(call.wrong_value(5, c"must be less than or equal to argument #7 ($max)"));
    }
    let interval = u64::try_from(interval)
        .map_err(|_| call.wrong_value(7, c"must be greater than or equal to 0"))?;
    Ok(PoolLimits {
        min,
        max,
        check_every: (interval > 0).then(|| Duration::from_millis(interval)),
    })
}

fn acquire(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let timeout = u64::try_from(call.int_or(0, 0)?)
        .map_err(|_| call.wrong_value(0, c"must be greater than or equal to 0"))?;
    let pool = live(call)?;
    Runtime::launch()?;
    let resource = pool
        .acquire(scheduler(), (timeout > 0).then_some(timeout))
        .map_err(exception::throw_object)?;
    call.give(resource.into_zval());
    Ok(())
}

fn try_acquire(call: &Call<'_>) -> Outcome {
    let resource = this(call)?
        .try_acquire(scheduler())
        .map_err(exception::throw_object)?;
    if let Some(resource) = resource {
        call.give(resource.into_zval());
    }
    Ok(())
}

fn release(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: an argument of the running call is alive.
    let resource = Value::from_zval(unsafe { (*call.raw(0)).shallow_clone() });
    live(call)?
        .release(scheduler(), resource)
        .map_err(exception::throw_object)
}

fn close(call: &Call<'_>) -> Outcome {
    this(call)?
        .close(scheduler())
        .map_err(exception::throw_object)
}

fn is_closed(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_closed());
    Ok(())
}

fn count(call: &Call<'_>) -> Outcome {
    give_size(call, this(call)?.total())
}

fn idle_count(call: &Call<'_>) -> Outcome {
    give_size(call, this(call)?.idle())
}

fn active_count(call: &Call<'_>) -> Outcome {
    give_size(call, this(call)?.active())
}

fn give_size(call: &Call<'_>, size: usize) -> Outcome {
    call.give_int(i64::try_from(size).unwrap_or(i64::MAX));
    Ok(())
}

fn set_strategy(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let strategy = call
        .object_or_null(0, CIRCUIT_BREAKER_STRATEGY.entry())?
        // SAFETY: an argument of the running call is alive.
        .map(|strategy| unsafe { Obj::share(strategy.as_ptr()) });
    let inner = call.this::<Handle>().inner()?;
    let former = inner.strategist.set(strategy, call.this_object());
    drop(former);
    Ok(())
}

fn get_state(call: &Call<'_>) -> Outcome {
    let state = this(call)?.breaker();
    call.give_object(enums::breaker_state(state));
    Ok(())
}

fn activate(call: &Call<'_>) -> Outcome {
    this(call)?.set_breaker(Breaker::Active);
    Ok(())
}

fn deactivate(call: &Call<'_>) -> Outcome {
    this(call)?.set_breaker(Breaker::Inactive);
    Ok(())
}

fn recover(call: &Call<'_>) -> Outcome {
    this(call)?.set_breaker(Breaker::Recovering);
    Ok(())
}
