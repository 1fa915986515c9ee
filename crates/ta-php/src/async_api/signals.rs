//! `signal()`: a future of the next delivery of a signal.
//!
//! Signals that somebody waits for are kept from doing what they do by default, and
//! from nothing else: handlers of `pcntl_signal()` are called as well, before and
//! after. Catching them is the shim's business, telling whom it concerns is `hub`'s.

use std::cell::{OnceCell, RefCell};
use std::ffi::c_int;
use std::rc::{Rc, Weak};

use hub::Hub;
use ta_coro::{Listener, Notify, Outcome as Settled, Promise, Ticket};

use super::awaitables;
use super::enums::SIGNAL;
use super::errors;
use super::future_class::future_object;
use crate::coroutine::{Awaitable, Future, Php, Runtime, Scheduler, Value, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::exception::Outcome;
use crate::zend::ffi;
use crate::zend::value::{self, Obj};

mod hub;

static FUNCTIONS: &[Function] = &[function!(
    c"Async\\signal",
    signal,
    [
        Param::new(c"signal", Type::object(c"Async\\Signal")),
        Param::optional(
            c"cancellation",
            Type::object(c"Async\\Completable").or_null(),
            c"null"
        ),
    ],
    Type::object(c"Async\\Future")
)];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

/// A request starts: all functions are there, `pcntl_signal()` among them.
pub(crate) fn request_started() {
    // SAFETY: a request is active; wraps one function of the engine's table, once.
    unsafe {
        ffi::ta_pcntl_install();
        ffi::ta_fork_install();
    }
}

/// The loop was started: handlers that `pcntl_signal()` has set are its business now.
pub(crate) fn loop_started(runtime: &Runtime) {
    hub::follow_pcntl(runtime);
}

/// This process was forked: nobody waits for signals in it.
pub(crate) fn forked() {
    hub::forked();
}

/// The request and its loop have ended: signals do what they did before.
pub(crate) fn request_ended() {
    hub::close();
}

/// Names that Linux has no signal of its own for.
const FOREIGN: [c_int; 2] = [21, 22];

fn signal(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let case = call.object(0, SIGNAL.entry())?;
    let token = awaitables::token(call, 1)?;
    let runtime = Runtime::launch()?;
    // SAFETY: the argument is a live case of the int-backed enum; its values are
    // small.
    let (signo, case) = unsafe { (ffi::ta_enum_value(case) as c_int, Obj::share(case)) };
    let future = match begin(runtime, signo, case, token) {
        Ok(future) => future,
        Err(error) => Future::ready(scheduler(), Err(error)),
    };
    call.give_object(future_object(&future));
    Ok(())
}

/// A future of the next delivery of `signo`.
///
/// # Errors
/// What the future has failed with before it began.
fn begin(
    runtime: &Runtime,
    signo: c_int,
    case: Obj,
    token: Option<Awaitable>,
) -> Result<Rc<Future>, Obj> {
    if let Some(token) = &token {
        token.mark_used();
        if let Some(fired) = token.outcome() {
            return Err(reason(fired));
        }
    }
    if signo == libc::SIGKILL || FOREIGN.contains(&signo) {
        return Err(errors::async_exception(
            "The system does not let this signal be watched",
        ));
    }
    let hub = Hub::open(runtime)
        .map_err(|error| errors::async_exception(&format!("Cannot watch signals: {error}")))?;
    let wait = Rc::new_cyclic(|this: &Weak<Wait>| Wait {
        signo,
        case,
        promise: OnceCell::new(),
        token: RefCell::new(None),
        this: Weak::clone(this),
    });
    if !hub.add(&wait) {
        return Err(errors::async_exception(
            "The system refuses to watch this signal",
        ));
    }
    let abandoned = Rc::downgrade(&wait);
    let (promise, future) = Promise::from_outside(move || {
        if let Some(wait) = abandoned.upgrade() {
            wait.end();
        }
    });
    // The cell is empty: the wait was made just now.
    let _ = wait.promise.set(promise);
    if let Some(token) = token {
        let listener = Listener::Object(Rc::clone(&wait) as Rc<dyn Notify<Php>>, 0);
        let ticket = token.subscribe_hidden(scheduler(), listener);
        wait.token.replace(Some((token, ticket)));
    }
    Ok(future)
}

/// What a wait fails with whose token has `fired`.
fn reason(fired: Settled<Php>) -> Obj {
    fired
        .err()
        .unwrap_or_else(|| errors::cancellation("Signal wait cancelled"))
}

/// One call of `signal()` that has not come to its end.
struct Wait {
    signo: c_int,
    case: Obj,
    promise: OnceCell<Promise<Php>>,
    /// What ends it early, and our place among those who listen to it.
    token: RefCell<Option<(Awaitable, Ticket)>>,
    this: Weak<Self>,
}

impl Wait {
    /// The signal was delivered.
    fn deliver(&self) {
        let case = Value::from_zval(value::object_zval(self.case.clone()));
        self.settle(Ok(case));
    }

    fn settle(&self, outcome: Settled<Php>) {
        if let Some(promise) = self.promise.get() {
            promise.settle(scheduler(), outcome);
        }
        self.end();
    }

    /// Nobody needs it any more.
    fn end(&self) {
        let token = self.token.take();
        if let Some((token, ticket)) = token {
            token.unsubscribe(scheduler(), ticket);
        }
        if let Some(this) = self.this.upgrade() {
            hub::remove(&this);
        }
    }
}

impl Notify<Php> for Wait {
    fn notify(self: Rc<Self>, _scheduler: &Scheduler, _key: usize) {
        let token = self.token.take();
        if let Some(fired) = token.and_then(|(token, _)| token.outcome()) {
            self.settle(Err(reason(fired)));
        }
    }
}
