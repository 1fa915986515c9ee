//! PDO objects that stand for a pool: each coroutine has a connection of its own.
//!
//! PDO is another extension, which need not be there. What PHP code does with a pooled
//! object arrives here from the shim (`zend/shim/pdo.c`), which borrows the
//! coroutine's connection for the length of a call; what a connection does on the way
//! to its driver arrives in [`connection`].
//!
//! ```text
//! options      what the constructor was told, checked
//! plan         how connections are made, reset and tested: the hooks of the pool
//! template     a pooled object: who has which connection, and for how long
//! connection   one connection: what was sent through it, what has failed
//! statements   prepared statements that wait for their next user
//! sql          what a statement does to a session
//! ```

use std::cell::RefCell;
use std::os::raw::c_void;
use std::ptr;
use std::rc::{Rc, Weak};

use crate::zend::border::guarded;
use crate::zend::exception;
use crate::zend::ffi::{HashTable, TaGcBuffer, zend_class_entry, zend_object, zend_string, zval};
use crate::zend::value::{Str, bytes_of};

mod connection;
mod ffi;
mod fork;
mod options;
mod plan;
mod sql;
mod statements;
mod template;

use options::Options;
use template::Template;

thread_local! {
    /// Templates that have lent a connection to the main code, which is no coroutine
    /// before there are others.
    static MAIN: RefCell<Vec<Weak<Template>>> = const { RefCell::new(Vec::new()) };
}

/// Module start: PDO's classes get their constants and their method once all
/// extensions have started.
pub(crate) fn install() {
    fork::watch();
    // SAFETY: module start, on one thread.
    unsafe { ffi::ta_pdo_install() }
}

/// Module end.
pub(crate) fn uninstall() {
    // SAFETY: module end, on one thread.
    unsafe { ffi::ta_pdo_uninstall() }
}

/// Start of a request; of the first one: PDO's methods go through here from now on.
/// After whoever watches them, before any script is compiled.
pub(crate) fn request_started() {
    // SAFETY: on the request's thread; no script has been compiled.
    unsafe { ffi::ta_pdo_wrap() }
}

/// The main code has ended.
pub(crate) fn main_ended() {
    for template in MAIN.take() {
        if let Some(template) = template.upgrade() {
            template.part(None);
        }
    }
}

/// Throws a `PDOException`.
fn throw(message: &str) -> exception::Thrown {
    // SAFETY: the text is copied. Pooled objects exist only where PDO does.
    unsafe { ffi::ta_pdo_throw(message.as_ptr().cast(), message.len()) };
    exception::Thrown
}

/// Runs `body` for the template that a pooled object holds.
///
/// # Safety
/// `template` is what [`ta_pdo_new`] returned, and was not given to [`ta_pdo_gone`].
unsafe fn with<T>(template: *mut c_void, fallback: T, body: impl FnOnce(Rc<Template>) -> T) -> T {
    guarded(fallback, || {
        let template = template.cast::<Template>();
        // SAFETY: the object has a reference; ours lasts as long as the body, which may
        // end the object.
        body(unsafe {
            Rc::increment_strong_count(template);
            Rc::from_raw(template)
        })
    })
}

fn shared(text: *mut zend_string) -> Option<Str> {
    // SAFETY: the shim passes live strings of the call, or NULL.
    (!text.is_null()).then(|| unsafe { Str::share(text) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_new(
    object: *mut zend_object,
    class: *mut zend_class_entry,
    dsn: *mut zend_string,
    user: *mut zend_string,
    password: *mut zend_string,
    options: *mut HashTable,
) -> *mut c_void {
    guarded(ptr::null_mut(), || {
        // SAFETY: arguments of the running call are alive.
        let read = unsafe {
            Options::read(
                class,
                bytes_of(dsn),
                shared(user),
                shared(password),
                &*options,
            )
        };
        let Ok(options) = read else {
            return ptr::null_mut();
        };
        // SAFETY: the object is being constructed, and has no driver yet.
        unsafe { ffi::ta_template_set_driver(object, options.driver as u32) };
        Rc::into_raw(Template::new(options)).cast_mut().cast()
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_opened(template: *mut c_void) -> bool {
    // SAFETY: as `with` demands, like all others below.
    unsafe { with(template, false, |template| template.open().is_ok()) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_gone(template: *mut c_void) {
    guarded((), || {
        // SAFETY: the object gives up its reference.
        let template = unsafe { Rc::from_raw(template.cast::<Template>()) };
        template.close();
    });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_trace(template: *mut c_void, buffer: *mut TaGcBuffer) {
    // SAFETY: the collector asks, with an open buffer.
    unsafe {
        with(template, (), |template| {
            template.trace(&crate::zend::class::Refs::into(buffer));
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_enter(template: *mut c_void) -> *mut zend_object {
    // SAFETY: see above.
    unsafe {
        with(template, ptr::null_mut(), |template| {
            template.enter().unwrap_or(ptr::null_mut())
        })
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_leave(template: *mut c_void, connection: *mut zend_object) {
    // SAFETY: see above.
    unsafe { with(template, (), |template| template.leave(connection)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_bound(template: *mut c_void) -> *mut zend_object {
    // SAFETY: see above.
    unsafe {
        with(template, ptr::null_mut(), |template| {
            template.bound().unwrap_or(ptr::null_mut())
        })
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_is_connected(template: *mut c_void) -> bool {
    // SAFETY: see above.
    unsafe { with(template, false, |template| template.is_connected()) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_last_id(template: *mut c_void, named: bool, result: *mut zval) -> bool {
    // SAFETY: see above; the result is that of the running call.
    unsafe {
        with(template, true, |template| match template.last_id(named) {
            Ok(None) => false,
            Ok(Some(id)) => {
                result.write(crate::zend::value::string_zval(id));
                true
            }
            Err(exception::Thrown) => true,
        })
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_error(template: *mut c_void, info: *mut zval) {
    // SAFETY: see above; the place is unset.
    unsafe { with(template, (), |template| info.write(template.error())) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_attribute(
    template: *mut c_void,
    attribute: i64,
    value: *mut zval,
    applied: bool,
) {
    if template.is_null() {
        // The constructor's options: every connection gets them anyway.
        return;
    }
    // SAFETY: see above; an argument of the running call.
    unsafe {
        let value = (*value).dereference().shallow_clone();
        with(template, (), |template| {
            template.set_attribute(attribute, value, applied);
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_option(
    template: *mut c_void,
    attribute: i64,
    result: *mut zval,
) -> bool {
    let answer = if template.is_null() {
        options::of_plain_object(attribute)
    } else {
        // SAFETY: see above.
        unsafe { with(template, None, |template| template.option(attribute)) }
    };
    let Some(answer) = answer else { return false };
    // SAFETY: the result of the running call.
    unsafe { result.write(answer) };
    true
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_register(
    template: *mut c_void,
    method: *mut zend_string,
    arity: u32,
    arguments: *mut zval,
    count: u32,
) -> bool {
    // SAFETY: see above; the arguments of the running call, which are alive.
    unsafe {
        let arguments = std::slice::from_raw_parts(arguments, count as usize);
        with(template, false, |template| {
            template
                .register(Str::share(method), arity, arguments)
                .is_ok()
        })
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_calls(template: *mut c_void, method: *mut zend_string) {
    // SAFETY: see above; the name of the running method.
    unsafe { with(template, (), |template| template.calls(bytes_of(method))) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_pool(template: *mut c_void) -> *mut zend_object {
    // SAFETY: see above.
    unsafe {
        with(template, ptr::null_mut(), |template| {
            template.show_pool().into_raw()
        })
    }
}
