//! What a group has on the PHP side: its object, callbacks for its end, and the
//! `Async\Scope` it was given.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use ta_coro::{Key, Owner, Work};

use super::Group;
use crate::coroutine::{Coroutine, Php, Runtime, Scheduler, Scope, Value, call_each};
use crate::zend::call::Callable;
use crate::zend::class::Refs;
use crate::zend::context;
use crate::zend::ffi::{self, zend_object};
use crate::zend::value::{self, Obj};

/// See the module.
pub(super) struct Keeper {
    /// Not counted; null when it is gone.
    object: Cell<*mut zend_object>,
    /// The object, which nobody else holds, until the callbacks were called.
    outliving: RefCell<Option<Obj>>,
    callbacks: RefCell<Vec<Rc<Callable>>>,
    /// Keeps the scope from being disposed.
    scope: Option<Obj>,
}

impl Keeper {
    pub(super) fn new(object: *mut zend_object, scope: Option<Obj>) -> Self {
        Self {
            object: Cell::new(object),
            outliving: RefCell::new(None),
            callbacks: RefCell::new(Vec::new()),
            scope,
        }
    }

    /// Has `callback` called when the group has ended.
    pub(super) fn add(&self, callback: Rc<Callable>) {
        self.callbacks.borrow_mut().push(callback);
    }

    /// The object is freed.
    pub(super) fn object_gone(&self) {
        self.object.set(ptr::null_mut());
    }

    /// The last reference to `object` goes: if callbacks want to see it, holds it
    /// until they have. Returns whether it does.
    pub(super) fn outlive(&self, object: *mut zend_object) -> bool {
        let needed = !self.callbacks.borrow().is_empty();
        if needed {
            // SAFETY: the engine holds the object while it destroys it, and frees it
            // only if nobody took another reference.
            let kept = unsafe { Obj::share(object) };
            self.outliving.replace(Some(kept));
        }
        needed
    }

    /// Names what it keeps, for the cycle collector.
    pub(super) fn trace(&self, refs: &Refs) {
        for callback in &*self.callbacks.borrow() {
            refs.callable(callback);
        }
        if let Some(scope) = &self.scope {
            refs.object(scope);
        }
    }
}

impl Owner<Php> for Keeper {
    fn collect(&self, results: Vec<(Key, Value)>) -> Value {
        let results = results.into_iter();
        Value::from_zval(super::array_of(
            results.map(|(key, value)| (key, value.into_zval())),
        ))
    }

    fn rests(&self) {
        let object = self.object.get();
        if !object.is_null() {
            // SAFETY: the object takes itself out when it dies, so it is alive.
            unsafe { ffi::ta_gc_suspect(object) };
        }
    }

    fn ended(&self, scheduler: &Scheduler, group: &Rc<Group>, last: Option<&Rc<Coroutine>>) {
        let callbacks = self.callbacks.take();
        let outliving = self.outliving.take();
        let is_last = outliving.is_some();
        let object = self.object.get();
        if callbacks.is_empty() || object.is_null() {
            // Nobody says where this runs.
            context::contained(|| drop(callbacks));
            return;
        }
        // An empty group can be closed before anything made the script a coroutine.
        if Runtime::get().is_none() && Runtime::launch().is_err() {
            return;
        }
        // SAFETY: as in `rests`.
        let object = outliving.unwrap_or_else(|| unsafe { Obj::share(object) });
        let of = Rc::clone(group);
        let work: Work<Php> = Box::new(move |scheduler| {
            let called = call_each(callbacks, || vec![value::object_zval(object.clone())]);
            if is_last {
                // Its destructor was called before, and is not called again.
                of.abandon(scheduler);
            }
            drop(object);
            called.map(|()| Value::default())
        });
        let scope = Scope::child(&group.open_scope(scheduler));
        let helper = ta_coro::Switch::native(scheduler.switch(), work, last);
        scheduler.spawn_front(&scope, helper);
    }
}
