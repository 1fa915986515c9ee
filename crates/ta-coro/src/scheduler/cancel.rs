//! Asking coroutines to stop.

use std::cell::RefCell;
use std::rc::Rc;

use super::Scheduler;
use crate::Switch;
use crate::awaitable::Listener;
use crate::coroutine::{Coroutine, State};

impl<S: Switch> Scheduler<S> {
    /// Asks a coroutine to end with `error`. Returns `false` when the request
    /// had no effect: it has ended, or another request is on its way.
    ///
    /// A suspended one gets the error at its suspension point, one that never
    /// ran ends without running, the running one is only marked: the error
    /// becomes its outcome whatever it returns. One in a protected section gets it
    /// when it leaves that.
    pub fn cancel(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) -> bool {
        if coroutine.protected.get() == 0 || coroutine.is_finished() {
            return self.force_cancel(coroutine, error);
        }
        request(coroutine, &coroutine.kept, error)
    }

    /// [`Scheduler::cancel`] that protected sections do not hold back.
    pub fn force_cancel(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) -> bool {
        match coroutine.state.get() {
            State::Finished => false,
            State::Running => request(coroutine, &coroutine.verdict, error),
            State::Created | State::Queued | State::Woken | State::Suspended => {
                let first = request(coroutine, &coroutine.pending, error);
                if first {
                    self.wake(coroutine);
                }
                first
            }
        }
    }

    /// [`Scheduler::force_cancel`] that has the running coroutine stop at its next
    /// wait, where any other has it stop at the one it is in.
    pub fn doom(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) -> bool {
        if coroutine.state.get() != State::Running {
            return self.force_cancel(coroutine, error);
        }
        request(coroutine, &coroutine.pending, error)
    }

    /// Like [`Scheduler::force_cancel`], but replaces a request that was not
    /// delivered yet and leaves a running coroutine alone: for tearing everything
    /// down.
    pub fn interrupt(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) {
        if matches!(coroutine.state.get(), State::Finished | State::Running) {
            return;
        }
        coroutine.owed.set(false);
        coroutine.pending.replace(Some(error));
        coroutine.cancelled.set(true);
        self.wake(coroutine);
    }

    /// The running coroutine enters a section in which cancellation is held back.
    /// Sections nest. Returns whose section it is; `None` outside of coroutines.
    pub fn enter_protected(&self) -> Option<Rc<Coroutine<S>>> {
        let current = self.current()?;
        current.protected.set(current.protected.get() + 1);
        Some(current)
    }

    /// Such a section of `whose` is left. Leaving the outermost returns the
    /// cancellation that came meanwhile; when another coroutine runs by now, because
    /// the section's code has moved there, `whose` gets it where it waits.
    pub fn leave_protected(&self, whose: &Rc<Coroutine<S>>) -> Option<S::Error> {
        let depth = whose.protected.get().saturating_sub(1);
        whose.protected.set(depth);
        if depth > 0 {
            return None;
        }
        let kept = whose.kept.take()?;
        if whose.state.get() == State::Running {
            return Some(kept);
        }
        self.force_cancel(whose, kept);
        None
    }

    /// Lets those go that wait under a timer which is only there for a case like this
    /// ([`Notify::break_deadlock`](crate::Notify::break_deadlock)). Returns whether
    /// there was anybody.
    pub fn break_deadlock(&self) -> bool {
        let listeners: Vec<_> = self
            .timers
            .borrow()
            .iter()
            .filter_map(|alarm| match &alarm.listener {
                Listener::Object(object, _) => Some(Rc::clone(object)),
                Listener::Coroutine(_) => None,
            })
            .collect();
        let mut broken = false;
        for listener in listeners {
            broken |= listener.break_deadlock(self);
        }
        broken
    }
}

/// Leaves the request where the coroutine will find it, unless an earlier one is there:
/// the first wins. Returns whether this was it.
fn request<S: Switch>(
    coroutine: &Coroutine<S>,
    place: &RefCell<Option<S::Error>>,
    error: S::Error,
) -> bool {
    let first = place.borrow().is_none();
    if first {
        place.replace(Some(error));
        coroutine.cancelled.set(true);
    }
    first
}
