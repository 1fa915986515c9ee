//! One call from PHP into native code: its object, its parameters, its result.
//!
//! Parameters are parsed with the engine's own rules and messages (strict and
//! weak typing, named arguments, defaults). A panic never crosses into PHP: it
//! becomes an `Error`.

use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

use super::class::{State, state_of};
use super::elements::ArrayWalk;
use super::exception::{self, Outcome, Thrown};
use super::ffi::{
    self, TaCallable, zend_class_entry, zend_execute_data, zend_object, zend_string, zval,
};
use super::value::{self, Obj, Str};

/// Slots a frame's header occupies in front of its parameters.
const FRAME_SLOTS: usize = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());

/// A call in progress.
pub(crate) struct Call<'a> {
    frame: *mut zend_execute_data,
    result: *mut zval,
    frame_lifetime: PhantomData<&'a zend_execute_data>,
}

/// Runs the body of a native function.
pub(crate) fn enter(
    frame: *mut zend_execute_data,
    result: *mut zval,
    body: fn(&Call<'_>) -> Outcome,
) {
    let call = Call {
        frame,
        result,
        frame_lifetime: PhantomData,
    };
    if catch_unwind(AssertUnwindSafe(|| body(&call))).is_err() {
        exception::throw_object(exception::panicked());
    }
}

impl<'a> Call<'a> {
    /// Checks the number of arguments.
    pub(crate) fn arity(&self, min: u32, max: u32) -> Outcome {
        let given = self.argc();
        if given < min || given > max {
            // SAFETY: throws the engine's ArgumentCountError for this frame.
            unsafe { ffi::ta_arg_count_error(min, max) };
            return Err(Thrown);
        }
        Ok(())
    }

    pub(crate) fn argc(&self) -> u32 {
        // SAFETY: the frame is that of the running call.
        unsafe { (*self.frame).This.u2.num_args }
    }

    /// The argument at `index`, which must be below `argc`.
    pub(crate) fn raw(&self, index: u32) -> *mut zval {
        debug_assert!(index < self.argc());
        // SAFETY: parameters follow the frame header in slots of a zval each.
        unsafe { self.frame.cast::<zval>().add(FRAME_SLOTS + index as usize) }
    }

    fn given(&self, index: u32) -> bool {
        index < self.argc()
    }

    /// `int` at `index`.
    pub(crate) fn int(&self, index: u32) -> Outcome<i64> {
        let mut value = 0;
        // SAFETY: `raw` is a live argument.
        check(unsafe { ffi::ta_arg_long(self.raw(index), &raw mut value, index + 1) })?;
        Ok(value)
    }

    /// `int` at `index`, or `default` when it was not given.
    pub(crate) fn int_or(&self, index: u32, default: i64) -> Outcome<i64> {
        if self.given(index) {
            self.int(index)
        } else {
            Ok(default)
        }
    }

    /// `?int` at `index`; `None` for null and when not given.
    pub(crate) fn int_or_null(&self, index: u32) -> Outcome<Option<i64>> {
        // SAFETY: an argument that was given is live while the frame is.
        if !self.given(index) || unsafe { &*self.raw(index) }.dereference().is_null() {
            return Ok(None);
        }
        self.int(index).map(Some)
    }

    /// `bool` at `index`.
    pub(crate) fn bool(&self, index: u32) -> Outcome<bool> {
        let mut value = false;
        // SAFETY: `raw` is a live argument.
        check(unsafe { ffi::ta_arg_bool(self.raw(index), &raw mut value, index + 1) })?;
        Ok(value)
    }

    /// `bool` at `index`, or `default` when it was not given.
    pub(crate) fn bool_or(&self, index: u32, default: bool) -> Outcome<bool> {
        if self.given(index) {
            self.bool(index)
        } else {
            Ok(default)
        }
    }

    /// `string` at `index`, with a reference of its own.
    pub(crate) fn string(&self, index: u32) -> Outcome<Str> {
        let value = self.parse_string(index)?;
        // SAFETY: a live string that the argument holds.
        Ok(unsafe { Str::share(value) })
    }

    /// The bytes of `string` at `index`, for as long as the call lasts.
    pub(crate) fn bytes(&self, index: u32) -> Outcome<&'a [u8]> {
        let value = self.parse_string(index)?;
        // SAFETY: as in `string`; the frame keeps the argument alive.
        Ok(unsafe { value::bytes_of(value) })
    }

    fn parse_string(&self, index: u32) -> Outcome<*mut zend_string> {
        let mut value = std::ptr::null_mut();
        // SAFETY: `raw` is a live argument.
        check(unsafe { ffi::ta_arg_string(self.raw(index), &raw mut value, index + 1) })?;
        Ok(value)
    }

    /// `?string` at `index`; `None` for null and when not given.
    pub(crate) fn string_or_null(&self, index: u32) -> Outcome<Option<Str>> {
        if !self.given(index) {
            return Ok(None);
        }
        let mut value = std::ptr::null_mut();
        // SAFETY: as in `string`.
        unsafe {
            check(ffi::ta_arg_string_or_null(
                self.raw(index),
                &raw mut value,
                index + 1,
            ))?;
            Ok((!value.is_null()).then(|| Str::share(value)))
        }
    }

    /// `string|array` at `index`. Elements of an array are converted as the
    /// engine would convert them for a `string` parameter, which may run user code;
    /// what is no scalar and not `Stringable` is a `TypeError`.
    pub(crate) fn strings(&self, index: u32) -> Outcome<Strings> {
        let (mut string, mut array) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: as in `string`; the array is live while the frame holds it, and
        // user code can only change a copy of it.
        unsafe {
            check(ffi::ta_arg_string_or_array(
                self.raw(index),
                &raw mut string,
                &raw mut array,
                index + 1,
            ))?;
            if array.is_null() {
                return Ok(Strings::One(Str::share(string)));
            }
            let elements = (*array)
                .values()
                .map(|element| self.element(index, element));
            elements.collect::<Outcome<Vec<Str>>>().map(Strings::Many)
        }
    }

    /// `array` at `index`, to be walked as it is now.
    pub(crate) fn array(&self, index: u32) -> Outcome<ArrayWalk> {
        // SAFETY: the argument is live while the frame is.
        let walk = ArrayWalk::over(unsafe { &*self.raw(index) });
        walk.ok_or_else(|| self.wrong_type(index, c"must be of type array"))
    }

    /// One element of the array argument at `index`, as a string.
    pub(crate) fn element(&self, index: u32, element: &zval) -> Outcome<Str> {
        let element = element.dereference();
        let stringable = element.is_string()
            || element.is_long()
            || element.is_double()
            || element.is_bool()
            // SAFETY: an object has a class for as long as it lives.
            || (element.is_object() && unsafe { !(*(*element.value.obj).ce).__tostring.is_null() });
        let element = std::ptr::from_ref(element).cast_mut();
        if stringable {
            // SAFETY: the element is live.
            return unsafe { zval_to_string(element) };
        }
        let expected = c"must contain only values that can be converted to string";
        // SAFETY: as above; throws the engine's TypeError for this frame.
        unsafe { ffi::ta_arg_type_error(index + 1, expected.as_ptr(), element) };
        Err(Thrown)
    }

    /// `string|object` at `index`, with a reference of its own.
    pub(crate) fn string_or_object(&self, index: u32) -> Outcome<Key> {
        let (mut string, mut object) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: `raw` is a live argument; what is found is held by it.
        unsafe {
            check(ffi::ta_arg_string_or_object(
                self.raw(index),
                &raw mut string,
                &raw mut object,
                index + 1,
            ))?;
            Ok(if object.is_null() {
                Key::Text(Str::share(string))
            } else {
                Key::Object(Obj::share(object))
            })
        }
    }

    /// `string|int` at `index`.
    pub(crate) fn string_or_int(&self, index: u32) -> Outcome<Result<Str, i64>> {
        let (mut string, mut number) = (std::ptr::null_mut(), 0);
        // SAFETY: as in `string`.
        unsafe {
            check(ffi::ta_arg_string_or_long(
                self.raw(index),
                &raw mut string,
                &raw mut number,
                index + 1,
            ))?;
            Ok(if string.is_null() {
                Err(number)
            } else {
                Ok(Str::share(string))
            })
        }
    }

    /// A copy of the argument at `index`, which was given.
    pub(crate) fn copy(&self, index: u32) -> zval {
        // SAFETY: a live argument.
        let argument = unsafe { &*self.raw(index) };
        argument.dereference().shallow_clone()
    }

    /// Refuses the argument at `index` with the engine's `TypeError`; `expected`
    /// reads like "must be of type string".
    pub(crate) fn wrong_type(&self, index: u32, expected: &'static std::ffi::CStr) -> Thrown {
        // SAFETY: `raw` is a live argument.
        unsafe { ffi::ta_arg_type_error(index + 1, expected.as_ptr(), self.raw(index)) };
        Thrown
    }

    /// An instance of `class` at `index`.
    pub(crate) fn object(
        &self,
        index: u32,
        class: *mut zend_class_entry,
    ) -> Outcome<*mut zend_object> {
        let mut value = std::ptr::null_mut();
        // SAFETY: `raw` is a live argument and `class` a registered class.
        check(unsafe {
            ffi::ta_arg_object(self.raw(index), class, false, &raw mut value, index + 1)
        })?;
        Ok(value)
    }

    /// An instance of `class` or null at `index`; `None` when not given.
    pub(crate) fn object_or_null(
        &self,
        index: u32,
        class: *mut zend_class_entry,
    ) -> Outcome<Option<NonNull<zend_object>>> {
        if !self.given(index) {
            return Ok(None);
        }
        let mut value = std::ptr::null_mut();
        // SAFETY: as in `object`.
        check(unsafe {
            ffi::ta_arg_object(self.raw(index), class, true, &raw mut value, index + 1)
        })?;
        Ok(NonNull::new(value))
    }

    /// A callable at `index`.
    pub(crate) fn callable(&self, index: u32) -> Outcome<Callable> {
        // SAFETY: `raw` is a live argument.
        NonNull::new(unsafe { ffi::ta_callable_new(self.raw(index), index + 1) })
            .map(Callable)
            .ok_or(Thrown)
    }

    /// A callable or null at `index`; `None` when not given.
    pub(crate) fn callable_or_null(&self, index: u32) -> Outcome<Option<Callable>> {
        // SAFETY: a live argument, if it was given.
        if !self.given(index) || unsafe { (*self.raw(index)).dereference().is_null() } {
            return Ok(None);
        }
        self.callable(index).map(Some)
    }

    /// A closure at `index`.
    pub(crate) fn closure(&self, index: u32) -> Outcome<Callable> {
        // SAFETY: the engine's Closure class exists for the life of the process.
        self.object(index, unsafe { ffi::zend_ce_closure })?;
        self.callable(index)
    }

    /// Refuses the argument at `index` with the engine's `ValueError`; `expected`
    /// reads like "must be greater than 0".
    pub(crate) fn wrong_value(&self, index: u32, expected: &'static std::ffi::CStr) -> Thrown {
        // SAFETY: throws the engine's ValueError for this frame.
        unsafe { ffi::ta_arg_value_error(index + 1, expected.as_ptr()) };
        Thrown
    }

    /// Copies of the arguments from `first` on.
    pub(crate) fn rest(&self, first: u32) -> Vec<zval> {
        // SAFETY: every index below `argc` is a live argument.
        (first..self.argc())
            .map(|index| unsafe { (*self.raw(index)).shallow_clone() })
            .collect()
    }

    /// Another reference to the named arguments collected for a variadic
    /// parameter.
    pub(crate) fn take_named(&self) -> Option<NonNull<ffi::HashTable>> {
        let named = self.named()?;
        // SAFETY: the frame keeps the array alive while we add our reference.
        unsafe { (*named.as_ptr()).gc.refcount += 1 };
        Some(named)
    }

    fn named(&self) -> Option<NonNull<ffi::HashTable>> {
        const HAS_EXTRA_NAMED_PARAMS: u32 = 1 << 27;
        // SAFETY: the frame is that of the running call; the flag says that the
        // pointer is set.
        unsafe {
            if (*self.frame).This.u1.type_info & HAS_EXTRA_NAMED_PARAMS == 0 {
                return None;
            }
            NonNull::new((*self.frame).extra_named_params)
        }
    }

    /// The state of `$this`.
    pub(crate) fn this<T: State>(&self) -> &'a T {
        // SAFETY: the engine calls methods of `T`'s class with an instance of it,
        // which the frame keeps alive.
        unsafe { state_of::<T>(self.this_object()) }
    }

    pub(crate) fn this_object(&self) -> *mut zend_object {
        // SAFETY: methods are called with an object in `This`.
        unsafe { (*self.frame).This.value.obj }
    }

    /// Returns `value`.
    pub(crate) fn give(&self, value: zval) {
        // SAFETY: the result slot is null-initialised by the engine: nothing is
        // lost by writing over it.
        unsafe { self.result.write(value) }
    }

    pub(crate) fn give_this(&self) {
        // SAFETY: `$this` is alive.
        self.give(value::object_zval(unsafe {
            Obj::share(self.this_object())
        }));
    }

    pub(crate) fn give_bool(&self, value: bool) {
        let mut result = zval::new();
        result.set_bool(value);
        self.give(result);
    }

    pub(crate) fn give_int(&self, value: i64) {
        let mut result = zval::new();
        result.set_long(value);
        self.give(result);
    }

    pub(crate) fn give_string(&self, value: Str) {
        self.give(value::string_zval(value));
    }

    pub(crate) fn give_bytes(&self, value: &[u8]) {
        self.give_string(Str::new(value));
    }

    pub(crate) fn give_object(&self, value: Obj) {
        self.give(value::object_zval(value));
    }
}

/// What a `string|object` parameter holds.
pub(crate) enum Key {
    Text(Str),
    Object(Obj),
}

/// What a `string|array` parameter holds.
pub(crate) enum Strings {
    One(Str),
    Many(Vec<Str>),
}

impl Strings {
    pub(crate) fn as_slice(&self) -> &[Str] {
        match self {
            Self::One(string) => std::slice::from_ref(string),
            Self::Many(strings) => strings,
        }
    }
}

fn check(parsed: bool) -> Outcome {
    if parsed { Ok(()) } else { Err(Thrown) }
}

/// String conversion as the engine does it; throws for arrays and the like.
///
/// # Safety
/// `value` is live.
pub(crate) unsafe fn zval_to_string(value: *mut zval) -> Outcome<Str> {
    // SAFETY: the caller vouches for `value`; NULL means that it threw.
    unsafe {
        let string = ffi::ta_zval_string(value);
        if string.is_null() {
            Err(Thrown)
        } else {
            Ok(Str::adopt(string))
        }
    }
}

/// A callable that was checked, and is kept.
pub(crate) struct Callable(NonNull<TaCallable>);

impl Callable {
    /// A value that should be callable.
    ///
    /// # Errors
    /// Throws the engine's `TypeError` when it is not.
    pub(crate) fn of(value: &crate::coroutine::Value) -> Outcome<Self> {
        // SAFETY: the value is alive.
        NonNull::new(unsafe { ffi::ta_callable_new(value.as_ptr(), 1) })
            .map(Self)
            .ok_or(Thrown)
    }

    pub(crate) fn as_ptr(&self) -> *mut TaCallable {
        self.0.as_ptr()
    }

    /// Gives up ownership.
    pub(crate) fn into_raw(self) -> *mut TaCallable {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    /// Takes over what [`Callable::into_raw`] gave up.
    ///
    /// # Safety
    /// `callable` is live and nobody else owns it.
    pub(crate) unsafe fn from_raw(callable: *mut TaCallable) -> Option<Self> {
        NonNull::new(callable).map(Self)
    }

    /// The value it was made of, for the cycle collector.
    pub(crate) fn value(&self) -> *mut zval {
        // SAFETY: we own the callable.
        unsafe { ffi::ta_callable_value(self.0.as_ptr()) }
    }
}

impl Drop for Callable {
    fn drop(&mut self) {
        // SAFETY: we own the callable.
        unsafe { ffi::ta_callable_free(self.0.as_ptr()) }
    }
}
