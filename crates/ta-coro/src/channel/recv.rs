//! Taking values out.

use std::rc::Rc;

use super::{Channel, Fate, Receiver};
use crate::awaitable::{Awaitable, Outcome, Waiting};
use crate::failure::CloseReason;
use crate::{Coroutine, Future, Promise, Scheduler, Switch};

/// What a receiver comes back with.
enum Taken<S: Switch> {
    Value(S::Value),
    /// The channel is closed and empty; the error says so.
    Closed(S::Error),
}

impl<S: Switch> Channel<S> {
    /// Takes the oldest value, waiting for one.
    ///
    /// # Errors
    /// The channel is closed and nothing is left in it; the token fired; as
    /// [`Scheduler::park`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn recv(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Outcome<S> {
        match self.receive(scheduler, token)? {
            Taken::Value(value) => Ok(value),
            Taken::Closed(error) => Err(error),
        }
    }

    /// [`Channel::recv`] for loops: an ordinary close is the end and no error.
    ///
    /// # Errors
    /// As [`Channel::recv`], except for [`CloseReason::Explicit`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn next(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<Option<S::Value>, S::Error> {
        match self.receive(scheduler, None)? {
            Taken::Value(value) => Ok(Some(value)),
            Taken::Closed(error) => match self.closed() {
                Some(CloseReason::Explicit) => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// A future of the next value. It stands in line like a coroutine, until somebody
    /// else settles it or nobody holds it any more. Then `abandoned` is called, in the
    /// middle of whatever did that, and passes the word on to [`Channel::look_again`].
    pub fn recv_later(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        abandoned: impl FnOnce(&Rc<Self>) + 'static,
    ) -> Rc<Future<S>> {
        if let Some(value) = self.try_recv(scheduler) {
            return Future::ready(scheduler, Ok(value));
        }
        if let Some(reason) = self.closed() {
            return Future::ready(scheduler, Err(Self::closed_error(scheduler, reason)));
        }
        let this = Rc::downgrade(self);
        let (promise, future) = Promise::new(move || {
            if let Some(channel) = this.upgrade() {
                abandoned(&channel);
            }
        });
        let receiver = Receiver::Future(promise);
        self.state.borrow_mut().receivers.join(receiver);
        self.keep_time(scheduler);
        future
    }

    /// Takes the oldest value nobody was promised, if there is one now.
    fn try_recv(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Option<S::Value> {
        let (value, owner) = self.state.borrow_mut().take()?;
        self.taken(scheduler, owner);
        Some(value)
    }

    /// A value is gone: its sender hears of it, then those who wait for room.
    fn taken(self: &Rc<Self>, scheduler: &Scheduler<S>, owner: Option<Rc<Coroutine<S>>>) {
        if let Some(owner) = owner {
            scheduler.wake(&owner);
        }
        self.serve(scheduler);
        self.listeners.tell(scheduler);
    }

    fn receive(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Result<Taken<S>, S::Error> {
        Self::look_at_token(scheduler, token)?;
        if let Some(value) = self.try_recv(scheduler) {
            return Ok(Taken::Value(value));
        }
        if let Some(reason) = self.closed() {
            return Ok(Taken::Closed(Self::closed_error(scheduler, reason)));
        }
        scheduler.switch().may_park()?;
        let receiver = Receiver::Coroutine(scheduler.running());
        let number = self.state.borrow_mut().receivers.join(receiver);
        self.keep_time(scheduler);
        let waiting = Waiting::For(Rc::<Self>::clone(self));
        match scheduler.wait_until(token, waiting, || self.fate_of_receiver(number)) {
            Ok(Fate::Served) => Ok(self.redeem(scheduler)),
            Ok(Fate::Dismissed) => Ok(Taken::Closed(self.inherit())),
            Err(cancellation) => Err(self.give_up_turn(scheduler, number, cancellation)),
        }
    }

    fn fate_of_receiver(&self, number: u64) -> Option<Fate> {
        let state = self.state.borrow();
        if state.receivers.is_called(number) {
            Some(Fate::Served)
        } else {
            state.closed.map(|_| Fate::Dismissed)
        }
    }

    /// Takes what was promised: the oldest value of all.
    fn redeem(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Taken<S> {
        let value = {
            let mut state = self.state.borrow_mut();
            state.receivers.redeem();
            state.values.pop_front()
        };
        match value {
            Some(value) => {
                self.taken(scheduler, None);
                Taken::Value(value)
            }
            // Only when the channel was torn down with its values.
            None => Taken::Closed(Self::closed_error(scheduler, CloseReason::Disposed)),
        }
    }

    /// The wait for a value was cut off: what was promised goes to the next in line.
    fn give_up_turn(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        number: u64,
        cancellation: S::Error,
    ) -> S::Error {
        match self.fate_of_receiver(number) {
            None => {
                self.state.borrow_mut().receivers.leave(number);
                self.keep_time(scheduler);
                cancellation
            }
            Some(Fate::Served) => {
                self.state.borrow_mut().receivers.redeem();
                self.serve(scheduler);
                cancellation
            }
            Some(Fate::Dismissed) => scheduler.switch().chain(self.inherit(), cancellation),
        }
    }
}
