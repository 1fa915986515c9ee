//! The end of a coroutine: who hears of it, and where an error goes that nobody
//! waited for.

use std::rc::Rc;

use super::Scheduler;
use crate::Switch;
use crate::awaitable::Outcome;
use crate::coroutine::{Coroutine, State};

impl<S: Switch> Scheduler<S> {
    pub(super) fn finish(&self, coroutine: &Rc<Coroutine<S>>, outcome: Outcome<S>) {
        let verdict = coroutine.verdict.take();
        let outcome = match (outcome, verdict) {
            (Ok(value), Some(cancellation)) => {
                coroutine.returned.replace(Some(value));
                Err(cancellation)
            }
            (Err(error), Some(cancellation)) => Err(self.switch.chain(error, cancellation)),
            (outcome, None) => outcome,
        };
        coroutine.state.set(State::Finished);
        self.slots
            .borrow_mut()
            .try_remove(coroutine.id.get().slot as usize);
        self.unfinished.set(self.unfinished.get() - 1);
        let observed = coroutine.observed.get() || !coroutine.end.listeners.is_empty();
        coroutine.observed.set(observed);
        coroutine.end.settle(self, outcome);
        let handled = self.switch.finished(self, coroutine, observed) || observed;
        let scope = coroutine.scope.take();
        if let Some(scope) = scope {
            let error = match &*coroutine.outcome() {
                Some(Err(error)) if !handled && !self.switch.is_cancellation(error) => {
                    Some(error.clone())
                }
                _ => None,
            };
            if let Some(error) = error {
                scope.route(self, coroutine, error);
            }
            scope.leave(self, coroutine);
            self.switch.leave_scope(self, scope);
        }
    }
}
