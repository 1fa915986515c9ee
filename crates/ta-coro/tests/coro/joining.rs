//! Waiting for another coroutine's end, and who counts as having seen its outcome.

use std::cell::RefCell;
use std::rc::Rc;

use ta_coro::{Awaitable, Failure, Listener, Next, State};

use crate::machine::{Task, World, awaitable, broken, made, stop};

/// A coroutine that joins `target` and notes how that went.
fn joiner(world: &World, name: &'static str, target: &Task) -> Task {
    let target = target.clone();
    world.spawn(move |world| {
        match world.join(&target) {
            Ok(value) => world.note(format!("{name}:{value}")),
            Err(error) => world.note(format!("{name}:{error}")),
        }
        Ok(0)
    })
}

#[test]
fn waiters_of_one_coroutine_are_woken_in_the_order_they_came() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.sleep(1)?;
        Ok(42)
    });
    for name in ["a", "b", "c"] {
        joiner(&world, name, &target);
    }
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:42 b:42 c:42");
}

#[test]
fn waiters_are_queued_when_the_target_ends_not_when_it_is_looked_at() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.yield_now()?;
        world.spawn(crate::machine::say("spawned before the end"));
        Ok(1)
    });
    joiner(&world, "a", &target);
    world.drive();
    assert_eq!(world.log(), "spawned before the end a:1");
}

#[test]
fn joining_a_finished_coroutine_does_not_yield() {
    let world = World::keeping_errors();
    let target = world.spawn(|_| Err(broken("broken")));
    joiner(&world, "a", &target);
    world.spawn(crate::machine::say("b"));
    world.turn();
    assert_eq!(world.log(), "a:broken b");
}

#[test]
fn the_same_outcome_is_there_for_any_number_of_later_looks() {
    let world = World::keeping_errors();
    let target = world.spawn(|_| Err(broken("broken")));
    world.drive();
    for name in ["a", "b"] {
        joiner(&world, name, &target);
        world.drive();
    }
    assert_eq!(world.log(), "a:broken b:broken");
}

#[test]
fn a_spurious_wake_does_not_end_a_join() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.sleep(5)?;
        Ok(3)
    });
    let waiter = joiner(&world, "a", &target);
    world.turn();
    world.scheduler().wake(&waiter);
    assert_eq!(world.turn(), Next::Wait);
    assert_eq!(waiter.state(), State::Suspended);
    world.drive();
    assert_eq!(world.log(), "a:3");
}

#[test]
fn a_cancelled_join_leaves_the_target_alone_and_is_forgotten_by_it() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.sleep(5)?;
        Ok(3)
    });
    let waiter = world.spawn({
        let target = target.clone();
        move |world| {
            assert_eq!(world.join(&target), Err(stop("stop")));
            world.note("stopped");
            // Were it still among the target's waiters, this would end too early.
            world.sleep(50)?;
            world.note(format!("slept@{}", world.elapsed()));
            Ok(0)
        }
    });
    world.turn();
    world.scheduler().cancel(&waiter, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*target.outcome(), Some(Ok(3)));
    assert_eq!(world.log(), "stopped slept@50");
    assert_eq!(waiter.body.resumes.get(), 3, "start, cancel, timer");
}

#[test]
fn joining_counts_as_handling_the_outcome() {
    let world = World::keeping_errors();
    let alone = world.spawn(|_| Err(broken("nobody looks")));
    let joined = world.spawn(|world| {
        world.yield_now()?;
        Err(broken("somebody looks"))
    });
    let observed = world.spawn(|_| Err(broken("taken care of")));
    observed.observe();
    joiner(&world, "a", &joined);
    world.drive();
    assert_eq!(*alone.body.endings.borrow(), [false]);
    assert_eq!(*joined.body.endings.borrow(), [true]);
    assert_eq!(*observed.body.endings.borrow(), [true]);
    assert!(joined.is_observed() && !alone.is_observed());
}

#[test]
fn a_listener_is_told_and_one_that_took_its_subscription_back_is_not() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.sleep(1)?;
        Ok(0)
    });
    let stays = world.spawn_waiter("stays", World::park);
    let leaves = world.spawn_waiter("leaves", World::park);
    let scheduler = world.scheduler();
    target.subscribe(scheduler, Listener::Coroutine(stays));
    let ticket = target.subscribe(scheduler, Listener::Coroutine(leaves));
    target.unsubscribe(scheduler, ticket);
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "stays:start leaves:start stays:ok");
    assert_eq!(*target.body.endings.borrow(), [true]);
    assert!(target.is_observed(), "listening counts as handling");
}

#[test]
fn a_token_ends_a_join_and_an_outcome_that_is_there_beats_it() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.sleep(5)?;
        Ok(3)
    });
    let token = world.spawn(|_| Ok(0));
    world.spawn({
        let target = target.clone();
        move |world| {
            let token = awaitable(&token);
            let cut_short = world.join_until(&awaitable(&target), &token);
            assert_eq!(cut_short, Err(made(Failure::OperationCancelled(None))));
            world.join(&target)?;
            assert_eq!(world.join_until(&awaitable(&target), &token), Ok(3));
            world.note("both");
            Ok(0)
        }
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "both");
}

#[test]
fn a_failure_and_a_cancellation_that_meet_become_one_error() {
    let world = World::new();
    let target = world.spawn(|world| {
        world.yield_now()?;
        Err(broken("broken"))
    });
    let waiter = world.spawn({
        let target = target.clone();
        move |world| world.join(&target)
    });
    let cancelled = waiter.clone();
    world.spawn(move |world| {
        world.yield_now()?;
        // The waiter is woken already and has not looked yet.
        world.scheduler().cancel(&cancelled, stop("stop"));
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    let both = broken("broken").after(stop("stop"));
    assert_eq!(*waiter.outcome(), Some(Err(both)));
}

#[test]
fn waiters_are_already_queued_when_the_end_is_reported() {
    let world = World::new();
    let target: Rc<RefCell<Option<Task>>> = Rc::default();
    let seen = Rc::clone(&target);
    let waiter = world.spawn(move |world| {
        let target = seen.borrow().clone().expect("spawned meanwhile");
        world.join(&target)?;
        // `finished` is called before any waiter runs.
        assert_eq!(world.finished(), [target.id()]);
        Ok(0)
    });
    target.replace(Some(world.spawn(|_| Ok(0))));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*waiter.outcome(), Some(Ok(0)));
}
