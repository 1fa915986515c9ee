//! What a signature is made of: types, parameters, functions. Constants of these
//! describe the PHP surface; nothing is registered here.

use std::ffi::{CStr, c_void};
use std::ptr;

use ext_php_rs::ffi as php;

use crate::zend::ffi::{self, zend_execute_data, zval};

/// The engine's signature of a native function.
pub(crate) type Native = extern "C" fn(*mut zend_execute_data, *mut zval);

/// A PHP type as it appears in a signature.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    mask: u32,
    class: Option<&'static CStr>,
}

impl Type {
    // `1 << type tag`, as the engine's MAY_BE_* constants.
    const NULL_BIT: u32 = 1 << php::IS_NULL;
    pub(crate) const NONE: Self = Self::of(0);
    pub(crate) const VOID: Self = Self::of(1 << php::IS_VOID);
    pub(crate) const BOOL: Self = Self::of(1 << php::IS_FALSE | 1 << php::IS_TRUE);
    pub(crate) const FALSE: Self = Self::of(1 << php::IS_FALSE);
    pub(crate) const INT: Self = Self::of(1 << php::IS_LONG);
    pub(crate) const FLOAT: Self = Self::of(1 << php::IS_DOUBLE);
    pub(crate) const STRING: Self = Self::of(1 << php::IS_STRING);
    pub(crate) const ARRAY: Self = Self::of(1 << php::IS_ARRAY);
    /// `iterable`: the engine makes `Traversable|array` of it, and reflection knows it
    /// by its short name.
    pub(crate) const ITERABLE: Self = Self::of(php::_ZEND_TYPE_ITERABLE_BIT);
    pub(crate) const CALLABLE: Self = Self::of(1 << php::IS_CALLABLE);
    pub(crate) const ANY_OBJECT: Self = Self::of(1 << php::IS_OBJECT);
    /// `static` as return type: tag 15 in every supported version.
    pub(crate) const STATIC: Self = Self::of(1 << 15);
    pub(crate) const MIXED: Self = Self::of(php::MAY_BE_ANY);

    const fn of(mask: u32) -> Self {
        Self { mask, class: None }
    }

    /// An instance of a class, by its full name.
    pub(crate) const fn object(class: &'static CStr) -> Self {
        Self {
            mask: 0,
            class: Some(class),
        }
    }

    /// `?T`.
    pub(crate) const fn or_null(self) -> Self {
        self.or(Self::of(Self::NULL_BIT))
    }

    /// `T|U`, with at most one class among them.
    pub(crate) const fn or(self, other: Self) -> Self {
        let class = match (self.class, other.class) {
            (Some(class), None) | (None, Some(class)) => Some(class),
            (None, None) => None,
            (Some(_), Some(_)) => panic!("one class per type"),
        };
        Self {
            mask: self.mask | other.mask,
            class,
        }
    }

    pub(super) fn to_zend(self, extra: u32) -> php::zend_type {
        let mut mask = self.mask | extra;
        let mut pointer = ptr::null_mut::<c_void>();
        if let Some(class) = self.class {
            #[cfg(php83)]
            let name_bit = php::_ZEND_TYPE_LITERAL_NAME_BIT;
            #[cfg(not(php83))]
            let name_bit = php::_ZEND_TYPE_NAME_BIT;
            mask |= name_bit;
            pointer = class.as_ptr().cast_mut().cast();
        }
        php::zend_type {
            ptr: pointer,
            type_mask: mask,
        }
    }

    /// The engine's form for a property. It takes names as strings of its own
    /// there, where signatures have plain text.
    pub(super) fn to_zend_of_property(self) -> php::zend_type {
        let (mask, pointer) = match self.class {
            Some(class) => {
                let name = class.to_bytes();
                // SAFETY: the text lives for the process; an interned string
                // does too, and is not counted.
                let name = unsafe { ffi::ta_string_interned(name.as_ptr(), name.len()) };
                (self.mask | php::_ZEND_TYPE_NAME_BIT, name.cast())
            }
            None => (self.mask, ptr::null_mut()),
        };
        php::zend_type {
            ptr: pointer,
            type_mask: mask,
        }
    }
}

/// One parameter.
pub(crate) struct Param {
    pub(super) name: &'static CStr,
    pub(super) ty: Type,
    pub(super) default: Option<&'static CStr>,
    pub(super) variadic: bool,
}

impl Param {
    /// A required parameter.
    pub(crate) const fn new(name: &'static CStr, ty: Type) -> Self {
        Self {
            name,
            ty,
            default: None,
            variadic: false,
        }
    }

    /// An optional parameter; `default` is PHP source.
    pub(crate) const fn optional(name: &'static CStr, ty: Type, default: &'static CStr) -> Self {
        Self {
            name,
            ty,
            default: Some(default),
            variadic: false,
        }
    }

    /// `T ...$name`.
    pub(crate) const fn variadic(name: &'static CStr, ty: Type) -> Self {
        Self {
            name,
            ty,
            default: None,
            variadic: true,
        }
    }
}

/// One method or function.
pub(crate) struct Function {
    pub(crate) name: &'static CStr,
    /// `None` for abstract methods.
    pub(crate) body: Option<Native>,
    pub(crate) params: &'static [Param],
    pub(crate) returns: Type,
    pub(crate) flags: u32,
}
