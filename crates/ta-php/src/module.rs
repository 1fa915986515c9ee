//! The extension's own life: module and request start and end, `php --ri`.

use std::ffi::{CString, c_int};

use ext_php_rs::ffi as php;

use crate::coroutine::script;
#[cfg(pdo)]
use crate::pdo;
use crate::zend::border::guarded;
use crate::zend::ffi;
use crate::{async_api, interpose, server};

const SUCCESS: c_int = 0;
const FAILURE: c_int = -1;

#[unsafe(no_mangle)]
extern "C" fn ta_module_startup() -> c_int {
    guarded(FAILURE, start)
}

fn start() -> c_int {
    if !async_api::register() || !server::register() {
        return FAILURE;
    }
    // SAFETY: module start: the engine's hooks are set once, on one thread.
    unsafe {
        if !ffi::ta_fiber_install() {
            return FAILURE;
        }
        ffi::ta_generator_install();
        ffi::ta_fatal_install();
        ffi::ta_autoload_install();
        ffi::ta_interrupt_install();
        ffi::ta_guard_prepare();
    }
    #[cfg(pdo)]
    pdo::install();
    interpose::module_starts();
    SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn ta_module_shutdown() {
    interpose::module_ends();
    #[cfg(pdo)]
    pdo::uninstall();
    // SAFETY: module end, on one thread; undoes `ta_module_startup`.
    unsafe {
        ffi::ta_interrupt_uninstall();
        ffi::ta_guard_uninstall();
        ffi::ta_autoload_uninstall();
        ffi::ta_script_uninstall();
        ffi::ta_fatal_uninstall();
        ffi::ta_generator_uninstall();
        ffi::ta_fiber_uninstall();
        ffi::ta_unregister_cancellation();
    }
}

#[unsafe(no_mangle)]
extern "C" fn ta_request_startup() {
    // SAFETY: a request starts on this thread.
    unsafe {
        ffi::ta_script_install();
        ffi::ta_timeout_install();
        ffi::ta_loading_reset();
        ffi::ta_forget_fatal_error();
    }
    guarded((), || {
        async_api::system::request_started();
        async_api::signals::request_started();
        script::request_started();
        #[cfg(pdo)]
        pdo::request_started();
    });
}

#[unsafe(no_mangle)]
extern "C" fn ta_request_shutdown() {
    guarded((), || {
        script::request_ended();
        async_api::signals::request_ended();
        server::journal::request_ended();
    });
}

#[unsafe(no_mangle)]
extern "C" fn ta_module_info() {
    let threads = if php::USING_ZTS != 0 { "ZTS" } else { "NTS" };
    let rows = [
        ("TrueAsync Server", env!("CARGO_PKG_VERSION").to_owned()),
        ("Protocols", "HTTP/1.0, HTTP/1.1".to_owned()),
        ("TLS", "not in this build".to_owned()),
        (
            "Coroutine engine",
            "Zend contexts on a tokio event loop".to_owned(),
        ),
        (
            "Engine API",
            format!(
                "{} {threads} (built for PHP {})",
                php::ZEND_MODULE_API_NO,
                env!("TA_PHP_VERSION")
            ),
        ),
    ];
    // SAFETY: the engine copies the strings of each row while it prints it.
    unsafe {
        php::php_info_print_table_start();
        for (name, value) in rows {
            if let (Ok(name), Ok(value)) = (CString::new(name), CString::new(value)) {
                php::php_info_print_table_row(2, name.as_ptr(), value.as_ptr());
            }
        }
        php::php_info_print_table_end();
    }
}
