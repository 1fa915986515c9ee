//! A pool of resources: few things lent to many coroutines, in order.
//!
//! A resource is idle (the pool holds it), or active: lent, or inside a hook. The
//! hooks make, check and destroy resources; they run in the caller's coroutine and
//! may wait, so the books are always right before one is called and no borrow is
//! held.
//!
//! Whoever waits is served in order of arrival. What comes free, an idle resource or
//! room for another, is promised to the oldest waiter: until that runs, nobody else
//! may take it. What nobody was promised is free for all, so free things and
//! waiters without a promise never meet.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::Duration;

use crate::awaitable::Outcome;
use crate::timers::TimerKey;
use crate::{Coroutine, Failure, Scheduler, Switch};

mod acquire;
mod check;
mod release;

/// What a pool does with its resources. All of it may wait.
pub trait PoolHooks<S: Switch> {
    /// Makes a resource.
    ///
    /// # Errors
    /// What is in the way; whoever wanted the resource gets that.
    fn create(&self) -> Outcome<S>;

    /// Ends a resource.
    ///
    /// # Errors
    /// What went wrong; the resource counts as gone.
    fn destroy(&self, resource: S::Value) -> Result<(), S::Error>;

    /// Whether an idle resource is still good.
    ///
    /// # Errors
    /// As good as a no; a cancellation ends the check as well.
    fn is_healthy(&self, _resource: &S::Value) -> Result<bool, S::Error> {
        Ok(true)
    }

    /// Whether an idle resource may be lent.
    ///
    /// # Errors
    /// As good as a no; a cancellation ends the acquisition as well.
    fn may_lend(&self, _resource: &S::Value) -> Result<bool, S::Error> {
        Ok(true)
    }

    /// Whether a resource that was given back may be lent again.
    ///
    /// # Errors
    /// As good as a no; a cancellation is the caller's as well.
    fn may_keep(&self, _resource: &S::Value) -> Result<bool, S::Error> {
        Ok(true)
    }

    /// A resource came back, good or not, and if not, perhaps with the error that
    /// [`PoolHooks::may_keep`] failed with. Not called for cancellations, which say
    /// nothing about the resource.
    ///
    /// # Errors
    /// What the caller has to hear of.
    fn report(&self, _verdict: Result<(), Option<S::Error>>) -> Result<(), S::Error> {
        Ok(())
    }
}

/// How many resources a pool holds.
#[derive(Clone, Copy, Debug)]
pub struct PoolLimits {
    /// Resources made in advance, and made up for when a check has ended some.
    pub min: usize,
    /// Most resources at a time.
    pub max: usize,
    /// How often idle resources are checked.
    pub check_every: Option<Duration>,
}

/// State of a circuit breaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Breaker {
    /// Everything goes through.
    #[default]
    Active,
    /// Nobody gets a resource.
    Inactive,
    /// Goes through like [`Breaker::Active`]; whoever set it watches.
    Recovering,
}

/// See the module.
pub struct Pool<S: Switch> {
    hooks: Rc<dyn PoolHooks<S>>,
    limits: PoolLimits,
    /// The oldest first.
    idle: RefCell<VecDeque<S::Value>>,
    active: Cell<usize>,
    /// Those who were promised nothing yet, the oldest first.
    waiters: RefCell<VecDeque<Rc<Waiter<S>>>>,
    promised_idle: Cell<usize>,
    promised_room: Cell<usize>,
    closed: Cell<bool>,
    breaker: Cell<Breaker>,
    check: Cell<Option<TimerKey>>,
    this: Weak<Self>,
}

/// Somebody who waits for a resource.
struct Waiter<S: Switch> {
    coroutine: Rc<Coroutine<S>>,
    promise: Cell<Option<Claim>>,
}

/// What somebody may take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Idle,
    Room,
}

impl<S: Switch> Pool<S> {
    /// An empty pool. [`Pool::warm_up`] begins its work.
    pub fn new(hooks: Rc<dyn PoolHooks<S>>, limits: PoolLimits) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            hooks,
            limits,
            idle: RefCell::default(),
            active: Cell::new(0),
            waiters: RefCell::default(),
            promised_idle: Cell::new(0),
            promised_room: Cell::new(0),
            closed: Cell::new(false),
            breaker: Cell::default(),
            check: Cell::new(None),
            this: Weak::clone(this),
        })
    }

    /// Makes the resources a pool has in advance, and begins to check them.
    ///
    /// # Errors
    /// The first error of a hook; what was made before stays idle.
    pub fn warm_up(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        self.fill_up()?;
        self.arm_check(scheduler);
        Ok(())
    }

    /// Resources at rest.
    pub fn idle(&self) -> usize {
        self.idle.borrow().len()
    }

    /// Resources that are lent or inside a hook.
    pub fn active(&self) -> usize {
        self.active.get()
    }

    /// All resources.
    pub fn total(&self) -> usize {
        self.idle() + self.active()
    }

    /// Things promised to waiters that have not come for them.
    pub fn reserved(&self) -> usize {
        self.promised_idle.get() + self.promised_room.get()
    }

    /// Those who wait and were promised nothing yet.
    pub fn waiting(&self) -> usize {
        self.waiters.borrow().len()
    }

    /// It lends nothing any more.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// State of the circuit breaker.
    pub fn breaker(&self) -> Breaker {
        self.breaker.get()
    }

    /// Sets the circuit breaker. Whoever waits learns of it at its turn.
    pub fn set_breaker(&self, state: Breaker) {
        self.breaker.set(state);
    }

    /// Shows the idle resources, in their places: for the cycle collector.
    pub fn each_idle(&self, see: impl FnMut(&S::Value)) {
        self.idle.borrow().iter().for_each(see);
    }

    /// Ends the pool: those who wait are sent away, idle resources are destroyed, and
    /// the others when they come back. No effect on a closed pool.
    ///
    /// # Errors
    /// What destroying the resources failed with, the earlier behind the later. All
    /// of them are destroyed nevertheless.
    pub fn close(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        if self.closed.replace(true) {
            return Ok(());
        }
        if let Some(timer) = self.check.take() {
            scheduler.disarm(timer);
        }
        self.promised_idle.set(0);
        self.promised_room.set(0);
        for waiter in self.waiters.take() {
            scheduler.wake(&waiter.coroutine);
        }
        let mut failed = None;
        while let Some(resource) = self.take_idle() {
            if let Err(error) = self.destroy(resource) {
                failed = Some(merge(scheduler, failed, error));
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// In words.
    pub fn describe(&self) -> String {
        format!(
            "Pool(idle={}, active={}, reserved={}, max={})",
            self.idle(),
            self.active(),
            self.reserved(),
            self.limits.max
        )
    }

    /// Why nobody gets a resource now.
    fn refusal(&self) -> Option<Failure<S::Error>> {
        if self.closed.get() {
            Some(Failure::Pool("Pool is closed"))
        } else if self.breaker.get() == Breaker::Inactive {
            Some(Failure::ServiceUnavailable)
        } else {
            None
        }
    }

    /// What nobody was promised.
    fn surplus(&self) -> Option<Claim> {
        let room = self.limits.max.saturating_sub(self.total());
        if self.idle() > self.promised_idle.get() {
            Some(Claim::Idle)
        } else if room > self.promised_room.get() {
            Some(Claim::Room)
        } else {
            None
        }
    }

    fn promised(&self, claim: Claim) -> &Cell<usize> {
        match claim {
            Claim::Idle => &self.promised_idle,
            Claim::Room => &self.promised_room,
        }
    }

    /// Promises what is free to those who have waited longest.
    fn serve(&self, scheduler: &Scheduler<S>) {
        while let Some(claim) = self.surplus() {
            let Some(waiter) = self.waiters.borrow_mut().pop_front() else {
                break;
            };
            let promised = self.promised(claim);
            promised.set(promised.get() + 1);
            waiter.promise.set(Some(claim));
            scheduler.wake(&waiter.coroutine);
        }
    }

    /// A promise was redeemed, or came to nothing. Closing voids all of them.
    fn redeem(&self, claim: Claim) {
        let promised = self.promised(claim);
        promised.set(promised.get().saturating_sub(1));
    }

    /// The oldest idle resource, active from now on.
    fn take_idle(&self) -> Option<S::Value> {
        let resource = self.idle.borrow_mut().pop_front()?;
        self.active.set(self.active.get() + 1);
        Some(resource)
    }

    /// An active resource comes to rest.
    fn put_idle(&self, resource: S::Value) {
        self.forget();
        self.idle.borrow_mut().push_back(resource);
    }

    /// An active resource is none any more. Users can give back what they were
    /// never lent, so there may be none.
    fn forget(&self) {
        self.active.set(self.active.get().saturating_sub(1));
    }

    /// Makes an active resource.
    fn create(&self) -> Outcome<S> {
        self.active.set(self.active.get() + 1);
        self.hooks.create().inspect_err(|_| self.forget())
    }

    /// Ends an active resource.
    fn destroy(&self, resource: S::Value) -> Result<(), S::Error> {
        let destroyed = self.hooks.destroy(resource);
        self.forget();
        destroyed
    }

    /// Makes idle resources until there are as many as there should be. Room that was
    /// promised is as good as used: whoever it was promised to makes one.
    fn fill_up(&self) -> Result<(), S::Error> {
        while self.total() + self.promised_room.get() < self.limits.min && !self.closed.get() {
            let resource = self.create()?;
            if self.closed.get() {
                return self.destroy(resource);
            }
            self.put_idle(resource);
        }
        Ok(())
    }
}

/// One error of two. A failure wins over a cancellation, which is no news, and
/// otherwise the later one over the earlier.
fn merge<S: Switch>(
    scheduler: &Scheduler<S>,
    earlier: Option<S::Error>,
    later: S::Error,
) -> S::Error {
    let switch = scheduler.switch();
    match earlier {
        None => later,
        Some(earlier) if switch.is_cancellation(&later) && !switch.is_cancellation(&earlier) => {
            switch.chain(earlier, later)
        }
        Some(earlier) => switch.chain(later, earlier),
    }
}
