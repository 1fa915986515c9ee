//! Contexts: where a coroutine's PHP code runs.
//!
//! Making one costs two memory mappings, using one costs nanoseconds: they are
//! pooled per thread and handed from coroutine to coroutine.

pub(crate) mod pool;

use std::ptr::{self, NonNull};

use super::border::guarded;
use super::ffi::{self, TaCall, TaContext};

/// A context of the engine, idle or in the middle of a call.
pub(crate) struct Context(NonNull<TaContext>);

/// What [`Context::resume`] came back with.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Progress {
    Suspended,
    Ended,
}

impl Context {
    /// An idle context, from the pool when it has one; `None` when neither the
    /// system nor `memory_limit` has room for another.
    pub(crate) fn take(stack_size: usize) -> Option<Self> {
        pool::take()
            .or_else(|| {
                if !memory_has_room() {
                    return None;
                }
                // SAFETY: a request is active on this thread.
                NonNull::new(unsafe { ffi::ta_context_new(stack_size) })
            })
            .map(Self)
    }

    /// Gives the context `call` to make at its next [`Context::resume`].
    ///
    /// # Safety
    /// The context is idle; `call` and what it points to stay where they are
    /// until it has ended.
    pub(crate) unsafe fn begin(&self, call: *mut TaCall) {
        // SAFETY: passed on to the caller.
        unsafe { ffi::ta_context_begin(self.0.as_ptr(), call) }
    }

    /// Runs until the call suspends or ends. No borrow may be held that the PHP
    /// code could want.
    pub(crate) fn resume(&self) -> Progress {
        // SAFETY: the context has a call, and nobody is running on it: a running
        // coroutine is never resumed.
        if unsafe { ffi::ta_context_resume(self.0.as_ptr()) } {
            Progress::Suspended
        } else {
            Progress::Ended
        }
    }

    /// Has memory of a suspended context fetched into the cache: the stack, or before
    /// that what says where it is.
    pub(crate) fn fetch(&self, stack: bool) {
        // SAFETY: the context is alive; nothing is changed.
        unsafe { ffi::ta_context_fetch(self.0.as_ptr(), stack) }
    }

    /// The context, for a look at where it is suspended.
    pub(crate) fn as_ptr(&self) -> *const TaContext {
        self.0.as_ptr()
    }

    /// Puts an idle context back into the pool.
    pub(crate) fn give_back(self) {
        pool::give(self.0);
    }
}

/// Has an object fetched into the cache.
pub(crate) fn fetch<T>(object: &T) {
    // SAFETY: the object is alive; nothing is changed.
    unsafe { ffi::ta_fetch(ptr::from_ref(object).cast(), size_of::<T>()) }
}

/// Runs `body`, which may run PHP code, in the loop's own flow: a fatal error in
/// it ends `body` alone, an exception is reported. `body` holds no borrow and
/// nothing that must be dropped: a fatal error jumps over it. An exception that is
/// on its way already, as when a destructor comes here, waits aside meanwhile.
pub(crate) fn contained(body: impl FnOnce()) {
    through(ffi::ta_contain, body);
}

/// [`contained`] for Rust code that runs as a coroutine: `body` may wait.
pub(crate) fn shielded(body: impl FnOnce()) {
    through(ffi::ta_guard, body);
}

/// A function of the shim that calls another, and comes back after a fatal error.
type Door = unsafe extern "C" fn(
    unsafe extern "C" fn(*mut std::ffi::c_void),
    *mut std::ffi::c_void,
) -> bool;

fn through(door: Door, body: impl FnOnce()) {
    unsafe extern "C" fn call<F: FnOnce()>(data: *mut std::ffi::c_void) {
        // SAFETY: `data` is the slot below, which is full.
        if let Some(body) = unsafe { (*data.cast::<Option<F>>()).take() } {
            guarded((), body);
        }
    }
    fn enter<F: FnOnce()>(door: Door, slot: &mut Option<F>) {
        // SAFETY: `call` is the function for this type of slot; the slot outlives
        // the call. What a fatal error jumps over is the body's own frames.
        // What waits aside is brought back into the frame it was taken from.
        unsafe {
            let mut aside = ffi::TaAside::none();
            ffi::ta_exception_set_aside(&raw mut aside);
            door(call::<F>, std::ptr::from_mut(slot).cast());
            ffi::ta_report_stray_exception();
            if !aside.exception.is_null() {
                ffi::ta_exception_bring_back(&raw const aside);
            }
        }
    }
    enter(door, &mut Some(body));
}

/// Whether the engine wanted to collect cycles in the loop's own flow, since this was
/// last asked. There it did not.
pub(crate) fn collection_was_due() -> bool {
    // SAFETY: reads and clears a flag of this thread.
    unsafe { ffi::ta_collection_was_due() }
}

/// Collects cycles. What their destructors fail with is reported.
pub(crate) fn collect_cycles() {
    // SAFETY: a request is active; the caller runs in a coroutine and holds no borrow.
    shielded(|| unsafe { ffi::ta_collect_cycles() });
}

/// Whether `memory_limit` leaves room for another coroutine.
pub(crate) fn memory_has_room() -> bool {
    // SAFETY: reads counters of the engine's allocator on this thread.
    unsafe { ffi::ta_memory_has_room() }
}

/// Leaves the running context; returns when it is resumed.
pub(crate) fn suspend() {
    // SAFETY: only called by the runtime for a coroutine that runs on a context.
    unsafe { ffi::ta_context_suspend() }
}

/// Runs the event loop `body` on main's stack: puts main's state aside and
/// brings it back. In between, contexts can be entered.
pub(crate) fn outside_of_main<T>(body: impl FnOnce() -> T) -> T {
    // SAFETY: a request is active, and no context runs: the loop is never
    // entered from a coroutine.
    unsafe { ffi::ta_loop_enter() };
    let result = body();
    // SAFETY: as above; undoes the call before.
    unsafe { ffi::ta_loop_leave() };
    result
}

/// Whether the running code may be left now: not while a file is compiled, a
/// class is loaded, or the engine forbids it.
pub(crate) fn may_suspend() -> bool {
    // SAFETY: reads globals of the active request.
    unsafe { ffi::ta_context_may_suspend() }
}
