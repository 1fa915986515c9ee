//! Walking what PHP calls iterable: arrays, and objects that can be traversed.
//!
//! The methods of a user's iterator are code like any other: they may wait, throw and
//! exit, so nobody holds a borrow while one is asked for its next element.

use std::ptr::NonNull;

use ext_php_rs::ffi as php;

use super::exception;
use super::ffi::{self, TaIterator, TaStep, zend_object, zval};
use super::value::{self, Obj};

/// A walk through the elements of an iterable, from the first.
pub(crate) enum Elements {
    Array(ArrayWalk),
    Object(ObjectWalk),
}

/// A key and its value.
pub(crate) type Element = (zval, zval);

impl Elements {
    /// The elements of `iterable`; `None` for anything else. Of an array a private copy
    /// is walked; of an object the iterator, if it makes one, is made here.
    ///
    /// # Errors
    /// What the object threw when it was to make an iterator.
    pub(crate) fn of(iterable: &zval) -> Option<Result<Self, Obj>> {
        let iterable = iterable.dereference();
        if let Some(walk) = ArrayWalk::over(iterable) {
            Some(Ok(Self::Array(walk)))
        } else if is_traversable(iterable) {
            // SAFETY: the value is an object, and holds it.
            Some(ObjectWalk::over(unsafe { iterable.value.obj }).map(Self::Object))
        } else {
            None
        }
    }

    /// The next element, `None` at the end.
    ///
    /// # Errors
    /// What a method of the iterator threw; not to be asked again then.
    pub(crate) fn next(&mut self) -> Result<Option<Element>, Obj> {
        match self {
            Self::Array(walk) => Ok(walk.next()),
            Self::Object(walk) => walk.next(),
        }
    }
}

/// Whether [`Elements::of`] takes it.
pub(crate) fn is_iterable(value: &zval) -> bool {
    let value = value.dereference();
    value.is_array() || is_traversable(value)
}

fn is_traversable(value: &zval) -> bool {
    value.is_object()
        // SAFETY: the object is alive; the engine's interface lives with the process.
        && unsafe { ffi::ta_instance_of(value.value.obj, php::zend_ce_traversable) }
}

/// A position in an array that nobody else can change: it is shared, and who writes to
/// a shared array writes to a copy.
pub(crate) struct ArrayWalk {
    array: zval,
    position: u32,
}

impl ArrayWalk {
    /// The elements of an array as it is now; `None` for anything else.
    pub(crate) fn over(value: &zval) -> Option<Self> {
        let value = value.dereference();
        value.is_array().then(|| Self {
            array: value.shallow_clone(),
            position: 0,
        })
    }

    /// The next element, `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Element> {
        let (mut key, mut value) = (value::undef(), value::undef());
        // SAFETY: the array is alive and does not change; both places are unset.
        let found = unsafe {
            ffi::ta_array_next(
                self.array.value.arr,
                &raw mut self.position,
                &raw mut key,
                &raw mut value,
            )
        };
        found.then_some((key, value))
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        // SAFETY: the array is alive.
        unsafe { (*self.array.value.arr).nNumOfElements as usize }
    }
}

/// An engine iterator over an object.
pub(crate) struct ObjectWalk {
    iterator: NonNull<TaIterator>,
    begun: bool,
}

impl ObjectWalk {
    fn over(object: *mut zend_object) -> Result<Self, Obj> {
        // SAFETY: the caller passes a live object that can be traversed.
        match NonNull::new(unsafe { ffi::ta_iterator_new(object) }) {
            Some(iterator) => Ok(Self {
                iterator,
                begun: false,
            }),
            None => Err(failure()),
        }
    }

    /// The next element, `None` at the end.
    ///
    /// # Errors
    /// What a method of the iterator threw.
    pub(crate) fn next(&mut self) -> Result<Option<Element>, Obj> {
        let (mut key, mut value) = (value::undef(), value::undef());
        let first = !std::mem::replace(&mut self.begun, true);
        // SAFETY: the iterator is ours, and both places are unset.
        let step = unsafe {
            ffi::ta_iterator_next(self.iterator.as_ptr(), first, &raw mut key, &raw mut value)
        };
        match step {
            TaStep::Element => Ok(Some((key, value))),
            TaStep::End => Ok(None),
            TaStep::Threw | TaStep::Fatal => Err(failure()),
        }
    }
}

impl Drop for ObjectWalk {
    fn drop(&mut self) {
        // SAFETY: ours, and not used again.
        unsafe { ffi::ta_iterator_free(self.iterator.as_ptr()) }
    }
}

/// What was thrown; after a fatal error something that no `catch` sees.
fn failure() -> Obj {
    exception::take().unwrap_or_else(|| exception::exit_object(false))
}
