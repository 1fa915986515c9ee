//! Which coroutine a user `Fiber` runs in: what `Fiber::getCoroutine()` answers.
//!
//! A Fiber is not a coroutine of its own. The shim keeps, in each Fiber, the
//! coroutine that last entered it; the reference is weak, so that a forgotten
//! Fiber keeps nothing alive.

use std::ffi::c_void;
use std::ptr;
use std::rc::{Rc, Weak};

use super::coroutine_class::handle_of;
use crate::coroutine::{Coroutine, Runtime};
use crate::zend::ffi::zend_object;
use crate::zend::value::Obj;

fn current() -> Option<Rc<Coroutine>> {
    Runtime::get()?.scheduler().current()
}

/// The weak reference behind `owner`, which stays the shim's.
///
/// # Safety
/// `owner` was made by [`ta_owner_note`] and not yet forgotten.
unsafe fn borrow(owner: *const c_void) -> Option<Rc<Coroutine>> {
    // SAFETY: passed on to the caller; not dropped here.
    let owner = std::mem::ManuallyDrop::new(unsafe { Weak::from_raw(owner.cast::<Coroutine>()) });
    owner.upgrade()
}

/// Called by the shim when a Fiber is entered; `owner` is the field it keeps.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_owner_note(owner: *mut *const c_void) {
    let now = current();
    // SAFETY: the field is NULL or holds what this function left there.
    unsafe {
        let before = *owner;
        if now.as_ref().map_or(ptr::null(), Rc::as_ptr).cast() == before {
            return;
        }
        *owner = now.map_or(ptr::null(), |now| Rc::downgrade(&now).into_raw().cast());
        ta_owner_forget(before);
    }
}

/// Called by the shim when a Fiber is freed.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_owner_forget(owner: *const c_void) {
    if !owner.is_null() {
        // SAFETY: made by `ta_owner_note`; the shim gives it up.
        drop(unsafe { Weak::from_raw(owner.cast::<Coroutine>()) });
    }
}

/// The object of the coroutine behind `owner`, or of the running one for NULL;
/// NULL when there is none any more. The reference is the caller's.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_owner_object(owner: *const c_void) -> *mut zend_object {
    let coroutine = if owner.is_null() {
        current()
    } else {
        // SAFETY: the shim passes what it keeps.
        unsafe { borrow(owner) }
    };
    coroutine.map_or(ptr::null_mut(), |coroutine| {
        Obj::into_raw(handle_of(&coroutine))
    })
}
