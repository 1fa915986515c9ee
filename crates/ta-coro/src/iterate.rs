//! Calling something for each element of a source, several calls at a time.
//!
//! One coroutine, the driver, walks the source and makes the calls itself. Before
//! each call it leaves another worker at the tail of the ready queue: if the call
//! never waits, the driver makes the next one before that worker comes to run; if it
//! does wait, the worker goes on with the source, and leaves another one in turn.
//! So there are never more coroutines than calls that wait, plus one, and never more
//! than the limit.
//!
//! The workers, and whatever the calls spawn, live in a scope of their own.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::rc::Rc;

use slab::Slab;

use crate::awaitable::{Awaitable, Listener, Notify, Waiting};
use crate::gather::joined;
use crate::{Coroutine, Failure, Scheduler, Scope, Switch};

/// What is walked.
pub trait Source<S: Switch> {
    /// An element.
    type Item;

    /// The next element, `None` at the end. May park; nobody else asks meanwhile.
    ///
    /// # Errors
    /// Whatever the source failed with: it is not asked again.
    fn next(&mut self, scheduler: &Scheduler<S>) -> Result<Option<Self::Item>, S::Error>;
}

/// What is done with each element.
pub trait Each<S: Switch, T> {
    /// Takes one element; [`ControlFlow::Break`] says that it shall be the last. May
    /// park; other elements come meanwhile.
    ///
    /// # Errors
    /// Ends the iteration.
    fn call(&self, scheduler: &Scheduler<S>, item: T) -> Result<ControlFlow<()>, S::Error>;

    /// Whether there is room for one more coroutine; without, the iteration goes on
    /// with those that are there.
    fn has_room(&self) -> bool {
        true
    }
}

/// How an iteration goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Calls that may be under way at a time; 0 for any number.
    pub concurrency: usize,
    /// Coroutines that calls have spawned and that go on after the last call are
    /// cancelled, rather than left to end by themselves. Waited for they are anyway.
    pub cancel_pending: bool,
}

/// Why everything is cancelled that is still under way.
const BROKEN: &str = "Cancellation of the iterator due to an exception";
const PENDING: &str = "Cancellation of pending coroutines after iterator completion";

/// Calls `each` for the elements of `source` and waits until everything is over:
/// the calls, and what they spawned.
///
/// # Errors
/// The first error of a call or of the source: the other calls, and whatever they
/// spawned, are cancelled and waited for. Otherwise as [`Scheduler::park`]; then
/// everything is cancelled too, and ends alone.
///
/// # Panics
/// Outside a coroutine: callers check first.
pub fn iterate<S, I, E>(
    scheduler: &Scheduler<S>,
    source: I,
    each: E,
    pace: Pace,
) -> Result<(), S::Error>
where
    S: Switch,
    I: Source<S> + 'static,
    E: Each<S, I::Item> + 'static,
{
    scheduler.switch().may_park()?;
    let floor = Rc::new(Floor {
        caller: scheduler.running(),
        scope: Scope::child(&scheduler.current_scope()),
        limit: match pace.concurrency {
            0 => usize::MAX,
            limit => limit,
        },
        workers: RefCell::default(),
        standby: Cell::new(false),
        over: Cell::new(false),
        failure: RefCell::new(None),
        broken: Cell::new(false),
    });
    floor.scope.set_safe(false);
    let walk = Rc::new(Walk {
        source: RefCell::new(Some(source)),
        each: RefCell::new(Some(Rc::new(each))),
        floor: Rc::clone(&floor),
    });
    walk.add_worker(scheduler);
    let called = floor.wait_for_calls(scheduler);
    let result = floor.wind_up(scheduler, called, pace.cancel_pending);
    walk.clear();
    result
}

/// What is walked, and what for.
struct Walk<S: Switch, I, E> {
    /// Taken out by whoever asks for an element, and for good at the end.
    source: RefCell<Option<I>>,
    each: RefCell<Option<Rc<E>>>,
    floor: Rc<Floor<S>>,
}

/// Who is at work.
struct Floor<S: Switch> {
    caller: Rc<Coroutine<S>>,
    scope: Rc<Scope<S>>,
    /// Workers there may be.
    limit: usize,
    /// Workers there are, the one that has not begun included.
    workers: RefCell<Slab<Rc<Coroutine<S>>>>,
    /// There is one that has not begun.
    standby: Cell<bool>,
    /// No further element is to be called for.
    over: Cell<bool>,
    failure: RefCell<Option<S::Error>>,
    /// Everything was cancelled because of it.
    broken: Cell<bool>,
}

impl<S, I, E> Walk<S, I, E>
where
    S: Switch,
    I: Source<S> + 'static,
    E: Each<S, I::Item> + 'static,
{
    fn add_worker(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        let floor = &self.floor;
        floor.standby.set(true);
        let walk = Rc::clone(self);
        let worker = scheduler.spawn_work(&floor.scope, move |scheduler| {
            walk.floor.standby.set(false);
            let worked = walk.work(scheduler);
            if let Err(error) = &worked {
                walk.floor.fail(error);
            }
            worked.map(|()| S::Value::default())
        });
        let key = floor.workers.borrow_mut().insert(Rc::clone(&worker));
        worker.subscribe(scheduler, Listener::Object(Rc::clone(floor) as _, key));
    }

    /// Takes element after element until there are no more. Where somebody else is
    /// asking the source right now, it leaves: that one will see to successors.
    fn work(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let floor = &self.floor;
        while !floor.over.get() {
            let taken = self.source.take();
            let Some(mut source) = taken else { break };
            let next = source.next(scheduler);
            if floor.over.get() || !matches!(next, Ok(Some(_))) {
                floor.over.set(true);
                drop(source);
                return next.map(drop);
            }
            self.source.replace(Some(source));
            let each = self.each.borrow().clone();
            let (Ok(Some(item)), Some(each)) = (next, each) else {
                break;
            };
            let is_short = !floor.standby.get() && floor.workers.borrow().len() < floor.limit;
            if is_short && each.has_room() {
                self.add_worker(scheduler);
            }
            if each.call(scheduler, item)?.is_break() {
                floor.over.set(true);
            }
        }
        Ok(())
    }

    /// Lets go of what the implementation gave, in the caller's flow. Who is still
    /// calling holds it, and lets go in its own.
    fn clear(&self) {
        self.floor.over.set(true);
        let source = self.source.take();
        let each = self.each.take();
        drop((source, each));
    }
}

impl<S: Switch> Floor<S> {
    /// Keeps the first error.
    fn fail(&self, error: &S::Error) {
        self.over.set(true);
        let mut failure = self.failure.borrow_mut();
        if failure.is_none() {
            *failure = Some(error.clone());
        }
    }

    fn cancel(&self, scheduler: &Scheduler<S>, reason: &'static str) {
        let error = scheduler.switch().failure(Failure::Cancelled(reason));
        self.scope.cancel(scheduler, Some(error), false);
    }

    fn give_up(&self, scheduler: &Scheduler<S>) {
        self.over.set(true);
        if !self.broken.replace(true) {
            self.cancel(scheduler, BROKEN);
        }
    }

    /// Parks the caller until no worker is left.
    fn wait_for_calls(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        scheduler.wait_until(None, Waiting::Text("calls of iterate()"), || {
            self.workers.borrow().is_empty().then_some(())
        })
    }

    /// Sees to what is left after the calls.
    fn wind_up(
        &self,
        scheduler: &Scheduler<S>,
        called: Result<(), S::Error>,
        cancel_pending: bool,
    ) -> Result<(), S::Error> {
        let waited = called.and_then(|()| {
            if !self.broken.get() && cancel_pending && !self.scope.is_quiet() {
                self.cancel(scheduler, PENDING);
            }
            self.wait_for_rest(scheduler)
        });
        if waited.is_err() {
            self.give_up(scheduler);
        }
        let failure = self.failure.take();
        match (failure, waited) {
            (None, waited) => waited,
            (Some(error), Ok(())) => Err(error),
            (Some(error), Err(cancellation)) => Err(joined(scheduler, Err(error), cancellation)),
        }
    }

    /// Parks the caller until no coroutine of the scope is left.
    fn wait_for_rest(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let quiet = &self.scope.quiet;
        while !self.scope.is_quiet() {
            let ticket = quiet.add(Listener::Coroutine(Rc::clone(&self.caller)));
            let waiting = Waiting::Text("coroutines of iterate()");
            let waited =
                scheduler.wait_until(None, waiting, || quiet.is_told(ticket).then_some(()));
            quiet.remove(ticket);
            waited?;
        }
        Ok(())
    }
}

impl<S: Switch> Notify<S> for Floor<S> {
    /// A worker has ended.
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, key: usize) {
        let worker = self.workers.borrow_mut().try_remove(key);
        if let Some(Err(error)) = worker.and_then(|worker| Awaitable::outcome(&*worker)) {
            self.fail(&error);
        }
        if self.failure.borrow().is_some() {
            self.give_up(scheduler);
        }
        if self.workers.borrow().is_empty() {
            scheduler.wake(&self.caller);
        }
    }
}
