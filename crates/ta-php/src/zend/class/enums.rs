//! Enums, pure and backed, and their cases.

use std::ffi::CStr;
use std::ptr;

use ext_php_rs::ffi as php;

use super::Class;
use crate::zend::ffi::{self, zval};
use crate::zend::value::{self, Obj, Str};

/// Registers an enum without values.
pub(crate) fn register_pure_enum(cell: &Class<()>, name: &'static CStr, cases: &[&'static CStr]) {
    let cases: Vec<_> = cases.iter().map(|case| (*case, ())).collect();
    register_enum(cell, name, php::IS_UNDEF, &cases, |()| value::undef());
}

/// Registers an int-backed enum.
pub(crate) fn register_int_enum(
    cell: &Class<()>,
    name: &'static CStr,
    cases: &[(&'static CStr, i64)],
) {
    register_enum(cell, name, php::IS_LONG, cases, |value| {
        let mut backing = zval::new();
        backing.set_long(*value);
        backing
    });
}

/// Registers a string-backed enum.
pub(crate) fn register_string_enum(
    cell: &Class<()>,
    name: &'static CStr,
    cases: &[(&'static CStr, &'static str)],
) {
    register_enum(cell, name, php::IS_STRING, cases, |value| {
        // SAFETY: module start; interned strings live for the process.
        let value = unsafe { Str::adopt(ffi::ta_string_interned(value.as_ptr(), value.len())) };
        value::string_zval(value)
    });
}

fn register_enum<V>(
    cell: &Class<()>,
    name: &'static CStr,
    backing: u32,
    cases: &[(&'static CStr, V)],
    to_zval: fn(&V) -> zval,
) {
    // SAFETY: module start; names live for the process; the engine copies the
    // values, of which pure enums have none.
    unsafe {
        let class = ffi::zend_register_internal_enum(name.as_ptr(), backing as u8, ptr::null());
        for (case, value) in cases {
            let mut value = to_zval(value);
            let value = if backing == php::IS_UNDEF {
                ptr::null_mut()
            } else {
                &raw mut value
            };
            let case = case.to_bytes();
            let case = ffi::ta_string_interned(case.as_ptr(), case.len());
            php::zend_enum_add_case(class, case, value);
        }
        cell.set_entry(class);
    }
}

/// The case called `name`, which exists.
pub(crate) fn case(cell: &Class<()>, name: &CStr) -> Obj {
    // SAFETY: a request is active and the enum registered. The engine keeps the
    // case for itself; we add our own reference.
    unsafe { Obj::share(ffi::zend_enum_get_case_cstr(cell.entry(), name.as_ptr())) }
}
