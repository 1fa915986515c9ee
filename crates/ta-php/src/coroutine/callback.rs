//! Calling PHP code from Rust code that runs in a coroutine.

use crate::coroutine::Value;
use crate::zend::call::Callable;
use crate::zend::exception;
use crate::zend::ffi::{self, zval};
use crate::zend::value::{self, Obj};

impl Callable {
    /// Calls it. It may wait like any other code of the coroutine, so no borrow may
    /// be held.
    ///
    /// # Errors
    /// What it threw. After `exit()` or a fatal error that is an object which no
    /// `catch` sees: the caller returns at once and passes it on.
    pub(crate) fn call(&self, mut arguments: Vec<zval>) -> Result<Value, Obj> {
        let mut result = value::undef();
        // The engine counts arguments in 32 bits; ours are a handful.
        let count = arguments.len() as u32;
        // SAFETY: the callable is alive, the arguments are ours until the call is
        // over, and `result` is written to at most once.
        let completed = unsafe {
            ffi::ta_callable_call(
                self.as_ptr(),
                count,
                arguments.as_mut_ptr(),
                &raw mut result,
            )
        };
        drop(arguments);
        let result = Value::from_zval(result);
        if !completed {
            return Err(exception::exit_object(false));
        }
        match exception::take() {
            Some(error) => Err(error),
            None => Ok(result),
        }
    }
}

/// Calls `callbacks` one after another, each with what `arguments` makes; all are
/// called even if some fail.
///
/// # Errors
/// The error of the only one that failed, or all errors in one.
pub(crate) fn call_each(
    callbacks: Vec<std::rc::Rc<Callable>>,
    mut arguments: impl FnMut() -> Vec<zval>,
) -> Result<(), Obj> {
    let mut failed = Vec::new();
    for callback in callbacks {
        match callback.call(arguments()) {
            Ok(_) => {}
            Err(error) if exception::is_exit(&error) => return Err(error),
            Err(error) => failed.push(error),
        }
    }
    match failed.len() {
        0 => Ok(()),
        1 => Err(failed.remove(0)),
        _ => Err(crate::async_api::errors::composite(failed)),
    }
}
