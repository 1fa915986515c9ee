//! Calling something for each element, several at a time.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::rc::Rc;

use ta_coro::{Each, Failure, Next, Pace, Scheduler, Source, iterate};

use crate::machine::{Error, Machine, Outcome, Task, World, broken, made, stop};

/// Counts up to `end` and does something before each element.
struct Count<F> {
    at: u64,
    end: u64,
    before: F,
    dropped: Rc<Cell<bool>>,
}

impl<F> Drop for Count<F> {
    fn drop(&mut self) {
        self.dropped.set(true);
    }
}

impl<F: FnMut(u64) -> Result<(), Error>> Source<Machine> for Count<F> {
    type Item = u64;

    fn next(&mut self, _: &Scheduler<Machine>) -> Result<Option<u64>, Error> {
        if self.at == self.end {
            return Ok(None);
        }
        self.at += 1;
        (self.before)(self.at)?;
        Ok(Some(self.at))
    }
}

/// What is called, and whether there is room for more.
struct Call<F> {
    call: F,
    room: bool,
}

impl<F: Fn(u64) -> Result<bool, Error>> Each<Machine, u64> for Call<F> {
    fn call(&self, _: &Scheduler<Machine>, item: u64) -> Result<ControlFlow<()>, Error> {
        (self.call)(item).map(|go_on| match go_on {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        })
    }

    fn has_room(&self) -> bool {
        self.room
    }
}

const FREE: Pace = Pace {
    concurrency: 0,
    cancel_pending: true,
};

fn limit(concurrency: usize) -> Pace {
    Pace {
        concurrency,
        ..FREE
    }
}

fn count(end: u64) -> Count<impl FnMut(u64) -> Result<(), Error>> {
    count_with(end, |_| Ok(()))
}

fn count_with<F: FnMut(u64) -> Result<(), Error>>(end: u64, before: F) -> Count<F> {
    Count {
        at: 0,
        end,
        before,
        dropped: Rc::default(),
    }
}

/// A coroutine that iterates, then notes that it is done.
fn iterator<B>(
    world: &World,
    source: Count<B>,
    pace: Pace,
    call: impl Fn(&World, u64) -> Result<bool, Error> + 'static,
) -> Task
where
    B: FnMut(u64) -> Result<(), Error> + 'static,
{
    let task = world.spawn(move |world| {
        let inner = world.clone();
        let each = Call {
            call: move |item| call(&inner, item),
            room: true,
        };
        let iterated = iterate(world.scheduler(), source, each, pace);
        world.note("done");
        iterated.map(|()| 0)
    });
    task.observe();
    task
}

/// Notes the start and the end of a call that yields in between.
fn yielding(world: &World, item: u64) -> Result<bool, Error> {
    world.note(format!("+{item}"));
    world.yield_now()?;
    world.note(format!("-{item}"));
    Ok(true)
}

/// Notes a call that sleeps, and how it was stopped.
fn sleeping(world: &World, item: u64) -> Result<bool, Error> {
    world.note(format!("+{item}"));
    if let Err(error) = world.sleep(10) {
        world.note(format!("!{item}:{error}"));
        return Err(error);
    }
    world.note(format!("-{item}"));
    Ok(true)
}

fn ended(task: &Task) -> Outcome {
    task.outcome().clone().expect("it has ended")
}

#[test]
fn calls_that_never_wait_are_made_one_after_another() {
    let world = World::new();
    iterator(&world, count(4), FREE, |world, item| {
        world.note(item.to_string());
        assert!(
            world.scheduler().unfinished() <= 3,
            "caller, driver, standby"
        );
        Ok(true)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "1 2 3 4 done");
}

#[test]
fn a_call_that_waits_lets_the_next_begin() {
    let world = World::new();
    iterator(&world, count(3), FREE, sleeping);
    world.drive();
    assert_eq!(world.log(), "+1 +2 +3 -1 -2 -3 done");
}

#[test]
fn no_more_calls_are_under_way_than_the_limit_says() {
    for most in 1..5 {
        let world = World::new();
        let (running, highest) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let seen = Rc::clone(&highest);
        iterator(&world, count(20), limit(most), move |world, item| {
            running.set(running.get() + 1);
            seen.set(seen.get().max(running.get()));
            if item % 3 == 0 {
                world.yield_now()?;
            } else {
                world.sleep(item % 7)?;
            }
            running.set(running.get() - 1);
            Ok(true)
        });
        assert_eq!(world.drive(), Next::Idle);
        assert_eq!(highest.get(), most);
    }
}

#[test]
fn one_at_a_time_is_in_order_even_if_calls_wait() {
    let world = World::new();
    iterator(&world, count(3), limit(1), yielding);
    world.drive();
    assert_eq!(world.log(), "+1 -1 +2 -2 +3 -3 done");
}

#[test]
fn others_come_to_run_between_calls_that_wait() {
    let world = World::new();
    let task = iterator(&world, count(u64::MAX), FREE, |world, item| {
        world.yield_now()?;
        Ok(item != 3)
    });
    assert_eq!(world.drive(), Next::Idle, "a source without end is stopped");
    assert_eq!(ended(&task), Ok(0));
}

#[test]
fn nobody_asks_the_source_while_it_waits() {
    let world = World::new();
    let (inner, asking) = (world.clone(), Cell::new(false));
    let source = count_with(6, move |item| {
        assert!(!asking.replace(true), "one at a time");
        if item % 2 == 0 {
            inner.sleep(3)?;
        }
        asking.set(false);
        Ok(())
    });
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&seen);
    iterator(&world, source, FREE, move |world, item| {
        into.borrow_mut().push(item);
        world.sleep(1)?;
        Ok(true)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*seen.borrow(), [1, 2, 3, 4, 5, 6], "each once, in order");
}

#[test]
fn an_empty_source_ends_at_once() {
    let world = World::new();
    let task = iterator(&world, count(0), FREE, yielding);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.log().as_str(), ended(&task)), ("done", Ok(0)));
}

#[test]
fn a_call_may_say_that_it_was_the_last_and_running_ones_finish() {
    let world = World::new();
    let source = count(9);
    let dropped = Rc::clone(&source.dropped);
    iterator(&world, source, limit(2), |world, item| {
        sleeping(world, item)?;
        Ok(item != 1)
    });
    world.drive();
    assert_eq!(world.log(), "+1 +2 -1 -2 done");
    assert!(dropped.get());
}

#[test]
fn the_first_error_cancels_the_other_calls_and_is_thrown_when_they_have_ended() {
    let world = World::new();
    let task = iterator(&world, count(9), limit(3), |world, item| {
        if item == 3 {
            world.yield_now()?;
            return Err(broken("third"));
        }
        sleeping(world, item)
    });
    world.drive();
    let why = "Cancellation of the iterator due to an exception";
    assert_eq!(
        world.log(),
        format!("+1 +2 !1:{why} !2:{why} done"),
        "none is begun afterwards"
    );
    assert_eq!(ended(&task), Err(broken("third")));
    assert_eq!(world.unhandled(), []);
}

#[test]
fn an_error_of_the_source_counts_like_one_of_a_call() {
    let world = World::new();
    let source = count_with(9, |item| match item {
        3 => Err(broken("source")),
        _ => Ok(()),
    });
    let task = iterator(&world, source, FREE, sleeping);
    world.drive();
    let why = "Cancellation of the iterator due to an exception";
    assert_eq!(world.log(), format!("+1 +2 !1:{why} !2:{why} done"));
    assert_eq!(ended(&task), Err(broken("source")));
}

/// Spawns something that goes on after the call.
fn spawning(world: &World, _item: u64) -> Result<bool, Error> {
    world.spawn(|world| {
        match world.sleep(100) {
            Ok(()) => world.note("slept"),
            Err(error) => {
                world.note(error.to_string());
                world.sleep(1)?;
                world.note("gone");
            }
        }
        Ok(0)
    });
    world.sleep(1)?;
    Ok(true)
}

#[test]
fn what_calls_have_spawned_is_cancelled_after_the_last_and_waited_for() {
    let world = World::new();
    let task = iterator(&world, count(1), FREE, spawning);
    world.drive();
    let why = "Cancellation of pending coroutines after iterator completion";
    assert_eq!(world.log(), format!("{why} gone done"));
    assert_eq!(ended(&task), Ok(0));
}

#[test]
fn what_calls_have_spawned_may_be_left_to_end_by_itself() {
    let world = World::new();
    let pace = Pace {
        cancel_pending: false,
        ..FREE
    };
    iterator(&world, count(2), pace, spawning);
    world.drive();
    assert_eq!(world.log(), "slept slept done");
}

#[test]
fn slow_calls_are_never_cancelled_by_the_end_of_the_source() {
    let world = World::new();
    iterator(&world, count(2), FREE, |world, item| {
        world.sleep(1_000 * item)?;
        world.note(item.to_string());
        Ok(true)
    });
    world.drive();
    assert_eq!(world.log(), "1 2 done");
}

#[test]
fn what_calls_have_spawned_is_cancelled_by_an_error_too() {
    let world = World::new();
    let pace = Pace {
        cancel_pending: false,
        ..FREE
    };
    let task = iterator(&world, count(1), pace, |world, item| {
        spawning(world, item)?;
        Err(broken("call"))
    });
    world.drive();
    let why = "Cancellation of the iterator due to an exception";
    assert_eq!(world.log(), format!("{why} gone done"));
    assert_eq!(ended(&task), Err(broken("call")));
}

#[test]
fn the_scope_of_the_caller_is_left_alone() {
    let world = World::new();
    let task = iterator(&world, count(1), FREE, |_, _| Err(broken("call")));
    world.drive();
    assert_eq!(ended(&task), Err(broken("call")));
    assert!(!world.scheduler().main_scope().is_cancelled());
}

#[test]
fn a_cancelled_caller_takes_the_calls_with_it() {
    let world = World::new();
    let source = count(9);
    let dropped = Rc::clone(&source.dropped);
    let task = iterator(&world, source, limit(2), sleeping);
    world.turn();
    world.turn();
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    let why = "Cancellation of the iterator due to an exception";
    assert_eq!(world.log(), format!("+1 +2 done !1:{why} !2:{why}"),);
    assert_eq!(ended(&task), Err(stop("stop")));
    assert!(dropped.get());
}

#[test]
fn a_worker_that_somebody_cancels_ends_the_iteration() {
    let world = World::new();
    let workers = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&workers);
    let task = iterator(&world, count(2), FREE, move |world, item| {
        seen.borrow_mut().push(world.current());
        sleeping(world, item)
    });
    for _ in 0..4 {
        world.turn();
    }
    let first = Rc::clone(&workers.borrow()[0]);
    world.scheduler().cancel(&first, stop("you"));
    world.drive();
    let why = "Cancellation of the iterator due to an exception";
    assert_eq!(world.log(), format!("+1 +2 !1:you !2:{why} done"));
    assert_eq!(ended(&task), Err(stop("you")));
}

#[test]
fn without_room_for_another_worker_the_iteration_goes_on_with_one() {
    let world = World::new();
    world.spawn(|world| {
        let inner = world.clone();
        let each = Call {
            call: move |item| yielding(&inner, item),
            room: false,
        };
        iterate(world.scheduler(), count(2), each, FREE).map(|()| 0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "+1 -1 +2 -2");
}

#[test]
fn iterations_nest() {
    let world = World::new();
    iterator(&world, count(2), FREE, |world, outer| {
        let inner = world.clone();
        let each = Call {
            call: move |item| {
                inner.sleep(item)?;
                inner.note(format!("{outer}.{item}"));
                Ok(true)
            },
            room: true,
        };
        iterate(world.scheduler(), count(2), each, FREE)?;
        Ok(true)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "1.1 2.1 1.2 2.2 done");
}

#[test]
fn a_cancelled_scope_ends_the_iteration_with_its_own_reason() {
    let world = World::new();
    let task = iterator(&world, count(1), FREE, |world, item| {
        let scope = world.current().scope().expect("it is running");
        let reason = made(Failure::Cancelled("from within"));
        scope.cancel(world.scheduler(), Some(reason), false);
        sleeping(world, item)
    });
    world.drive();
    assert!(ended(&task).is_err());
    assert_eq!(world.unhandled(), []);
}
