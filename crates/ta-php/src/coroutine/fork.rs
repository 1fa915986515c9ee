//! `pcntl_fork()`. Coroutines cannot be in two processes, so there may be none besides
//! main. What the loop waits with belongs to the parent, and a change by the child would
//! reach it: the child leaves all of that as it is and gets a loop of its own.

use ext_php_rs::ffi as php;

use super::runtime::Runtime;
use super::scheduler;
use crate::async_api::signals;
use crate::interpose;
use crate::zend::border::guarded;
use crate::zend::exception;

/// Called by the shim before it forks. Throws when that cannot be.
#[unsafe(no_mangle)]
extern "C" fn ta_fork_refused() -> bool {
    guarded(true, || {
        let Some(runtime) = Runtime::get() else {
            return false;
        };
        let others = scheduler()
            .coroutines()
            .iter()
            .any(|coroutine| !coroutine.body.is_main());
        if !others && !runtime.is_looping() {
            return false;
        }
        // SAFETY: the engine's Error class exists for the life of the process.
        let class = unsafe { php::zend_ce_error };
        exception::throw(
            class,
            "Cannot fork() while coroutines other than the main one are running. \
             Await or cancel them first",
        );
        true
    })
}

/// Called by the shim in a child.
#[unsafe(no_mangle)]
extern "C" fn ta_fork_in_child() {
    guarded((), || {
        signals::forked();
        interpose::forked();
        // What it has thrown is what pcntl_fork() throws in the child.
        let _started = Runtime::start_in_child();
    });
}
