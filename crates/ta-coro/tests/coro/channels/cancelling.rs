//! Waits that are cut off: by a cancellation, or by a token.

use std::rc::Rc;

use ta_coro::{Next, Timeout};

use super::{
    Token, close, later, look, pipe, receiver, receiver_until, sender, sender_until, try_send,
};
use crate::machine::{Signal, World, broken, stop};

fn fired(world: &World) -> Token {
    let signal = Signal::new();
    signal.settle(world, Err(broken("why")));
    signal
}

#[test]
fn a_receiver_that_leaves_is_forgotten() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let x = receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    world.scheduler().cancel(&x, stop("stop"));
    world.turn();
    try_send(&world, &pipe, 1);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x:stop y=1");
}

#[test]
fn a_value_promised_to_one_who_leaves_goes_to_the_next_in_line() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let x = receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    try_send(&world, &pipe, 1);
    world.scheduler().cancel(&x, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "x:stop y=1");
}

#[test]
fn a_value_promised_to_one_who_leaves_settles_the_future_behind_it() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let x = receiver(&world, &pipe, "x");
    world.turn();
    let future = later(&world, &pipe);
    try_send(&world, &pipe, 1);
    world.scheduler().cancel(&x, stop("stop"));
    world.drive();
    assert_eq!(look(&future), "1");
}

#[test]
fn a_value_promised_to_one_who_leaves_is_free_when_nobody_waits() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    let x = receiver(&world, &pipe, "x");
    world.turn();
    sender(&world, &pipe, "a", 1);
    world.turn();
    world.scheduler().cancel(&x, stop("stop"));
    world.drive();
    assert_eq!(
        world.log(),
        "a:sent x:stop",
        "a was told that it was taken care of"
    );
    assert_eq!(look(&later(&world, &pipe)), "1");
}

#[test]
fn room_promised_to_one_who_leaves_goes_to_the_next_in_line() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    try_send(&world, &pipe, 1);
    let a = sender(&world, &pipe, "a", 2);
    sender(&world, &pipe, "b", 3);
    world.turn();
    later(&world, &pipe);
    world.scheduler().cancel(&a, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:stop b:sent");
    assert_eq!(look(&later(&world, &pipe)), "3");
}

#[test]
fn a_sender_that_leaves_the_line_is_forgotten() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    try_send(&world, &pipe, 1);
    let a = sender(&world, &pipe, "a", 2);
    sender(&world, &pipe, "b", 3);
    world.turn();
    world.scheduler().cancel(&a, stop("stop"));
    world.turn();
    later(&world, &pipe);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:stop b:sent");
}

#[test]
fn without_capacity_a_sender_that_leaves_takes_its_value_back() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    let a = sender(&world, &pipe, "a", 1);
    sender(&world, &pipe, "b", 2);
    world.turn();
    world.scheduler().cancel(&a, stop("stop"));
    world.turn();
    receiver(&world, &pipe, "x");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:stop x=2 b:sent");
}

#[test]
fn a_cancellation_after_the_value_was_taken_is_still_reported() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    let a = sender(&world, &pipe, "a", 1);
    world.turn();
    assert_eq!(look(&later(&world, &pipe)), "1");
    world.scheduler().cancel(&a, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:stop");
    assert!(pipe.is_empty());
}

#[test]
fn a_token_ends_the_wait_and_nothing_is_left_behind() {
    let world = World::new();
    let (empty, full) = (pipe(&world, 1), pipe(&world, 1));
    try_send(&world, &full, 1);
    let tokens = [Timeout::new(5), Timeout::new(7)];
    receiver_until(&world, &empty, "x", Some(Rc::clone(&tokens[0]) as _));
    sender_until(&world, &full, "a", 2, Some(Rc::clone(&tokens[1]) as _));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "x:operation cancelled (timeout after 5) a:operation cancelled (timeout after 7)"
    );
    try_send(&world, &empty, 3);
    assert_eq!(look(&later(&world, &empty)), "3");
    assert_eq!(look(&later(&world, &full)), "1");
    assert!(full.is_empty());
}

#[test]
fn without_capacity_a_token_takes_the_value_back() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    sender_until(&world, &pipe, "a", 1, Some(Timeout::new(5)));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:operation cancelled (timeout after 5)");
    assert!(pipe.is_empty());
}

#[test]
fn a_token_that_fired_before_comes_before_everything_else() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    try_send(&world, &pipe, 1);
    receiver_until(&world, &pipe, "x", Some(fired(&world)));
    sender_until(&world, &pipe, "a", 2, Some(fired(&world)));
    world.turn();
    assert_eq!(pipe.len(), 1, "neither took nor stored anything");
    close(&world, &pipe);
    sender_until(&world, &pipe, "b", 2, Some(fired(&world)));
    world.turn();
    assert_eq!(
        world.log(),
        ["x", "a", "b"]
            .map(|name| format!("{name}:operation cancelled (why)"))
            .join(" ")
    );
}

#[test]
fn a_token_counts_as_used_though_nothing_had_to_wait() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    let (sent, received) = (Signal::new(), Signal::new());
    sender_until(&world, &pipe, "a", 1, Some(Rc::clone(&sent) as _));
    receiver_until(&world, &pipe, "x", Some(Rc::clone(&received) as _));
    world.turn();
    assert_eq!(world.log(), "a:sent x=1");
    assert!(sent.is_used() && received.is_used());
}

#[test]
fn a_promise_beats_a_token_that_fires_after_it() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let token = Signal::new();
    receiver_until(&world, &pipe, "x", Some(Rc::clone(&token) as _));
    world.turn();
    try_send(&world, &pipe, 1);
    token.settle(&world, Ok(0));
    world.turn();
    assert_eq!(world.log(), "x=1");
    assert_eq!(token.listeners(), 0);
}

#[test]
fn a_cancelled_waiter_that_was_dismissed_hears_of_both() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    let tasks = [sender(&world, &pipe, "a", 1), sender(&world, &pipe, "b", 2)];
    world.turn();
    for task in &tasks {
        world.scheduler().cancel(task, stop("stop"));
    }
    close(&world, &pipe);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(
        world.log(),
        ["a", "b"]
            .map(|name| format!("{name}:channel closed (Explicit) after stop"))
            .join(" ")
    );
}
