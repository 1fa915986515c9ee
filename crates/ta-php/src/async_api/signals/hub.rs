//! Who waits for which signal, and the task that hears of deliveries.
//!
//! The shim's handler leaves a bit per signal and makes a descriptor readable; here
//! the bits are taken and the waits settled, in the order they were begun. Several
//! deliveries of one signal before that are one, as they are to the system.
//!
//! Handlers of `pcntl_signal()` only note the signal, and PHP code has to run for
//! them to be called. While the loop waits none does: so a delivery to one of them
//! brings a coroutine that calls them.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::io;
use std::os::fd::RawFd;
use std::rc::Rc;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::AbortHandle;

use super::Wait;
use crate::coroutine::{Runtime, Value, scheduler};
use crate::interpose;
use crate::zend::call::Callable;
use crate::zend::exception;
use crate::zend::ffi;
use crate::zend::value::{self, Obj, Str};

thread_local! {
    static HUB: RefCell<Option<Rc<Hub>>> = const { RefCell::new(None) };
}

/// See the module.
pub(super) struct Hub {
    waits: RefCell<Vec<Rc<Wait>>>,
    /// Signals that the shim watches for us, as bits.
    watched: Cell<u64>,
    reader: AbortHandle,
}

impl Hub {
    /// The one of this thread.
    ///
    /// # Errors
    /// The system has no descriptor left, or this thread cannot have signals.
    pub(super) fn open(runtime: &Runtime) -> io::Result<Rc<Self>> {
        if let Some(hub) = current() {
            return Ok(hub);
        }
        // SAFETY: no preconditions.
        if !unsafe { ffi::ta_wait_is_possible() } {
            return Err(io::Error::other("only the main thread can"));
        }
        // SAFETY: no preconditions; -1 says that the system refused.
        let descriptor = unsafe { ffi::ta_wait_descriptor() };
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        let reader = runtime.within(|| {
            // SAFETY: the descriptor is never closed.
            let readable =
                unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE)? };
            Ok::<_, io::Error>(tokio::task::spawn_local(read(readable)).abort_handle())
        })?;
        let hub = Rc::new(Self {
            waits: RefCell::new(Vec::new()),
            watched: Cell::new(0),
            reader,
        });
        HUB.set(Some(Rc::clone(&hub)));
        Ok(hub)
    }

    /// Has `wait` told of its signal; `false` when the system refuses.
    pub(super) fn add(&self, wait: &Rc<Wait>) -> bool {
        self.waits.borrow_mut().push(Rc::clone(wait));
        self.refresh();
        let watched = self.watched.get() & bit(wait.signo) != 0;
        if !watched {
            self.waits.borrow_mut().pop();
        }
        watched
    }

    /// Watches what somebody waits for, and nothing else.
    fn refresh(&self) {
        // SAFETY: no preconditions.
        let handled = unsafe { ffi::ta_pcntl_handled() };
        let waits = self.waits.borrow();
        let wanted = waits
            .iter()
            .fold(handled, |all, wait| all | bit(wait.signo));
        drop(waits);
        let mut watched = self.watched.get();
        for signo in signals(wanted & !watched) {
            // SAFETY: the descriptor is open since there is a hub.
            if unsafe { ffi::ta_wait_begin(signo) } {
                watched |= bit(signo);
            }
        }
        for signo in signals(watched & !wanted) {
            // SAFETY: undoes our own `ta_wait_begin`.
            unsafe { ffi::ta_wait_end(signo) };
            watched &= !bit(signo);
        }
        self.watched.set(watched);
    }

    fn deliver(&self, delivered: u64) {
        let (due, rest): (Vec<_>, Vec<_>) = self
            .waits
            .take()
            .into_iter()
            .partition(|wait| delivered & bit(wait.signo) != 0);
        self.waits.replace(rest);
        for wait in due {
            wait.deliver();
        }
        // SAFETY: no preconditions.
        if delivered & unsafe { ffi::ta_pcntl_handled() } != 0 {
            scheduler().spawn_work(&scheduler().main_scope(), |_| call_handlers());
            interpose::signalled();
        }
        self.refresh();
    }
}

fn current() -> Option<Rc<Hub>> {
    HUB.with_borrow(Clone::clone)
}

/// Forgets a wait that has ended.
pub(super) fn remove(wait: &Rc<Wait>) {
    let Some(hub) = current() else { return };
    let mut waits = hub.waits.borrow_mut();
    let Some(at) = waits.iter().position(|known| Rc::ptr_eq(known, wait)) else {
        return;
    };
    let gone = waits.remove(at);
    drop(waits);
    drop(gone);
    hub.refresh();
}

/// Ends what is left, and with it the watch of all signals.
pub(super) fn close() {
    let Some(hub) = HUB.take() else { return };
    hub.reader.abort();
    for signo in signals(hub.watched.replace(0)) {
        // SAFETY: undoes our own `ta_wait_begin`.
        unsafe { ffi::ta_wait_end(signo) };
    }
    let waits = hub.waits.take();
    drop(waits);
}

/// The hub is the parent's, and so is what it is told by. The futures of its waits never
/// settle here.
pub(super) fn forked() {
    if let Some(hub) = HUB.take() {
        for signo in signals(hub.watched.replace(0)) {
            // SAFETY: undoes our own `ta_wait_begin`.
            unsafe { ffi::ta_wait_end(signo) };
        }
        // Its task belongs to a loop that nobody drives any more.
        std::mem::forget(hub);
    }
    // SAFETY: nobody in this process waits with the descriptor.
    unsafe { ffi::ta_wait_forked() };
}

/// Hears of the signals that `pcntl_signal()` has handlers for.
pub(super) fn follow_pcntl(runtime: &Runtime) {
    // SAFETY: no preconditions.
    let handled = unsafe { ffi::ta_pcntl_handled() };
    if handled == 0 && current().is_none() {
        return;
    }
    // Without a hub handlers are called as they are without a loop: when the next PHP
    // code runs.
    if let Ok(hub) = Hub::open(runtime) {
        hub.refresh();
        // SAFETY: puts our handler in front of those that have come meanwhile.
        unsafe { ffi::ta_wait_renew() };
    }
}

/// Called by the shim when `pcntl_signal()` has changed something.
#[unsafe(no_mangle)]
extern "C" fn ta_pcntl_changed() {
    if let Some(runtime) = Runtime::get() {
        follow_pcntl(runtime);
    }
}

/// Has pcntl call the handlers of what was delivered.
fn call_handlers() -> Result<Value, Obj> {
    let name = value::string_zval(Str::new(b"pcntl_signal_dispatch"));
    match Callable::of(&Value::from_zval(name)) {
        Ok(dispatch) => dispatch.call(Vec::new()),
        Err(exception::Thrown) => match exception::take() {
            Some(error) => Err(error),
            None => Ok(Value::default()),
        },
    }
}

async fn read(readable: AsyncFd<RawFd>) {
    // An error means that the loop ends.
    while let Ok(mut guard) = readable.readable().await {
        // SAFETY: the descriptor is open.
        let delivered = unsafe { ffi::ta_wait_take() };
        guard.clear_ready();
        if let Some(hub) = current() {
            hub.deliver(delivered);
        }
    }
}

fn bit(signo: c_int) -> u64 {
    1 << signo
}

/// The signals among `bits`.
fn signals(bits: u64) -> impl Iterator<Item = c_int> {
    (1..64).filter(move |&signo| bits & bit(signo) != 0)
}
