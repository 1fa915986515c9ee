//! Steps chained to futures.
//!
//! No step runs inside the call that settles its source: a coroutine in the scope
//! where it was chained takes it. That coroutine also takes the steps chained to
//! what it has settled, breadth first, as long as they belong to the same scope.
//! A step whose scope is gone, or whose coroutine ends before its turn, is not
//! taken: its future fails with the cancellation.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::Future;
use crate::awaitable::{Awaitable, Listener, Notify, Outcome};
use crate::coroutine::{Coroutine, Id};
use crate::{Failure, Scheduler, Scope, Switch};

/// When the code of a step is called, and what becomes of its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// For a value; an error passes.
    Map,
    /// For an error; a value passes.
    Catch,
    /// For both; what the source has settled with passes, unless the code fails.
    Finally,
}

/// What the code of a step ended with.
pub enum Reply<S: Switch> {
    /// A value or an error.
    Settled(Outcome<S>),
    /// The code asks its coroutine to end with this: nothing more may run in it.
    Ended(S::Error),
}

/// The code of a step, given what its source has settled with. Called once at most,
/// and dropped when the future of the step has settled: an implementation may have it
/// hold the object that stands for that future.
type Code<S> = Box<dyn Fn(&Scheduler<S>, Outcome<S>) -> Reply<S>>;

/// A step, where it is to be taken, and the future it settles.
pub(super) struct Link<S: Switch> {
    step: Step,
    code: Code<S>,
    child: Rc<Future<S>>,
    scope: Rc<Scope<S>>,
    /// The coroutine that chained it.
    principal: Option<Id>,
}

/// A step that is due, with what its source has settled with.
pub(super) type Due<S> = (Link<S>, Outcome<S>);

/// Steps that one coroutine takes.
struct Walk<S: Switch> {
    scope: Rc<Scope<S>>,
    due: RefCell<VecDeque<Due<S>>>,
}

impl<S: Switch> Future<S> {
    /// Chains a step to it and returns the future of the step. The code is called in
    /// a coroutine of the current scope, once the future has settled; at the earliest
    /// when the running coroutine waits or ends.
    pub fn chain(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        step: Step,
        code: impl Fn(&Scheduler<S>, Outcome<S>) -> Reply<S> + 'static,
    ) -> Rc<Self> {
        self.used.set(true);
        if step != Step::Finally {
            // What passes a map is its child's to report.
            self.caught.set(true);
        }
        let child = Self::new();
        child.linked.set(true);
        let link = Link {
            step,
            code: Box::new(code),
            child: Rc::clone(&child),
            scope: scheduler.current_scope(),
            principal: scheduler.current().map(|current| current.id()),
        };
        match self.outcome() {
            Some(outcome) => start(scheduler, [(link, outcome)]),
            None => {
                child.interest.chained_to(self);
                self.links.borrow_mut().push(link);
                self.promise.keep(self);
            }
        }
        child
    }
}

/// Has steps taken, by one coroutine for each scope they belong to.
pub(super) fn start<S: Switch>(scheduler: &Scheduler<S>, due: impl IntoIterator<Item = Due<S>>) {
    let mut walks: Vec<Walk<S>> = Vec::new();
    for step in due {
        let scope = &step.0.scope;
        let known = walks.iter().find(|walk| Rc::ptr_eq(&walk.scope, scope));
        match known {
            Some(walk) => walk.due.borrow_mut().push_back(step),
            None => walks.push(Walk {
                scope: Rc::clone(scope),
                due: RefCell::new(VecDeque::from([step])),
            }),
        }
    }
    for walk in walks {
        Rc::new(walk).begin(scheduler);
    }
}

impl<S: Switch> Walk<S> {
    fn begin(self: Rc<Self>, scheduler: &Scheduler<S>) {
        if self.scope.is_cancelled() || self.scope.is_closed() {
            let failure = Failure::Cancelled("Scope was cancelled");
            let error = scheduler.switch().failure(failure);
            self.call_off(scheduler, error);
            return;
        }
        let principal = self.principal(scheduler);
        let walk = Rc::clone(&self);
        let work = Box::new(move |scheduler: &Scheduler<S>| walk.go(scheduler));
        let body = scheduler.switch().native(work, principal.as_ref());
        let coroutine = scheduler.spawn_in(&self.scope, body);
        // Whatever the coroutine ends with, it is dealt with here.
        coroutine.subscribe(scheduler, Listener::Object(self, 0));
    }

    /// On whose behalf the steps are taken.
    fn principal(&self, scheduler: &Scheduler<S>) -> Option<Rc<Coroutine<S>>> {
        let due = self.due.borrow();
        let first = due.front().and_then(|(link, _)| link.principal)?;
        scheduler.find(first)
    }

    /// Takes the steps, one after another.
    fn go(&self, scheduler: &Scheduler<S>) -> Outcome<S> {
        loop {
            let Some((link, source)) = self.next() else {
                return Ok(S::Value::default());
            };
            match link.take(scheduler, source) {
                Reply::Settled(outcome) => self.settle(scheduler, &link, outcome),
                Reply::Ended(end) => {
                    self.settle(scheduler, &link, Err(cut_off(scheduler)));
                    return Err(end);
                }
            }
            drop(link);
            // Code that was interrupted may have gone on; what comes after it does
            // not. What a scope left running goes on to its end.
            let running = scheduler.running();
            if running.is_cancellation_requested() && !running.zombie.get() {
                return Ok(S::Value::default());
            }
        }
    }

    fn next(&self) -> Option<Due<S>> {
        self.due.borrow_mut().pop_front()
    }

    /// Settles the future of a step, and takes over the steps that waited for it.
    fn settle(&self, scheduler: &Scheduler<S>, link: &Link<S>, outcome: Outcome<S>) {
        // When its reader cancelled it meanwhile, that has started its steps.
        let due = link.child.conclude(scheduler, outcome).unwrap_or_default();
        let (own, foreign): (Vec<_>, Vec<_>) = due
            .into_iter()
            .partition(|(link, _)| Rc::ptr_eq(&link.scope, &self.scope));
        self.due.borrow_mut().extend(own);
        start(scheduler, foreign);
    }

    /// Fails the futures of all steps, and of those chained to them, without taking
    /// one. The code is dropped, which may run user code: hence a coroutine. It
    /// belongs to the main scope, which is there to the end.
    fn call_off(self: Rc<Self>, scheduler: &Scheduler<S>, error: S::Error) {
        let principal = self.principal(scheduler);
        let work = Box::new(move |scheduler: &Scheduler<S>| {
            while let Some((link, _)) = self.next() {
                let due = link.child.conclude(scheduler, Err(error.clone()));
                self.due.borrow_mut().extend(due.into_iter().flatten());
            }
            Ok(S::Value::default())
        });
        let body = scheduler.switch().native(work, principal.as_ref());
        scheduler
            .spawn_front(&scheduler.main_scope(), body)
            .observe();
    }
}

/// What steps fail with whose coroutine has ended before their turn.
fn cut_off<S: Switch>(scheduler: &Scheduler<S>) -> S::Error {
    let failure = Failure::Cancelled("Coroutine cancelled");
    scheduler.switch().failure(failure)
}

impl<S: Switch> Notify<S> for Walk<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, _key: usize) {
        if self.due.borrow().is_empty() {
            return;
        }
        let error = cut_off(scheduler);
        self.call_off(scheduler, error);
    }
}

impl<S: Switch> Link<S> {
    /// What the future of the step settles with.
    fn take(&self, scheduler: &Scheduler<S>, source: Outcome<S>) -> Reply<S> {
        match (self.step, source) {
            (Step::Map, Err(error)) => Reply::Settled(Err(error)),
            (Step::Catch, Ok(value)) => Reply::Settled(Ok(value)),
            (Step::Map | Step::Catch, source) => (self.code)(scheduler, source),
            (Step::Finally, source) => match (self.code)(scheduler, source.clone()) {
                Reply::Settled(Ok(_)) => Reply::Settled(source),
                Reply::Settled(Err(error)) => Reply::Settled(Err(match source {
                    Ok(_) => error,
                    Err(cause) => scheduler.switch().chain(error, cause),
                })),
                ended @ Reply::Ended(_) => ended,
            },
        }
    }
}
