//! One coroutine: its state, its outcome, and what was asked of it.
//!
//! A `Coroutine` is shared by `Rc`: the scheduler holds it while it is live, a
//! handle (the PHP `Coroutine` object) as long as it likes. It never runs
//! anything by itself.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use crate::awaitable::{Awaitable, Event, Listener, Outcome, Ticket, Waiting};
use crate::{Failure, Scheduler, Scope, Switch};

/// Names one life of a coroutine. Slots are reused, so a stale id (in a waker
/// that outlived its coroutine) must not reach the slot's next tenant: the
/// generation tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    pub(crate) slot: u32,
    pub(crate) generation: u64,
}

impl Id {
    /// Before the first life: no coroutine is called this.
    const NONE: Self = Self {
        slot: 0,
        generation: 0,
    };

    /// A positive number, unique among live coroutines and rarely repeated.
    pub fn number(self) -> i64 {
        i64::try_from(self.generation).unwrap_or(i64::MAX)
    }
}

/// Where a coroutine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Made, but not handed to the scheduler yet.
    Created,
    /// On the ready queue, has never run.
    Queued,
    /// On the ready queue after a wait or a `suspend()`.
    Woken,
    /// Running now, or running code that entered another coroutine.
    Running,
    /// Waiting for something.
    Suspended,
    /// Ended; the outcome is final.
    Finished,
}

/// A coroutine of the scheduler over `S`.
pub struct Coroutine<S: Switch> {
    pub(crate) id: Cell<Id>,
    pub(crate) state: Cell<State>,
    pub(crate) started: Cell<bool>,
    /// It finishes what somebody else has begun: a cancellation does not keep it from
    /// beginning, and reaches it at its first suspension point.
    pub(crate) owed: Cell<bool>,
    /// The wait it is parked in counts as a live event.
    pub(crate) live_wait: Cell<bool>,
    /// Cancellation asked for and not delivered yet.
    pub(crate) pending: RefCell<Option<S::Error>>,
    /// Cancellation that has become the outcome whatever the body returns.
    pub(crate) verdict: RefCell<Option<S::Error>>,
    pub(crate) cancelled: Cell<bool>,
    /// Nested sections that hold cancellation back.
    pub(crate) protected: Cell<u32>,
    /// Cancellation that came during such a section.
    pub(crate) kept: RefCell<Option<S::Error>>,
    pub(crate) end: Event<S>,
    pub(crate) returned: RefCell<Option<S::Value>>,
    /// Somebody took, or will take, the outcome: it is not "unhandled".
    pub(crate) observed: Cell<bool>,
    /// Where it belongs, until it has ended.
    pub(crate) scope: RefCell<Option<Rc<Scope<S>>>>,
    /// Its place among the scope's members.
    pub(crate) member: Cell<usize>,
    /// Its scope was disposed without interrupting it.
    pub(crate) zombie: Cell<bool>,
    /// What it is parked for.
    pub(crate) waiting: RefCell<Option<Waiting<S>>>,
    /// What the implementation keeps per coroutine.
    pub body: S::Body,
}

impl<S: Switch> Coroutine<S> {
    pub(crate) fn new(scope: Rc<Scope<S>>, body: S::Body) -> Self {
        Self {
            id: Cell::new(Id::NONE),
            state: Cell::new(State::Created),
            started: Cell::new(false),
            owed: Cell::new(false),
            live_wait: Cell::new(false),
            pending: RefCell::new(None),
            verdict: RefCell::new(None),
            cancelled: Cell::new(false),
            protected: Cell::new(0),
            kept: RefCell::new(None),
            end: Event::default(),
            returned: RefCell::new(None),
            observed: Cell::new(false),
            scope: RefCell::new(Some(scope)),
            member: Cell::new(0),
            zombie: Cell::new(false),
            waiting: RefCell::new(None),
            body,
        }
    }

    /// Forgets the life that has ended; the body stays.
    pub(crate) fn begin_again(&self, scope: Rc<Scope<S>>) {
        self.state.set(State::Created);
        self.started.set(false);
        self.owed.set(false);
        self.pending.replace(None);
        self.verdict.replace(None);
        self.cancelled.set(false);
        self.protected.set(0);
        self.kept.replace(None);
        self.end.reset();
        self.returned.replace(None);
        self.observed.set(false);
        self.zombie.set(false);
        self.scope.replace(Some(scope));
    }

    /// The name of this life of the coroutine.
    pub fn id(&self) -> Id {
        self.id.get()
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state.get()
    }

    /// It has run at least once.
    pub fn is_started(&self) -> bool {
        self.started.get()
    }

    /// It has run, or will: it is not dropped before it began.
    pub(crate) fn is_underway(&self) -> bool {
        self.started.get() || self.owed.get()
    }

    /// It has ended.
    pub fn is_finished(&self) -> bool {
        self.state.get() == State::Finished
    }

    /// It has ended and a cancellation had been asked for.
    pub fn is_cancelled(&self) -> bool {
        self.is_finished() && self.cancelled.get()
    }

    /// A cancellation was asked for and it has not ended yet.
    pub fn is_cancellation_requested(&self) -> bool {
        !self.is_finished() && self.cancelled.get()
    }

    /// The outcome, once finished: the value, or what it failed with.
    pub fn outcome(&self) -> Ref<'_, Option<Outcome<S>>> {
        self.end.peek()
    }

    /// The value the body returned, also when a cancellation became the outcome.
    pub fn returned(&self) -> Ref<'_, Option<S::Value>> {
        self.returned.borrow()
    }

    /// Marks the outcome as taken care of: it will not be reported as unhandled.
    pub fn observe(&self) {
        self.observed.set(true);
    }

    /// Somebody took, or will take, the outcome.
    pub fn is_observed(&self) -> bool {
        self.observed.get()
    }

    /// The scope it belongs to, until it has ended.
    pub fn scope(&self) -> Option<Rc<Scope<S>>> {
        self.scope.borrow().clone()
    }

    /// What it waits for, in words; empty while it does not wait.
    pub fn awaiting(&self) -> Option<String> {
        self.waiting.borrow().as_ref().map(Waiting::describe)
    }
}

impl<S: Switch> Awaitable<S> for Coroutine<S> {
    fn outcome(&self) -> Option<Outcome<S>> {
        self.end.outcome()
    }

    fn mark_used(&self) {
        self.observe();
    }

    fn subscribe(&self, _scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.end.listeners.add(listener)
    }

    fn unsubscribe(&self, _scheduler: &Scheduler<S>, ticket: Ticket) {
        self.end.listeners.remove(ticket);
    }

    fn abandon(&self, scheduler: &Scheduler<S>) -> bool {
        if let Some(this) = scheduler.find(self.id()) {
            let failure = Failure::Cancelled("Coroutine cancelled");
            scheduler.cancel(&this, scheduler.switch().failure(failure));
        }
        true
    }

    fn describe(&self) -> String {
        format!("Coroutine({})", self.id().number())
    }
}
