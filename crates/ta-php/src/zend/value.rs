//! Owned engine values: strings and objects whose reference is given back on drop.
//!
//! They are thread-affine like everything of the engine, and must only be
//! dropped while a request is active.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use super::ffi::{self, zend_object, zend_string, zval};

/// Type tag of a zval that was never set.
const IS_UNDEF: u32 = 0;

/// One reference to a `zend_string`.
pub(crate) struct Str(NonNull<zend_string>);

impl Str {
    /// A new string holding `bytes`.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        // SAFETY: the pointer and length describe `bytes`; the engine copies
        // them. It never returns NULL: it bails out when memory runs out.
        unsafe { Self::adopt(ffi::ta_string_new(bytes.as_ptr(), bytes.len())) }
    }

    /// Takes over one reference.
    ///
    /// # Safety
    /// `string` is a live string and the caller owns the reference it gives up.
    pub(crate) unsafe fn adopt(string: *mut zend_string) -> Self {
        Self(NonNull::new(string).expect("the engine returned no string"))
    }

    /// Adds a reference of its own.
    ///
    /// # Safety
    /// `string` is a live string.
    pub(crate) unsafe fn share(string: *mut zend_string) -> Self {
        // SAFETY: the caller vouches for `string`; the count is only touched for
        // strings that are counted.
        unsafe {
            if !is_interned(string) {
                (*string).gc.refcount += 1;
            }
            Self::adopt(string)
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        // SAFETY: `self` keeps the string alive and strings are not written to
        // while they are shared.
        unsafe { bytes_of(self.0.as_ptr()) }
    }

    pub(crate) fn as_ptr(&self) -> *mut zend_string {
        self.0.as_ptr()
    }

    /// Gives up ownership.
    pub(crate) fn into_raw(self) -> *mut zend_string {
        ManuallyDrop::new(self).0.as_ptr()
    }

    /// Appends, in place when this is the only reference.
    pub(crate) fn push(self, bytes: &[u8]) -> Self {
        // SAFETY: ownership of our reference passes to the engine, which returns
        // one reference to the longer string.
        unsafe {
            Self::adopt(ffi::ta_string_append(
                self.into_raw(),
                bytes.as_ptr(),
                bytes.len(),
            ))
        }
    }
}

impl Clone for Str {
    fn clone(&self) -> Self {
        // SAFETY: `self` keeps the string alive.
        unsafe { Self::share(self.0.as_ptr()) }
    }
}

impl Drop for Str {
    fn drop(&mut self) {
        // SAFETY: we own one reference.
        unsafe { ffi::ta_string_release(self.0.as_ptr()) }
    }
}

/// The bytes of a live string.
///
/// # Safety
/// `string` is live for `'a` and is not written to meanwhile.
pub(crate) unsafe fn bytes_of<'a>(string: *mut zend_string) -> &'a [u8] {
    // SAFETY: `val` is the first of `len` bytes stored in line.
    unsafe { std::slice::from_raw_parts((&raw const (*string).val).cast::<u8>(), (*string).len) }
}

/// Whether the engine keeps the string for itself and does not count references.
///
/// # Safety
/// `string` is live.
pub(crate) unsafe fn is_interned(string: *mut zend_string) -> bool {
    // GC_IMMUTABLE, stored in the flag bits of the type word.
    const INTERNED: u32 = 1 << 6;
    // SAFETY: the caller vouches for `string`; the type word is always set.
    unsafe { (*string).gc.u.type_info & INTERNED != 0 }
}

/// One reference to a `zend_object`.
pub(crate) struct Obj(NonNull<zend_object>);

impl Obj {
    /// Takes over one reference.
    ///
    /// # Safety
    /// `object` is live and the caller owns the reference it gives up.
    pub(crate) unsafe fn adopt(object: *mut zend_object) -> Self {
        Self(NonNull::new(object).expect("the engine returned no object"))
    }

    /// Adds a reference of its own.
    ///
    /// # Safety
    /// `object` is live.
    pub(crate) unsafe fn share(object: *mut zend_object) -> Self {
        // SAFETY: the caller vouches for `object`.
        unsafe {
            ffi::ta_object_addref(object);
            Self::adopt(object)
        }
    }

    pub(crate) fn as_ptr(&self) -> *mut zend_object {
        self.0.as_ptr()
    }

    /// Gives up ownership.
    pub(crate) fn into_raw(self) -> *mut zend_object {
        ManuallyDrop::new(self).0.as_ptr()
    }
}

impl Clone for Obj {
    fn clone(&self) -> Self {
        // SAFETY: `self` keeps the object alive.
        unsafe { Self::share(self.0.as_ptr()) }
    }
}

impl Drop for Obj {
    fn drop(&mut self) {
        // SAFETY: we own one reference.
        unsafe { ffi::ta_object_release(self.0.as_ptr()) }
    }
}

/// The object that stands for something, while there is one. It holds that thing, and
/// is not held by it: the object takes itself out when it goes.
#[derive(Default)]
pub(crate) struct Standin(Cell<Option<NonNull<zend_object>>>);

impl Standin {
    /// Whether there is an object.
    pub(crate) fn exists(&self) -> bool {
        self.0.get().is_some()
    }

    /// Another reference to the object.
    pub(crate) fn get(&self) -> Option<Obj> {
        let object = self.0.get()?;
        // SAFETY: whoever set it vouched that it takes itself out when it goes.
        Some(unsafe { Obj::share(object.as_ptr()) })
    }

    /// Has the cycle collector look at the object, if there is one.
    pub(crate) fn suspect(&self) {
        if let Some(object) = self.0.get() {
            // SAFETY: as in `get`.
            unsafe { ffi::ta_gc_suspect(object.as_ptr()) }
        }
    }

    /// # Safety
    /// `object` is live, and calls [`Standin::clear`] before it is freed.
    pub(crate) unsafe fn set(&self, object: *mut zend_object) {
        self.0.set(NonNull::new(object));
    }

    pub(crate) fn clear(&self) {
        self.0.set(None);
    }
}

/// A zval that holds nothing.
pub(crate) fn undef() -> zval {
    let mut value = zval::new();
    value.u1.type_info = IS_UNDEF;
    value
}

/// Moves a string into a zval.
pub(crate) fn string_zval(string: Str) -> zval {
    let mut value = zval::new();
    // SAFETY: the string is live; its one reference moves into the zval.
    unsafe {
        let raw = string.into_raw();
        value.u1.type_info = if is_interned(raw) {
            ext_php_rs::ffi::IS_STRING
        } else {
            ext_php_rs::ffi::IS_STRING_EX
        };
        value.value.str_ = raw;
    }
    value
}

/// Moves an object into a zval.
pub(crate) fn object_zval(object: Obj) -> zval {
    let mut value = zval::new();
    value.value.obj = object.into_raw();
    value.u1.type_info = ext_php_rs::ffi::IS_OBJECT_EX;
    value
}
