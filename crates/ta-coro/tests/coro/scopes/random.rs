//! Random trees of scopes, cancelled at random moments: everybody ends, nothing is kept.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use proptest::prelude::*;
use ta_coro::{Next, Scope};

use super::{Room, room};
use crate::machine::{Machine, Outcome, Task, World, broken, stop};

/// What one coroutine does, step by step. Scopes count modulo the scopes there are.
#[derive(Clone, Copy, Debug)]
enum Op {
    Yield,
    Sleep(u64),
    /// A coroutine running this program in that scope.
    Spawn(usize, usize),
    /// A child of that scope.
    Inherit(usize),
    /// Of that scope, safely or not.
    Cancel(usize, bool),
    DisposeAfter(usize, u64),
    /// Lets go of the test's handle.
    Release(usize),
    /// Waits for that scope, no longer than this.
    Await(usize, u64),
    AwaitAfterCancellation(usize),
    Fail,
}

fn op() -> impl Strategy<Value = Op> {
    let scope = 0..12_usize;
    prop_oneof![
        4 => Just(Op::Yield),
        3 => (0..9_u64).prop_map(Op::Sleep),
        4 => (0..6_usize, scope.clone()).prop_map(|(p, s)| Op::Spawn(p, s)),
        2 => scope.clone().prop_map(Op::Inherit),
        2 => (scope.clone(), any::<bool>()).prop_map(|(s, safely)| Op::Cancel(s, safely)),
        1 => (scope.clone(), 0..9_u64).prop_map(|(s, ms)| Op::DisposeAfter(s, ms)),
        1 => scope.clone().prop_map(Op::Release),
        2 => (scope.clone(), 1..9_u64).prop_map(|(s, ms)| Op::Await(s, ms)),
        1 => scope.prop_map(Op::AwaitAfterCancellation),
        1 => Just(Op::Fail),
    ]
}

const MOST_TASKS: usize = 40;
const MOST_SCOPES: usize = 12;

struct Run {
    programs: Vec<Vec<Op>>,
    scopes: RefCell<Vec<Room>>,
    tasks: RefCell<Vec<Task>>,
    failures: Cell<usize>,
}

impl Run {
    fn scope(&self, number: usize) -> Room {
        let scopes = self.scopes.borrow();
        Rc::clone(&scopes[number % scopes.len()])
    }

    fn spawn(self: &Rc<Self>, world: &World, program: usize, scope: usize) {
        let scope = self.scope(scope);
        if scope.is_closed() || self.tasks.borrow().len() >= MOST_TASKS {
            return;
        }
        let run = Rc::clone(self);
        let program = program % self.programs.len();
        let task = world.spawn_in(&scope, move |world| run.perform(world, program));
        self.tasks.borrow_mut().push(task);
    }

    fn perform(self: &Rc<Self>, world: &World, program: usize) -> Outcome {
        let scheduler = world.scheduler();
        for op in self.programs[program].clone() {
            match op {
                Op::Yield => world.yield_now()?,
                Op::Sleep(milliseconds) => world.sleep(milliseconds)?,
                Op::Spawn(program, scope) => self.spawn(world, program, scope),
                Op::Inherit(scope) => {
                    let parent = self.scope(scope);
                    let mut scopes = self.scopes.borrow_mut();
                    if !parent.is_closed() && scopes.len() < MOST_SCOPES {
                        scopes.push(Scope::child(&parent));
                    }
                }
                Op::Cancel(scope, safely) => {
                    self.scope(scope)
                        .cancel(scheduler, Some(stop("stop")), safely);
                }
                Op::DisposeAfter(scope, milliseconds) => {
                    let delay = std::time::Duration::from_millis(milliseconds);
                    self.scope(scope).dispose_after(scheduler, delay);
                }
                Op::Release(scope) => self.scope(scope).release(scheduler),
                Op::Await(scope, milliseconds) => {
                    let token = ta_coro::Timeout::new(milliseconds);
                    let token: Rc<dyn ta_coro::Awaitable<Machine>> = token;
                    // Refusals, errors and time-outs are all fine here.
                    let _waited = self.scope(scope).await_completion(scheduler, &token);
                }
                Op::AwaitAfterCancellation(scope) => {
                    let _waited = self.scope(scope).await_after_cancellation(
                        scheduler,
                        None,
                        &mut |_| Ok(()),
                    );
                }
                Op::Fail => {
                    self.failures.set(self.failures.get() + 1);
                    return Err(broken("broken"));
                }
            }
        }
        Ok(1)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn nobody_is_forgotten_whatever_is_cancelled_when(
        programs in prop::collection::vec(prop::collection::vec(op(), 0..8), 1..6),
        flags in prop::collection::vec(any::<bool>(), 2),
    ) {
        let world = World::new();
        let roots: Vec<_> = flags.iter().map(|&safe| {
            let scope = room("root");
            scope.set_safe(safe);
            scope
        }).collect();
        let run = Rc::new(Run {
            programs,
            scopes: RefCell::new(roots),
            tasks: RefCell::default(),
            failures: Cell::new(0),
        });
        for program in 0..run.programs.len() {
            run.spawn(&world, program, program);
        }
        for _ in 0..1_000 {
            match world.drive() {
                Next::Idle => break,
                // Awaits of what waits for them.
                _ => for task in world.scheduler().coroutines() {
                    world.scheduler().force_cancel(&task, stop("deadlock"));
                },
            }
        }

        prop_assert_eq!(world.scheduler().unfinished(), 0);
        prop_assert!(world.scheduler().coroutines().is_empty());
        for task in run.tasks.borrow().iter() {
            prop_assert!(task.is_finished());
            prop_assert_eq!(task.body.endings.borrow().len(), 1, "a coroutine ends once");
            prop_assert!(task.scope().is_none());
        }
        prop_assert!(world.unhandled().len() <= run.failures.get());
        let scopes = run.scopes.take();
        for scope in &scopes {
            prop_assert!(scope.is_quiet() && scope.is_empty() && scope.members().is_empty());
            prop_assert_eq!(scope.is_cancelled(), scope.is_closed(), "a drained scope ends");
        }
        let closed = scopes.iter().filter(|scope| scope.is_closed()).count();
        prop_assert!(world.ended().len() >= closed);
        // Handles are all that is left; the last timers are of scopes that came to rest.
        world.advance(1_000);
        prop_assert_eq!(world.turn(), Next::Idle);
        prop_assert_eq!(world.scheduler().earliest_deadline(), None);
        let weak: Vec<_> = scopes.iter().map(Rc::downgrade).collect();
        drop((run, scopes));
        prop_assert!(weak.iter().all(|scope| scope.upgrade().is_none()));
    }
}
