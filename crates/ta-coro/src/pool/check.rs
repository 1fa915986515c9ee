//! Looking after resources that nobody uses.

use std::rc::{Rc, Weak};

use super::{Pool, merge};
use crate::awaitable::{Listener, Notify};
use crate::{Liveness, Scheduler, Switch};

/// The alarm of a pool, which it does not keep alive.
struct Check<S: Switch>(Weak<Pool<S>>);

impl<S: Switch> Notify<S> for Check<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, _key: usize) {
        let Some(pool) = self.0.upgrade() else { return };
        pool.check.set(None);
        // Hooks are code that may wait: they need a coroutine.
        let pool = Weak::clone(&self.0);
        scheduler.spawn_work(&scheduler.main_scope(), move |scheduler| {
            let Some(pool) = pool.upgrade() else {
                return Ok(S::Value::default());
            };
            let checked = pool.check_all(scheduler);
            pool.arm_check(scheduler);
            checked.map(|()| S::Value::default())
        });
    }
}

impl<S: Switch> Pool<S> {
    /// Has the next round begin in time. Nobody stays alive for it.
    pub(super) fn arm_check(&self, scheduler: &Scheduler<S>) {
        if let Some(interval) = self.limits.check_every
            && !self.is_closed()
        {
            let alarm = Rc::new(Check(Weak::clone(&self.this)));
            let deadline = scheduler.after(interval);
            let timer = scheduler.arm(deadline, Listener::Object(alarm, 0), Liveness::Dependent);
            if let Some(earlier) = self.check.replace(Some(timer)) {
                scheduler.disarm(earlier);
            }
        }
    }

    /// Checks what is idle and not promised, the oldest first; a round changes
    /// nothing about their order.
    ///
    /// # Errors
    /// What destroying failed with, and cancellations.
    fn check_all(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let mut made_up = false;
        for _ in 0..self.idle() {
            if self.is_closed() || self.idle() <= self.promised_idle.get() {
                break;
            }
            let Some(resource) = self.take_idle() else {
                break;
            };
            match self.hooks.is_healthy(&resource) {
                Ok(true) if !self.is_closed() => self.put_idle(resource),
                verdict => {
                    let cancelled = verdict
                        .err()
                        .filter(|error| scheduler.switch().is_cancellation(error));
                    let destroyed = self.destroy(resource).err();
                    made_up = true;
                    let filled = self.make_up_for_it(scheduler).err();
                    let failed = [destroyed, filled]
                        .into_iter()
                        .flatten()
                        .fold(cancelled, |earlier, later| {
                            Some(merge(scheduler, earlier, later))
                        });
                    if let Some(error) = failed {
                        return Err(error);
                    }
                }
            }
            self.serve(scheduler);
        }
        // What an earlier round could not make.
        if made_up {
            Ok(())
        } else {
            self.make_up_for_it(scheduler)
        }
    }

    /// Replaces what was destroyed, as long as there is too little.
    fn make_up_for_it(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let filled = self.fill_up();
        self.serve(scheduler);
        match filled {
            Err(error) if scheduler.switch().is_cancellation(&error) => Err(error),
            // Nobody asked for this resource. If it still cannot be made when
            // somebody does, they get the error; until then the next round tries.
            Err(_) | Ok(()) => Ok(()),
        }
    }
}
