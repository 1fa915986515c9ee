//! What PHP code hangs on a scope: its object, its context, its handlers.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use crate::zend::call::Callable;
use crate::zend::ffi::zend_object;
use crate::zend::value::Obj;

/// See the module.
pub(crate) struct ScopeBody {
    /// The `Async\\Scope` that stands for it, while there is one. Not counted.
    handle: Cell<*mut zend_object>,
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

impl Default for ScopeBody {
    fn default() -> Self {
        Self {
            handle: Cell::new(ptr::null_mut()),
            store: RefCell::new(None),
            on_error: RefCell::new(None),
            on_child_error: RefCell::new(None),
            finally: RefCell::new(Vec::new()),
            serves: Cell::new(false),
        }
    }
}

impl ScopeBody {
    pub(crate) fn handle(&self) -> *mut zend_object {
        self.handle.get()
    }

    pub(crate) fn set_handle(&self, handle: *mut zend_object) {
        self.handle.set(handle);
    }

    /// Nobody hung anything on it: it can serve again as it is.
    pub(crate) fn is_pristine(&self) -> bool {
        self.handle.get().is_null()
            && self.store.borrow().is_none()
            && self.on_error.borrow().is_none()
            && self.on_child_error.borrow().is_none()
            && self.finally.borrow().is_empty()
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
