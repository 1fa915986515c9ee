//! The way of an error that nobody waited for, from its scope upwards.

use std::rc::Rc;

use super::Scope;
use crate::{Coroutine, Failure, Scheduler, Switch};

/// An error on its way.
struct Stray<S: Switch> {
    coroutine: Rc<Coroutine<S>>,
    error: S::Error,
    /// How the scope where it began treats running coroutines.
    safely: bool,
}

impl<S: Switch> Scope<S> {
    /// Finds somebody for the `error` that `coroutine`, a member, has ended with.
    pub(crate) fn route(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        coroutine: &Rc<Coroutine<S>>,
        error: S::Error,
    ) {
        let stray = Stray {
            coroutine: Rc::clone(coroutine),
            error,
            safely: self.is_safe(),
        };
        self.offer(scheduler, stray, false);
    }

    fn offer(self: &Rc<Self>, scheduler: &Scheduler<S>, mut stray: Stray<S>, from_child: bool) {
        let switch = scheduler.switch();
        if switch.is_beyond(&stray.coroutine, self) {
            switch.unhandled(scheduler, &stray.coroutine, stray.error);
        } else if switch.has_handler(self, from_child) {
            // Handlers are code like any other: they may wait.
            let on_behalf = Rc::clone(&stray.coroutine);
            let scope = Rc::clone(self);
            let work = Box::new(move |scheduler: &Scheduler<S>| {
                // A handler may be the only one to hold the coroutine's handle: its
                // end must not look like nobody ever having cared.
                stray.coroutine.observed.set(true);
                let handled = scheduler.switch().handle(
                    &scope,
                    from_child,
                    &stray.coroutine,
                    stray.error.clone(),
                );
                match handled {
                    Ok(()) => Ok(S::Value::default()),
                    // The handler was ended, and the error with it.
                    Err(error) if scheduler.switch().is_cancellation(&error) => Err(error),
                    Err(error) => {
                        stray.coroutine.observed.set(false);
                        stray.error = error;
                        scope.pass_on(scheduler, stray);
                        Ok(S::Value::default())
                    }
                }
            });
            scheduler.spawn_front(self, switch.native(work, Some(&on_behalf)));
        } else {
            self.pass_on(scheduler, stray);
        }
    }

    /// Nobody here absorbed it: the scope is cancelled, and the error goes to those
    /// who wait for the scope, or on to its parent.
    fn pass_on(self: &Rc<Self>, scheduler: &Scheduler<S>, stray: Stray<S>) {
        let taken = self.catch(scheduler, &stray.error);
        let switch = scheduler.switch();
        // One for all: a scope may have thousands of members, and no memory left.
        let mut fresh = None;
        self.cancel_each(
            scheduler,
            &mut || {
                let failure = || switch.failure(Failure::Cancelled("Scope was cancelled"));
                S::Error::clone(fresh.get_or_insert_with(failure))
            },
            stray.safely,
        );
        if taken {
            stray.coroutine.observe();
            return;
        }
        match &self.parent {
            Some(parent) => parent.offer(scheduler, stray, true),
            None => switch.unhandled(scheduler, &stray.coroutine, stray.error),
        }
    }
}
