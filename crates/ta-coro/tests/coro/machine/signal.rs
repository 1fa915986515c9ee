//! The plainest thing to wait for: it ends when the test says so.

use std::cell::Cell;
use std::rc::Rc;

use ta_coro::{Awaitable, Event, Listener, Scheduler, Ticket};

use super::{Machine, Outcome, World};

/// An awaitable the test settles by hand; also a cancellation token.
#[derive(Default)]
pub(crate) struct Signal {
    event: Event<Machine>,
    used: Cell<bool>,
}

impl Signal {
    pub(crate) fn new() -> Rc<Self> {
        Rc::default()
    }

    /// Ends with `outcome`. Returns `false` when it had ended before.
    pub(crate) fn settle(&self, world: &World, outcome: Outcome) -> bool {
        self.event.settle(world.scheduler(), outcome)
    }

    /// Somebody said that it waits for this or takes the outcome.
    pub(crate) fn is_used(&self) -> bool {
        self.used.get()
    }

    /// How many listen now.
    pub(crate) fn listeners(&self) -> usize {
        self.event.listeners.len()
    }
}

impl Awaitable<Machine> for Signal {
    fn outcome(&self) -> Option<Outcome> {
        self.event.outcome()
    }

    fn mark_used(&self) {
        self.used.set(true);
    }

    fn subscribe(&self, _scheduler: &Scheduler<Machine>, listener: Listener<Machine>) -> Ticket {
        self.event.listeners.add(listener)
    }

    fn unsubscribe(&self, _scheduler: &Scheduler<Machine>, ticket: Ticket) {
        self.event.listeners.remove(ticket);
    }

    fn describe(&self) -> String {
        "Signal".into()
    }
}
