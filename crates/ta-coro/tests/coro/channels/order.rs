//! Who gets what, with capacity.

use std::rc::Rc;

use ta_coro::Next;

use super::{later, look, pipe, receiver, sender, try_send};
use crate::machine::World;

#[test]
fn values_come_out_in_the_order_they_went_in() {
    let world = World::new();
    let pipe = pipe(&world, 3);
    for (name, value) in [("a", 1), ("b", 2), ("c", 3)] {
        sender(&world, &pipe, name, value);
    }
    for name in ["x", "y", "z"] {
        receiver(&world, &pipe, name);
    }
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a:sent b:sent c:sent x=1 y=2 z=3");
}

#[test]
fn what_can_be_done_at_once_does_not_yield() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let own = Rc::clone(&pipe);
    let task = world.spawn(move |world| {
        let scheduler = world.scheduler();
        own.send(scheduler, 1, None)?;
        own.recv(scheduler, None)?;
        own.send(scheduler, 2, None)?;
        own.recv(scheduler, None)
    });
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(task.body.resumes.get(), 1);
    assert_eq!(*task.outcome(), Some(Ok(2)));
}

#[test]
fn a_sender_waits_for_room_and_runs_when_there_is_some() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    sender(&world, &pipe, "a", 1);
    sender(&world, &pipe, "b", 2);
    assert_eq!(world.turn(), Next::Deadlock);
    assert_eq!(world.log(), "a:sent");
    assert!(pipe.is_full());

    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x=1 b:sent");
    assert_eq!(pipe.len(), 1);
}

#[test]
fn waiting_senders_are_served_in_the_order_they_came() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    for (name, value) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] {
        sender(&world, &pipe, name, value);
    }
    world.turn();
    for name in ["w", "x", "y", "z"] {
        receiver(&world, &pipe, name);
    }
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:sent w=1 b:sent x=2 c:sent y=3 d:sent z=4");
}

#[test]
fn waiting_receivers_are_served_in_the_order_they_came() {
    let world = World::new();
    let pipe = pipe(&world, 8);
    for name in ["x", "y", "z"] {
        receiver(&world, &pipe, name);
    }
    world.turn();
    let own = Rc::clone(&pipe);
    world.spawn(move |world| {
        for value in 1..=3 {
            own.send(world.scheduler(), value, None)?;
            world.note(format!("sent{value}"));
        }
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "sent1 sent2 sent3 x=1 y=2 z=3");
}

#[test]
fn futures_and_coroutines_stand_in_one_line() {
    let world = World::new();
    let pipe = pipe(&world, 8);
    receiver(&world, &pipe, "x");
    world.turn();
    let first = later(&world, &pipe);
    receiver(&world, &pipe, "y");
    world.turn();
    let second = later(&world, &pipe);

    for value in 1..=4 {
        assert!(try_send(&world, &pipe, value));
    }
    // The future has its value at once, x before it has only the promise of one.
    assert_eq!((look(&first), look(&second)), ("2".into(), "4".into()));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x=1 y=3");
}

#[test]
fn nobody_takes_a_value_that_was_promised() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    receiver(&world, &pipe, "x");
    world.turn();

    assert!(try_send(&world, &pipe, 1));
    assert!(!pipe.is_empty(), "promised values count");
    let future = later(&world, &pipe);
    assert_eq!(look(&future), "pending");
    let own = Rc::clone(&pipe);
    receiver(&world, &own, "late");
    world.turn();
    assert_eq!(world.log(), "x=1");
    assert!(try_send(&world, &pipe, 2));
    assert_eq!(look(&future), "2");
    assert!(try_send(&world, &pipe, 3));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "late=3");
}

#[test]
fn a_receiver_takes_what_lies_behind_the_promised_values() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    receiver(&world, &pipe, "x");
    world.turn();
    assert!(try_send(&world, &pipe, 1));
    assert!(try_send(&world, &pipe, 2));
    assert_eq!(look(&later(&world, &pipe)), "2");
    world.drive();
    assert_eq!(world.log(), "x=1");
}

#[test]
fn nobody_takes_room_that_was_promised() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    assert!(try_send(&world, &pipe, 1));
    sender(&world, &pipe, "a", 2);
    world.turn();
    assert_eq!(look(&later(&world, &pipe)), "1");

    assert!(!pipe.is_full());
    assert!(!try_send(&world, &pipe, 9), "the room is promised to a");
    sender(&world, &pipe, "b", 3);
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "a:sent");
    assert_eq!(look(&later(&world, &pipe)), "2");
    world.drive();
    assert_eq!(world.log(), "b:sent");
}

#[test]
fn a_dropped_future_leaves_the_line() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let dropped = later(&world, &pipe);
    let kept = later(&world, &pipe);
    drop(dropped);
    assert!(try_send(&world, &pipe, 1));
    assert_eq!(look(&kept), "1");
}

#[test]
fn a_future_settled_by_somebody_else_leaves_the_line() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let settled = later(&world, &pipe);
    settled.complete(world.scheduler(), 7);
    assert!(try_send(&world, &pipe, 1));
    assert_eq!(look(&settled), "7");
    assert_eq!(pipe.len(), 1);
}

#[test]
fn a_future_is_ready_at_once_when_there_is_a_free_value() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    try_send(&world, &pipe, 5);
    assert_eq!(look(&later(&world, &pipe)), "5");
    assert!(pipe.is_empty());
}

#[test]
fn it_says_how_many_wait_and_what_is_promised() {
    use ta_coro::Awaitable;

    let world = World::new();
    let pipe = pipe(&world, 1);
    receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    assert!(try_send(&world, &pipe, 1));
    assert_eq!(
        pipe.describe(),
        "Channel(capacity=1, receivers=1, senders=0, reserved=1/0)"
    );
    world.drive();
    try_send(&world, &pipe, 2);
    world.drive();
    try_send(&world, &pipe, 3);
    sender(&world, &pipe, "a", 4);
    world.turn();
    assert_eq!(
        pipe.describe(),
        "Channel(capacity=1, receivers=0, senders=1, reserved=0/0)"
    );
    later(&world, &pipe);
    assert_eq!(
        pipe.describe(),
        "Channel(capacity=1, receivers=0, senders=0, reserved=0/1)"
    );
}

#[test]
fn those_who_wait_for_the_channel_itself_are_told_of_every_change() {
    use ta_coro::{Awaitable, Waiting};

    let world = World::new();
    let pipe = pipe(&world, 2);
    let own = Rc::clone(&pipe);
    world.spawn(move |world| {
        for what in ["value", "taken", "closed"] {
            let listener = ta_coro::Listener::Coroutine(world.current());
            own.subscribe(world.scheduler(), listener);
            let mut first = true;
            world
                .scheduler()
                .wait_until(None, Waiting::Text("channel"), || {
                    (!std::mem::take(&mut first)).then_some(())
                })?;
            world.note(what);
        }
        Ok(0)
    });
    world.turn();
    assert_eq!(world.log(), "");
    try_send(&world, &pipe, 1);
    world.turn();
    later(&world, &pipe);
    world.turn();
    assert!(pipe.outcome().is_none());
    super::close(&world, &pipe);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "value taken closed");
    assert_eq!(
        pipe.outcome(),
        Some(Ok(0)),
        "there is nothing to wait for any more"
    );
}
