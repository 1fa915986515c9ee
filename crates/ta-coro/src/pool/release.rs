//! Giving back.

use super::{Pool, merge};
use crate::{Scheduler, Switch};

impl<S: Switch> Pool<S> {
    /// Gives a resource back: it is idle again, or destroyed when it is not good any
    /// more or the pool is closed. That the pool has lent it is not checked.
    ///
    /// # Errors
    /// What destroying or reporting failed with, and cancellations that came inside
    /// a hook. The resource has left the caller's hands all the same.
    pub fn release(&self, scheduler: &Scheduler<S>, resource: S::Value) -> Result<(), S::Error> {
        let switch = scheduler.switch();
        let (good, mut failed) = match self.hooks.may_keep(&resource) {
            Err(error) if switch.is_cancellation(&error) => (false, Some(error)),
            verdict => {
                let verdict = match verdict {
                    Ok(true) => Ok(()),
                    Ok(false) => Err(None),
                    Err(error) => Err(Some(error)),
                };
                (verdict.is_ok(), self.hooks.report(verdict).err())
            }
        };
        if good && !self.is_closed() {
            self.put_idle(resource);
        } else if let Err(error) = self.destroy(resource) {
            failed = Some(merge(scheduler, failed, error));
        }
        self.serve(scheduler);
        failed.map_or(Ok(()), Err)
    }
}
