//! How channels end.

use std::cell::RefCell;
use std::rc::Rc;

use ta_coro::{CloseReason, Next, Scope};

use super::{close, closed, later, look, pipe, receiver, sender, try_send};
use crate::machine::{Machine, World};

#[test]
fn nothing_is_sent_into_a_closed_channel() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    assert!(close(&world, &pipe));
    assert!(!try_send(&world, &pipe, 1));
    sender(&world, &pipe, "a", 1);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a:channel closed (Explicit)");
    assert!(pipe.is_empty());
}

#[test]
fn what_it_holds_is_taken_before_receivers_fail() {
    let world = World::new();
    let pipe = pipe(&world, 3);
    for value in 1..=3 {
        try_send(&world, &pipe, value);
    }
    close(&world, &pipe);
    assert_eq!(look(&later(&world, &pipe)), "1");
    receiver(&world, &pipe, "x");
    let own = Rc::clone(&pipe);
    world.spawn(move |world| {
        assert_eq!(own.next(world.scheduler()), Ok(Some(3)));
        assert_eq!(own.next(world.scheduler()), Ok(None));
        assert_eq!(
            own.recv(world.scheduler(), None),
            Err(closed(CloseReason::Explicit))
        );
        Ok(0)
    });
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "x=2");
    assert_eq!(look(&later(&world, &pipe)), "channel closed (Explicit)");
}

#[test]
fn all_who_wait_fail() {
    let world = World::new();
    let empty = pipe(&world, 1);
    let full = pipe(&world, 1);
    try_send(&world, &full, 1);
    receiver(&world, &empty, "x");
    receiver(&world, &empty, "y");
    sender(&world, &full, "a", 2);
    sender(&world, &full, "b", 3);
    world.turn();
    let future = later(&world, &empty);

    assert!(close(&world, &empty));
    assert!(close(&world, &full));
    assert_eq!(look(&future), "channel closed (Explicit)");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(
        world.log(),
        ["x", "y", "a", "b"]
            .map(|name| format!("{name}:channel closed (Explicit)"))
            .join(" ")
    );
    assert_eq!(look(&later(&world, &full)), "1");
}

#[test]
fn who_was_promised_a_value_still_gets_it() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    receiver(&world, &pipe, "x");
    receiver(&world, &pipe, "y");
    world.turn();
    try_send(&world, &pipe, 1);
    close(&world, &pipe);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "x=1 y:channel closed (Explicit)");
}

#[test]
fn who_was_promised_room_cannot_send_any_more() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    try_send(&world, &pipe, 1);
    sender(&world, &pipe, "a", 2);
    world.turn();
    drop(later(&world, &pipe));
    close(&world, &pipe);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a:channel closed (Explicit)");
    assert!(pipe.is_empty());
}

#[test]
fn the_first_reason_stays() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    assert!(pipe.close(world.scheduler(), CloseReason::Disposed));
    assert!(!close(&world, &pipe));
    assert_eq!(pipe.closed(), Some(CloseReason::Disposed));
    receiver(&world, &pipe, "x");
    world.turn();
    assert_eq!(world.log(), "x:channel closed (Disposed)");
}

#[test]
fn without_capacity_a_value_nobody_was_promised_is_withdrawn() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    sender(&world, &pipe, "a", 1);
    sender(&world, &pipe, "b", 2);
    world.turn();
    close(&world, &pipe);
    assert!(pipe.is_empty());
    receiver(&world, &pipe, "x");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(
        world.log(),
        ["a", "b", "x"]
            .map(|name| format!("{name}:channel closed (Explicit)"))
            .join(" ")
    );
}

#[test]
fn without_capacity_a_promised_value_reaches_its_receiver() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    receiver(&world, &pipe, "x");
    world.turn();
    let own = Rc::clone(&pipe);
    world.spawn(move |world| {
        own.send(world.scheduler(), 1, None)?;
        world.note("sent");
        close(world, &own);
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "sent x=1");
}

#[test]
fn without_capacity_a_sender_whose_value_was_taken_does_not_fail() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    sender(&world, &pipe, "a", 1);
    world.turn();
    assert_eq!(look(&later(&world, &pipe)), "1");
    close(&world, &pipe);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a:sent");
}

#[test]
fn without_capacity_a_value_that_nobody_waits_with_stays() {
    let world = World::new();
    let pipe = pipe(&world, 0);
    try_send(&world, &pipe, 1);
    close(&world, &pipe);
    assert_eq!(look(&later(&world, &pipe)), "1");
    assert_eq!(look(&later(&world, &pipe)), "channel closed (Explicit)");
}

#[test]
fn a_loop_ends_quietly_only_when_it_was_closed_in_earnest() {
    let world = World::new();
    for (reason, end) in [
        (CloseReason::Explicit, Ok(None)),
        (CloseReason::Disposed, Err(closed(CloseReason::Disposed))),
        (CloseReason::Deadlock, Err(closed(CloseReason::Deadlock))),
    ] {
        let pipe = pipe(&world, 0);
        let own = Rc::clone(&pipe);
        let ended = Rc::new(RefCell::new(None));
        let seen = Rc::clone(&ended);
        world.spawn(move |world| {
            seen.replace(Some(own.next(world.scheduler())));
            Ok(0)
        });
        world.turn();
        pipe.close(world.scheduler(), reason);
        world.turn();
        assert_eq!(ended.take(), Some(end));
    }
}

#[test]
fn emptying_drops_what_it_holds() {
    let world = World::new();
    let pipe = pipe(&world, 2);
    try_send(&world, &pipe, 1);
    try_send(&world, &pipe, 2);
    pipe.close(world.scheduler(), CloseReason::Disposed);
    pipe.empty();
    assert!(pipe.is_empty());
    assert_eq!(look(&later(&world, &pipe)), "channel closed (Disposed)");
}

#[test]
fn it_ends_with_the_scope_it_was_made_in() {
    let world = World::new();
    let scope: Rc<Scope<Machine>> = Scope::child(&world.scheduler().main_scope());
    let made = Rc::new(RefCell::new(None));
    let out = Rc::clone(&made);
    world.spawn_in(&scope, move |world| {
        out.replace(Some(pipe(world, 0)));
        world.park()?;
        Ok(0)
    });
    world.turn();
    let pipe = made.take().expect("it was made");
    receiver(&world, &pipe, "outside");
    world.turn();
    assert_eq!(pipe.closed(), None);
    scope.cancel(world.scheduler(), None, false);
    assert_eq!(pipe.closed(), Some(CloseReason::ScopeDisposed));
    world.drive();
    assert_eq!(world.log(), "outside:channel closed (ScopeDisposed)");
}

#[test]
fn inside_the_scope_the_channel_is_the_news_and_the_cancellation_comes_behind() {
    let world = World::new();
    let scope: Rc<Scope<Machine>> = Scope::child(&world.scheduler().main_scope());
    world.spawn_in(&scope, move |world| {
        let pipe = pipe(world, 0);
        let end = pipe.recv(world.scheduler(), None).expect_err("cancelled");
        world.note(end.to_string());
        Err(end)
    });
    world.turn();
    scope.cancel(world.scheduler(), None, false);
    world.drive();
    assert_eq!(
        world.log(),
        "channel closed (ScopeDisposed) after Scope was cancelled"
    );
}

#[test]
fn the_end_of_the_coroutines_does_not_close_it() {
    let world = World::new();
    let scope: Rc<Scope<Machine>> = Scope::child(&world.scheduler().main_scope());
    let made = Rc::new(RefCell::new(None));
    let out = Rc::clone(&made);
    world.spawn_in(&scope, move |world| {
        out.replace(Some(pipe(world, 1)));
        Ok(0)
    });
    world.drive();
    let pipe = made.take().expect("it was made");
    assert!(try_send(&world, &pipe, 1));
    assert_eq!(pipe.closed(), None);
}

#[test]
fn the_scope_does_not_hold_the_channel() {
    let world = World::new();
    let pipe = pipe(&world, 1);
    let gone = Rc::downgrade(&pipe);
    drop(pipe);
    assert!(gone.upgrade().is_none());
}
