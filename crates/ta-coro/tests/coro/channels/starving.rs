//! Waits in vain.

use std::rc::Rc;
use std::time::Duration;

use ta_coro::{Channel, CloseReason, Next, Timeouts};

use super::{impatient, later, look, pipe, receiver, sender, try_send};
use crate::machine::World;

/// [`World::drive`], breaking deadlocks as a driver does.
fn drive(world: &World) -> Next {
    for _ in 0..100 {
        let next = world.drive();
        if next != Next::Deadlock || !world.scheduler().break_deadlock() {
            return next;
        }
    }
    panic!("deadlocks without end");
}

#[test]
fn a_hard_timeout_fires_after_the_full_time() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x:channel closed (NoProducers)");
    assert_eq!(world.elapsed(), 10);
}

#[test]
fn senders_have_a_time_of_their_own() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    sender(&world, &pipe, "a", 1);
    sender(&world, &pipe, "b", 2);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "a:channel closed (NoConsumers) b:channel closed (NoConsumers)"
    );
    assert_eq!(world.elapsed(), 20);
}

#[test]
fn a_soft_timeout_fires_while_something_else_is_alive() {
    let world = World::new();
    let pipe = impatient(&world, 0, false);
    receiver(&world, &pipe, "x");
    world.spawn(|world| {
        world.sleep(50)?;
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x:channel closed (NoProducers)");
}

#[test]
fn soft_timeouts_do_not_keep_the_process_and_break_all_at_once() {
    let world = World::new();
    let (one, other) = (impatient(&world, 0, false), impatient(&world, 0, false));
    receiver(&world, &one, "x");
    sender(&world, &other, "a", 1);
    assert_eq!(world.drive(), Next::Deadlock);
    assert!(world.scheduler().break_deadlock());
    assert_eq!(one.closed(), Some(CloseReason::Deadlock));
    assert_eq!(other.closed(), Some(CloseReason::Deadlock));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "x:channel closed (Deadlock) a:channel closed (Deadlock)"
    );
    assert_eq!(world.elapsed(), 0, "long before the time");
}

#[test]
fn without_timeouts_a_stuck_channel_is_an_ordinary_deadlock() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Deadlock);
    assert!(!world.scheduler().break_deadlock());
    assert_eq!(pipe.closed(), None);
}

#[test]
fn nobody_is_timed_while_nobody_waits() {
    let world = World::new();
    let pipe = impatient(&world, 2, true);
    try_send(&world, &pipe, 1);
    assert_eq!(world.scheduler().earliest_deadline(), None);
    receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    assert!(world.scheduler().earliest_deadline().is_some());
    try_send(&world, &pipe, 2);
    assert_eq!(
        world.scheduler().earliest_deadline(),
        None,
        "y has a promise"
    );
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(pipe.closed(), None);
}

#[test]
fn the_time_begins_anew_only_after_the_line_was_empty() {
    let world = World::new();
    let pipe = impatient(&world, 4, true);
    receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    world.advance(6);
    try_send(&world, &pipe, 1);
    receiver(&world, &pipe, "z");
    world.turn();
    let deadline = world.scheduler().earliest_deadline();
    assert_eq!(
        deadline,
        Some(world.now() + Duration::from_millis(4)),
        "y waits since the beginning"
    );
    try_send(&world, &pipe, 2);
    try_send(&world, &pipe, 3);
    world.turn();
    receiver(&world, &pipe, "w");
    world.turn();
    let deadline = world.scheduler().earliest_deadline();
    assert_eq!(deadline, Some(world.now() + Duration::from_millis(10)));
}

#[test]
fn a_side_without_a_timeout_may_wait_for_ever() {
    let world = World::new();
    let timeouts = Timeouts {
        no_consumer: Duration::from_millis(5),
        hard: true,
        ..Timeouts::default()
    };
    let pipe = Channel::new(&world.scheduler().main_scope(), 0, timeouts);
    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(pipe.closed(), None);
}

#[test]
fn futures_in_line_are_timed_too() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    let future = later(&world, &pipe);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(look(&future), "channel closed (NoProducers)");
}

#[test]
fn a_future_that_leaves_the_line_takes_its_time_with_it() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    drop(later(&world, &pipe));
    assert_eq!(world.scheduler().earliest_deadline(), None);
    let future = later(&world, &pipe);
    assert!(world.scheduler().earliest_deadline().is_some());
    future.complete(world.scheduler(), 0);
    assert_eq!(world.scheduler().earliest_deadline(), None);
    assert_eq!(pipe.closed(), None);
}

#[test]
fn a_sender_that_leaves_takes_its_time_with_it() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    let waiting = [sender(&world, &pipe, "a", 1), sender(&world, &pipe, "b", 2)];
    world.turn();
    assert!(world.scheduler().earliest_deadline().is_some());
    for task in &waiting {
        world.scheduler().cancel(task, crate::machine::stop("stop"));
    }
    world.drive();
    assert_eq!(world.scheduler().earliest_deadline(), None);
    assert_eq!(world.log(), "a:stop b:stop");
}

#[test]
fn a_sender_that_leaves_the_line_takes_its_time_with_it() {
    let world = World::new();
    let pipe = impatient(&world, 1, true);
    try_send(&world, &pipe, 1);
    let waiting = sender(&world, &pipe, "a", 2);
    world.turn();
    assert!(world.scheduler().earliest_deadline().is_some());
    world
        .scheduler()
        .cancel(&waiting, crate::machine::stop("stop"));
    world.turn();
    assert_eq!(world.scheduler().earliest_deadline(), None);
}

#[test]
fn closing_stops_the_time() {
    let world = World::new();
    let pipe = impatient(&world, 0, true);
    receiver(&world, &pipe, "x");
    world.turn();
    super::close(&world, &pipe);
    assert_eq!(world.scheduler().earliest_deadline(), None);
    drive(&world);
    let gone = Rc::downgrade(&pipe);
    drop(pipe);
    assert!(gone.upgrade().is_none());
}

#[test]
fn a_loop_over_a_starved_channel_fails() {
    let world = World::new();
    let pipe = impatient(&world, 0, false);
    let task = world.spawn(move |world| match pipe.next(world.scheduler()) {
        Ok(_) => Ok(1),
        Err(error) => {
            assert_eq!(error, super::closed(CloseReason::Deadlock));
            Ok(2)
        }
    });
    assert_eq!(drive(&world), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(2)));
}
