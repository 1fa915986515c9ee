//! `Async\CompositeException`: several errors raised together.
//!
//! The errors are kept in a declared property, where the cycle collector, clones
//! of arrays and dumps find them without help.

use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Param, Property, Slot, Type, function};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_class_entry, zend_object};
use crate::zend::value::{self, Obj};

static CLASS: Class<()> = Class::new();
static EXCEPTIONS: Slot = Slot::new();

static PROPERTIES: &[Property] = &[Property::private(c"exceptions", Type::ARRAY, &EXCEPTIONS)];

static METHODS: &[Function] = &[
    function!(
        c"addException",
        add_exception,
        [Param::new(c"exception", Type::object(c"Throwable"))],
        Type::VOID
    ),
    function!(c"getExceptions", get_exceptions, [], Type::ARRAY),
];

pub(super) fn register(exception: *mut zend_class_entry) {
    CLASS.register_plain(&Definition {
        parent: Some(exception),
        methods: METHODS,
        properties: PROPERTIES,
        sealed: true,
        ..Definition::named("Async\\CompositeException")
    });
}

/// `errors` in one, in their order.
pub(crate) fn composite(errors: Vec<Obj>) -> Obj {
    let message = format!("{} errors occurred, see getExceptions()", errors.len());
    let composite = exception::new(CLASS.entry(), &message, 0);
    for error in errors {
        // SAFETY: the object is of our class and live.
        unsafe { push(composite.as_ptr(), error) };
    }
    composite
}

/// # Safety
/// `object` is a live `CompositeException`.
unsafe fn push(object: *mut zend_object, error: Obj) {
    let mut error = std::mem::ManuallyDrop::new(value::object_zval(error));
    // SAFETY: the caller vouches for the object. The property is an array or
    // unset; the list takes over the reference to the error.
    unsafe { ffi::ta_list_push(EXCEPTIONS.of(object), &raw mut *error) };
}

fn add_exception(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: the engine's interface exists for the life of the process.
    let throwable = unsafe { ext_php_rs::ffi::zend_ce_throwable };
    let error = call.object(0, throwable)?;
    // SAFETY: `$this` is of our class; the argument is live while the call lasts.
    unsafe { push(call.this_object(), Obj::share(error)) };
    Ok(())
}

fn get_exceptions(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    // SAFETY: `$this` is of our class and live.
    let list = unsafe { &*EXCEPTIONS.of(call.this_object()) }.dereference();
    call.give(if list.is_array() {
        list.shallow_clone()
    } else {
        Array::with_capacity(0).into_zval()
    });
    Ok(())
}
