//! Declared properties of native classes, and how native code gets at them.
//!
//! All are typed and begin uninitialised, as in the PHP stubs. Native code finds
//! a property by its [`Slot`], which the declaration fills in: reading or writing
//! one costs an addition, and the engine's cycle collector sees the value without
//! help.

use std::ffi::{CStr, c_int};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use ext_php_rs::ffi as php;

use super::{Class, Type};
use crate::zend::ffi::{self, zend_class_entry, zend_object, zval};
use crate::zend::value::{self, Obj};

/// As in the engine's headers; the bindings leave it out.
const ZEND_ACC_READONLY: u32 = 1 << 7;

/// One declared property.
pub(crate) struct Property {
    name: &'static CStr,
    ty: Type,
    flags: u32,
    slot: Option<&'static Slot>,
}

impl Property {
    /// `public T $name`.
    pub(crate) const fn public(name: &'static CStr, ty: Type, slot: &'static Slot) -> Self {
        Self::new(name, ty, php::ZEND_ACC_PUBLIC, Some(slot))
    }

    /// `private T $name`.
    pub(crate) const fn private(name: &'static CStr, ty: Type, slot: &'static Slot) -> Self {
        Self::new(name, ty, php::ZEND_ACC_PRIVATE, Some(slot))
    }

    /// `public readonly T $name`.
    pub(crate) const fn readonly(name: &'static CStr, ty: Type, slot: &'static Slot) -> Self {
        let flags = php::ZEND_ACC_PUBLIC | ZEND_ACC_READONLY;
        Self::new(name, ty, flags, Some(slot))
    }

    const fn new(name: &'static CStr, ty: Type, flags: u32, slot: Option<&'static Slot>) -> Self {
        Self {
            name,
            ty,
            flags,
            slot,
        }
    }

    /// Declares it in a class just registered.
    pub(super) fn declare(&self, class: *mut zend_class_entry) {
        let name = self.name.to_bytes();
        let mut unset = value::undef();
        // SAFETY: module start; the class is registered and has no children yet,
        // the interned name lives for the process. The engine copies the value
        // and returns a record that lives as long as the class.
        let offset = unsafe {
            let declared = ffi::zend_declare_typed_property(
                class,
                ffi::ta_string_interned(name.as_ptr(), name.len()),
                &raw mut unset,
                self.flags as c_int,
                ptr::null_mut(),
                self.ty.to_zend_of_property(),
            );
            (*declared).offset
        };
        if let Some(slot) = self.slot {
            slot.0.store(offset, Ordering::Relaxed);
        }
    }
}

/// Declares `public readonly T $name`, uninitialised, in a class just registered.
pub(crate) fn declare_readonly<T>(class: &Class<T>, name: &'static CStr, ty: Type) {
    let flags = php::ZEND_ACC_PUBLIC | ZEND_ACC_READONLY;
    Property::new(name, ty, flags, None).declare(class.entry());
}

/// Where in its objects a property lives.
pub(crate) struct Slot(AtomicU32);

impl Slot {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// The property of `object`; unset when it was never initialised.
    ///
    /// # Safety
    /// `object` is live, and of the class that declares the property or of one
    /// derived from it.
    pub(crate) unsafe fn of(&self, object: *mut zend_object) -> *mut zval {
        let offset = self.0.load(Ordering::Relaxed);
        debug_assert_ne!(offset, 0, "the property is declared at module start");
        // SAFETY: the engine lays declared properties out at this distance from
        // the start of the object, in derived classes too.
        unsafe { object.byte_add(offset as usize).cast() }
    }

    /// Gives a new object the property's first value.
    ///
    /// # Safety
    /// As for [`Slot::of`]; the property was never initialised.
    pub(crate) unsafe fn fill(&self, object: &Obj, value: zval) {
        // SAFETY: the caller vouches for the object. Nothing is lost by writing
        // over an unset value; the fresh value's flags say "initialised".
        unsafe { self.of(object.as_ptr()).write(value) }
    }
}
