//! Groups of tasks: slots and the queue, collecting, walking, and every way to end.

use std::cell::RefCell;
use std::rc::Rc;

use ta_coro::{
    Awaitable, Coroutine, Failure, Future, Group, Key, Limits, Next, Owner, Retention, Scheduler,
    Scope, Switch,
};

use crate::machine::{Error, Machine, Outcome, World, broken, made, stop};

mod collecting;
mod ending;
mod properties;
mod slots;
mod walking;

/// What the groups here tell.
#[derive(Default)]
struct Log {
    /// Keys and values of everything collected, each time.
    collected: RefCell<Vec<String>>,
    /// What happened to the group, in order.
    events: RefCell<Vec<&'static str>>,
}

impl Owner<Machine> for Log {
    fn collect(&self, results: Vec<(Key, u64)>) -> u64 {
        let text: Vec<_> = results
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        self.collected.borrow_mut().push(text.join(" "));
        results.len() as u64
    }

    fn rests(&self) {
        self.events.borrow_mut().push("rests");
    }

    fn ended(
        &self,
        _scheduler: &Scheduler<Machine>,
        _group: &Rc<Group<Machine>>,
        _last: Option<&Rc<Coroutine<Machine>>>,
    ) {
        self.events.borrow_mut().push("ended");
    }
}

/// A group, its log, and the world it lives in.
#[derive(Clone)]
struct Tasks {
    world: World,
    group: Rc<Group<Machine>>,
    log: Rc<Log>,
}

impl Tasks {
    fn new(retention: Retention, concurrency: usize, queue: usize) -> Self {
        let world = World::new();
        let scope = Scope::child(&world.scheduler().main_scope());
        Self::within(world, scope, retention, Limits { concurrency, queue })
    }

    fn within(
        world: World,
        scope: Rc<Scope<Machine>>,
        retention: Retention,
        limits: Limits,
    ) -> Self {
        let log = Rc::<Log>::default();
        let owner = Rc::clone(&log) as Rc<dyn Owner<Machine>>;
        Self {
            group: Group::new(scope, limits, retention, owner),
            world,
            log,
        }
    }

    fn unlimited() -> Self {
        Self::new(Retention::Keep, 0, 0)
    }

    fn set() -> Self {
        Self::new(Retention::Forget, 0, 0)
    }

    fn add(
        &self,
        key: Option<Key>,
        code: impl FnOnce(&World) -> Outcome + 'static,
    ) -> Result<(), Error> {
        let world = self.world.clone();
        let task = Box::new(move |scheduler: &Scheduler<Machine>| {
            let work = Box::new(move |_: &Scheduler<Machine>| code(&world));
            Ok(scheduler.switch().native(work, None))
        });
        self.group.spawn(self.world.scheduler(), key, task)
    }

    /// A task that takes `milliseconds` and then ends with `outcome`.
    fn task(&self, milliseconds: u64, outcome: Outcome) {
        let added = self.add(None, sleeper(milliseconds, outcome));
        assert_eq!(added, Ok(()));
    }

    fn named(&self, name: &str, milliseconds: u64, outcome: Outcome) -> Result<(), Error> {
        self.add(Some(name_of(name)), sleeper(milliseconds, outcome))
    }

    /// Drives the world, and says how many milliseconds that took.
    fn drive(&self) -> u128 {
        assert_eq!(self.world.drive(), Next::Idle);
        self.world.elapsed()
    }

    fn scheduler(&self) -> &Scheduler<Machine> {
        self.world.scheduler()
    }

    /// Notes what `future` settles with, under `name`.
    fn note(&self, name: &'static str, future: Rc<Future<Machine>>) {
        self.world.spawn(move |world| {
            let settled = world
                .scheduler()
                .await_outcome(&(future as Rc<dyn Awaitable<Machine>>), None);
            match settled {
                Ok(value) => world.note(format!("{name}:{value}")),
                Err(error) => world.note(format!("{name}:{error}")),
            }
            Ok(0)
        });
    }
}

fn sleeper(milliseconds: u64, outcome: Outcome) -> impl FnOnce(&World) -> Outcome {
    move |world| {
        world.sleep(milliseconds)?;
        outcome
    }
}

fn name_of(name: &str) -> Key {
    Key::Name(name.as_bytes().into())
}

/// What a future has settled with.
fn settled(future: &Future<Machine>) -> Option<Outcome> {
    future.outcome()
}

fn misuse(text: &'static str) -> Error {
    made(Failure::Misuse(text.into()))
}
