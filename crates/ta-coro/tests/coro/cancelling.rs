//! `cancel()` row by row, as the specification's table has it.

use ta_coro::{Next, State};

use crate::machine::{World, broken, say, stop};

#[test]
fn cancelling_a_finished_coroutine_does_nothing() {
    let world = World::new();
    let task = world.spawn(|_| Ok(1));
    world.drive();
    assert!(!world.scheduler().cancel(&task, stop("late")));
    assert_eq!(*task.outcome(), Some(Ok(1)));
    assert!(!task.is_cancelled());
}

#[test]
fn one_that_never_ran_ends_cancelled_at_its_turn_without_running() {
    let world = World::new();
    world.spawn(say("before"));
    let task = world.spawn(say("never"));
    world.spawn(say("after"));
    assert!(world.scheduler().cancel(&task, stop("stop")));
    assert!(!task.is_finished(), "only at its turn");
    assert!(task.is_cancellation_requested());
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "before after");
    assert!(!task.is_started());
    assert!(task.is_cancelled() && !task.is_cancellation_requested());
    assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
    assert_eq!(task.body.resumes.get(), 0);
    assert_eq!(task.body.endings.borrow().len(), 1);
}

#[test]
fn one_that_is_only_admitted_can_be_cancelled_too() {
    let world = World::new();
    let task = world.admit(say("never"));
    assert!(world.scheduler().cancel(&task, stop("stop")));
    world.scheduler().run_now(&task);
    assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
    assert_eq!(world.log(), "");
    assert_eq!(world.turn(), Next::Idle);
}

#[test]
fn a_suspended_one_gets_the_error_at_its_suspension_point_and_the_caller_goes_on() {
    let world = World::new();
    let task = world.spawn_waiter("task", World::park_live);
    let target = task.clone();
    world.spawn(move |world| {
        world.spawn(say("queued before"));
        assert!(world.scheduler().cancel(&target, stop("stop")));
        world.note("caller goes on");
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "task:start caller goes on queued before task:stop"
    );
    assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
    assert!(task.is_cancelled());
}

#[test]
fn one_that_is_woken_already_gets_the_error_instead_of_the_wake_up() {
    let world = World::new();
    let task = world.spawn_waiter("task", World::park);
    world.turn();
    world.scheduler().wake(&task);
    assert!(world.scheduler().cancel(&task, stop("stop")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:start task:stop");
    assert_eq!(task.body.resumes.get(), 2);
}

#[test]
fn one_that_yielded_gets_the_error_at_the_yield() {
    let world = World::new();
    let task = world.spawn_waiter("task", World::yield_now);
    world.turn();
    assert_eq!(task.state(), State::Woken);
    assert!(world.scheduler().cancel(&task, stop("stop")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:start task:stop");
}

#[test]
fn the_running_one_is_only_marked_and_the_error_becomes_its_outcome() {
    let world = World::new();
    let task = world.spawn(|world| {
        let me = world.current();
        assert!(world.scheduler().cancel(&me, stop("self")));
        assert!(me.is_cancellation_requested() && !me.is_cancelled());
        world.note("goes on");
        world.yield_now()?;
        world.note("also across a suspension");
        Ok(5)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "goes on also across a suspension");
    assert_eq!(*task.outcome(), Some(Err(stop("self"))));
    assert_eq!(*task.returned(), Some(5));
    assert!(task.is_cancelled());
}

#[test]
fn an_error_of_its_own_wins_over_a_mark() {
    let world = World::new();
    let task = world.spawn(|world| {
        let me = world.current();
        world.scheduler().cancel(&me, stop("self"));
        Err(broken("broken"))
    });
    world.drive();
    let both = broken("broken").after(stop("self"));
    assert_eq!(*task.outcome(), Some(Err(both)));
    assert_eq!(*task.returned(), None);
    assert!(task.is_cancelled());
}

#[test]
fn the_first_of_several_undelivered_requests_wins() {
    let world = World::new();
    let suspended = world.spawn_waiter("suspended", World::park);
    world.turn();
    let queued = world.spawn(say("never"));
    let running = world.spawn(|world| {
        let me = world.current();
        assert!(world.scheduler().cancel(&me, stop("first")));
        assert!(!world.scheduler().cancel(&me, stop("second")));
        Ok(0)
    });
    for task in [&suspended, &queued] {
        assert!(world.scheduler().cancel(task, stop("first")));
        assert!(!world.scheduler().cancel(task, stop("second")));
    }
    assert_eq!(world.drive(), Next::Idle);
    for task in [suspended, queued, running] {
        assert_eq!(*task.outcome(), Some(Err(stop("first"))));
    }
}

#[test]
fn a_cancelled_one_may_catch_it_wait_again_and_return_a_value() {
    let world = World::new();
    let task = world.spawn(|world| {
        assert_eq!(world.park(), Err(stop("stop")));
        world.sleep(5)?;
        Ok(9)
    });
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(9)));
    assert!(task.is_cancelled(), "cancellation had been requested");
    assert_eq!(world.elapsed(), 5);
}

#[test]
fn after_the_first_delivery_it_can_be_cancelled_again() {
    let world = World::new();
    let task = world.spawn(|world| {
        assert_eq!(world.park(), Err(stop("first")));
        world.sleep(5)?;
        Ok(9)
    });
    world.turn();
    assert!(world.scheduler().cancel(&task, stop("first")));
    world.turn();
    assert!(world.scheduler().cancel(&task, stop("second")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Err(stop("second"))));
    assert_eq!(world.elapsed(), 0, "the timer is disarmed");
}

#[test]
fn a_joiner_sees_the_cancellation_of_its_target_as_the_outcome() {
    let world = World::new();
    let target = world.spawn_waiter("target", World::park_live);
    let joined = target.clone();
    world.spawn(move |world| {
        assert_eq!(world.join(&joined), Err(stop("stop")));
        assert_eq!(*joined.outcome(), Some(Err(stop("stop"))));
        world.note("joined");
        Ok(0)
    });
    world.turn();
    world.scheduler().cancel(&target, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "target:start target:stop joined");
}

#[test]
fn interrupting_replaces_a_request_that_was_not_delivered_yet() {
    let world = World::new();
    let suspended = world.spawn_waiter("suspended", World::park);
    world.turn();
    let queued = world.spawn(say("never"));
    for task in [&suspended, &queued] {
        world.scheduler().cancel(task, stop("first"));
        world.scheduler().interrupt(task, stop("teardown"));
    }
    assert_eq!(world.drive(), Next::Idle);
    for task in [&suspended, &queued] {
        assert_eq!(*task.outcome(), Some(Err(stop("teardown"))));
        assert!(task.is_cancelled());
    }
    assert_eq!(world.log(), "suspended:start suspended:teardown");
}

#[test]
fn interrupting_leaves_the_running_and_the_finished_alone() {
    let world = World::new();
    let finished = world.spawn(|_| Ok(1));
    let running = world.spawn(|world| {
        let me = world.current();
        world.scheduler().interrupt(&me, stop("teardown"));
        Ok(2)
    });
    world.turn();
    world.scheduler().interrupt(&finished, stop("teardown"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*finished.outcome(), Some(Ok(1)));
    assert_eq!(*running.outcome(), Some(Ok(2)));
    assert!(!running.is_cancelled() && !finished.is_cancelled());
}
