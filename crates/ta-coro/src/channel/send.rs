//! Putting values in.

use std::rc::Rc;

use super::{Channel, Fate};
use crate::awaitable::{Awaitable, Waiting};
use crate::{Coroutine, Scheduler, Switch};

impl<S: Switch> Channel<S> {
    /// Puts `value` in, waiting for room; without capacity, waiting until somebody
    /// takes it or was woken for it.
    ///
    /// # Errors
    /// The channel is or was closed before the value was taken; the token fired; as
    /// [`Scheduler::park`]. The value was not sent then, except when a cancellation
    /// came after somebody had taken it.
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn send(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        value: S::Value,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Result<(), S::Error> {
        Self::look_at_token(scheduler, token)?;
        if let Some(reason) = self.closed() {
            return Err(Self::closed_error(scheduler, reason));
        }
        let room = self.has_room(&self.state.borrow());
        if !room {
            self.wait_for_room(scheduler, token)?;
        } else if self.capacity == 0 && self.state.borrow_mut().next_receiver().is_none() {
            // The value must not be in the slot when the wait is refused.
            scheduler.switch().may_park()?;
        }
        self.store(scheduler, value);
        if self.capacity == 0 && self.state.borrow().free_values() > 0 {
            self.wait_for_taker(scheduler, token)?;
        }
        Ok(())
    }

    /// Puts `value` in if there is room for it now. Without capacity nobody waits
    /// until it is taken.
    pub fn try_send(self: &Rc<Self>, scheduler: &Scheduler<S>, value: S::Value) -> bool {
        {
            let state = self.state.borrow();
            if state.closed.is_some() || !self.has_room(&state) {
                return false;
            }
        }
        self.store(scheduler, value);
        true
    }

    fn store(self: &Rc<Self>, scheduler: &Scheduler<S>, value: S::Value) {
        self.state.borrow_mut().values.push_back(value);
        self.serve(scheduler);
        self.listeners.tell(scheduler);
    }

    fn wait_for_room(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Result<(), S::Error> {
        scheduler.switch().may_park()?;
        let number = self.state.borrow_mut().senders.join(scheduler.running());
        self.keep_time(scheduler);
        let waiting = Waiting::For(Rc::<Self>::clone(self));
        match scheduler.wait_until(token, waiting, || self.fate_of_sender(number)) {
            Ok(Fate::Served) => {
                self.state.borrow_mut().senders.redeem();
                Ok(())
            }
            Ok(Fate::Dismissed) => {
                self.forget_sender(number);
                Err(self.inherit())
            }
            Err(cancellation) => Err(self.give_up_room(scheduler, number, cancellation)),
        }
    }

    fn fate_of_sender(&self, number: u64) -> Option<Fate> {
        let state = self.state.borrow();
        if state.closed.is_some() {
            Some(Fate::Dismissed)
        } else {
            state.senders.is_called(number).then_some(Fate::Served)
        }
    }

    /// A sender that was promised room leaves a closed channel.
    fn forget_sender(&self, number: u64) {
        let mut state = self.state.borrow_mut();
        if state.senders.is_called(number) {
            state.senders.redeem();
        }
    }

    /// The wait for room was cut off: what was promised goes to the next in line.
    fn give_up_room(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        number: u64,
        cancellation: S::Error,
    ) -> S::Error {
        if self.closed().is_some() {
            self.forget_sender(number);
            return scheduler.switch().chain(self.inherit(), cancellation);
        }
        let left = self.state.borrow_mut().senders.leave(number);
        match left {
            Some(_) => self.keep_time(scheduler),
            None => {
                self.state.borrow_mut().senders.redeem();
                self.serve(scheduler);
            }
        }
        cancellation
    }

    /// The value is in the slot, and nobody wanted it yet.
    fn wait_for_taker(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Result<(), S::Error> {
        let number = self.own_the_value(scheduler.running());
        self.keep_time(scheduler);
        let waiting = Waiting::For(Rc::<Self>::clone(self));
        match scheduler.wait_until(token, waiting, || self.fate_of_owner(number)) {
            Ok(Fate::Served) => Ok(()),
            Ok(Fate::Dismissed) => {
                self.take_back(number);
                Err(self.inherit())
            }
            Err(cancellation) => Err(self.give_up_value(scheduler, number, cancellation)),
        }
    }

    fn own_the_value(&self, sender: Rc<Coroutine<S>>) -> u64 {
        let mut state = self.state.borrow_mut();
        let number = state.senders.draw();
        state.owner = Some((number, sender));
        number
    }

    fn fate_of_owner(&self, number: u64) -> Option<Fate> {
        let state = self.state.borrow();
        if state.owner.as_ref().is_some_and(|(own, _)| *own == number) {
            None
        } else if state
            .withdrawn
            .as_ref()
            .is_some_and(|(own, _)| *own == number)
        {
            Some(Fate::Dismissed)
        } else {
            Some(Fate::Served)
        }
    }

    /// Drops the value that a close has taken out of the slot.
    fn take_back(&self, number: u64) {
        let withdrawn = self
            .state
            .borrow_mut()
            .withdrawn
            .take_if(|(own, _)| *own == number);
        drop(withdrawn);
    }

    /// The wait for a taker was cut off: the value is withdrawn, unless it is gone.
    fn give_up_value(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        number: u64,
        cancellation: S::Error,
    ) -> S::Error {
        match self.fate_of_owner(number) {
            Some(Fate::Served) => cancellation,
            Some(Fate::Dismissed) => {
                self.take_back(number);
                scheduler.switch().chain(self.inherit(), cancellation)
            }
            None => {
                let value = {
                    let mut state = self.state.borrow_mut();
                    state.owner = None;
                    state.values.pop_back()
                };
                self.serve(scheduler);
                self.listeners.tell(scheduler);
                drop(value);
                cancellation
            }
        }
    }
}
