//! A token that fires some time after somebody began to wait on it.
//!
//! The countdown runs only while somebody waits: creating the token does nothing,
//! a wait that ends in time takes its countdown with it, and the next one counts
//! the full time again.

use std::cell::{Cell, Ref};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use crate::awaitable::{Awaitable, Event, Listener, Notify, Outcome, Ticket};
use crate::timers::TimerKey;
use crate::{Failure, Liveness, Scheduler, Switch};

/// See the module.
pub struct Timeout<S: Switch> {
    milliseconds: u64,
    event: Event<S>,
    armed: Cell<Option<Countdown>>,
    released: Cell<bool>,
    this: Weak<Self>,
}

/// A timer that runs, and when it will be through.
#[derive(Clone, Copy)]
struct Countdown {
    timer: TimerKey,
    deadline: Instant,
    liveness: Liveness,
}

impl<S: Switch> Timeout<S> {
    /// A token that fires `milliseconds` after a wait began.
    pub fn new(milliseconds: u64) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            milliseconds,
            event: Event::default(),
            armed: Cell::new(None),
            released: Cell::new(false),
            this: Weak::clone(this),
        })
    }

    /// Releases it: it counts as cancelled, and whoever waits on it is told so.
    /// No effect once it has fired.
    pub fn release(&self, scheduler: &Scheduler<S>) {
        if !self.event.is_settled() {
            self.disarm(scheduler);
            self.released.set(true);
            let error = scheduler
                .switch()
                .failure(Failure::Cancelled("Timeout has been cancelled"));
            self.event.settle(scheduler, Err(error));
        }
    }

    /// It has fired or was released.
    pub fn is_settled(&self) -> bool {
        self.event.is_settled()
    }

    /// How it has settled, in its place.
    pub fn peek(&self) -> Ref<'_, Option<Outcome<S>>> {
        self.event.peek()
    }

    /// It was released before it fired.
    pub fn is_released(&self) -> bool {
        self.released.get()
    }

    fn disarm(&self, scheduler: &Scheduler<S>) {
        if let Some(countdown) = self.armed.take() {
            scheduler.disarm(countdown.timer);
        }
    }

    /// Starts the countdown, or has one that is hidden keep the process alive from
    /// now on.
    fn count_down(&self, scheduler: &Scheduler<S>, liveness: Liveness) {
        let Some(this) = self.this.upgrade() else {
            return;
        };
        let deadline = match self.armed.get() {
            None => scheduler.after(Duration::from_millis(self.milliseconds)),
            Some(hidden)
                if hidden.liveness == Liveness::Dependent && liveness == Liveness::Live =>
            {
                self.disarm(scheduler);
                hidden.deadline
            }
            Some(_) => return,
        };
        let timer = scheduler.arm(deadline, Listener::Object(this, 0), liveness);
        self.armed.set(Some(Countdown {
            timer,
            deadline,
            liveness,
        }));
    }
}

impl<S: Switch> Awaitable<S> for Timeout<S> {
    fn outcome(&self) -> Option<Outcome<S>> {
        self.event.outcome()
    }

    fn mark_used(&self) {}

    fn subscribe(&self, scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.count_down(scheduler, Liveness::Live);
        self.event.listeners.add(listener)
    }

    fn subscribe_hidden(&self, scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.count_down(scheduler, Liveness::Dependent);
        self.event.listeners.add(listener)
    }

    fn unsubscribe(&self, scheduler: &Scheduler<S>, ticket: Ticket) {
        self.event.listeners.remove(ticket);
        if self.event.listeners.is_empty() {
            self.disarm(scheduler);
        }
    }

    fn describe(&self) -> String {
        format!("Timeout({} ms)", self.milliseconds)
    }
}

impl<S: Switch> Notify<S> for Timeout<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, _key: usize) {
        self.armed.set(None);
        let error = scheduler
            .switch()
            .failure(Failure::Timeout(self.milliseconds));
        self.event.settle(scheduler, Err(error));
    }
}
