//! Borrowing.

use std::cell::Cell;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::{Claim, Pool, Waiter, merge};
use crate::awaitable::{Listener, Outcome, Waiting};
use crate::{Failure, Liveness, Scheduler, Switch};

/// How long somebody waits.
struct Patience {
    milliseconds: u64,
    /// Set when the wait begins: what hooks take before does not count.
    deadline: Cell<Option<Instant>>,
}

impl<S: Switch> Pool<S> {
    /// Borrows a resource: the one that has been idle for longest, else a new one,
    /// else it waits for up to `milliseconds`; `None` is for ever.
    ///
    /// # Errors
    /// [`Failure::Pool`] when it is closed, [`Failure::ServiceUnavailable`] when the
    /// circuit breaker is open, [`Failure::Timeout`]; what a hook failed with; what
    /// ended the wait.
    pub fn acquire(&self, scheduler: &Scheduler<S>, milliseconds: Option<u64>) -> Outcome<S> {
        let patience = milliseconds.map(|milliseconds| Patience {
            milliseconds,
            deadline: Cell::new(None),
        });
        loop {
            self.refuse(scheduler)?;
            let claim = match self.surplus() {
                Some(claim) => claim,
                None => {
                    let claim = self.wait(scheduler, patience.as_ref())?;
                    self.redeem(claim);
                    self.refuse(scheduler)?;
                    claim
                }
            };
            if let Some(resource) = self.take(scheduler, claim)? {
                return Ok(resource);
            }
        }
    }

    /// [`Pool::acquire`] without waiting for a resource; hooks may wait. `None` when
    /// nothing is free, the pool is closed or the circuit breaker open.
    ///
    /// # Errors
    /// What a hook failed with.
    pub fn try_acquire(&self, scheduler: &Scheduler<S>) -> Result<Option<S::Value>, S::Error> {
        loop {
            if self.refusal().is_some() {
                self.serve(scheduler);
                return Ok(None);
            }
            let Some(claim) = self.surplus() else {
                return Ok(None);
            };
            if let Some(resource) = self.take(scheduler, claim)? {
                return Ok(Some(resource));
            }
        }
    }

    /// Borrows a certain idle resource, for somebody who had it before: no hook is
    /// asked. `None` when it is not idle, or others have a better claim to what is.
    pub fn reclaim(&self, is_it: impl Fn(&S::Value) -> bool) -> Option<S::Value> {
        if self.refusal().is_some() || self.surplus() != Some(Claim::Idle) {
            return None;
        }
        let at = self.idle.borrow().iter().position(is_it)?;
        let resource = self.idle.borrow_mut().remove(at)?;
        self.active.set(self.active.get() + 1);
        Some(resource)
    }

    /// Sends the caller away if nobody gets a resource now. What it could have taken
    /// is the next one's.
    fn refuse(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        match self.refusal() {
            None => Ok(()),
            Some(refusal) => {
                self.serve(scheduler);
                Err(scheduler.switch().failure(refusal))
            }
        }
    }

    /// Takes what `claim` stands for. `None`: an idle resource turned out to be bad,
    /// and the caller may look again before anybody else does.
    fn take(&self, scheduler: &Scheduler<S>, claim: Claim) -> Result<Option<S::Value>, S::Error> {
        if claim == Claim::Idle
            && let Some(resource) = self.take_idle()
        {
            return self.lend(scheduler, resource);
        }
        let created = self.create();
        if created.is_err() {
            self.serve(scheduler);
        }
        created.map(Some)
    }

    fn lend(
        &self,
        scheduler: &Scheduler<S>,
        resource: S::Value,
    ) -> Result<Option<S::Value>, S::Error> {
        let refused = match self.hooks.may_lend(&resource) {
            Ok(true) => return Ok(Some(resource)),
            Ok(false) => None,
            Err(error) => Some(error),
        };
        let cancelled = refused.filter(|error| scheduler.switch().is_cancellation(error));
        let error = match self.destroy(resource) {
            Ok(()) => cancelled,
            Err(error) => Some(merge(scheduler, cancelled, error)),
        };
        match error {
            None => Ok(None),
            Some(error) => {
                self.serve(scheduler);
                Err(error)
            }
        }
    }

    /// Waits in line for a promise.
    fn wait(
        &self,
        scheduler: &Scheduler<S>,
        patience: Option<&Patience>,
    ) -> Result<Claim, S::Error> {
        scheduler.switch().may_park()?;
        let waiter = Rc::new(Waiter {
            coroutine: scheduler.running(),
            promise: Cell::new(None),
        });
        self.waiters.borrow_mut().push_back(Rc::clone(&waiter));
        let deadline = patience.map(|patience| patience.deadline(scheduler));
        let timer = deadline.map(|deadline| {
            let listener = Listener::Coroutine(Rc::clone(&waiter.coroutine));
            scheduler.arm(deadline, listener, Liveness::Live)
        });
        let pool = Weak::clone(&self.this);
        let waiting = Waiting::Described(Box::new(move || {
            pool.upgrade().map_or(String::new(), |pool| pool.describe())
        }));
        let waited = scheduler.wait_until(None, waiting, || {
            if let Some(claim) = waiter.promise.take() {
                Some(Ok(claim))
            } else if self.is_closed() {
                Some(Err(Failure::Pool("Pool is closed")))
            } else if let Some(patience) = patience
                && deadline.is_some_and(|deadline| scheduler.switch().now() >= deadline)
            {
                Some(Err(Failure::Timeout(patience.milliseconds)))
            } else {
                None
            }
        });
        if let Some(timer) = timer {
            scheduler.disarm(timer);
        }
        let error = match waited {
            Ok(Ok(claim)) => return Ok(claim),
            Ok(Err(failure)) => scheduler.switch().failure(failure),
            Err(error) => error,
        };
        self.leave(scheduler, &waiter);
        Err(error)
    }

    /// A waiter goes without what it waited for; a promise made to it is the next one's.
    fn leave(&self, scheduler: &Scheduler<S>, waiter: &Rc<Waiter<S>>) {
        match waiter.promise.take() {
            Some(claim) => {
                self.redeem(claim);
                self.serve(scheduler);
            }
            None => self
                .waiters
                .borrow_mut()
                .retain(|other| !Rc::ptr_eq(other, waiter)),
        }
    }
}

impl Patience {
    fn deadline<S: Switch>(&self, scheduler: &Scheduler<S>) -> Instant {
        let deadline = self
            .deadline
            .get()
            .unwrap_or_else(|| scheduler.after(Duration::from_millis(self.milliseconds)));
        self.deadline.set(Some(deadline));
        deadline
    }
}
