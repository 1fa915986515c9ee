//! The circuit breaker strategy of a pool, and what it is told.

use std::cell::{Cell, RefCell};
use std::ptr;

use ext_php_rs::ffi as php;
use ta_coro::Switch;

use crate::async_api::functions::method;
use crate::coroutine::scheduler;
use crate::zend::class::Refs;
use crate::zend::exception;
use crate::zend::ffi::zend_object;
use crate::zend::value::{self, Obj};

/// The strategy of one pool, if there is one.
pub(crate) struct Strategist {
    strategy: RefCell<Option<Obj>>,
    /// The pool's object, for the strategy. Null without one, and once it is gone.
    pool: Cell<*mut zend_object>,
}

impl Default for Strategist {
    fn default() -> Self {
        Self {
            strategy: RefCell::new(None),
            pool: Cell::new(ptr::null_mut()),
        }
    }
}

impl Strategist {
    /// Puts a strategy in force for the pool that `pool` stands for. The former one
    /// is the caller's to drop.
    pub(super) fn set(&self, strategy: Option<Obj>, pool: *mut zend_object) -> Option<Obj> {
        self.set_pool(pool);
        self.strategy.replace(strategy)
    }

    /// The object that the strategy is shown, until [`Strategist::forget_pool`].
    pub(super) fn set_pool(&self, pool: *mut zend_object) {
        self.pool.set(pool);
    }

    /// The pool's object is gone.
    pub(super) fn forget_pool(&self) {
        self.pool.set(ptr::null_mut());
    }

    /// The pool's object, while there is one.
    pub(crate) fn pool(&self) -> Option<Obj> {
        let pool = self.pool.get();
        // SAFETY: the object takes itself out when it dies, so it is alive.
        (!pool.is_null()).then(|| unsafe { Obj::share(pool) })
    }

    /// Shows the strategy to the cycle collector.
    pub(crate) fn trace(&self, refs: &Refs) {
        if let Some(strategy) = &*self.strategy.borrow() {
            refs.object(strategy);
        }
    }

    /// Tells the strategy of a resource that came back
    /// ([`ta_coro::PoolHooks::report`]).
    ///
    /// # Errors
    /// Cancellations only: what a policy makes of the news is not the business of who
    /// brought it.
    pub(crate) fn report(&self, verdict: Result<(), Option<Obj>>) -> Result<(), Obj> {
        // A copy: the call may put another one in force.
        let strategy = self.strategy.borrow().clone();
        let (Some(strategy), Some(pool)) = (strategy, self.pool()) else {
            return Ok(());
        };
        let mut arguments = vec![value::object_zval(pool)];
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
            Err(error) if !scheduler().switch().is_cancellation(&error) => Ok(()),
            other => other,
        }
    }
}
