//! Whether somebody waits for a future that something outside will settle: only then
//! does that keep the process alive.
//!
//! Waiting for the future of a chained step is waiting for what it is chained to.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::Future;
use crate::{Scheduler, Switch};

/// What a future knows of it.
pub(super) struct Interest<S: Switch> {
    /// Something outside will settle it.
    outside: Cell<bool>,
    /// What the step is chained to that settles it.
    source: RefCell<Weak<Future<S>>>,
    /// Futures of steps chained to it that somebody waits for.
    steps: Cell<usize>,
}

impl<S: Switch> Default for Interest<S> {
    fn default() -> Self {
        Self {
            outside: Cell::new(false),
            source: RefCell::new(Weak::new()),
            steps: Cell::new(0),
        }
    }
}

impl<S: Switch> Interest<S> {
    pub(super) fn settled_outside(&self) {
        self.outside.set(true);
    }

    pub(super) fn chained_to(&self, source: &Rc<Future<S>>) {
        self.source.replace(Rc::downgrade(source));
    }
}

impl<S: Switch> Future<S> {
    /// Somebody waits for it, or for a step chained to it.
    fn is_waited_for(&self) -> bool {
        !self.event.listeners.is_empty() || self.interest.steps.get() > 0
    }

    fn pending_source(&self) -> Option<Rc<Self>> {
        let source = self.interest.source.borrow().upgrade();
        source.filter(|source| !source.is_settled())
    }

    /// Runs `change`, which adds or removes somebody who waits, and passes on what
    /// that means.
    pub(super) fn with_interest<T>(
        &self,
        scheduler: &Scheduler<S>,
        change: impl FnOnce() -> T,
    ) -> T {
        let before = self.is_waited_for();
        let result = change();
        match (before, self.is_waited_for()) {
            (false, true) => self.gain(scheduler),
            (true, false) => self.lose(scheduler),
            _ => {}
        }
        result
    }

    /// It is about to settle: nobody waits for it any more.
    pub(super) fn lose_interest(&self, scheduler: &Scheduler<S>) {
        if self.is_waited_for() {
            self.lose(scheduler);
        }
        self.interest.steps.set(0);
    }

    fn gain(&self, scheduler: &Scheduler<S>) {
        if self.interest.outside.get() {
            scheduler.hold();
        }
        let mut source = self.pending_source();
        // Chains are long at times: no recursion.
        while let Some(future) = source {
            let before = future.is_waited_for();
            let steps = &future.interest.steps;
            steps.set(steps.get() + 1);
            if before {
                return;
            }
            if future.interest.outside.get() {
                scheduler.hold();
            }
            source = future.pending_source();
        }
    }

    fn lose(&self, scheduler: &Scheduler<S>) {
        if self.interest.outside.get() {
            scheduler.release();
        }
        let mut source = self.pending_source();
        while let Some(future) = source {
            let steps = &future.interest.steps;
            steps.set(steps.get().saturating_sub(1));
            if future.is_waited_for() {
                return;
            }
            if future.interest.outside.get() {
                scheduler.release();
            }
            source = future.pending_source();
        }
    }
}
