//! Who gets what, without capacity.

use std::rc::Rc;

use ta_coro::Next;

use super::{later, look, pipe, receiver, sender, try_send};
use crate::machine::World;

#[test]
fn a_sender_waits_until_its_value_is_taken() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    sender(&world, &pipe, "a", 1);
    assert_eq!(world.turn(), Next::Deadlock);
    assert_eq!(
        (pipe.len(), pipe.is_full(), pipe.is_empty()),
        (1, true, false)
    );
    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x=1 a:sent");
    assert_eq!(
        (pipe.len(), pipe.is_full(), pipe.is_empty()),
        (0, false, true)
    );
}

#[test]
fn a_waiting_receiver_lets_the_sender_go_on_at_once() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    receiver(&world, &pipe, "x");
    world.turn();
    let task = sender(&world, &pipe, "a", 1);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:sent x=1");
    assert_eq!(task.body.resumes.get(), 1);
}

#[test]
fn a_waiting_future_lets_the_sender_go_on_at_once() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    let future = later(&world, &pipe);
    sender(&world, &pipe, "a", 1);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a:sent");
    assert_eq!(look(&future), "1");
    assert!(pipe.is_empty());
}

#[test]
fn a_future_nobody_holds_does_not_count_as_a_receiver() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    drop(later(&world, &pipe));
    sender(&world, &pipe, "a", 1);
    assert_eq!(world.turn(), Next::Deadlock);
    assert_eq!(world.log(), "");
}

#[test]
fn taking_a_value_hands_the_slot_to_the_next_sender() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    for (name, value) in [("a", 1), ("b", 2), ("c", 3)] {
        sender(&world, &pipe, name, value);
    }
    world.turn();
    assert_eq!(look(&later(&world, &pipe)), "1");
    assert!(!try_send(&world, &pipe, 9), "the slot is b's");
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "a:sent");
    assert_eq!(look(&later(&world, &pipe)), "2");
    world.drive();
    assert_eq!(look(&later(&world, &pipe)), "3");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "b:sent c:sent");
}

#[test]
fn one_value_can_be_left_in_the_slot_without_anybody_there() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    assert!(try_send(&world, &pipe, 1));
    assert!(!try_send(&world, &pipe, 2));
    assert_eq!(pipe.len(), 1);
    sender(&world, &pipe, "a", 3);
    world.turn();
    receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x=1 a:sent y=3");
}

#[test]
fn a_ping_pong_needs_one_switch_per_hop() {
    let world = World::new();
    let (ping, pong) = (pipe(&world, 0), pipe(&world, 0));
    let (there, back) = (Rc::clone(&ping), Rc::clone(&pong));
    let echo = world.spawn(move |world| {
        for _ in 0..100 {
            let value = there.recv(world.scheduler(), None)?;
            back.send(world.scheduler(), value + 1, None)?;
        }
        Ok(0)
    });
    let caller = world.spawn(move |world| {
        let mut value = 0;
        for _ in 0..100 {
            ping.send(world.scheduler(), value, None)?;
            value = pong.recv(world.scheduler(), None)?;
        }
        Ok(value)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*caller.outcome(), Some(Ok(100)));
    assert_eq!(echo.body.resumes.get() + caller.body.resumes.get(), 202);
}
