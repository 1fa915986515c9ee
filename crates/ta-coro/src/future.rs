//! A value that will be there later, the steps chained to it, and whether anybody
//! cares.
//!
//! A [`Future`] is the state that a writer and its readers share. It settles once.
//! It remembers whether anybody looked at it and whether anybody took its error, so
//! that the implementation can complain about what was forgotten; it never complains
//! by itself.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use crate::awaitable::{Awaitable, Event, Listener, Outcome, Ticket};
use crate::{Scheduler, Switch};

mod chain;
mod interest;
mod promise;

pub use chain::{Reply, Step};
pub use promise::Promise;

use chain::{Due, Link};

/// See the module.
pub struct Future<S: Switch> {
    event: Event<S>,
    used: Cell<bool>,
    /// Shared with those who rejected it: see [`Future::caught`].
    caught: Rc<Cell<bool>>,
    ignored: Cell<bool>,
    /// It is the result of a step that has not been taken yet.
    linked: Cell<bool>,
    /// Steps that wait for it to settle.
    links: RefCell<Vec<Link<S>>>,
    promise: promise::Backing<S>,
    interest: interest::Interest<S>,
    /// What the implementation keeps per future.
    pub body: S::FutureBody,
}

impl<S: Switch> Future<S> {
    /// A pending one that whoever holds it may settle. A writer that is not one of
    /// the readers makes a [`Promise`] instead.
    pub fn new() -> Rc<Self> {
        Rc::new(Self::pending())
    }

    fn pending() -> Self {
        Self {
            event: Event::default(),
            used: Cell::new(false),
            caught: Rc::default(),
            ignored: Cell::new(false),
            linked: Cell::new(false),
            links: RefCell::new(Vec::new()),
            promise: promise::Backing::default(),
            interest: interest::Interest::default(),
            body: S::FutureBody::default(),
        }
    }

    /// One that has settled.
    pub fn ready(scheduler: &Scheduler<S>, outcome: Outcome<S>) -> Rc<Self> {
        let future = Self::new();
        future.settle(scheduler, outcome);
        future
    }

    /// Settles it with a value. Returns `false`, and drops the value, when it has
    /// settled before.
    pub fn complete(&self, scheduler: &Scheduler<S>, value: S::Value) -> bool {
        self.settle(scheduler, Ok(value))
    }

    /// Settles it with an error. Returns `false`, and drops the error, when it has
    /// settled before.
    pub fn fail(&self, scheduler: &Scheduler<S>, error: S::Error) -> bool {
        self.settle(scheduler, Err(error))
    }

    /// Settles it: those who wait are woken in order, behind them come the chained
    /// steps, in coroutines of their own. Returns `false`, and drops `outcome`, when
    /// it has settled before.
    pub fn settle(&self, scheduler: &Scheduler<S>, outcome: Outcome<S>) -> bool {
        let due = self.conclude(scheduler, outcome);
        let settled = due.is_some();
        chain::start(scheduler, due.into_iter().flatten());
        settled
    }

    /// [`Future::settle`], but the steps are left to the caller. `None` when it has
    /// settled before.
    fn conclude(&self, scheduler: &Scheduler<S>, outcome: Outcome<S>) -> Option<Vec<Due<S>>> {
        if self.is_settled() {
            return None;
        }
        self.linked.set(false);
        let goes_on = scheduler.switch().future_settles(self);
        let links = self.links.take();
        let due = if goes_on {
            let due = links.into_iter().map(|link| (link, outcome.clone()));
            due.collect()
        } else {
            Vec::new()
        };
        self.lose_interest(scheduler);
        self.event.settle(scheduler, outcome);
        self.promise.let_go();
        Some(due)
    }

    /// It has settled.
    pub fn is_settled(&self) -> bool {
        self.event.is_settled()
    }

    /// How it settled, in its place.
    pub fn peek(&self) -> Ref<'_, Option<Outcome<S>>> {
        self.event.peek()
    }

    /// Somebody waited for it, chained to it, or said that nobody will.
    pub fn is_used(&self) -> bool {
        self.used.get() || self.ignored.get()
    }

    /// Somebody took, or will take, its error, or said that nobody will.
    pub fn is_caught(&self) -> bool {
        self.caught.get()
    }

    /// Nobody will look, and that is fine.
    pub fn ignore(&self) {
        self.ignored.set(true);
        self.caught.set(true);
    }

    /// [`Future::is_caught`] for somebody who does not keep the future.
    pub(crate) fn caught(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.caught)
    }

    /// It is the result of a step that has not been taken yet: whoever settles the
    /// source holds it.
    pub fn is_linked(&self) -> bool {
        self.linked.get()
    }

    /// Steps wait for it to settle.
    pub fn is_chained(&self) -> bool {
        !self.links.borrow().is_empty()
    }
}

impl<S: Switch> Awaitable<S> for Future<S> {
    fn outcome(&self) -> Option<Outcome<S>> {
        self.event.outcome()
    }

    fn mark_used(&self) {
        self.used.set(true);
        self.caught.set(true);
    }

    fn subscribe(&self, scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.with_interest(scheduler, || self.event.listeners.add(listener))
    }

    fn unsubscribe(&self, scheduler: &Scheduler<S>, ticket: Ticket) {
        if !self.is_settled() {
            self.with_interest(scheduler, || self.event.listeners.remove(ticket));
        }
    }

    fn describe(&self) -> String {
        let stage = if self.is_settled() {
            "completed"
        } else {
            "pending"
        };
        format!("FutureState({stage})")
    }
}
