//! PHP arrays under construction, and taken apart no further than that: arrays
//! that come from PHP are read where they come in (`call`).

use ext_php_rs::ffi as php;

use super::ffi::{self, zval};
use super::value::Str;

/// A PHP array that nobody else sees yet.
pub(crate) struct Array(zval);

impl Array {
    /// An empty array with room for `capacity` elements.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        let mut value = zval::new();
        // SAFETY: no preconditions; the new array's one reference moves into the zval.
        unsafe {
            value.value.arr = php::_zend_new_array(u32::try_from(capacity).unwrap_or(0));
        }
        value.u1.type_info = php::IS_ARRAY_EX;
        Self(value)
    }

    /// Puts `value` under `key`; decimal keys become integers, as everywhere in PHP.
    pub(crate) fn set(&mut self, key: &Str, value: zval) {
        let mut value = std::mem::ManuallyDrop::new(value);
        // SAFETY: the array is ours alone; it takes over the reference that
        // `value` holds, and adds one of its own to the key.
        unsafe { ffi::ta_array_add(self.0.value.arr, key.as_ptr(), &raw mut *value) }
    }

    /// Puts `value` under `index`.
    pub(crate) fn set_index(&mut self, index: i64, value: zval) {
        let mut value = std::mem::ManuallyDrop::new(value);
        // SAFETY: as in `set`. The engine keeps indices as unsigned words.
        unsafe {
            php::zend_hash_index_update(self.0.value.arr, index.cast_unsigned(), &raw mut *value)
        };
    }

    /// The element under `key`.
    pub(crate) fn get(&mut self, key: &Str) -> Option<&mut zval> {
        // SAFETY: the array is live and ours alone, and so is the element found.
        unsafe { ffi::ta_array_find(self.0.value.arr, key.as_ptr()).as_mut() }
    }

    /// Has `change` put something into the array.
    pub(crate) fn modify(&mut self, change: impl FnOnce(&mut zval)) {
        change(&mut self.0);
    }

    /// Appends `value`.
    pub(crate) fn push(&mut self, value: zval) {
        let mut value = std::mem::ManuallyDrop::new(value);
        // SAFETY: as in `set`. It only fails when the next index would overflow.
        unsafe { php::zend_hash_next_index_insert(self.0.value.arr, &raw mut *value) };
    }

    /// Puts `value` under a name of ours.
    pub(crate) fn put(&mut self, name: &str, value: zval) {
        self.set(&Str::new(name.as_bytes()), value);
    }

    /// The finished array; its one reference passes to the caller.
    pub(crate) fn into_raw(self) -> *mut ffi::HashTable {
        // SAFETY: an array holds a table.
        unsafe { std::mem::ManuallyDrop::new(self.0).value.arr }
    }

    /// The finished array.
    pub(crate) fn into_zval(self) -> zval {
        self.0
    }
}
