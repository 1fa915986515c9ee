//! What PHP code hangs on a scope: its object, its context, its handlers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Runtime, Scheduler, Scope, Value};
use crate::zend::call::Callable;
use crate::zend::context;
use crate::zend::value::{Obj, Standin};

/// See the module.
#[derive(Default)]
pub(crate) struct ScopeBody {
    /// The `Async\\Scope` that stands for it.
    pub(crate) handle: Standin,
    /// The `Async\\Context` of the scope, once somebody asked for it.
    pub(crate) store: RefCell<Option<Obj>>,
    /// Called for errors of the scope's own coroutines.
    pub(crate) on_error: RefCell<Option<Rc<Callable>>>,
    /// Called for errors that come up from a child scope.
    pub(crate) on_child_error: RefCell<Option<Rc<Callable>>>,
    /// Called when the scope has ended.
    pub(crate) finally: RefCell<Vec<Rc<Callable>>>,
    /// A server runs in it: what fails in one request goes no further up.
    pub(crate) serves: Cell<bool>,
}

impl ScopeBody {
    /// Nobody hung anything on it: it can serve again as it is.
    pub(crate) fn is_pristine(&self) -> bool {
        !self.handle.exists()
            && self.store.borrow().is_none()
            && self.on_error.borrow().is_none()
            && self.on_child_error.borrow().is_none()
            && self.finally.borrow().is_empty()
    }

    pub(crate) fn has_handlers(&self) -> bool {
        self.on_error.borrow().is_some() || self.on_child_error.borrow().is_some()
    }

    /// Lets go of the handlers, whose end may run code.
    pub(crate) fn drop_handlers(&self) {
        let handlers = (self.on_error.take(), self.on_child_error.take());
        drop(handlers);
    }

    /// The callables it keeps, for the cycle collector.
    pub(crate) fn each_callable(&self, mut each: impl FnMut(&Callable)) {
        for handler in [&self.on_error, &self.on_child_error] {
            if let Some(handler) = &*handler.borrow() {
                each(handler);
            }
        }
        for callback in &*self.finally.borrow() {
            each(callback);
        }
    }
}

/// Gives up a reference to a scope in the loop's own flow. When it was the last one,
/// what hangs on the scope is destroyed in a coroutine: destructors are code like any
/// other, and may wait.
pub(crate) fn let_go(scheduler: &Scheduler, scope: Rc<Scope>) {
    if !ends_with_something(&scope) {
        return;
    }
    let has_room = Runtime::get().is_some_and(|runtime| runtime.has_room().is_ok());
    if has_room && Runtime::is_usable() {
        let main = scheduler.main_scope();
        scheduler.spawn_work(&main, |_| {
            context::shielded(|| drop(scope));
            Ok(Value::default())
        });
    } else {
        context::contained(|| drop(scope));
    }
}

/// Whether dropping this reference destroys a scope, or one above, on which PHP code
/// has hung something.
fn ends_with_something(scope: &Rc<Scope>) -> bool {
    let mut at = Some(scope);
    while let Some(here) = at
        && Rc::strong_count(here) == 1
    {
        if !here.body.is_pristine() {
            return true;
        }
        at = here.parent();
    }
    false
}
