//! What a pool calls: its user's callbacks and circuit breaker strategy.

use std::cell::{Cell, RefCell};
use std::ptr;

use ext_php_rs::ffi as php;
use ta_coro::{PoolHooks, Switch};

use crate::async_api::functions::method;
use crate::coroutine::{Php, Value, scheduler};
use crate::zend::call::{Call, Callable};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zend_object;
use crate::zend::value::{self, Obj};

/// The callbacks of one pool.
pub(super) struct Callbacks {
    factory: Callable,
    destructor: Option<Callable>,
    healthcheck: Option<Callable>,
    before_acquire: Option<Callable>,
    before_release: Option<Callable>,
    pub(super) strategy: RefCell<Option<Obj>>,
    /// The pool's object, for the strategy. Null without one, and once it is gone.
    pool: Cell<*mut zend_object>,
    /// `exit()` or a fatal error ended a destructor: the others are not called.
    over: Cell<bool>,
}

impl Callbacks {
    /// Takes the first five parameters of the constructor.
    pub(super) fn new(call: &Call<'_>) -> Outcome<Self> {
        Ok(Self {
            factory: call.callable(0)?,
            destructor: call.callable_or_null(1)?,
            healthcheck: call.callable_or_null(2)?,
            before_acquire: call.callable_or_null(3)?,
            before_release: call.callable_or_null(4)?,
            strategy: RefCell::new(None),
            pool: Cell::new(ptr::null_mut()),
            over: Cell::new(false),
        })
    }

    /// Whether there is anything to check idle resources with.
    pub(super) fn can_check(&self) -> bool {
        self.healthcheck.is_some()
    }

    /// Shows every callback once, for the cycle collector.
    pub(super) fn each(&self, see: impl FnMut(&Callable)) {
        let others = [
            &self.destructor,
            &self.healthcheck,
            &self.before_acquire,
            &self.before_release,
        ];
        std::iter::once(&self.factory)
            .chain(others.into_iter().flatten())
            .for_each(see);
    }

    /// Puts a strategy in force for the pool that `pool` stands for. The former one
    /// is the caller's to drop.
    pub(super) fn set_strategy(
        &self,
        strategy: Option<Obj>,
        pool: *mut zend_object,
    ) -> Option<Obj> {
        self.pool.set(pool);
        self.strategy.replace(strategy)
    }

    /// The pool's object is gone.
    pub(super) fn forget_pool(&self) {
        self.pool.set(ptr::null_mut());
    }
}

/// Calls `callback`, if there is one; anything but `false` is a yes.
fn ask(callback: Option<&Callable>, resource: &Value) -> Result<bool, Obj> {
    match callback {
        None => Ok(true),
        Some(callback) => callback
            .call(vec![resource.share()])
            .map(|answer| !answer.is_false()),
    }
}

impl PoolHooks<Php> for Callbacks {
    fn create(&self) -> Result<Value, Obj> {
        self.factory.call(Vec::new())
    }

    fn destroy(&self, resource: Value) -> Result<(), Obj> {
        let Some(destructor) = self.destructor.as_ref().filter(|_| !self.over.get()) else {
            return Ok(());
        };
        destructor
            .call(vec![resource.into_zval()])
            .map(drop)
            .inspect_err(|error| self.over.set(exception::is_exit(error)))
    }

    fn is_healthy(&self, resource: &Value) -> Result<bool, Obj> {
        ask(self.healthcheck.as_ref(), resource)
    }

    fn may_lend(&self, resource: &Value) -> Result<bool, Obj> {
        ask(self.before_acquire.as_ref(), resource)
    }

    fn may_keep(&self, resource: &Value) -> Result<bool, Obj> {
        ask(self.before_release.as_ref(), resource)
    }

    fn report(&self, verdict: Result<(), Option<Obj>>) -> Result<(), Obj> {
        // A copy: the call may put another one in force.
        let strategy = self.strategy.borrow().clone();
        let Some(strategy) = strategy else {
            return Ok(());
        };
        if self.pool.get().is_null() {
            return Ok(());
        }
        // SAFETY: the object takes itself out when it dies, so it is alive.
        let mut arguments = vec![value::object_zval(unsafe { Obj::share(self.pool.get()) })];
        let name = match verdict {
            Ok(()) => "reportSuccess",
            Err(error) => {
                let error = error.unwrap_or_else(|| {
                    // SAFETY: the engine's class exists for the life of the process.
                    let class = unsafe { php::zend_ce_exception };
                    exception::new(class, "Resource validation failed", 0)
                });
                arguments.push(value::object_zval(error));
                "reportFailure"
            }
        };
        let reported = match method(&strategy, name) {
            Ok(callable) => callable.call(arguments).map(drop),
            Err(exception::Thrown) => exception::take().map_or(Ok(()), Err),
        };
        match reported {
            // What a policy makes of the news is not the business of who brought it.
            Err(error) if !scheduler().switch().is_cancellation(&error) => Ok(()),
            other => other,
        }
    }
}
