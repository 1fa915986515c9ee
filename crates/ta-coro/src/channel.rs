//! Channels: values that go from coroutine to coroutine, in order.
//!
//! Whoever waits is served in order of arrival. Waking a receiver promises it a
//! value, waking a sender promises it room: until it runs, nobody else gets that.
//! The oldest values belong to those who were promised one; what lies behind them
//! is free. So a free value and a waiting receiver never meet, nor do free room and
//! a waiting sender: [`Channel::serve`] brings them together at once.
//!
//! A channel without capacity has room for one value all the same, whose sender
//! waits until it is taken, or at least promised.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use crate::awaitable::{Awaitable, Listener, Listeners, Outcome, Ticket};
use crate::failure::CloseReason;
use crate::scope::Dependant;
use crate::{Coroutine, Failure, Promise, Scheduler, Scope, Switch};

mod close;
mod line;
mod recv;
mod send;
mod starve;

use close::Verdict;
use line::Line;
use starve::{Alarm, Patience};

pub use starve::Timeouts;

/// See the module.
pub struct Channel<S: Switch> {
    capacity: usize,
    patience: Option<Patience>,
    state: RefCell<State<S>>,
    /// Told when a value comes or goes, and when the channel is closed.
    listeners: Listeners<S>,
}

/// Somebody who waits for a value.
enum Receiver<S: Switch> {
    Coroutine(Rc<Coroutine<S>>),
    /// Only as long as somebody holds the future.
    Future(Promise<S>),
}

/// A value, and the coroutine that waits for it to be taken.
type Owned<S> = (<S as Switch>::Value, Option<Rc<Coroutine<S>>>);

/// What became of a wait.
enum Fate {
    /// It was promised what it waited for.
    Served,
    /// The channel was closed first.
    Dismissed,
}

struct State<S: Switch> {
    values: VecDeque<S::Value>,
    receivers: Line<Receiver<S>>,
    senders: Line<Rc<Coroutine<S>>>,
    /// Without capacity: who waits for the one value to be taken. Nobody does once
    /// the value is promised to a receiver.
    owner: Option<(u64, Rc<Coroutine<S>>)>,
    /// The value of the owner that [`Channel::close`] came before: its sender drops it.
    withdrawn: Option<(u64, S::Value)>,
    closed: Option<CloseReason>,
    verdict: Option<Verdict<S>>,
    alarm: Option<Alarm>,
}

/// What [`Channel::serve`] does next, with no borrow held.
enum Step<S: Switch> {
    Wake(Rc<Coroutine<S>>),
    Settle(Promise<S>, S::Value),
}

impl<S: Switch> State<S> {
    /// Values that nobody was promised.
    fn free_values(&self) -> usize {
        self.values.len() - self.receivers.promised()
    }

    /// Takes the oldest free value.
    fn take(&mut self) -> Option<Owned<S>> {
        let value = self.values.remove(self.receivers.promised())?;
        Some((value, self.owner.take().map(|(_, owner)| owner)))
    }

    /// The first receiver in line that is still there.
    fn next_receiver(&mut self) -> Option<&Receiver<S>> {
        while self.receivers.first()?.is_gone() {
            self.receivers.pop();
        }
        self.receivers.first()
    }
}

impl<S: Switch> Receiver<S> {
    /// A future that nobody holds, or that was settled by others. There is nothing
    /// left in its promise: it can be dropped anywhere.
    fn is_gone(&self) -> bool {
        match self {
            Self::Coroutine(_) => false,
            Self::Future(promise) => !promise.is_wanted(),
        }
    }
}

impl<S: Switch> Channel<S> {
    /// A channel that holds `capacity` values, and is closed when `scope` ends.
    pub fn new(scope: &Scope<S>, capacity: usize, timeouts: Timeouts) -> Rc<Self> {
        let channel = Rc::new(Self {
            capacity,
            patience: Patience::new(timeouts),
            state: RefCell::new(State {
                values: VecDeque::new(),
                receivers: Line::new(),
                senders: Line::new(),
                owner: None,
                withdrawn: None,
                closed: None,
                verdict: None,
                alarm: None,
            }),
            listeners: Listeners::default(),
        });
        let dependant: Weak<dyn Dependant<S>> = Rc::<Self>::downgrade(&channel);
        scope.attach(dependant);
        channel
    }

    /// Values it holds before senders wait; 0 for a hand-over from sender to receiver.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Values it holds now, those promised to somebody included.
    pub fn len(&self) -> usize {
        self.state.borrow().values.len()
    }

    /// Whether it holds no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds as many values as it can.
    pub fn is_full(&self) -> bool {
        self.len() >= self.places()
    }

    /// Why it was closed, once it is.
    pub fn closed(&self) -> Option<CloseReason> {
        self.state.borrow().closed
    }

    /// Shows every value it holds, and the error it keeps for those it has to tell.
    pub fn inspect(&self, mut value: impl FnMut(&S::Value), error: impl FnOnce(&S::Error)) {
        let state = self.state.borrow();
        state.values.iter().for_each(&mut value);
        if let Some((_, withdrawn)) = &state.withdrawn {
            value(withdrawn);
        }
        if let Some(verdict) = &state.verdict {
            error(verdict.error());
        }
    }

    /// Values there is a place for.
    fn places(&self) -> usize {
        self.capacity.max(1)
    }

    /// Whether a value can be stored that no waiting sender was promised the room of.
    fn has_room(&self, state: &State<S>) -> bool {
        state.values.len() + state.senders.promised() < self.places()
    }

    /// Gives free values to waiting receivers, and free room to waiting senders, until
    /// one of both runs out.
    fn serve(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        while let Some(step) = self.next_step() {
            match step {
                Step::Wake(coroutine) => scheduler.wake(&coroutine),
                Step::Settle(promise, value) => {
                    promise.settle(scheduler, Ok(value));
                }
            }
        }
        self.keep_time(scheduler);
    }

    fn next_step(&self) -> Option<Step<S>> {
        let mut state = self.state.borrow_mut();
        while state.free_values() > 0
            && let Some(receiver) = state.receivers.pop()
        {
            match receiver {
                Receiver::Coroutine(coroutine) => {
                    state.receivers.promise();
                    return Some(Step::Wake(coroutine));
                }
                Receiver::Future(promise) => {
                    if promise.is_wanted()
                        && let Some((value, _)) = state.take()
                    {
                        return Some(Step::Settle(promise, value));
                    }
                }
            }
        }
        if state.closed.is_none()
            && self.has_room(&state)
            && let Some(sender) = state.senders.pop()
        {
            state.senders.promise();
            return Some(Step::Wake(sender));
        }
        None
    }

    /// An operation begins: a token that has fired comes before everything else.
    fn look_at_token(
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Result<(), S::Error> {
        if let Some(token) = token {
            token.mark_used();
            if let Some(fired) = token.outcome() {
                return Err(scheduler.operation_cancelled(fired));
            }
        }
        Ok(())
    }

    fn closed_error(scheduler: &Scheduler<S>, reason: CloseReason) -> S::Error {
        scheduler.switch().failure(Failure::ChannelClosed(reason))
    }
}

impl<S: Switch> Awaitable<S> for Channel<S> {
    /// Channels notify again and again; a closed one never does any more.
    fn outcome(&self) -> Option<Outcome<S>> {
        self.closed().map(|_| Ok(S::Value::default()))
    }

    fn mark_used(&self) {}

    fn subscribe(&self, _scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.listeners.add(listener)
    }

    fn unsubscribe(&self, _scheduler: &Scheduler<S>, ticket: Ticket) {
        self.listeners.remove(ticket);
    }

    fn describe(&self) -> String {
        let state = self.state.borrow();
        format!(
            "Channel(capacity={}, receivers={}, senders={}, reserved={}/{})",
            self.capacity,
            state.receivers.waiting(),
            state.senders.waiting() + usize::from(state.owner.is_some()),
            state.receivers.promised(),
            state.senders.promised(),
        )
    }
}

impl<S: Switch> Dependant<S> for Channel<S> {
    fn scope_ends(self: Rc<Self>, scheduler: &Scheduler<S>) {
        self.close(scheduler, CloseReason::ScopeDisposed);
    }
}
