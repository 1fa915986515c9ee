//! Pools, row by row as the specification has them.

mod breaking;
mod checking;
mod fairness;
mod lending;
mod random;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use ta_coro::{Pool, PoolHooks, PoolLimits};

use crate::machine::{Error, Machine, Outcome, Task, World};

type Check = Box<dyn Fn(&World, u64) -> Result<bool, Error>>;

/// Hooks that number the resources from 1, note what they do, and do what a test says.
struct Hooks {
    world: World,
    made: Cell<u64>,
    /// How long making a resource takes, in milliseconds.
    delay: Cell<u64>,
    /// Errors for the next creations, the last first.
    failures: RefCell<Vec<Error>>,
    /// Fails to destroy with this.
    destroyer: RefCell<Option<Error>>,
    healthy: RefCell<Option<Check>>,
    lend: RefCell<Option<Check>>,
    keep: RefCell<Option<Check>>,
    report: RefCell<Option<Error>>,
    quiet: Cell<bool>,
}

impl Hooks {
    fn note(&self, what: String) {
        if !self.quiet.get() {
            self.world.note(what);
        }
    }

    fn ask(&self, check: &RefCell<Option<Check>>, resource: u64) -> Result<bool, Error> {
        // The check may wait: no borrow is held meanwhile.
        let Some(code) = check.take() else {
            return Ok(true);
        };
        let answer = code(&self.world, resource);
        check.replace(Some(code));
        answer
    }
}

impl PoolHooks<Machine> for Hooks {
    fn create(&self) -> Outcome {
        if self.delay.get() > 0 {
            self.world.sleep(self.delay.get())?;
        }
        let failure = self.failures.borrow_mut().pop();
        if let Some(error) = failure {
            return Err(error);
        }
        self.made.set(self.made.get() + 1);
        self.note(format!("+{}", self.made.get()));
        Ok(self.made.get())
    }

    fn destroy(&self, resource: u64) -> Result<(), Error> {
        self.note(format!("-{resource}"));
        match &*self.destroyer.borrow() {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    fn is_healthy(&self, resource: &u64) -> Result<bool, Error> {
        self.ask(&self.healthy, *resource)
    }

    fn may_lend(&self, resource: &u64) -> Result<bool, Error> {
        self.ask(&self.lend, *resource)
    }

    fn may_keep(&self, resource: &u64) -> Result<bool, Error> {
        self.ask(&self.keep, *resource)
    }

    fn report(&self, verdict: Result<(), Option<Error>>) -> Result<(), Error> {
        match verdict {
            Ok(()) => self.note("good".into()),
            Err(None) => self.note("bad".into()),
            Err(Some(error)) => self.note(format!("bad:{error}")),
        }
        self.report.take().map_or(Ok(()), Err)
    }
}

/// A world, a pool in it, and its hooks.
struct Bench {
    world: World,
    hooks: Rc<Hooks>,
    pool: Rc<Pool<Machine>>,
}

/// A pool of `min` to `max` resources, not warmed up.
fn bench(min: usize, max: usize) -> Bench {
    checked(min, max, None)
}

/// [`bench`] with a check every so many milliseconds.
fn checked(min: usize, max: usize, check_every: Option<u64>) -> Bench {
    let world = World::new();
    let hooks = Rc::new(Hooks {
        world: world.clone(),
        made: Cell::new(0),
        delay: Cell::new(0),
        failures: RefCell::default(),
        destroyer: RefCell::new(None),
        healthy: RefCell::new(None),
        lend: RefCell::new(None),
        keep: RefCell::new(None),
        report: RefCell::new(None),
        quiet: Cell::new(false),
    });
    let limits = PoolLimits {
        min,
        max,
        check_every: check_every.map(Duration::from_millis),
    };
    let own: Rc<dyn PoolHooks<Machine>> = hooks.clone();
    let pool = Pool::new(own, limits);
    Bench { world, hooks, pool }
}

impl Bench {
    /// A coroutine that borrows, notes what it got, and runs `code` with that.
    fn borrower(
        &self,
        name: &'static str,
        milliseconds: Option<u64>,
        code: impl FnOnce(&World, &Pool<Machine>, u64) -> Result<(), Error> + 'static,
    ) -> Task {
        let pool = Rc::clone(&self.pool);
        self.world.spawn(
            move |world| match pool.acquire(world.scheduler(), milliseconds) {
                Ok(resource) => {
                    world.note(format!("{name}:{resource}"));
                    code(world, &pool, resource)?;
                    Ok(resource)
                }
                Err(error) => {
                    world.note(format!("{name}:{error}"));
                    Ok(0)
                }
            },
        )
    }

    /// A coroutine that borrows for so many milliseconds.
    fn user(&self, name: &'static str, milliseconds: u64) -> Task {
        self.borrower(name, None, move |world, pool, resource| {
            world.sleep(milliseconds)?;
            pool.release(world.scheduler(), resource)
        })
    }

    /// A coroutine that borrows and keeps.
    fn keeper(&self, name: &'static str) -> Task {
        self.borrower(name, None, |_, _, _| Ok(()))
    }

    /// Idle, active, reserved.
    fn counts(&self) -> (usize, usize, usize) {
        (self.pool.idle(), self.pool.active(), self.pool.reserved())
    }
}
