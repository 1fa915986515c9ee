//! Random programs: the scheduler does what the model says, and loses nobody.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;

use proptest::prelude::*;
use ta_coro::Next;

use crate::machine::{Outcome, Task, World, broken, stop};
use crate::model::{MOST_TASKS, Model, Op, Program, Step, Trace};

fn op() -> impl Strategy<Value = Op> {
    let target = 0..MOST_TASKS;
    prop_oneof![
        4 => Just(Op::Yield),
        3 => (0..20_u64).prop_map(Op::Sleep),
        2 => Just(Op::Park),
        1 => Just(Op::ParkLive),
        3 => target.clone().prop_map(Op::Join),
        4 => target.clone().prop_map(Op::Wake),
        3 => target.clone().prop_map(Op::WakeByWaker),
        3 => target.prop_map(Op::Cancel),
        2 => (0..8_usize).prop_map(Op::Spawn),
        1 => Just(Op::Fail),
    ]
}

fn program() -> impl Strategy<Value = Program> {
    (prop::collection::vec(op(), 0..10), any::<bool>())
        .prop_map(|(ops, stubborn)| Program { ops, stubborn })
}

/// What the coroutines of one run share.
struct Run {
    programs: Vec<Program>,
    tasks: RefCell<Vec<Task>>,
    wakers: RefCell<Vec<Option<Waker>>>,
    steps: RefCell<Vec<Step>>,
    inside: Cell<Option<usize>>,
}

impl Run {
    fn spawn(self: &Rc<Self>, world: &World, program: usize) {
        let me = self.tasks.borrow().len();
        if me < MOST_TASKS {
            let run = Rc::clone(self);
            let program = program % self.programs.len();
            let task = world.spawn(move |world| {
                run.wakers.borrow_mut()[me] = Some(world.scheduler().waker());
                run.inside.set(Some(me));
                let outcome = run.perform(world, me, program);
                run.inside.set(None);
                outcome
            });
            self.tasks.borrow_mut().push(task);
            self.wakers.borrow_mut().push(None);
        }
    }

    fn perform(self: &Rc<Self>, world: &World, me: usize, program: usize) -> Outcome {
        let Program { ops, stubborn } = self.programs[program].clone();
        for (step, op) in ops.into_iter().enumerate() {
            let target = |number: usize| {
                let tasks = self.tasks.borrow();
                tasks[number % tasks.len()].clone()
            };
            let waited = match op {
                Op::Yield => self.outside(me, || world.yield_now()),
                Op::Sleep(milliseconds) => self.outside(me, || world.sleep(milliseconds)),
                Op::Park => self.outside(me, || world.park()),
                Op::ParkLive => self.outside(me, || world.park_live()),
                Op::Join(number) => {
                    let target = target(number);
                    self.outside(me, || world.join(&target).map(drop))
                }
                Op::Wake(number) => {
                    world.scheduler().wake(&target(number));
                    Ok(())
                }
                Op::WakeByWaker(number) => {
                    let wakers = self.wakers.borrow();
                    if let Some(waker) = &wakers[number % wakers.len()] {
                        waker.wake_by_ref();
                    }
                    Ok(())
                }
                Op::Cancel(number) => {
                    world.scheduler().cancel(&target(number), stop("cancelled"));
                    Ok(())
                }
                Op::Spawn(program) => {
                    self.spawn(world, program);
                    Ok(())
                }
                Op::Fail => return Err(broken("failed")),
            };
            self.steps.borrow_mut().push((me, step, waited.clone()));
            if let Err(error) = waited
                && !stubborn
            {
                return Err(error);
            }
        }
        Ok(me as u64)
    }

    /// Leaves the coroutine; while it is away another one may be inside, never two.
    fn outside<T>(&self, me: usize, wait: impl FnOnce() -> T) -> T {
        assert_eq!(self.inside.replace(None), Some(me));
        let waited = wait();
        assert_eq!(self.inside.replace(Some(me)), None);
        waited
    }
}

/// The same run as [`Model::run`], on the scheduler.
fn run(programs: &[Program], first: usize) -> Trace {
    let world = World::keeping_errors();
    let run = Rc::new(Run {
        programs: programs.to_vec(),
        tasks: RefCell::default(),
        wakers: RefCell::default(),
        steps: RefCell::default(),
        inside: Cell::new(None),
    });
    for program in 0..first {
        run.spawn(&world, program);
    }
    let mut turns = Vec::new();
    loop {
        let next = world.turn();
        turns.push((next, u64::try_from(world.elapsed()).expect("a short run")));
        assert!(turns.len() < 100_000, "the run does not end");
        let tasks = run.tasks.borrow().clone();
        match next {
            Next::Again => {}
            Next::Wait => match world.scheduler().earliest_deadline() {
                Some(deadline) => {
                    let ahead = deadline.saturating_duration_since(world.now());
                    world.advance(u64::try_from(ahead.as_millis()).expect("a short run"));
                }
                None => tasks.iter().for_each(|task| world.scheduler().wake(task)),
            },
            Next::Deadlock => {
                for task in &tasks {
                    world.scheduler().cancel(task, stop("deadlock"));
                }
            }
            Next::Idle | Next::Main => break,
        }
    }

    // Nothing is lost.
    assert_eq!(world.scheduler().unfinished(), 0);
    assert!(world.scheduler().coroutines().is_empty());
    assert_eq!(world.scheduler().earliest_deadline(), None);
    assert!(world.scheduler().current().is_none());
    let tasks = run.tasks.borrow();
    let number = |id| tasks.iter().position(|task| task.id() == id);
    Trace {
        steps: run.steps.take(),
        turns,
        finished: world
            .finished()
            .into_iter()
            .map(|id| number(id).expect("only ours"))
            .collect(),
        tasks: tasks
            .iter()
            .map(|task| {
                let endings = task.body.endings.borrow();
                assert_eq!(endings.len(), 1, "a coroutine ends exactly once");
                let outcome = task.outcome().clone().expect("all have ended");
                let resumes = task.body.resumes.get();
                (outcome, resumes, endings[0], task.is_cancelled())
            })
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn the_scheduler_agrees_with_the_model_step_by_step(
        programs in prop::collection::vec(program(), 1..8),
        extra in 0..4_usize,
    ) {
        let first = programs.len() + extra;
        prop_assert_eq!(run(&programs, first), Model::run(&programs, first));
    }

    /// Without the model: as many resumes as first runs, yields and wake-ups.
    #[test]
    fn a_coroutine_is_resumed_exactly_as_often_as_it_was_woken(
        wakes in prop::collection::vec((0..6_usize, any::<bool>()), 0..60),
    ) {
        let world = World::new();
        let tasks: Vec<_> = (0..6)
            .map(|_| world.spawn(|world| loop {
                world.park()?;
            }))
            .collect();
        let mut owed = [1; 6];
        world.turn();
        let mut woken = [false; 6];
        for (target, run) in wakes {
            world.scheduler().wake(&tasks[target]);
            if !std::mem::replace(&mut woken[target], true) {
                owed[target] += 1;
            }
            if run {
                world.turn();
                woken = [false; 6];
            }
        }
        world.turn();
        for task in &tasks {
            world.scheduler().cancel(task, stop("end"));
        }
        prop_assert_eq!(world.turn(), Next::Idle);
        for (task, owed) in tasks.iter().zip(owed) {
            prop_assert_eq!(task.body.resumes.get(), owed + 1);
        }
        prop_assert_eq!(world.scheduler().unfinished(), 0);
    }
}

#[test]
fn ten_thousand_coroutines_are_all_run_and_all_forgotten() {
    let world = World::new();
    let sum = Rc::new(Cell::new(0_u64));
    for batch in 0..100_u64 {
        for index in 0..100_u64 {
            let sum = Rc::clone(&sum);
            world.spawn(move |world| {
                world.sleep((batch * 7 + index * 13) % 50)?;
                sum.set(sum.get() + 1);
                Ok(0)
            });
        }
        assert_eq!(world.drive(), Next::Idle);
    }
    assert_eq!(sum.get(), 10_000);
    assert_eq!(world.finished().len(), 10_000);
}
