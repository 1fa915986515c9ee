//! How long somebody may wait in vain.
//!
//! One timer, armed while anybody waits who was promised nothing. It runs for the
//! receivers when there are any, else for the senders.

use std::rc::Rc;
use std::time::Duration;

use super::{Channel, State};
use crate::awaitable::{Listener, Notify};
use crate::failure::CloseReason;
use crate::timers::TimerKey;
use crate::{Liveness, Scheduler, Switch};

/// How long somebody may wait in vain before the channel is closed; zero stands for
/// as long as they like, and is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// For a receiver, when nobody sends.
    pub no_producer: Duration,
    /// For a sender, when nobody receives.
    pub no_consumer: Duration,
    /// The wait is worth keeping the process alive for. Otherwise the channel is
    /// closed as soon as nothing else can run any more, however long that takes.
    pub hard: bool,
}

/// [`Timeouts`] of which at least one is not zero.
pub(super) struct Patience(Timeouts);

impl Patience {
    pub(super) fn new(timeouts: Timeouts) -> Option<Self> {
        let is_endless = timeouts.no_producer.is_zero() && timeouts.no_consumer.is_zero();
        (!is_endless).then_some(Self(timeouts))
    }

    fn of(&self, side: Side) -> Option<Duration> {
        let patience = match side {
            Side::Receivers => self.0.no_producer,
            Side::Senders => self.0.no_consumer,
        };
        (!patience.is_zero()).then_some(patience)
    }
}

/// Who starves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Receivers,
    Senders,
}

/// The timer that runs.
pub(super) struct Alarm {
    side: Side,
    timer: TimerKey,
}

impl<S: Switch> State<S> {
    fn starving(&mut self) -> Option<Side> {
        if self.closed.is_some() {
            None
        } else if self.next_receiver().is_some() {
            Some(Side::Receivers)
        } else {
            let waits = self.senders.waiting() > 0 || self.owner.is_some();
            waits.then_some(Side::Senders)
        }
    }
}

impl<S: Switch> Channel<S> {
    /// Starts, stops or leaves alone the timer, after who waits has changed.
    pub(super) fn keep_time(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        let Some(patience) = &self.patience else {
            return;
        };
        let (side, stale) = {
            let mut state = self.state.borrow_mut();
            let side = state.starving().filter(|side| patience.of(*side).is_some());
            if state.alarm.as_ref().map(|alarm| alarm.side) == side {
                return;
            }
            (side, state.alarm.take())
        };
        if let Some(stale) = stale {
            scheduler.disarm(stale.timer);
        }
        if let Some(side) = side
            && let Some(patience) = patience.of(side)
        {
            let deadline = scheduler.after(patience);
            let listener = Listener::Object(Rc::<Self>::clone(self), 0);
            let timer = scheduler.arm(deadline, listener, self.liveness());
            self.state.borrow_mut().alarm = Some(Alarm { side, timer });
        }
    }

    fn liveness(&self) -> Liveness {
        match &self.patience {
            Some(patience) if patience.0.hard => Liveness::Live,
            _ => Liveness::Dependent,
        }
    }

    /// A future in line is not wanted any more.
    pub fn look_again(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        self.state
            .borrow_mut()
            .receivers
            .retain(|receiver| !receiver.is_gone());
        self.keep_time(scheduler);
    }
}

impl<S: Switch> Notify<S> for Channel<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, _key: usize) {
        let (rung, starving) = {
            let mut state = self.state.borrow_mut();
            (state.alarm.take(), state.starving())
        };
        match rung {
            Some(alarm) if starving == Some(alarm.side) => {
                let reason = match alarm.side {
                    Side::Receivers => CloseReason::NoProducers,
                    Side::Senders => CloseReason::NoConsumers,
                };
                self.close(scheduler, reason);
            }
            _ => self.keep_time(scheduler),
        }
    }

    fn break_deadlock(self: Rc<Self>, scheduler: &Scheduler<S>) -> bool {
        self.close(scheduler, CloseReason::Deadlock)
    }
}
