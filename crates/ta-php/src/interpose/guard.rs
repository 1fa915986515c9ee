//! One coroutine at a time inside a connection, one reader and one writer inside a
//! stream.
//!
//! The shim keeps track of who is inside of what (`shim/guard.c`); here is what it needs
//! the scheduler for: waiting for one's turn, saying who is in the way, and closing a
//! stream that others wait for.

use std::ffi::{CStr, c_int, c_void};
use std::os::fd::RawFd;
use std::ptr;
use std::rc::Rc;

use ta_coro::{State, Waiting};

use super::{WAITS, Waits};
use crate::async_api::errors;
use crate::coroutine::{Coroutine, scheduler};
use crate::zend::border::guarded;
use crate::zend::exception;
use crate::zend::ffi::{self, TaInside, TaState};
use crate::zend::place::{self, Place};
use crate::zend::value::Str;

/// A loop runs: from now on somebody else can come while a call waits.
pub(crate) fn loop_started() {
    // SAFETY: a request is active on this thread. Modules that were loaded by dl() since
    // the last time are looked at.
    unsafe {
        ffi::ta_guard_install();
        ffi::ta_guard_on();
    }
}

/// No coroutine is left.
pub(crate) fn loop_ended() {
    // SAFETY: nobody is inside of a call of a coroutine any more.
    unsafe { ffi::ta_guard_off() };
}

/// Parks the running coroutine until its turn has come. `waiter` is set to whom
/// [`ta_turn_wake`] wakes for that. False, with the reason thrown, when it is not to
/// wait any longer.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_turn_wait(node: *const TaInside, waiter: *mut *const c_void) -> bool {
    guarded(false, || {
        let scheduler = scheduler();
        if let Err(refused) = ta_coro::Switch::may_park(scheduler.switch()) {
            exception::throw_object(refused);
            return false;
        }
        let coroutine = scheduler.running();
        // SAFETY: the field is the shim's, which asks it nothing but to be passed on
        // while this function runs.
        unsafe { *waiter = Rc::as_ptr(&coroutine).cast() };
        let waited = scheduler.wait_until(None, Waiting::Text("turn"), || {
            // SAFETY: the node is on the stack below this frame.
            unsafe { ffi::ta_turn_has_come(node) }.then_some(())
        });
        if let Err(error) = waited {
            exception::throw_object(error);
            return false;
        }
        true
    })
}

/// The turn of the coroutine has come that [`ta_turn_wait`] has noted.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_turn_wake(waiter: *const c_void) {
    guarded((), || {
        let waiter = waiter.cast::<Coroutine>();
        // SAFETY: it waits inside of `ta_turn_wait`, which holds a reference; this is
        // another.
        let coroutine = unsafe {
            Rc::increment_strong_count(waiter);
            Rc::from_raw(waiter)
        };
        scheduler().wake(&coroutine);
    });
}

/// Throws: `entering` cannot begin, because of `inside`.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_turn_refuse(entering: *const TaInside, inside: *const TaInside) {
    guarded((), || {
        // SAFETY: both are on stacks that stay as they are meanwhile.
        let message = unsafe {
            let noun = CStr::from_ptr(ffi::ta_inside_noun(entering)).to_string_lossy();
            let who = match holder(ffi::ta_inside_holder(inside)) {
                Some(coroutine) => format!("coroutine #{}", coroutine.id().number()),
                None => "a suspended Fiber".to_owned(),
            };
            format!(
                "{} at {} is refused: {who} is inside {} at {}, on the same {noun}; give each \
                 coroutine a {noun} of its own",
                name(entering),
                place::locate(place_of(entering)),
                name(inside),
                place::locate(place_of(inside)),
            )
        };
        errors::misuse(&message);
    });
}

/// Whether a call comes out when a descriptor is closed (`ta_reach`).
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It waits for something else.
    No = 0,
    /// It waits for the descriptor.
    Yes = 1,
    /// It is about to go on, and then to end or to wait for one or the other.
    NotYet = 2,
}

/// How closing `descriptor` reaches whoever has left their state here.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_closing_reaches(state: *const TaState, descriptor: c_int) -> Reach {
    guarded(Reach::No, || {
        // SAFETY: passed on from the shim.
        let Some(coroutine) = (unsafe { holder(state) }) else {
            return Reach::No;
        };
        if coroutine.state() == State::Woken {
            return Reach::NotYet;
        }
        let waits_for_it = with_waits(false, |waits| {
            waits
                .readiness
                .is_waited_for(descriptor, |who| Rc::ptr_eq(who, &coroutine))
        });
        if waits_for_it { Reach::Yes } else { Reach::No }
    })
}

/// Lets whoever is about to go on do so. False, with the reason thrown, when the running
/// coroutine is not to wait.
#[unsafe(no_mangle)]
extern "C" fn ta_turn_yield() -> bool {
    guarded(false, || match scheduler().yield_now() {
        Ok(()) => true,
        Err(error) => {
            exception::throw_object(error);
            false
        }
    })
}

/// Wakes whoever waits for `descriptor`, for which nobody can wait any more until it is
/// closed or [`ta_closing_is_off`].
#[unsafe(no_mangle)]
extern "C" fn ta_closing_begins(descriptor: c_int) {
    guarded((), || with_waits((), |waits| waits.announce(descriptor)));
}

/// `descriptor` is not going to be closed.
#[unsafe(no_mangle)]
extern "C" fn ta_closing_is_off(descriptor: c_int) {
    guarded((), || {
        with_waits((), |waits| waits.readiness.closed(descriptor));
    });
}

/// The connection behind these descriptors is lost: half an answer may still come, and
/// not every client takes it for what it is. What it finds instead is the end.
pub(super) fn cut(set: &[libc::pollfd]) {
    for asked in set {
        // SAFETY: takes no pointers. What is no socket stays as it is.
        unsafe { libc::shutdown(asked.fd, libc::SHUT_RDWR) };
    }
}

fn with_waits<T>(otherwise: T, body: impl FnOnce(&Waits) -> T) -> T {
    // SAFETY: set to a leaked box as long as it is not null, and nothing in `body` ends
    // the loop.
    match unsafe { WAITS.get().as_ref() } {
        Some(waits) => body(waits),
        None => otherwise,
    }
}

/// The coroutine that has left its state here; `None` for null, which is a Fiber.
///
/// # Safety
/// `state` is null or that of a coroutine that has not ended.
unsafe fn holder(state: *const TaState) -> Option<Rc<Coroutine>> {
    if state.is_null() {
        return None;
    }
    // SAFETY: passed on to the caller.
    let owner = unsafe { ffi::ta_state_owner(state) };
    scheduler().coroutines().into_iter().find(|coroutine| {
        if owner.is_null() {
            coroutine.body.is_main()
        } else {
            ptr::from_ref(&coroutine.body).cast() == owner
        }
    })
}

/// # Safety
/// `node` is a call that has not ended.
unsafe fn name(node: *const TaInside) -> String {
    // SAFETY: passed on to the caller; the string is ours.
    let name = unsafe { Str::adopt(ffi::ta_inside_name(node)) };
    String::from_utf8_lossy(name.as_bytes()).into_owned()
}

/// # Safety
/// As for [`name`].
unsafe fn place_of(node: *const TaInside) -> Option<Place> {
    // SAFETY: passed on to the caller.
    place::read(|file, line| unsafe { ffi::ta_inside_place(node, file, line) })
}

impl Waits {
    fn announce(&self, descriptor: RawFd) {
        let mut woken = self.woken.take();
        self.readiness.closing(descriptor, &mut woken);
        self.wake(woken);
    }
}
