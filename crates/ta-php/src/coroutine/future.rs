//! What PHP code hangs on a future: its object, where it was made and settled, and
//! the callables chained to it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use ta_coro::{Outcome, Reply};

use super::{Php, Runtime, scheduler};
use crate::zend::call::Callable;
use crate::zend::exception;
use crate::zend::place::{self, Place};
use crate::zend::value::{self, Obj, Standin};

/// See the module. The default is that of a future made by the code that runs now.
pub(crate) struct FutureBody {
    /// The `Async\FutureState` that stands for it.
    pub(crate) handle: Standin,
    created: Option<Place>,
    settled: RefCell<Option<Place>>,
    /// Steps that wait for it. The future itself owns them.
    steps: RefCell<Vec<Weak<ChainedCall>>>,
}

impl Default for FutureBody {
    fn default() -> Self {
        Self {
            handle: Standin::default(),
            created: place::executed(),
            settled: RefCell::new(None),
            steps: RefCell::new(Vec::new()),
        }
    }
}

impl FutureBody {
    /// Where it was made; `None` when no PHP code ran.
    pub(crate) fn created_at(&self) -> Option<Place> {
        self.created.clone()
    }

    /// Where it was settled; `None` while it is pending, and when no PHP code ran.
    pub(crate) fn settled_at(&self) -> Option<Place> {
        self.settled.borrow().clone()
    }

    /// Remembers a step that waits for the future, for the cycle collector.
    pub(crate) fn add_step(&self, step: &Rc<ChainedCall>) {
        self.steps.borrow_mut().push(Rc::downgrade(step));
    }

    /// The steps that wait for the future.
    pub(crate) fn each_step(&self, mut each: impl FnMut(&ChainedCall)) {
        for step in &*self.steps.borrow() {
            if let Some(step) = step.upgrade() {
                each(&step);
            }
        }
    }

    /// The code that runs now settles the future. Returns whether coroutines can run
    /// its steps; launches the loop for them.
    pub(super) fn settles(&self, is_chained: bool) -> bool {
        self.settled.replace(place::executed());
        drop(self.steps.take());
        if !is_chained {
            return true;
        }
        if !Runtime::is_usable() {
            return false;
        }
        // In the loop's own flow there is a loop; elsewhere somebody has to be the
        // main coroutine. What is in the way is thrown by the call that settles.
        scheduler().is_inside()
            || Runtime::get().is_some_and(Runtime::is_looping)
            || Runtime::launch().is_ok()
    }
}

/// A PHP callable that is called when a future has settled.
pub(crate) struct ChainedCall {
    pub(crate) callable: Callable,
    /// The `Async\FutureState` of what the call settles: it is there until then, and
    /// so are the complaints it makes when it goes.
    pub(crate) result: RefCell<Option<Obj>>,
}

impl ChainedCall {
    /// Calls it with what the source has settled with.
    pub(crate) fn call(&self, source: Outcome<Php>) -> Reply<Php> {
        let argument = match source {
            Ok(value) => value.into_zval(),
            Err(error) => value::object_zval(error),
        };
        match self.callable.call(vec![argument]) {
            Err(error) if exception::is_exit(&error) => Reply::Ended(error),
            outcome => Reply::Settled(outcome),
        }
    }
}
