//! Groups of tasks: started a few at a time, kept under keys, collected in several
//! ways.
//!
//! One machine serves two kinds: a group that keeps what its tasks ended with, and
//! a set that forgets an entry once it was delivered. Errors of tasks stay in the
//! group; those that nobody has heard of when it is abandoned go to its scope.
//!
//! Running tasks hold the group, the group holds its scope. What runs code of the
//! implementation, or may when it is dropped, is left to coroutines and to the
//! callers.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use crate::awaitable::{Awaitable, Listener, Listeners, Outcome, Ticket, Waiting};
use crate::{Coroutine, Failure, Scheduler, Scope, Switch};

mod admission;
mod collect;
mod end;
mod entries;
mod walk;

pub use walk::Walk;

use admission::Claim;
use collect::Collector;
use entries::{Entries, Stage};

/// What a task is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A number.
    Index(i64),
    /// A text.
    Name(Rc<[u8]>),
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(index) => write!(f, "{index}"),
            Self::Name(name) => f.write_str(&String::from_utf8_lossy(name)),
        }
    }
}

/// Makes the body of a task's coroutine when it is the task's turn. It runs in the
/// middle of whatever ended another task: it must neither run user code nor wait.
///
/// # Errors
/// What the task ends with instead, when there is no room for a coroutine.
pub type Task<S> =
    Box<dyn FnOnce(&Scheduler<S>) -> Result<<S as Switch>::Body, <S as Switch>::Error>>;

/// How many tasks at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Tasks that run at once; 0 for any number.
    pub concurrency: usize,
    /// Tasks that wait for their turn before `spawn` has to wait itself; 0 for any
    /// number. Without a limit on concurrency nobody waits.
    pub queue: usize,
}

/// What becomes of an entry that was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// It stays.
    Keep,
    /// It is removed.
    Forget,
}

/// What the implementation adds to a group. Nothing here may wait or run user code;
/// `ended` may spawn a coroutine for that.
pub trait Owner<S: Switch> {
    /// Makes one value of what tasks returned.
    fn collect(&self, results: Vec<(Key, S::Value)>) -> S::Value;

    /// Nothing runs and nothing is queued; more may come while the group is open.
    fn rests(&self) {}

    /// The group is closed and everything has settled, for good. Those who waited
    /// for that are woken already. `last` is the coroutine that ended last.
    fn ended(
        &self,
        _scheduler: &Scheduler<S>,
        _group: &Rc<Group<S>>,
        _last: Option<&Rc<Coroutine<S>>>,
    ) {
    }
}

/// See the module.
pub struct Group<S: Switch> {
    scope: Rc<Scope<S>>,
    limits: Limits,
    retention: Retention,
    owner: Rc<dyn Owner<S>>,
    entries: RefCell<Entries<S>>,
    /// The next key for tasks that come without.
    next_index: Cell<i64>,
    /// Tasks that have a coroutine.
    running: Cell<usize>,
    claims: RefCell<Claims<S>>,
    collectors: RefCell<Vec<Collector<S>>>,
    /// Told when an entry has settled, and when no more can come.
    moved: Listeners<S>,
    /// Told when nothing runs and nothing is queued.
    rest: Listeners<S>,
    closed: Cell<bool>,
    /// All errors count as handled, those to come included.
    silenced: Cell<bool>,
    /// Nobody can ask for anything any more, except through futures.
    abandoned: Cell<bool>,
    /// It is closed, everything has settled, and the owner knows.
    ended: Cell<bool>,
}

/// Coroutines that wait for room in the queue.
struct Claims<S: Switch> {
    waiting: VecDeque<Rc<Claim<S>>>,
    /// Of those that left the line, how many have not taken their room yet.
    granted: usize,
}

impl<S: Switch> Group<S> {
    /// A group whose tasks run in `scope`.
    pub fn new(
        scope: Rc<Scope<S>>,
        limits: Limits,
        retention: Retention,
        owner: Rc<dyn Owner<S>>,
    ) -> Rc<Self> {
        Rc::new(Self {
            scope,
            limits,
            retention,
            owner,
            entries: RefCell::default(),
            next_index: Cell::new(0),
            running: Cell::new(0),
            claims: RefCell::new(Claims {
                waiting: VecDeque::new(),
                granted: 0,
            }),
            collectors: RefCell::default(),
            moved: Listeners::default(),
            rest: Listeners::default(),
            closed: Cell::new(false),
            silenced: Cell::new(false),
            abandoned: Cell::new(false),
            ended: Cell::new(false),
        })
    }

    /// Where the tasks run.
    pub fn scope(&self) -> &Rc<Scope<S>> {
        &self.scope
    }

    /// Nothing runs and nothing is queued. May become `false` again while the group
    /// is open.
    pub fn is_finished(&self) -> bool {
        self.running.get() == 0 && self.entries.borrow().queued() == 0
    }

    /// No more tasks are taken.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// It is closed and everything has settled, for good.
    pub fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// How many tasks there are, settled ones included.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// There are no tasks, not even settled ones.
    pub fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    /// What has succeeded so far, in order of insertion.
    pub fn values(&self) -> Vec<(Key, S::Value)> {
        self.entries.borrow().values()
    }

    /// What has failed so far, in order of insertion. Counts as handled from now on.
    pub fn take_errors(&self) -> Vec<(Key, S::Error)> {
        let mut entries = self.entries.borrow_mut();
        entries.mark_all_handled();
        entries.errors()
    }

    /// Counts the errors there are now as handled.
    pub fn mark_handled(&self) {
        self.entries.borrow_mut().mark_all_handled();
    }

    /// Accepts no more tasks; those that were accepted go on.
    pub fn close(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        if self.closed.replace(true) {
            return;
        }
        self.turn_away(scheduler);
        self.moved.tell(scheduler);
        self.serve(scheduler, None);
        self.end(scheduler, None);
    }

    /// Closes the group, cancels what runs, forgets what is queued. All errors count
    /// as handled, those to come included. No effect on a closed group.
    pub fn cancel(self: &Rc<Self>, scheduler: &Scheduler<S>, error: Option<S::Error>) {
        if self.closed.get() {
            return;
        }
        self.silenced.set(true);
        let error = error.unwrap_or_else(|| {
            let failure = Failure::Cancelled("TaskGroup cancelled");
            scheduler.switch().failure(failure)
        });
        self.stop(scheduler, &error);
    }

    /// Closes it, cancels what runs and forgets what is queued.
    fn stop(self: &Rc<Self>, scheduler: &Scheduler<S>, error: &S::Error) {
        let (forgotten, running) = {
            let mut entries = self.entries.borrow_mut();
            (entries.take_queued(), entries.running())
        };
        for coroutine in running {
            scheduler.cancel(&coroutine, error.clone());
        }
        self.close(scheduler);
        drop(forgotten);
    }

    /// Cancels the scope, which treats running tasks as it treats coroutines. The
    /// group stays open.
    pub fn dispose(&self, scheduler: &Scheduler<S>) {
        self.scope.cancel(scheduler, None, self.scope.is_safe());
    }

    /// Waits until everything has settled. Errors of tasks do not come out here.
    ///
    /// # Errors
    /// Misuse when the group is not closed; what ended the wait.
    pub fn await_completion(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        if !self.closed.get() {
            return Err(self.misuse(
                scheduler,
                "TaskGroup must be closed before calling awaitCompletion()",
            ));
        }
        if self.is_finished() {
            return Ok(());
        }
        scheduler.switch().may_park()?;
        let ticket = self.rest.add(Listener::Coroutine(scheduler.running()));
        let waiting = Waiting::For(Rc::clone(self) as Rc<dyn Awaitable<S>>);
        let waited = scheduler.wait_until(None, waiting, || self.is_finished().then_some(()));
        self.rest.remove(ticket);
        waited
    }

    /// Shows values and errors it holds, for collectors of garbage. Only while nobody
    /// else holds the group they are its own.
    pub fn each_held(&self, value: &mut dyn FnMut(&S::Value), error: &mut dyn FnMut(&S::Error)) {
        self.entries.borrow().each(&mut |stage| match stage {
            Stage::Succeeded(held) => value(held),
            Stage::Failed(fault) => error(&fault.error),
            Stage::Queued(_) | Stage::Starting | Stage::Running(_) => {}
        });
    }

    fn misuse(&self, scheduler: &Scheduler<S>, text: impl Into<Cow<'static, str>>) -> S::Error {
        scheduler.switch().failure(Failure::Misuse(text.into()))
    }
}

/// Notifies when nothing runs and nothing is queued; as long as that is so it has an
/// outcome, without a value.
impl<S: Switch> Awaitable<S> for Group<S> {
    fn outcome(&self) -> Option<Outcome<S>> {
        self.is_finished().then(|| Ok(S::Value::default()))
    }

    fn mark_used(&self) {}

    fn subscribe(&self, _scheduler: &Scheduler<S>, listener: Listener<S>) -> Ticket {
        self.rest.add(listener)
    }

    fn unsubscribe(&self, _scheduler: &Scheduler<S>, ticket: Ticket) {
        self.rest.remove(ticket);
    }

    fn describe(&self) -> String {
        let name = match self.retention {
            Retention::Keep => "TaskGroup",
            Retention::Forget => "TaskSet",
        };
        let total = self.len();
        let active = self.running.get();
        format!("{name}(total={total}, active={active})")
    }
}
