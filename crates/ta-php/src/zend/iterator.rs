//! `foreach` over native objects, and the `getIterator()` that goes with it.
//!
//! A class says how one iteration gets its next element; the engine's iterator
//! protocol is served from here. Getting an element may suspend the coroutine and
//! run PHP code. Iteration begins where the object stands and never rewinds.

use std::cell::Cell;
use std::ffi::c_int;
use std::mem::ManuallyDrop;
use std::ptr;

use ext_php_rs::ffi as php;

use super::call::Call;
use super::class::{Class, State, state_of};
use super::exception::{self, Outcome};
use super::ffi::{self, HashTable, zend_class_entry, zval};
use super::value::{self, Obj};

use php::{zend_object_iterator, zend_object_iterator_funcs};

/// A key and a value.
pub(crate) type Element = (zval, zval);

/// A native class whose objects can be walked.
pub(crate) trait Iterable: State {
    /// Where one iteration stands.
    type Cursor: Default + 'static;

    /// The next element; `None` at the end, which is final for this iteration.
    ///
    /// # Errors
    /// An exception is pending: it leaves the loop.
    fn next(&self, cursor: &Self::Cursor) -> Outcome<Option<Element>>;
}

/// Makes a registered class that implements `IteratorAggregate` walkable without
/// a call of its `getIterator()`.
pub(crate) fn make_iterable<T: Iterable>(class: &Class<T>) {
    // SAFETY: module start; the class is registered and has no children.
    unsafe { (*class.entry()).get_iterator = Some(begin::<T>) };
}

/// Body of `getIterator()`.
pub(crate) fn get_iterator(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let mut iterator = zval::new();
    // SAFETY: `$this` is alive; the engine asks its class for an iterator and
    // wraps that in an object of its own.
    let made = unsafe {
        let mut this = value::object_zval(Obj::share(call.this_object()));
        let made = zend_create_internal_iterator_zval(&raw mut iterator, &raw mut this);
        ffi::ta_value_release(&raw mut this);
        made == SUCCESS
    };
    if made {
        call.give(iterator);
        Ok(())
    } else {
        Err(exception::Thrown)
    }
}

const SUCCESS: c_int = 0;
const FAILURE: c_int = -1;

// Exported by the engine, absent from ext-php-rs' bindings.
unsafe extern "C" {
    fn zend_iterator_init(iterator: *mut zend_object_iterator);
    fn zend_create_internal_iterator_zval(result: *mut zval, source: *mut zval) -> c_int;
}

/// What the engine is handed: its own part first, in memory of its allocator.
#[repr(C)]
struct Walk<T: Iterable> {
    base: zend_object_iterator,
    /// The object walked, the current key and the current value: adjacent, as the
    /// cycle collector wants them.
    held: [zval; 3],
    /// There is a current element.
    full: Cell<bool>,
    ended: Cell<bool>,
    /// A coroutine is about to get an element.
    busy: Cell<bool>,
    cursor: T::Cursor,
}

const SOURCE: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;

/// The table of functions for one class.
struct Functions<T>(std::marker::PhantomData<T>);

impl<T: Iterable> Functions<T> {
    const TABLE: zend_object_iterator_funcs = zend_object_iterator_funcs {
        dtor: Some(end::<T>),
        valid: Some(valid::<T>),
        get_current_data: Some(current::<T>),
        get_current_key: Some(key::<T>),
        move_forward: Some(forward::<T>),
        // Without it the engine refuses a second iteration by the same iterator.
        rewind: None,
        invalidate_current: Some(forward::<T>),
        get_gc: Some(trace::<T>),
    };
}

unsafe extern "C" fn begin<T: Iterable>(
    _class: *mut zend_class_entry,
    object: *mut zval,
    by_reference: c_int,
) -> *mut zend_object_iterator {
    if by_reference != 0 {
        // SAFETY: the engine's Error class exists for the life of the process.
        let error = unsafe { php::zend_ce_error };
        exception::throw(
            error,
            "An iterator cannot be used with foreach by reference",
        );
        return ptr::null_mut();
    }
    // SAFETY: the engine passes an object of our class. The memory is its
    // allocator's, as it frees it; every field is written before anyone looks.
    unsafe {
        let walk = php::_emalloc(size_of::<Walk<T>>()).cast::<Walk<T>>();
        zend_iterator_init(walk.cast());
        (*walk).base.funcs = &raw const *const { &Functions::<T>::TABLE };
        let source = value::object_zval(Obj::share((*object).value.obj));
        (&raw mut (*walk).held).write([source, value::undef(), value::undef()]);
        (&raw mut (*walk).full).write(Cell::new(false));
        (&raw mut (*walk).ended).write(Cell::new(false));
        (&raw mut (*walk).busy).write(Cell::new(false));
        (&raw mut (*walk).cursor).write(T::Cursor::default());
        walk.cast()
    }
}

/// Called once; the engine frees the memory afterwards.
unsafe extern "C" fn end<T: Iterable>(iterator: *mut zend_object_iterator) {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: made by `begin::<T>`; nobody uses it any more.
    unsafe {
        (&raw mut (*walk).cursor).drop_in_place();
        for index in [VALUE, KEY, SOURCE] {
            ffi::ta_value_release(&raw mut (*walk).held[index]);
        }
    }
}

unsafe extern "C" fn valid<T: Iterable>(iterator: *mut zend_object_iterator) -> c_int {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: made by `begin::<T>`, and alive while the engine uses it: whoever
    // called holds it, also across a suspension. No reference into it is kept
    // over `next`, except to the cursor, which nobody replaces.
    unsafe {
        if (*walk).full.get() {
            return SUCCESS;
        }
        if (*walk).ended.get() {
            return FAILURE;
        }
        if (*walk).busy.replace(true) {
            exception::throw(
                php::zend_ce_error,
                "The iterator is waiting for an element in another coroutine",
            );
            return FAILURE;
        }
        let source = state_of::<T>((*walk).held[SOURCE].value.obj);
        let next = source.next(&(*walk).cursor);
        (*walk).busy.set(false);
        match next {
            Ok(Some((key, value))) => {
                (&raw mut (*walk).held[KEY]).write(key);
                (&raw mut (*walk).held[VALUE]).write(value);
                (*walk).full.set(true);
                SUCCESS
            }
            Ok(None) => {
                (*walk).ended.set(true);
                FAILURE
            }
            Err(exception::Thrown) => FAILURE,
        }
    }
}

/// The current value, NULL for none: stepped by hand, an iterator may be asked
/// without having been asked whether there is one.
unsafe extern "C" fn current<T: Iterable>(iterator: *mut zend_object_iterator) -> *mut zval {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: as in `valid`.
    unsafe {
        if valid::<T>(iterator) == SUCCESS {
            &raw mut (*walk).held[VALUE]
        } else {
            ptr::null_mut()
        }
    }
}

unsafe extern "C" fn key<T: Iterable>(iterator: *mut zend_object_iterator, key: *mut zval) {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: as in `valid`; the engine passes a place to write to.
    unsafe {
        key.write(if valid::<T>(iterator) == SUCCESS {
            (*walk).held[KEY].shallow_clone()
        } else {
            zval::new()
        });
    }
}

unsafe extern "C" fn forward<T: Iterable>(iterator: *mut zend_object_iterator) {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: as in `valid`. The values are taken out first: what destroys them
    // may run PHP code that looks at the iterator.
    unsafe {
        if (*walk).full.replace(false) {
            for index in [KEY, VALUE] {
                let place = &raw mut (*walk).held[index];
                let mut gone = ManuallyDrop::new(place.replace(value::undef()));
                ffi::ta_value_release(&raw mut *gone);
            }
        }
    }
}

unsafe extern "C" fn trace<T: Iterable>(
    iterator: *mut zend_object_iterator,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    let walk = iterator.cast::<Walk<T>>();
    // SAFETY: as in `valid`; the engine passes two places to write to.
    unsafe {
        table.write((&raw mut (*walk).held).cast());
        count.write((*walk).held.len() as c_int);
    }
    ptr::null_mut()
}
