//! The shape of the tree: deep ones, wide ones, and what scopes know of those below.

use std::rc::Rc;

use ta_coro::{Awaitable, Failure, Next, Scope};

use super::{Room, below, cancel, room};
use crate::machine::{Machine, Signal, World, broken, made, waiter};

/// Deeper than any stack would bear one frame per level.
const DEEP: usize = 200_000;

/// What [`Scope::is_empty`] stands for, counted anew.
fn is_deserted(scope: &Room) -> bool {
    scope.members().is_empty() && scope.children().iter().all(is_deserted)
}

#[test]
fn a_line_of_scopes_deeper_than_a_stack_is_cancelled_and_taken_apart() {
    let world = World::new();
    let top = room("top");
    let mut bottom = below(&top, "below");
    for _ in 0..DEEP {
        bottom = Scope::child(&bottom);
    }
    let task = world.spawn_in(&bottom, waiter("task", World::park));
    world.turn();
    assert!(!top.is_quiet() && !top.is_empty());
    cancel(&world, &top);
    assert_eq!(world.drive(), Next::Idle);
    assert!(task.is_cancelled() && bottom.is_closed() && top.is_closed());
    let ended = world.ended();
    assert_eq!(ended.len(), DEEP + 2);
    assert!(
        ended.ends_with(&["below", "top"]),
        "from the bottom upwards"
    );
    drop(bottom);
    assert!(top.children().is_empty());
}

#[test]
fn a_scope_knows_at_every_moment_whether_anybody_is_left_below() {
    let world = World::new();
    let top = room("top");
    let mut scopes = vec![Rc::clone(&top)];
    for at in 0..20 {
        let parent = &scopes[at * 7 % scopes.len()];
        scopes.push(Scope::child(parent));
    }
    for (at, scope) in scopes.iter().enumerate().filter(|(at, _)| at % 3 != 0) {
        let at = at as u64;
        world.spawn_in(scope, move |world| {
            world.sleep(at % 5)?;
            world.yield_now()?;
            if at.is_multiple_of(4) {
                Err(broken("broken"))
            } else {
                Ok(0)
            }
        });
    }
    for round in 0..200 {
        for scope in &scopes {
            assert_eq!(scope.is_empty(), is_deserted(scope), "round {round}");
            assert!(scope.is_quiet() || !scope.is_empty(), "round {round}");
        }
        if world.turn() == Next::Idle {
            break;
        }
        world.advance(1);
    }
    assert!(top.is_empty() && top.is_quiet());
}

#[test]
fn who_is_left_running_does_not_count_as_active_above_either() {
    let world = World::new();
    let top = room("top");
    let middle = below(&top, "middle");
    let bottom = below(&middle, "bottom");
    world.spawn_in(&bottom, waiter("zombie", |world| world.sleep(5)));
    world.turn();
    middle.cancel(world.scheduler(), None, true);
    assert!(top.is_quiet() && !top.is_empty());
    assert!(middle.is_quiet() && !middle.is_closed());
    assert_eq!(world.drive(), Next::Idle);
    assert!(top.is_empty() && middle.is_closed() && !top.is_closed());
}

#[test]
fn the_scope_of_main_code_outlives_errors_that_pass_through_it() {
    let world = World::new();
    let main = world.scheduler().main_scope();
    world.spawn_in(&main, |_| Err(broken("broken")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.unhandled(), [broken("broken")]);
    assert!(main.is_cancelled() && !main.is_closed());
}

#[test]
fn the_check_for_waiting_on_oneself_looks_at_64_levels() {
    let outcome = |levels: usize| {
        let world = World::new();
        let top = room("top");
        let mut own = Rc::clone(&top);
        for _ in 1..levels {
            own = Scope::child(&own);
        }
        let token = Signal::new();
        token.settle(&world, Ok(0));
        let token: Rc<dyn Awaitable<Machine>> = token;
        let task = world.spawn_in(&own, move |world| {
            top.await_completion(world.scheduler(), &token)?;
            Ok(0)
        });
        assert_eq!(world.drive(), Next::Idle);
        let outcome = task.outcome();
        outcome.clone().expect("it has ended")
    };
    let waited = Err(made(Failure::OperationCancelled(None)));
    assert_ne!(outcome(64), waited, "refused");
    assert_eq!(outcome(65), waited, "waits for what it is part of");
}
