//! A [`Switch`] over stackful coroutines, virtual time, and a log of what happened.
//!
//! The code of a test coroutine is a plain closure that may park anywhere down its
//! stack, exactly like PHP code in an engine context. Nothing here sleeps, and
//! nothing here decides an order: that is what is under test.

use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use corosensei::stack::DefaultStack;
use corosensei::{CoroutineResult, Yielder};
use ta_coro::{Coroutine, Id, Liveness, Next, Parked, Scheduler, Switch, Turn};

/// What test coroutines return.
pub(crate) type Value = u64;
/// What they fail with, and what cancellations are made of.
pub(crate) type Failure = &'static str;
/// How one ends.
pub(crate) type Outcome = Result<Value, Failure>;
/// A coroutine of the scheduler under test.
pub(crate) type Task = Rc<Coroutine<Machine>>;

/// Proptest and `format!` run on these stacks too.
const STACK_BYTES: usize = 256 * 1024;

type Stack = corosensei::Coroutine<(), (), Outcome>;

/// The `Switch` under the scheduler.
pub(crate) struct Machine {
    world: OnceCell<Weak<Inner>>,
    inside: Cell<u32>,
}

/// What a test coroutine carries.
pub(crate) struct Body {
    stack: RefCell<Option<Stack>>,
    /// Set while the coroutine runs; points into its own stack.
    yielder: Cell<Option<NonNull<Yielder<(), ()>>>>,
    /// Times it was entered.
    pub(crate) resumes: Cell<u32>,
    /// Times [`Switch::finished`] was called for it, and with which `observed`.
    pub(crate) endings: RefCell<Vec<bool>>,
}

impl Switch for Machine {
    type Body = Body;
    type Value = Value;
    type Error = Failure;

    fn resume(&self, coroutine: &Task) -> Turn<Self> {
        let body = &coroutine.body;
        body.resumes.set(body.resumes.get() + 1);
        assert_eq!(
            self.inside.replace(1),
            0,
            "at most one coroutine runs at a time"
        );
        let mut stack = body
            .stack
            .take()
            .expect("a coroutine that is entered has a stack, and is not running already");
        let result = stack.resume(());
        self.inside.set(0);
        match result {
            CoroutineResult::Yield(()) => {
                body.stack.replace(Some(stack));
                Turn::Parked
            }
            CoroutineResult::Return(outcome) => Turn::Finished(outcome),
        }
    }

    fn suspend(&self, coroutine: &Task) {
        match coroutine.body.yielder.get() {
            Some(yielder) => {
                // SAFETY: the pointer was made from the reference that the body's own
                // closure got, which lives on the coroutine's stack until that closure
                // returns; only code running on that stack gets here.
                let yielder = unsafe { yielder.as_ref() };
                yielder.suspend(());
            }
            None => self.world().drive_until_main(),
        }
    }

    fn finished(&self, coroutine: &Task, observed: bool) {
        coroutine.body.endings.borrow_mut().push(observed);
        self.world().0.finished.borrow_mut().push(coroutine.id());
    }
}

impl Machine {
    fn world(&self) -> World {
        let world = self.world.get().and_then(Weak::upgrade);
        World(world.expect("the world outlives its coroutines"))
    }
}

/// A scheduler, a clock and a log.
#[derive(Clone)]
pub(crate) struct World(Rc<Inner>);

struct Inner {
    scheduler: Scheduler<Machine>,
    epoch: Instant,
    now: Cell<Instant>,
    log: RefCell<Vec<String>>,
    finished: RefCell<Vec<Id>>,
    tasks: RefCell<Vec<Task>>,
    reactor: RefCell<Option<Reactor>>,
}

/// What the reactor does once, at its first turn while main waits. `true` returns to main
/// at once, past the queue.
type Reactor = Box<dyn FnOnce(&World) -> bool>;

impl World {
    pub(crate) fn new() -> Self {
        let epoch = Instant::now();
        let world = Self(Rc::new(Inner {
            scheduler: Scheduler::new(Machine {
                world: OnceCell::new(),
                inside: Cell::new(0),
            }),
            epoch,
            now: Cell::new(epoch),
            log: RefCell::default(),
            finished: RefCell::default(),
            tasks: RefCell::default(),
            reactor: RefCell::new(None),
        }));
        let set = world
            .scheduler()
            .switch()
            .world
            .set(Rc::downgrade(&world.0));
        assert!(set.is_ok(), "a new machine has no world yet");
        world
    }

    pub(crate) fn scheduler(&self) -> &Scheduler<Machine> {
        &self.0.scheduler
    }

    // ── making coroutines ────────────────────────────────────────────────────

    /// A body that is never entered: main's, whose stack is the test's own.
    fn main_body() -> Body {
        Body {
            stack: RefCell::new(None),
            yielder: Cell::new(None),
            resumes: Cell::new(0),
            endings: RefCell::default(),
        }
    }

    fn body(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Body {
        Body {
            stack: RefCell::new(Some(self.stack(code))),
            ..Self::main_body()
        }
    }

    fn stack(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Stack {
        let world = Rc::downgrade(&self.0);
        let stack = DefaultStack::new(STACK_BYTES).expect("memory for a small stack");
        Stack::with_stack(stack, move |yielder, ()| {
            let world = World(world.upgrade().expect("the world outlives its coroutines"));
            let current = world.current();
            current.body.yielder.set(Some(NonNull::from(yielder)));
            let outcome = code(&world);
            current.body.yielder.set(None);
            outcome
        })
    }

    fn keep(&self, task: Task) -> Task {
        self.0.tasks.borrow_mut().push(Rc::clone(&task));
        task
    }

    /// Spawns code that returns an outcome.
    pub(crate) fn spawn(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Task {
        self.keep(self.scheduler().spawn(self.body(code)))
    }

    /// Makes a coroutine without queueing it.
    pub(crate) fn admit(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Task {
        self.keep(self.scheduler().admit(self.body(code)))
    }

    /// Makes a coroutine without queueing it, and does not hold it: a candidate for another life.
    pub(crate) fn admit_unheld(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Task {
        self.scheduler().admit(self.body(code))
    }

    /// Gives an ended coroutine something new to do.
    pub(crate) fn refill(&self, task: &Task, code: impl FnOnce(&World) -> Outcome + 'static) {
        let used = task.body.stack.replace(Some(self.stack(code)));
        assert!(
            used.is_none(),
            "only a coroutine that has ended is refilled"
        );
    }

    /// Makes the test's own flow the main coroutine.
    pub(crate) fn adopt_main(&self) -> Task {
        self.keep(self.scheduler().adopt_main(Self::main_body()))
    }

    /// Spawns code that writes `name:start`, parks once by `how`, and writes how that ended.
    pub(crate) fn spawn_waiter(
        &self,
        name: &'static str,
        how: impl FnOnce(&World) -> Parked<Machine> + 'static,
    ) -> Task {
        self.spawn(move |world| {
            world.note(format!("{name}:start"));
            match how(world) {
                Ok(()) => world.note(format!("{name}:ok")),
                Err(error) => {
                    world.note(format!("{name}:{error}"));
                    return Err(error);
                }
            }
            Ok(0)
        })
    }

    // ── inside a coroutine ───────────────────────────────────────────────────

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
        let deadline = self.0.now.get() + Duration::from_millis(milliseconds);
        self.scheduler().sleep_until(deadline, || self.0.now.get())
    }

    // ── time ─────────────────────────────────────────────────────────────────

    pub(crate) fn now(&self) -> Instant {
        self.0.now.get()
    }

    /// Milliseconds since the world began.
    pub(crate) fn elapsed(&self) -> u128 {
        (self.0.now.get() - self.0.epoch).as_millis()
    }

    pub(crate) fn advance(&self, milliseconds: u64) {
        self.0
            .now
            .set(self.0.now.get() + Duration::from_millis(milliseconds));
    }

    // ── driving ──────────────────────────────────────────────────────────────

    /// One pass, at the present time.
    pub(crate) fn turn(&self) -> Next {
        self.scheduler().run_ready(self.0.now.get())
    }

    /// Runs until nothing moves by itself, jumping from deadline to deadline.
    pub(crate) fn drive(&self) -> Next {
        for _ in 0..1_000_000 {
            match self.turn() {
                Next::Again => {}
                Next::Wait => match self.scheduler().earliest_deadline() {
                    Some(deadline) => self.0.now.set(deadline.max(self.0.now.get())),
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

    // ── looking ──────────────────────────────────────────────────────────────

    pub(crate) fn note(&self, what: impl Into<String>) {
        self.0.log.borrow_mut().push(what.into());
    }

    /// Everything noted since the last call, separated by spaces.
    pub(crate) fn log(&self) -> String {
        self.0.log.take().join(" ")
    }

    /// Who has ended, in that order.
    pub(crate) fn finished(&self) -> Vec<Id> {
        self.0.finished.borrow().clone()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A coroutine that is still parked holds its world from its own stack: unwind
        // it when the test lets go of the world, or both would stay for good.
        let from_outside = self.0.scheduler.current().is_none();
        let parked: Vec<_> = self
            .0
            .tasks
            .borrow()
            .iter()
            .filter(|task| task.body.stack.borrow().is_some() && task.is_started())
            .cloned()
            .collect();
        if from_outside && Rc::strong_count(&self.0) == 1 + parked.len() {
            self.0.tasks.take();
            for task in parked {
                drop(task.body.stack.take());
            }
        }
    }
}

/// The body of a coroutine that only says that it ran.
pub(crate) fn say(what: &'static str) -> impl FnOnce(&World) -> Outcome {
    move |world| {
        world.note(what);
        Ok(0)
    }
}
