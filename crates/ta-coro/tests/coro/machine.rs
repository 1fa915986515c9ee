//! A scheduler over stackful coroutines, virtual time, and a log of what happened.
//!
//! The code of a test coroutine is a plain closure that may park anywhere down its
//! stack, exactly like PHP code in an engine context. Nothing here sleeps, and
//! nothing here decides an order: that is what is under test.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use ta_coro::{Awaitable, Coroutine, Id, Liveness, Next, Parked, Scheduler, Scope};

mod error;
mod signal;
mod switch;

pub(crate) use error::{Error, broken, made, stop};
pub(crate) use signal::Signal;
pub(crate) use switch::{Handler, Machine};

use switch::Body;

/// What test coroutines return.
pub(crate) type Value = u64;
/// How one ends.
pub(crate) type Outcome = Result<Value, Error>;
/// A coroutine of the scheduler under test.
pub(crate) type Task = Rc<Coroutine<Machine>>;

/// A scheduler, a clock and a log.
#[derive(Clone)]
pub(crate) struct World(Rc<Inner>);

struct Inner {
    scheduler: Scheduler<Machine>,
    epoch: Instant,
    log: RefCell<Vec<String>>,
    reactor: RefCell<Option<Reactor>>,
}

/// What the reactor does once, at its first turn while main waits. `true` returns to main
/// at once, past the queue.
type Reactor = Box<dyn FnOnce(&World) -> bool>;

impl World {
    pub(crate) fn new() -> Self {
        let epoch = Instant::now();
        let world = Self(Rc::new(Inner {
            scheduler: Scheduler::new(Machine::new(epoch)),
            epoch,
            log: RefCell::default(),
            reactor: RefCell::new(None),
        }));
        let set = world.machine().world.set(Rc::downgrade(&world.0));
        assert!(set.is_ok(), "a new machine has no world yet");
        world
    }

    /// One in which errors nobody waited for stay with their coroutines, as they do while
    /// somebody holds the handle: scopes never see them.
    pub(crate) fn keeping_errors() -> Self {
        let world = Self::new();
        world.machine().reports.keep_errors.set(true);
        world
    }

    pub(crate) fn scheduler(&self) -> &Scheduler<Machine> {
        &self.0.scheduler
    }

    fn machine(&self) -> &Machine {
        self.0.scheduler.switch()
    }

    // Making coroutines.

    /// Spawns code that returns an outcome.
    pub(crate) fn spawn(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Task {
        self.scheduler().spawn(self.machine().body(code))
    }

    /// [`World::spawn`] in a scope.
    pub(crate) fn spawn_in(
        &self,
        scope: &Rc<Scope<Machine>>,
        code: impl FnOnce(&World) -> Outcome + 'static,
    ) -> Task {
        self.scheduler().spawn_in(scope, self.machine().body(code))
    }

    /// Makes a coroutine without queueing it.
    pub(crate) fn admit(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Task {
        let scope = self.scheduler().current_scope();
        self.scheduler().admit(&scope, self.machine().body(code))
    }

    /// Has an ended coroutine that nobody else holds begin another life.
    pub(crate) fn readmit(&self, task: Task) -> Result<Task, Task> {
        self.scheduler()
            .readmit(&self.scheduler().main_scope(), task)
    }

    /// Gives an ended coroutine something new to do.
    pub(crate) fn refill(&self, task: &Task, code: impl FnOnce(&World) -> Outcome + 'static) {
        self.machine().refill(task, code);
    }

    /// Makes the test's own flow the main coroutine.
    pub(crate) fn adopt_main(&self) -> Task {
        self.scheduler().adopt_main(Body::main())
    }

    /// Spawns code that writes `name:start`, parks once by `how`, and writes how that ended.
    pub(crate) fn spawn_waiter(
        &self,
        name: &'static str,
        how: impl FnOnce(&World) -> Parked<Machine> + 'static,
    ) -> Task {
        self.spawn(waiter(name, how))
    }

    // Inside a coroutine.

    pub(crate) fn current(&self) -> Task {
        self.scheduler().current().expect("inside a coroutine")
    }

    pub(crate) fn park(&self) -> Parked<Machine> {
        self.scheduler().park(Liveness::Dependent)
    }

    pub(crate) fn park_live(&self) -> Parked<Machine> {
        self.scheduler().park(Liveness::Live)
    }

    pub(crate) fn yield_now(&self) -> Parked<Machine> {
        self.scheduler().yield_now()
    }

    pub(crate) fn sleep(&self, milliseconds: u64) -> Parked<Machine> {
        let deadline = self.now() + Duration::from_millis(milliseconds);
        self.scheduler().sleep_until(deadline)
    }

    /// Waits for the end of `task`; its error is the caller's.
    pub(crate) fn join(&self, task: &Task) -> Outcome {
        self.scheduler().await_outcome(&awaitable(task), None)
    }

    /// [`World::join`] for anything, until `token` fires.
    pub(crate) fn join_until(
        &self,
        target: &Rc<dyn Awaitable<Machine>>,
        token: &Rc<dyn Awaitable<Machine>>,
    ) -> Outcome {
        self.scheduler().await_outcome(target, Some(token))
    }

    // Time.

    pub(crate) fn now(&self) -> Instant {
        self.machine().now.get()
    }

    /// Milliseconds since the world began.
    pub(crate) fn elapsed(&self) -> u128 {
        (self.now() - self.0.epoch).as_millis()
    }

    pub(crate) fn advance(&self, milliseconds: u64) {
        self.advance_by(Duration::from_millis(milliseconds));
    }

    pub(crate) fn advance_by(&self, time: Duration) {
        self.machine().now.set(self.now() + time);
    }

    // Driving.

    /// One pass, at the present time.
    pub(crate) fn turn(&self) -> Next {
        self.scheduler().run_ready()
    }

    /// Runs until nothing moves by itself, jumping from deadline to deadline.
    pub(crate) fn drive(&self) -> Next {
        for _ in 0..1_000_000 {
            match self.turn() {
                Next::Again => {}
                Next::Wait => match self.scheduler().earliest_deadline() {
                    Some(deadline) => self.machine().now.set(deadline.max(self.now())),
                    None => return Next::Wait,
                },
                next => return next,
            }
        }
        panic!("the scheduler does not come to rest");
    }

    /// Has `what` done from the scheduler's own flow when main waits for the first time.
    pub(crate) fn when_main_waits(&self, what: impl FnOnce(&Self) + 'static) {
        self.0.reactor.replace(Some(Box::new(|world| {
            what(world);
            false
        })));
    }

    /// Returns to main from outside the queue the next time it waits, after `what`.
    pub(crate) fn tear_main_out(&self, what: impl FnOnce(&Self) + 'static) {
        self.0.reactor.replace(Some(Box::new(|world| {
            what(world);
            true
        })));
    }

    fn drive_until_main(&self) {
        let reactor = self.0.reactor.take();
        if let Some(what) = reactor
            && what(self)
        {
            return;
        }
        let next = self.drive();
        assert_eq!(
            next,
            Next::Main,
            "main waits for something that never comes"
        );
    }

    // Looking.

    pub(crate) fn note(&self, what: impl Into<String>) {
        self.0.log.borrow_mut().push(what.into());
    }

    /// Everything noted since the last call, separated by spaces.
    pub(crate) fn log(&self) -> String {
        self.0.log.take().join(" ")
    }

    /// Who has ended, in that order.
    pub(crate) fn finished(&self) -> Vec<Id> {
        self.machine().reports.finished.borrow().clone()
    }

    /// Errors that no scope took, in order, since the last call.
    pub(crate) fn unhandled(&self) -> Vec<Error> {
        self.machine().reports.unhandled.take()
    }

    /// Names of the scopes that have ended for good, in order, since the last call.
    pub(crate) fn ended(&self) -> Vec<&'static str> {
        self.machine().reports.ended.take()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A coroutine that is still parked holds its world from its own stack: unwind
        // it when the test lets go of the world, or both would stay for good.
        let scheduler = &self.0.scheduler;
        if scheduler.current().is_some() {
            return;
        }
        let parked: Vec<_> = (scheduler.coroutines().into_iter())
            .filter(|task| task.body.is_parked())
            .collect();
        if Rc::strong_count(&self.0) == 1 + parked.len() {
            for task in parked {
                task.body.unwind();
            }
        }
    }
}

/// `task` as something to wait for.
pub(crate) fn awaitable(task: &Task) -> Rc<dyn Awaitable<Machine>> {
    Rc::clone(task) as _
}

/// The body of a coroutine that only says that it ran.
pub(crate) fn say(what: &'static str) -> impl FnOnce(&World) -> Outcome {
    move |world| {
        world.note(what);
        Ok(0)
    }
}

/// The body of a coroutine that writes `name:start`, parks once by `how`, and writes how
/// that ended.
pub(crate) fn waiter(
    name: &'static str,
    how: impl FnOnce(&World) -> Parked<Machine>,
) -> impl FnOnce(&World) -> Outcome {
    move |world| {
        world.note(format!("{name}:start"));
        match how(world) {
            Ok(()) => world.note(format!("{name}:ok")),
            Err(error) => {
                world.note(format!("{name}:{error}"));
                return Err(error);
            }
        }
        Ok(0)
    }
}
