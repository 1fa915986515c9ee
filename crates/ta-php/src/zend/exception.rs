//! Throwing, taking and describing exceptions.

use std::ptr::NonNull;

use ext_php_rs::ffi as php;

use super::class::Class;
use super::ffi::{self, Detail, zend_class_entry, zval};
use super::value::{self, Obj, Str};

/// An exception is pending in the engine: return to it at once.
#[derive(Debug)]
pub(crate) struct Thrown;

/// What bodies of PHP functions return.
pub(crate) type Outcome<T = ()> = Result<T, Thrown>;

/// Throws `class` with `message`, with file, line and trace of the calling PHP code.
pub(crate) fn throw(class: *mut zend_class_entry, message: &str) -> Thrown {
    throw_object(new(class, message, 0))
}

/// Throws an instance of a class of ours.
pub(crate) fn throw_class<T>(class: &Class<T>, message: &str) -> Thrown {
    throw(class.entry(), message)
}

/// Throws an existing exception object.
pub(crate) fn throw_object(exception: Obj) -> Thrown {
    // SAFETY: the engine takes over our reference.
    unsafe { ffi::ta_throw(exception.into_raw()) };
    Thrown
}

/// Makes an exception object without throwing it.
pub(crate) fn new(class: *mut zend_class_entry, message: &str, code: i64) -> Obj {
    let message = Str::new(message.as_bytes());
    // SAFETY: `class` is a registered throwable class; the message is copied by
    // reference count.
    unsafe { Obj::adopt(ffi::ta_exception_new(class, message.as_ptr(), code)) }
}

/// What a panic of native code becomes where it is caught.
pub(crate) fn panicked() -> Obj {
    // SAFETY: the engine's Error class exists for the life of the process.
    let class = unsafe { php::zend_ce_error };
    new(
        class,
        "Internal error in true_async_server: a panic was caught; please report it",
        0,
    )
}

/// Makes an exception object that no line of code raised.
pub(crate) fn placeless(class: *mut zend_class_entry, message: &str) -> Obj {
    let exception = new(class, message, 0);
    // SAFETY: a new object of a throwable class.
    unsafe { ffi::ta_exception_forget_place(exception.as_ptr()) };
    exception
}

/// Takes the pending exception out of the engine.
pub(crate) fn take() -> Option<Obj> {
    // SAFETY: no preconditions; the returned reference is ours.
    unsafe { NonNull::new(ffi::ta_exception_take()).map(|taken| Obj::adopt(taken.as_ptr())) }
}

/// Whether an exception is pending.
pub(crate) fn is_pending() -> bool {
    // SAFETY: reads one pointer of the executor globals.
    unsafe { !ffi::ta_exception_pending().is_null() }
}

/// What an exception says about itself.
pub(crate) struct Description {
    pub(crate) class: String,
    pub(crate) message: Vec<u8>,
    pub(crate) code: i64,
    pub(crate) file: Vec<u8>,
    pub(crate) line: i64,
}

/// Reads class, message, code and place of an exception.
pub(crate) fn describe(exception: &Obj) -> Description {
    Description {
        // SAFETY: the object is live, so its class is.
        class: class_name(unsafe { (*exception.as_ptr()).ce }),
        message: text(exception, Detail::Message),
        code: detail(exception, Detail::Code).long().unwrap_or(0),
        file: text(exception, Detail::File),
        line: detail(exception, Detail::Line).long().unwrap_or(0),
    }
}

fn detail(exception: &Obj, detail: Detail) -> zval {
    let mut value = value::undef();
    // SAFETY: the object is live, and every throwable has these properties; the
    // value comes with a reference of its own.
    unsafe { ffi::ta_exception_detail(exception.as_ptr(), detail, &raw mut value) };
    value
}

fn text(exception: &Obj, which: Detail) -> Vec<u8> {
    let value = detail(exception, which);
    // SAFETY: text was asked for: the value holds a live string.
    unsafe { value::bytes_of(value.value.str_) }.to_vec()
}

/// Chains `previous` behind `exception`.
pub(crate) fn chain(exception: &Obj, previous: Obj) {
    // SAFETY: both are live; the engine takes over the reference to `previous`.
    unsafe { ffi::ta_exception_set_previous(exception.as_ptr(), previous.into_raw()) }
}

/// The name of an object's class.
pub(crate) fn class_of(object: &Obj) -> String {
    // SAFETY: a live object has a class.
    class_name(unsafe { (*object.as_ptr()).ce })
}

fn class_name(class: *mut zend_class_entry) -> String {
    // SAFETY: a class of a live object is live, and so is its name.
    let name = unsafe { value::bytes_of((*class).name) };
    String::from_utf8_lossy(name).into_owned()
}

/// An object that ends running code when thrown, as `exit()` does: no `catch`
/// sees it. `finally` blocks run only when asked for.
pub(crate) fn exit_object(run_finally: bool) -> Obj {
    // SAFETY: the returned reference is ours.
    unsafe { Obj::adopt(ffi::ta_exit_object(run_finally)) }
}

/// Whether `exception` is an `exit()` in flight.
pub(crate) fn is_exit(exception: &Obj) -> bool {
    // SAFETY: the object is live.
    unsafe { ffi::ta_is_exit(exception.as_ptr()) }
}

/// Makes `exception` pending without touching the running frame: for the gap
/// between the main code's end and the engine's look at its exception.
pub(crate) fn restore(exception: Obj) {
    // SAFETY: the engine takes over our reference; nothing else is pending.
    unsafe { ffi::ta_exception_restore(exception.into_raw()) }
}

/// Whether `exception` is an instance of `class`.
pub(crate) fn is_a<T>(exception: &Obj, class: &Class<T>) -> bool {
    // SAFETY: the object is live and the class registered.
    unsafe { ffi::ta_instance_of(exception.as_ptr(), class.entry()) }
}

/// Runs `body`, which is what a destructor of ours does, and throws what it fails with.
/// It may suspend. An exception that is on its way waits aside meanwhile and goes on
/// afterwards, with the other as what came before it.
pub(crate) fn in_destructor(body: impl FnOnce() -> Result<(), Obj>) -> Outcome {
    let mut aside = ffi::TaAside::none();
    // SAFETY: the engine's reference moves into `aside`, and back below.
    let opened = unsafe {
        ffi::ta_exception_set_aside(&raw mut aside);
        ffi::ta_blocks_open()
    };
    let failed = body().err();
    // SAFETY: what was taken away goes back onto the count of the same stack.
    unsafe { ffi::ta_blocks_add(u32::from(opened)) };
    if aside.exception.is_null() {
        return match failed {
            Some(error) => Err(throw_object(error)),
            None => Ok(()),
        };
    }
    // SAFETY: brought back into the frame in which it was set aside, which the code
    // that destroys is called from. `shared` has a reference of its own.
    let shared = unsafe {
        ffi::ta_exception_bring_back(&raw const aside);
        Obj::share(aside.exception)
    };
    match failed {
        // Nothing can stand behind an exit().
        Some(error) if is_exit(&shared) => report(error),
        Some(error) if !is_exit(&error) => chain(&shared, error),
        _ => {}
    }
    Err(Thrown)
}

/// Prints an exception that nobody can catch any more, as a warning.
pub(crate) fn report(exception: Obj) {
    // SAFETY: the engine takes over our reference.
    unsafe { ffi::ta_exception_report(exception.into_raw()) };
}

/// Prints an exception as the one that ended the script.
pub(crate) fn report_uncaught(exception: Obj) {
    // SAFETY: the engine takes over our reference.
    unsafe { ffi::ta_exception_report_uncaught(exception.into_raw()) };
}

/// Raises `E_WARNING`. Also for destructors: an exception that is on its way goes on
/// afterwards. A user's error handler may run, and may throw.
pub(crate) fn warn(text: &[u8]) {
    // SAFETY: the engine copies the text it is given.
    unsafe { ffi::ta_warn(text.as_ptr(), text.len()) };
}
