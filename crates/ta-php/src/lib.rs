//! The `true_async_server` PHP extension: an HTTP server and coroutines for
//! stock PHP.
//!
//! ```text
//! module      life of the extension and of each request
//! server/     TrueAsync\*: configuration, request, response, dispatch
//! async_api/  Async\*: functions and classes for coroutines
//! coroutine/  the scheduler over the engine's contexts, the event loop
//! pdo/        PDO objects that stand for a pool, where there is PDO
//! interpose   blocking functions that suspend
//! watchdog/   code that does not let go of the loop
//! zend/       everything that speaks the engine's API, and the C shim
//! ```

mod async_api;
mod coroutine;
mod interpose;
mod module;
#[cfg(pdo)]
mod pdo;
mod server;
mod watchdog;
mod zend;

/// Called by PHP when it loads the extension.
#[unsafe(no_mangle)]
pub extern "C" fn get_module() -> *mut ext_php_rs::ffi::zend_module_entry {
    // SAFETY: returns the address of a static.
    unsafe { zend::ffi::ta_module() }
}
