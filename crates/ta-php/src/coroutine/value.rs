//! What coroutines return, and what is handed from one to another: any PHP value.

use std::ptr;

use crate::zend::ffi::{self, zend_object, zval};

/// One reference to a PHP value. The default is null.
pub(crate) struct Value(zval);

impl Drop for Value {
    fn drop(&mut self) {
        // SAFETY: we own the value; it is left unset.
        unsafe { ffi::ta_value_release(&raw mut self.0) };
    }
}

impl Default for Value {
    fn default() -> Self {
        Self(zval::new())
    }
}

impl Clone for Value {
    fn clone(&self) -> Self {
        Self(self.share())
    }
}

impl Value {
    /// Takes over the reference that `value` holds.
    pub(crate) fn from_zval(value: zval) -> Self {
        Self(value)
    }

    /// Gives up the reference.
    pub(crate) fn into_zval(mut self) -> zval {
        std::mem::replace(&mut self.0, zval::new())
    }

    /// Whether it could be, or lead to, an object that holds it.
    pub(crate) fn may_hold_objects(&self) -> bool {
        self.0.is_object() || self.0.is_array() || self.0.is_reference()
    }

    /// The value in its place, for the cycle collector.
    pub(crate) fn as_ptr(&self) -> *mut zval {
        ptr::from_ref(&self.0).cast_mut()
    }

    /// The object that it is.
    pub(crate) fn as_object(&self) -> Option<*mut zend_object> {
        // SAFETY: an object's slot holds its address.
        self.0.is_object().then_some(unsafe { self.0.value.obj })
    }

    /// Another reference to the same value.
    pub(crate) fn share(&self) -> zval {
        self.0.shallow_clone()
    }

    /// Whether it is the boolean `false`.
    pub(crate) fn is_false(&self) -> bool {
        self.0.is_false()
    }
}
