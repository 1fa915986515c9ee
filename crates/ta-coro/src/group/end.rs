//! The end of a group: who hears of it, and what becomes of what nobody asked for.

use std::rc::Rc;

use super::Group;
use crate::{Coroutine, Failure, Scheduler, Scope, Switch};

impl<S: Switch> Group<S> {
    /// Something has come to rest: tells those who wait for that, and ends the group
    /// when nothing more can come.
    pub(super) fn end(self: &Rc<Self>, scheduler: &Scheduler<S>, last: Option<&Rc<Coroutine<S>>>) {
        if !self.is_finished() {
            return;
        }
        self.owner.rests();
        self.rest.tell(scheduler);
        if !self.closed.get() || self.ended.replace(true) {
            return;
        }
        self.owner.ended(scheduler, self, last);
        if self.abandoned.get() {
            self.bury(scheduler, last);
        }
    }

    /// The object that stands for it goes: closes the group, cancels what runs,
    /// forgets what is queued.
    pub fn dismiss(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        if self.is_finished() {
            self.close(scheduler);
        } else {
            let failure = Failure::Cancelled("Task cancelled due to TaskGroup destruction");
            let error = scheduler.switch().failure(failure);
            self.stop(scheduler, &error);
        }
    }

    /// [`Group::dismiss`], and nobody will ask for anything any more, except those
    /// who hold futures. As soon as nothing runs, errors that nobody has heard of go
    /// to the scope. Call it where code may run.
    pub fn abandon(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        if self.abandoned.get() {
            return;
        }
        self.dismiss(scheduler);
        self.abandoned.set(true);
        if self.ended.get() {
            self.bury(scheduler, None);
        }
    }

    /// Lets go of everything. Cancellations are a normal way to end, also when nobody
    /// looked.
    fn bury(&self, scheduler: &Scheduler<S>, last: Option<&Rc<Coroutine<S>>>) {
        let entries = self.entries.borrow_mut().take();
        let mut errors = if self.silenced.get() {
            Vec::new()
        } else {
            entries.unhandled()
        };
        errors.retain(|error| !scheduler.switch().is_cancellation(error));
        if !errors.is_empty() {
            // Made here: where the object went is the place to look at.
            let error = scheduler.switch().failure(Failure::Composite(errors));
            let work = Box::new(move |_: &Scheduler<S>| {
                drop(entries);
                Err(error)
            });
            let reporter = scheduler.switch().native(work, last);
            scheduler.spawn_front(&self.open_scope(scheduler), reporter);
        } else if last.is_none() {
            // `abandon` is on the stack: its caller can stand it.
            drop(entries);
        } else if !entries.is_empty() {
            drop_later(scheduler, last, entries);
        }
    }

    /// The scope, or the next one above it that still takes coroutines.
    pub fn open_scope(&self, scheduler: &Scheduler<S>) -> Rc<Scope<S>> {
        let mut at = Some(&self.scope);
        while let Some(scope) = at {
            if !scope.is_closed() {
                return Rc::clone(scope);
            }
            at = scope.parent();
        }
        scheduler.main_scope()
    }
}

/// Drops what may run user code when it goes, in a coroutine of its own that works
/// for whom `last` worked for.
pub(super) fn drop_later<S: Switch>(
    scheduler: &Scheduler<S>,
    last: Option<&Rc<Coroutine<S>>>,
    garbage: impl Sized + 'static,
) {
    let work = Box::new(move |_: &Scheduler<S>| {
        drop(garbage);
        Ok(S::Value::default())
    });
    let body = scheduler.switch().native(work, last);
    scheduler.spawn_front(&scheduler.main_scope(), body);
}
