//! Telling "nothing to do yet" from "nothing will ever happen".

use ta_coro::{Next, State};

use crate::machine::{World, say, stop};

#[test]
fn an_empty_scheduler_is_idle() {
    assert_eq!(World::new().turn(), Next::Idle);
}

#[test]
fn only_dependent_waits_left_is_a_deadlock() {
    let world = World::new();
    world.spawn_waiter("a", World::park);
    assert_eq!(world.turn(), Next::Deadlock);
    assert_eq!(world.turn(), Next::Deadlock, "and stays one");
}

#[test]
fn a_live_wait_keeps_everybody_alive() {
    let world = World::new();
    world.spawn_waiter("dependent", World::park);
    let live = world.spawn_waiter("live", World::park_live);
    assert_eq!(world.turn(), Next::Wait);
    world.scheduler().wake(&live);
    assert_eq!(world.turn(), Next::Deadlock, "the live wait has ended");
}

#[test]
fn a_timer_is_a_live_wait() {
    let world = World::new();
    world.spawn_waiter("dependent", World::park);
    world.spawn_waiter("sleeper", |world| world.sleep(5));
    assert_eq!(world.turn(), Next::Wait);
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.elapsed(), 5);
}

#[test]
fn cancelling_a_live_wait_ends_its_liveness_once() {
    let world = World::new();
    let task = world.spawn(|world| {
        let _cancelled = world.park_live();
        world.park()?;
        Ok(0)
    });
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    world.scheduler().wake(&task);
    assert_eq!(world.drive(), Next::Deadlock);
    world.scheduler().wake(&task);
    assert_eq!(world.drive(), Next::Idle);
}

#[test]
fn joining_oneself_is_a_deadlock() {
    let world = World::new();
    world.spawn(|world| {
        let me = world.current();
        world.join(&me)?;
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Deadlock);
}

#[test]
fn a_deadlock_ends_when_everybody_left_is_cancelled() {
    let world = World::new();
    for name in ["a", "b"] {
        world.spawn_waiter(name, World::park);
    }
    assert_eq!(world.drive(), Next::Deadlock);
    for task in world.scheduler().coroutines() {
        world.scheduler().cancel(&task, stop("deadlock"));
    }
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:start b:start a:deadlock b:deadlock");
    assert_eq!(world.scheduler().unfinished(), 0);
}

#[test]
fn a_wake_up_that_came_during_the_pass_is_not_a_deadlock() {
    let world = World::new();
    let waiter = world.spawn(|world| {
        let waker = world.scheduler().waker();
        world.spawn(move |_| {
            // Through the door for futures and threads, not `Scheduler::wake`: nothing
            // is on the ready queue when the pass ends.
            waker.wake();
            Ok(0)
        });
        world.park()?;
        Ok(1)
    });
    assert_eq!(world.turn(), Next::Again);
    assert_eq!(
        world.turn(),
        Next::Again,
        "a wake-up is waiting to be taken in"
    );
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(*waiter.outcome(), Some(Ok(1)));
}

#[test]
fn admitted_but_unqueued_coroutines_count_as_unfinished() {
    let world = World::new();
    let task = world.admit(say("x"));
    assert_eq!(task.state(), State::Created);
    assert_eq!(world.turn(), Next::Deadlock);
    world.scheduler().enqueue(&task);
    assert_eq!(world.turn(), Next::Idle);
}
