//! Things that can be waited for, and those who wait for them.
//!
//! An [`Awaitable`] keeps [`Listeners`]: coroutines to wake and objects to tell.
//! Each is told once, in order of registration, and has to register again if it
//! wants more.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use crate::{Coroutine, Scheduler, Switch};

/// How something ended: with a value, or with an error.
pub type Outcome<S> = Result<<S as Switch>::Value, <S as Switch>::Error>;

/// Anything a coroutine can wait for.
pub trait Awaitable<S: Switch> {
    /// The outcome, once there is one. Things that notify again and again
    /// (channels, groups) never have one.
    fn outcome(&self) -> Option<Outcome<S>>;

    /// Somebody waits, or takes the outcome: it will not be reported as unused or
    /// unhandled.
    fn mark_used(&self);

    /// Has `listener` told once, at the next notification. Only while there is no
    /// outcome.
    fn subscribe(&self, scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket;

    /// [`Awaitable::subscribe`] for a listener nobody waits behind: that it listens
    /// does not keep the process alive.
    fn subscribe_hidden(&self, scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.subscribe(scheduler, listener)
    }

    /// Takes back a [`Awaitable::subscribe`]; no effect when it was told.
    fn unsubscribe(&self, scheduler: &Scheduler<S>, ticket: Ticket);

    /// A wait for several things was decided without this one, which is not needed
    /// any more. What can be stopped is asked to, and returns `true` when the wait
    /// has to last until it has ended.
    fn abandon(&self, _scheduler: &Scheduler<S>) -> bool {
        false
    }

    /// What it is, for reports: `Channel(capacity=1, …)`.
    fn describe(&self) -> String;
}

/// Told of a notification. Runs in the middle of whatever caused it: it must not
/// run user code and must not park.
pub trait Notify<S: Switch> {
    /// What was subscribed to as `key` has notified.
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, key: usize);

    /// Nothing can run any more, and this listens to a hidden timer: lets go of its
    /// waiters and returns `true`, or has no way to.
    fn break_deadlock(self: Rc<Self>, _scheduler: &Scheduler<S>) -> bool {
        false
    }
}

/// Who is to be told.
pub enum Listener<S: Switch> {
    /// Wakes a coroutine, which then looks for itself.
    Coroutine(Rc<Coroutine<S>>),
    /// Tells an object, under the key it chose.
    Object(Rc<dyn Notify<S>>, usize),
}

impl<S: Switch> Listener<S> {
    pub(crate) fn tell(self, scheduler: &Scheduler<S>) {
        match self {
            Self::Coroutine(coroutine) => scheduler.wake(&coroutine),
            Self::Object(object, key) => object.notify(scheduler, key),
        }
    }
}

/// Names a subscription at one awaitable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

impl Ticket {
    /// For awaitables that number their subscriptions by themselves.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// What [`Ticket::new`] was given.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// The listeners of one awaitable.
pub struct Listeners<S: Switch> {
    entries: RefCell<Vec<(Ticket, Listener<S>)>>,
    next: Cell<u64>,
}

impl<S: Switch> Default for Listeners<S> {
    fn default() -> Self {
        Self {
            entries: RefCell::new(Vec::new()),
            next: Cell::new(0),
        }
    }
}

impl<S: Switch> Listeners<S> {
    /// Adds one at the end.
    pub fn add(&self, listener: Listener<S>) -> Ticket {
        let ticket = Ticket(self.next.get());
        self.next.set(ticket.0 + 1);
        self.entries.borrow_mut().push((ticket, listener));
        ticket
    }

    /// Removes one; no effect when it was told already.
    pub fn remove(&self, ticket: Ticket) {
        let mut entries = self.entries.borrow_mut();
        if let Ok(at) = entries.binary_search_by_key(&ticket, |entry| entry.0) {
            let gone = entries.remove(at);
            drop(entries);
            drop(gone);
        }
    }

    /// Whether the listener behind `ticket` was told, or taken back.
    pub fn is_told(&self, ticket: Ticket) -> bool {
        let entries = self.entries.borrow();
        entries
            .binary_search_by_key(&ticket, |entry| entry.0)
            .is_err()
    }

    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    /// How many listen.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Tells everybody who listens now, in order.
    pub fn tell(&self, scheduler: &Scheduler<S>) {
        if self.is_empty() {
            return;
        }
        let mut told = self.entries.take();
        for (_, listener) in told.drain(..) {
            listener.tell(scheduler);
        }
        let mut entries = self.entries.borrow_mut();
        if entries.is_empty() {
            // Keeps the room for those who listen next.
            *entries = told;
        }
    }
}

/// Something that ends once, and keeps how.
pub struct Event<S: Switch> {
    outcome: RefCell<Option<Outcome<S>>>,
    /// Who waits for it.
    pub listeners: Listeners<S>,
}

impl<S: Switch> Default for Event<S> {
    fn default() -> Self {
        Self {
            outcome: RefCell::new(None),
            listeners: Listeners::default(),
        }
    }
}

impl<S: Switch> Event<S> {
    /// Ends with `outcome` and tells the listeners. Returns `false`, and drops
    /// `outcome`, when it has ended before.
    pub fn settle(&self, scheduler: &Scheduler<S>, outcome: Outcome<S>) -> bool {
        if self.is_settled() {
            return false;
        }
        self.outcome.replace(Some(outcome));
        self.listeners.tell(scheduler);
        true
    }

    /// Whether it has ended.
    pub fn is_settled(&self) -> bool {
        self.outcome.borrow().is_some()
    }

    /// A copy of how it ended.
    pub fn outcome(&self) -> Option<Outcome<S>> {
        self.outcome.borrow().clone()
    }

    /// How it ended, in its place.
    pub fn peek(&self) -> Ref<'_, Option<Outcome<S>>> {
        self.outcome.borrow()
    }

    /// Forgets how it ended.
    pub(crate) fn reset(&self) {
        let forgotten = self.outcome.take();
        drop(forgotten);
    }
}

/// What a parked coroutine waits for, for reports.
pub enum Waiting<S: Switch> {
    /// One awaitable.
    For(Rc<dyn Awaitable<S>>),
    /// Something that needs no more than a name.
    Text(&'static str),
    /// Something that is no awaitable and has more to say.
    Described(Box<dyn Fn() -> String>),
}

impl<S: Switch> Waiting<S> {
    /// In words.
    pub fn describe(&self) -> String {
        match self {
            Self::For(awaitable) => awaitable.describe(),
            Self::Text(text) => (*text).to_owned(),
            Self::Described(describe) => describe(),
        }
    }
}
