//! The main script around the loop: when its code has ended, coroutines still
//! run, and only then does the engine see how it ended.

use std::cell::Cell;

use super::Value;
use super::runtime::Runtime;
use crate::async_api::errors;
use crate::zend::border::guarded;
use crate::zend::exception;
use crate::zend::ffi;

thread_local! {
    static MAIN_ENDED: Cell<bool> = const { Cell::new(false) };
    static MARKED: Cell<bool> = const { Cell::new(false) };
    /// The end of the shutdown functions is being handled.
    static ENDING: Cell<bool> = const { Cell::new(false) };
}

/// A script, or a shutdown function, has become the main coroutine.
pub(super) fn main_adopted() {
    if MAIN_ENDED.get() {
        mark_end_of_shutdown_functions();
    }
}

/// Called by the shim when the main code has ended, normally, by `exit()` or by
/// an exception that is still pending.
#[unsafe(no_mangle)]
extern "C" fn ta_main_ended() {
    MAIN_ENDED.set(true);
    guarded((), end_main);
}

/// Called by the shim behind the last shutdown function.
#[unsafe(no_mangle)]
extern "C" fn ta_shutdown_functions_ended() {
    ENDING.set(true);
    guarded((), end_main);
    ENDING.set(false);
    MARKED.set(false);
}

fn end_main() {
    let Some(runtime) = Runtime::get() else {
        drop_cancellation();
        return;
    };
    let pending = exception::take();
    if MAIN_ENDED.get() && !ENDING.get() {
        mark_end_of_shutdown_functions();
    }
    let mut verdict = None;
    let mut outcome = Ok(Value::default());
    match pending {
        // exit(): nothing to report, but the engine has to see it again.
        Some(error) if exception::is_exit(&error) => verdict = Some(error),
        Some(error) => outcome = Err(error),
        None => {}
    }
    if let Some(error) = runtime.drain(outcome) {
        verdict = Some(error);
    }
    runtime.abandon_after_fatal();
    if let Some(error) = verdict {
        exception::restore(error);
    }
}

/// A cancellation that leaves main ends it silently, also when no coroutine was
/// ever made.
fn drop_cancellation() {
    if let Some(error) = exception::take()
        && !exception::is_a(&error, &errors::ROOT)
    {
        exception::restore(error);
    }
}

fn mark_end_of_shutdown_functions() {
    if !MARKED.replace(true) {
        // SAFETY: a request is active; registers a shutdown function.
        unsafe { ffi::ta_after_shutdown_functions() };
    }
}

/// Start of a request.
pub(crate) fn request_started() {
    Runtime::request_started();
    MAIN_ENDED.set(false);
    MARKED.set(false);
    ENDING.set(false);
}

/// End of a request.
pub(crate) fn request_ended() {
    // SAFETY: reads a flag of the request that ends.
    if !unsafe { ffi::ta_ended_by_fatal_error() } {
        // Destructors of globals have run by now; what they spawned is not lost.
        ENDING.set(true);
        end_main();
        if let Some(error) = exception::take() {
            exception::report_uncaught(error);
        }
    }
    Runtime::destroy();
}
