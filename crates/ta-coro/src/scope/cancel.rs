//! How scopes end.

use std::rc::Rc;
use std::time::Duration;

use super::Scope;
use crate::awaitable::{Listener, Notify};
use crate::coroutine::State;
use crate::{Coroutine, Failure, Liveness, Scheduler, Switch};

impl<S: Switch> Scope<S> {
    /// Cancels what runs here and below: child scopes first, then own coroutines.
    /// `error` is what they get; `None` stands for the usual one. With `safely`,
    /// coroutines that have started are left running and no longer count.
    ///
    /// No effect on a closed scope.
    pub fn cancel(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        error: Option<S::Error>,
        safely: bool,
    ) {
        if self.closed.get() {
            return;
        }
        let error = error.unwrap_or_else(|| {
            let failure = Failure::Cancelled("Scope was cancelled");
            scheduler.switch().failure(failure)
        });
        self.cancel_each(scheduler, &mut || error.clone(), safely);
    }

    /// [`Scope::cancel`] with an error of its own for each coroutine.
    pub(super) fn cancel_each(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        error: &mut dyn FnMut() -> S::Error,
        safely: bool,
    ) {
        self.cancel_below(scheduler, error, safely);
        self.settle(scheduler);
    }

    /// The way down. Scopes end on the way back, so none ends before its children. Not a
    /// recursion: trees may be deeper than stacks.
    fn cancel_below(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        error: &mut dyn FnMut() -> S::Error,
        safely: bool,
    ) {
        let mut path = Vec::new();
        path.extend(Level::of(self, scheduler));
        while let Some(level) = path.last_mut() {
            if let Some(child) = level.children.next() {
                path.extend(Level::of(&child, scheduler));
                continue;
            }
            let Some(Level { scope, members, .. }) = path.pop() else {
                break;
            };
            for member in members {
                if member.state() == State::Finished {
                    continue;
                }
                if safely && member.is_underway() {
                    scope.let_be(&member);
                } else {
                    scheduler.cancel(&member, error());
                }
            }
            scope.rest(scheduler);
        }
    }

    /// The last handle is gone: what still runs is cancelled.
    pub fn release(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        if self.closed.get() {
            return;
        }
        if self.is_empty() {
            self.cancelled.set(true);
            self.close(scheduler);
        } else {
            let failure = Failure::Cancelled("Scope is being disposed due to object destruction");
            let error = scheduler.switch().failure(failure);
            self.cancel(scheduler, Some(error), self.safe.get());
        }
    }

    /// Cancels whatever is left after `delay`. No effect on an empty or closed scope.
    pub fn dispose_after(self: &Rc<Self>, scheduler: &Scheduler<S>, delay: Duration) {
        if self.closed.get() || self.is_empty() {
            return;
        }
        let deadline = scheduler.after(delay);
        let alarm = Rc::new(Disposal(Rc::clone(self)));
        let timer = scheduler.arm(deadline, Listener::Object(alarm, 0), Liveness::Live);
        if let Some(earlier) = self.disposal.replace(Some(timer)) {
            scheduler.disarm(earlier);
        }
    }

    pub(super) fn close(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        self.closed.set(true);
        self.tell_dependants(scheduler);
        if let Some(timer) = self.disposal.take() {
            scheduler.disarm(timer);
        }
        scheduler.switch().scope_ended(scheduler, self);
    }

    /// Nothing is left for [`Scope::dispose_after`] to cancel. Somebody may still come,
    /// but nobody should wait for that.
    pub(super) fn hide_disposal(&self, scheduler: &Scheduler<S>) {
        if let Some(timer) = self.disposal.get() {
            self.disposal
                .set(scheduler.rearm(timer, Liveness::Dependent));
        }
    }

    fn tell_dependants(&self, scheduler: &Scheduler<S>) {
        let dependants = self.dependants.take();
        for dependant in dependants.iter().filter_map(std::rc::Weak::upgrade) {
            dependant.scope_ends(scheduler);
        }
    }
}

/// One scope on the way down. Its coroutines are those of the moment: what its child
/// scopes leave to it as they end, their `finally` handlers, goes on.
struct Level<S: Switch> {
    scope: Rc<Scope<S>>,
    children: std::vec::IntoIter<Rc<Scope<S>>>,
    members: Vec<Rc<Coroutine<S>>>,
}

impl<S: Switch> Level<S> {
    /// `None` for a scope that has ended already.
    fn of(scope: &Rc<Scope<S>>, scheduler: &Scheduler<S>) -> Option<Self> {
        if scope.closed.get() {
            return None;
        }
        scope.cancelled.set(true);
        scope.tell_dependants(scheduler);
        Some(Self {
            scope: Rc::clone(scope),
            children: scope.children().into_iter(),
            members: scope.members(),
        })
    }
}

/// The alarm behind [`Scope::dispose_after`].
struct Disposal<S: Switch>(Rc<Scope<S>>);

impl<S: Switch> Notify<S> for Disposal<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, _key: usize) {
        let scope = &self.0;
        scope.disposal.set(None);
        if !scope.is_empty() {
            let failure = Failure::Cancelled("Scope has been disposed due to timeout");
            let error = scheduler.switch().failure(failure);
            scope.cancel(scheduler, Some(error), scope.is_safe());
        }
    }
}
