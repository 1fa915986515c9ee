//! What objects refer to, for the cycle collector.

use std::ffi::c_int;

use super::{State, state_of};
use crate::coroutine::Value;
use crate::zend::border::guarded;
use crate::zend::call::Callable;
use crate::zend::ffi::{self, HashTable, TaGcBuffer, zend_object, zval};
use crate::zend::value::Obj;

/// Takes down the references of one object. Only those that are the object's own
/// alone: one that somebody else shares must not be counted off it.
pub(crate) struct Refs(*mut TaGcBuffer);

impl Refs {
    /// Takes down what an object of another extension refers to through us.
    ///
    /// # Safety
    /// The buffer is open, and used up before anything else happens.
    pub(crate) unsafe fn into(buffer: *mut TaGcBuffer) -> Self {
        Self(buffer)
    }

    pub(crate) fn value(&self, value: &Value) {
        // SAFETY: the buffer is open for as long as `self` exists, and is used up
        // before the value can change.
        unsafe { ffi::ta_gc_value(self.0, value.as_ptr()) }
    }

    pub(crate) fn object(&self, object: &Obj) {
        // SAFETY: as above.
        unsafe { ffi::ta_gc_object(self.0, object.as_ptr()) }
    }

    pub(crate) fn callable(&self, callable: &Callable) {
        // SAFETY: as above.
        unsafe { ffi::ta_gc_value(self.0, callable.value()) }
    }
}

/// State that refers to PHP values.
pub(crate) trait Traced: State {
    /// Names them all. Must neither add nor drop a reference.
    fn trace(&self, refs: &Refs);
}

/// The `get_gc` handler of a class whose state is a `T`.
pub(crate) unsafe extern "C" fn references<T: Traced>(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: the engine passes an object of our class and two places to write to; it
    // uses the buffer up before anything else happens to the object. What is returned
    // is the object's table of dynamic properties, or NULL.
    unsafe {
        let refs = Refs(ffi::ta_gc_begin());
        let traced = guarded(false, || {
            state_of::<T>(object).trace(&refs);
            true
        });
        ffi::ta_gc_end(refs.0, table, count);
        if !traced {
            // Half of the truth would have the collector free what is in use.
            count.write(0);
        }
        (*object).properties
    }
}
