//! Waiting for a scope.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::Scope;
use crate::awaitable::{Awaitable, Listener, Waiting};
use crate::{Coroutine, Failure, Scheduler, Switch};

/// Levels of scopes that the check for waiting on oneself looks at.
const DEPTH: usize = 64;

/// Somebody who waits for a scope, and gets the errors that pass through it.
pub(super) struct Catcher<S: Switch> {
    coroutine: Rc<Coroutine<S>>,
    errors: RefCell<VecDeque<S::Error>>,
}

impl<S: Switch> Scope<S> {
    /// Waits until no coroutine is active here or below.
    ///
    /// # Errors
    /// A cancellation when the scope is cancelled already; misuse when the caller
    /// belongs to it; an error that passes through it meanwhile; what ended the wait.
    pub fn await_completion(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: &Rc<dyn Awaitable<S>>,
    ) -> Result<(), S::Error> {
        token.mark_used();
        if self.closed.get() {
            return Ok(());
        }
        if self.cancelled.get() {
            let failure = Failure::Cancelled("The scope has been cancelled");
            return Err(scheduler.switch().failure(failure));
        }
        self.refuse_members(scheduler)?;
        if self.is_quiet() {
            return Ok(());
        }
        self.wait(scheduler, Some(token), Self::is_quiet, &mut Err)
    }

    /// Waits until nothing is left of a cancelled scope, coroutines that were left
    /// running included. Errors that pass through it go to `on_error`, whose own
    /// error ends the wait.
    ///
    /// # Errors
    /// Misuse when the scope was not cancelled, or the caller belongs to it; what
    /// `on_error` returned; what ended the wait.
    pub fn await_after_cancellation(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
        on_error: &mut dyn FnMut(S::Error) -> Result<(), S::Error>,
    ) -> Result<(), S::Error> {
        if let Some(token) = token {
            token.mark_used();
        }
        if self.closed.get() {
            return Ok(());
        }
        if !self.cancelled.get() {
            let failure =
                Failure::Misuse("Attempt to await a Scope that has not been cancelled".into());
            return Err(scheduler.switch().failure(failure));
        }
        self.refuse_members(scheduler)?;
        if self.is_empty() {
            return Ok(());
        }
        self.wait(scheduler, token, Self::is_empty, on_error)
    }

    fn wait(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        token: Option<&Rc<dyn Awaitable<S>>>,
        done: fn(&Self) -> bool,
        on_error: &mut dyn FnMut(S::Error) -> Result<(), S::Error>,
    ) -> Result<(), S::Error> {
        let current = scheduler.running();
        let catcher = Rc::new(Catcher {
            coroutine: Rc::clone(&current),
            errors: RefCell::default(),
        });
        self.catchers.borrow_mut().push(Rc::clone(&catcher));
        let result = loop {
            let ticket = self.quiet.add(Listener::Coroutine(Rc::clone(&current)));
            let mut told = Ok(());
            let waited = scheduler.wait_until(token, Waiting::Text("Scope"), || {
                if catcher.errors.borrow().is_empty() && !done(self) && !self.quiet.is_told(ticket)
                {
                    return None;
                }
                Some(())
            });
            self.quiet.remove(ticket);
            if let Err(cancellation) = waited {
                // A failure and a cancellation meet: the failure is the news.
                let failure = catcher.errors.borrow_mut().pop_front();
                break Err(match failure {
                    Some(error) => scheduler.switch().chain(error, cancellation),
                    None => cancellation,
                });
            }
            while told.is_ok() {
                let Some(error) = catcher.errors.borrow_mut().pop_front() else {
                    break;
                };
                told = on_error(error);
            }
            if told.is_err() || done(self) {
                break told;
            }
        };
        self.catchers
            .borrow_mut()
            .retain(|known| !Rc::ptr_eq(known, &catcher));
        result
    }

    /// Gives `error` to those who wait. Returns whether there was anybody.
    pub(super) fn catch(&self, scheduler: &Scheduler<S>, error: &S::Error) -> bool {
        let catchers = self.catchers.borrow().clone();
        for catcher in &catchers {
            catcher.errors.borrow_mut().push_back(error.clone());
            scheduler.wake(&catcher.coroutine);
        }
        !catchers.is_empty()
    }

    fn refuse_members(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let own = scheduler.current_scope();
        let mut at = Some(&own);
        for _ in 0..DEPTH {
            let Some(scope) = at else { break };
            if Rc::ptr_eq(scope, self) {
                let failure = Failure::Misuse(
                    "Cannot await completion of scope from a coroutine that belongs to the same \
                     scope or its children"
                        .into(),
                );
                return Err(scheduler.switch().failure(failure));
            }
            at = scope.parent.as_ref();
        }
        Ok(())
    }
}
