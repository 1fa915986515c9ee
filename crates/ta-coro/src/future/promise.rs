//! The writing end that a producer keeps: it does not keep the future alive, so it
//! sees when nobody reads any more.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::Future;
use crate::awaitable::Outcome;
use crate::{Scheduler, Switch};

/// Settles a future on behalf of a producer: a channel, a group, a signal watch.
///
/// The future goes when its last reader does, and tells the producer. Steps chained
/// to it are readers: they are held here until the future settles, and go with the
/// promise when the producer gives up.
pub struct Promise<S: Switch> {
    future: Weak<Future<S>>,
    #[expect(dead_code, reason = "the future finds it by its weak end")]
    kept: Kept<S>,
}

/// Holds a future that has chained steps and perhaps no other holder.
type Kept<S> = Rc<RefCell<Option<Rc<Future<S>>>>>;

/// What a future knows of its promise.
pub(super) struct Backing<S: Switch> {
    kept: Weak<RefCell<Option<Rc<Future<S>>>>>,
    abandoned: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl<S: Switch> Default for Backing<S> {
    fn default() -> Self {
        Self {
            kept: Weak::new(),
            abandoned: RefCell::new(None),
        }
    }
}

impl<S: Switch> Promise<S> {
    /// A pending future and its writing end. `abandoned` is called at once when the
    /// producer is not needed any more: the last reader goes before the future has
    /// settled, or a reader cancels it. It may run anywhere, the scheduler's own flow
    /// included: it must neither run user code nor wait.
    pub fn new(abandoned: impl FnOnce() + 'static) -> (Self, Rc<Future<S>>) {
        let kept = Kept::default();
        let mut future = Future::pending();
        future.promise = Backing {
            kept: Rc::downgrade(&kept),
            abandoned: RefCell::new(Some(Box::new(abandoned))),
        };
        let future = Rc::new(future);
        let promise = Self {
            future: Rc::downgrade(&future),
            kept,
        };
        (promise, future)
    }

    /// [`Promise::new`] for a producer outside: a signal, a process. While somebody
    /// waits for the future, the process stays alive.
    pub fn from_outside(abandoned: impl FnOnce() + 'static) -> (Self, Rc<Future<S>>) {
        let (promise, future) = Self::new(abandoned);
        future.interest.settled_outside();
        (promise, future)
    }

    /// Somebody can still see the outcome, and there is none yet.
    pub fn is_wanted(&self) -> bool {
        self.future().is_some_and(|future| !future.is_settled())
    }

    /// The future, while somebody reads it.
    pub fn future(&self) -> Option<Rc<Future<S>>> {
        self.future.upgrade()
    }

    /// As [`Future::settle`]; also `false` when nobody reads any more.
    pub fn settle(&self, scheduler: &Scheduler<S>, outcome: Outcome<S>) -> bool {
        match self.future() {
            Some(future) => {
                let abandoned = future.promise.abandoned.take();
                drop(abandoned);
                future.settle(scheduler, outcome)
            }
            None => false,
        }
    }
}

impl<S: Switch> Backing<S> {
    /// A step was chained to `future`, which has not settled.
    pub(super) fn keep(&self, future: &Rc<Future<S>>) {
        if let Some(kept) = self.kept.upgrade() {
            kept.replace(Some(Rc::clone(future)));
        }
    }

    /// The future has settled: its steps hold what they need. The caller holds the
    /// future.
    pub(super) fn let_go(&self) {
        self.abandon();
        if let Some(kept) = self.kept.upgrade() {
            let future = kept.take();
            drop(future);
        }
    }

    /// Tells the producer, unless it has settled the future itself.
    fn abandon(&self) {
        let abandoned = self.abandoned.take();
        if let Some(abandoned) = abandoned {
            abandoned();
        }
    }
}

impl<S: Switch> Drop for Backing<S> {
    fn drop(&mut self) {
        self.abandon();
    }
}
