//! What a pool calls: its user's callbacks.

use std::cell::Cell;
use std::rc::Rc;

use ta_coro::PoolHooks;

use super::Strategist;
use crate::coroutine::{Php, Value};
use crate::zend::call::{Call, Callable};
use crate::zend::exception::{self, Outcome};
use crate::zend::value::Obj;

/// The callbacks of one pool.
pub(super) struct Callbacks {
    factory: Callable,
    destructor: Option<Callable>,
    healthcheck: Option<Callable>,
    before_acquire: Option<Callable>,
    before_release: Option<Callable>,
    strategist: Rc<Strategist>,
    /// `exit()` or a fatal error ended a destructor: the others are not called.
    over: Cell<bool>,
}

impl Callbacks {
    /// Takes the first five parameters of the constructor.
    pub(super) fn new(call: &Call<'_>, strategist: Rc<Strategist>) -> Outcome<Self> {
        Ok(Self {
            factory: call.callable(0)?,
            destructor: call.callable_or_null(1)?,
            healthcheck: call.callable_or_null(2)?,
            before_acquire: call.callable_or_null(3)?,
            before_release: call.callable_or_null(4)?,
            strategist,
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
        self.strategist.report(verdict)
    }
}
