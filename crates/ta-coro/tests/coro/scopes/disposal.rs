//! Scopes that end by themselves: after a time, or with their last handle.

use std::rc::Rc;
use std::time::Duration;

use ta_coro::{Failure, Next, Scope};

use super::{below, room};
use crate::machine::{World, made, say, waiter};

const SOON: Duration = Duration::from_millis(10);

#[test]
fn what_is_left_after_the_time_is_cancelled() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, waiter("task", World::park));
    scope.dispose_after(world.scheduler(), SOON);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 10);
    let error = made(Failure::Cancelled("Scope has been disposed due to timeout"));
    assert_eq!(*task.outcome(), Some(Err(error)));
    assert!(scope.is_closed());
}

#[test]
fn the_flag_decides_about_zombies_after_the_time_too() {
    let world = World::new();
    let scope = room("scope");
    scope.set_safe(true);
    let task = world.spawn_in(&scope, waiter("task", |world| world.sleep(15)));
    scope.dispose_after(world.scheduler(), SOON);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.elapsed(), task.is_cancelled()), (15, true));
    assert_eq!(*task.outcome(), Some(Ok(0)));
}

#[test]
fn nothing_happens_to_an_empty_or_closed_scope() {
    let world = World::new();
    let scope = room("scope");
    scope.dispose_after(world.scheduler(), SOON);
    assert_eq!(world.scheduler().earliest_deadline(), None);
    scope.cancel(world.scheduler(), None, false);
    scope.dispose_after(world.scheduler(), SOON);
    assert_eq!(world.scheduler().earliest_deadline(), None);
}

#[test]
fn a_later_call_replaces_the_time_and_closing_forgets_it() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, waiter("task", World::park));
    scope.dispose_after(world.scheduler(), SOON);
    scope.dispose_after(world.scheduler(), SOON * 2);
    world.turn();
    world.advance(10);
    assert_eq!(world.turn(), Next::Wait);
    assert!(!scope.is_cancelled());
    scope.cancel(world.scheduler(), None, false);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 10);
    assert_eq!(world.scheduler().earliest_deadline(), None);
}

#[test]
fn a_scope_that_drained_in_time_does_not_keep_the_process_alive() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, waiter("task", |world| world.sleep(2)));
    scope.dispose_after(world.scheduler(), SOON);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 2);
    // Whoever comes later is still subject to it.
    let late = world.spawn_in(&scope, waiter("late", |world| world.sleep(50)));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 10);
    assert!(late.is_cancelled());
}

#[test]
fn the_last_handle_takes_an_empty_scope_with_it() {
    let world = World::new();
    let scope = room("scope");
    scope.release(world.scheduler());
    assert!(scope.is_closed());
    assert_eq!(world.ended(), ["scope"]);
}

#[test]
fn the_last_handle_cancels_what_runs() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, waiter("task", World::park));
    world.turn();
    let queued = world.spawn_in(&scope, say("never"));
    scope.release(world.scheduler());
    drop(scope);
    assert_eq!(world.drive(), Next::Idle);
    let text = "Scope is being disposed due to object destruction";
    for task in [task, queued] {
        assert_eq!(*task.outcome(), Some(Err(made(Failure::Cancelled(text)))));
    }
    assert_eq!(world.ended(), ["scope"]);
}

#[test]
fn the_last_handle_of_a_safe_scope_leaves_zombies() {
    let world = World::new();
    let scope = room("scope");
    scope.set_safe(true);
    let task = world.spawn_in(&scope, waiter("task", |world| world.sleep(3)));
    world.turn();
    scope.release(world.scheduler());
    drop(scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(0)));
    assert_eq!(world.ended(), ["scope"]);
}

#[test]
fn a_scope_nobody_holds_is_gone_from_its_parent() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    let weak = Rc::downgrade(&child);
    world.spawn_in(&child, waiter("task", |world| world.sleep(1)));
    drop(child);
    assert!(weak.upgrade().is_some(), "whoever runs in it keeps it");
    assert_eq!(top.children().len(), 1);
    assert_eq!(world.drive(), Next::Idle);
    assert!(weak.upgrade().is_none());
    assert!(top.children().is_empty());
}

#[test]
fn the_request_of_a_scope_is_inherited_but_not_by_detached_ones() {
    let world = World::new();
    let main = world.scheduler().main_scope();
    assert!(main.request().is_none() && Scope::child(&main).request().is_none());
    let request = Scope::for_request(&main);
    assert!(request.is_request());
    let child = Scope::child(&Scope::child(&request));
    assert!(!child.is_request());
    let found = child.request().expect("inherited");
    assert!(Rc::ptr_eq(&found, &request));
    assert!(room("detached").request().is_none());
    drop((found, request));
    assert!(child.is_within(&main));
}
