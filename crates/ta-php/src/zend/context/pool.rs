//! Idle contexts of a thread, last in first out: the one used last is warm.
//!
//! A burst leaves more of them than are worth keeping, since the pages of their stacks
//! stay committed. To free each at once has the next burst, perhaps 10 ms later, map them
//! all again: a coroutine that only sleeps costs six times as much then. So they stay at
//! first, and are freed when nobody has wanted them for a while.

use std::cell::RefCell;
use std::ptr::NonNull;

use crate::zend::ffi::{self, TaContext};

/// Idle contexts that are kept however long.
const KEPT: usize = 1024;
/// Most that are kept for a while.
const SPARE: usize = 16 * 1024;
/// Most that one [`trim`] frees, at some 8 µs each: nobody runs meanwhile.
const STEP: usize = 64;
/// What the pool promises to keep.
const MIN_KEPT: usize = 4;

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { idle: Vec::new(), least: 0 }) };
}

struct Pool {
    idle: Vec<NonNull<TaContext>>,
    /// As few were left at some moment since the last [`trim`].
    least: usize,
}

/// The context used last.
pub(super) fn take() -> Option<NonNull<TaContext>> {
    POOL.with_borrow_mut(|pool| {
        let taken = pool.idle.pop();
        pool.least = pool.least.min(pool.idle.len());
        taken
    })
}

/// Keeps an idle context, or frees it.
pub(super) fn give(context: NonNull<TaContext>) {
    let kept = POOL.with_borrow_mut(|pool| {
        let kept = pool.idle.len() < KEPT || pool.idle.len() < most();
        if kept {
            pool.idle.push(context);
        }
        kept
    });
    if !kept {
        // SAFETY: it is idle, and ours.
        unsafe { ffi::ta_context_free(context.as_ptr()) }
    }
}

/// What is kept at most: an eighth of `memory_limit`, which binds VM stacks, is room
/// enough for those that nobody uses.
fn most() -> usize {
    // SAFETY: reads settings of the active request.
    let room = unsafe { ffi::ta_contexts_within(8) };
    KEPT.saturating_add(room).min(SPARE)
}

/// Whether there are more than will be kept.
pub(crate) fn has_surplus() -> bool {
    POOL.with_borrow(|pool| pool.idle.len() > KEPT)
}

/// Frees some of the surplus that nobody has wanted since the last time, those first
/// that were used longest ago.
pub(crate) fn trim() {
    let freed: Vec<_> = POOL.with_borrow_mut(|pool| {
        let surplus = pool.idle.len().saturating_sub(KEPT);
        let freed = pool.idle.drain(..surplus.min(pool.least).min(STEP));
        let freed = freed.collect();
        pool.least = pool.idle.len();
        freed
    });
    free(freed);
}

/// Frees all of this thread, at the end of the request.
pub(crate) fn drain() {
    let idle = POOL.with_borrow_mut(|pool| {
        pool.least = 0;
        std::mem::take(&mut pool.idle)
    });
    free(idle);
}

fn free(contexts: Vec<NonNull<TaContext>>) {
    for context in contexts {
        // SAFETY: pooled contexts are idle, and ours.
        unsafe { ffi::ta_context_free(context.as_ptr()) }
    }
}

/// What the pool holds.
pub(crate) struct Stats {
    pub(crate) idle: usize,
    pub(crate) capacity: usize,
    /// Kept however long the thread is idle.
    pub(crate) min: usize,
}

/// The pool of this thread.
pub(crate) fn stats() -> Stats {
    POOL.with_borrow(|pool| Stats {
        idle: pool.idle.len(),
        capacity: most(),
        min: MIN_KEPT,
    })
}
