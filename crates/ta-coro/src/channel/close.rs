//! The end of a channel.

use std::rc::Rc;

use super::{Channel, Receiver};
use crate::failure::CloseReason;
use crate::{Scheduler, Switch};

/// The one error of all who waited when the channel was closed. Each takes it when
/// it runs; it goes with the last.
pub(super) struct Verdict<S: Switch> {
    error: S::Error,
    heirs: usize,
}

impl<S: Switch> Verdict<S> {
    pub(super) fn error(&self) -> &S::Error {
        &self.error
    }
}

impl<S: Switch> Channel<S> {
    /// Ends the channel. Nothing more is sent; what it holds can still be taken, but
    /// for a value without capacity that nobody was promised, whose sender waits:
    /// that one was never sent. Those who wait and were promised nothing fail.
    ///
    /// Returns `false` when it was closed before: the first reason stays.
    pub fn close(self: &Rc<Self>, scheduler: &Scheduler<S>, reason: CloseReason) -> bool {
        let (owner, receivers, senders, promised) = {
            let mut state = self.state.borrow_mut();
            if state.closed.is_some() {
                return false;
            }
            state.closed = Some(reason);
            let owner = state.owner.take().map(|(number, owner)| {
                state.withdrawn = state.values.pop_back().map(|value| (number, value));
                owner
            });
            (
                owner,
                state.receivers.dismiss(),
                state.senders.dismiss(),
                // They have nobody to send to any more, though there is room.
                state.senders.promised(),
            )
        };
        self.keep_time(scheduler);
        let mut promises = Vec::new();
        let mut waiting = Vec::new();
        for receiver in receivers {
            match receiver {
                Receiver::Coroutine(coroutine) => waiting.push(coroutine),
                Receiver::Future(promise) => promises.push(promise),
            }
        }
        waiting.extend(owner);
        waiting.extend(senders);
        let heirs = waiting.len() + promised;
        if heirs > 0 || !promises.is_empty() {
            let error = Self::closed_error(scheduler, reason);
            if heirs > 0 {
                let error = error.clone();
                self.state.borrow_mut().verdict = Some(Verdict { error, heirs });
            }
            for promise in promises {
                promise.settle(scheduler, Err(error.clone()));
            }
        }
        for coroutine in waiting {
            scheduler.wake(&coroutine);
        }
        self.listeners.tell(scheduler);
        true
    }

    /// Drops what it holds. For channels that nobody can get at any more.
    pub fn empty(&self) {
        let (values, withdrawn, verdict) = {
            let mut state = self.state.borrow_mut();
            (
                std::mem::take(&mut state.values),
                state.withdrawn.take(),
                state.verdict.take(),
            )
        };
        drop((values, withdrawn, verdict));
    }

    /// The error of somebody who waited when the channel was closed.
    pub(super) fn inherit(&self) -> S::Error {
        let mut state = self.state.borrow_mut();
        let verdict = state
            .verdict
            .as_mut()
            .expect("the error stays until all have taken it");
        verdict.heirs -= 1;
        if verdict.heirs > 0 {
            return verdict.error.clone();
        }
        state.verdict.take().expect("it was there").error
    }
}
