//! The way of an error that nobody waited for.

use std::rc::Rc;

use ta_coro::Next;

use super::{Room, below, cancel, room};
use crate::machine::{Error, Handler, World, broken, say, stop, waiter};

fn handler(
    code: impl Fn(&World, Error) -> Result<(), Error> + 'static,
) -> std::cell::RefCell<Option<Handler>> {
    std::cell::RefCell::new(Some(Rc::new(move |world, _, error| code(world, error))))
}

/// Has `scope` absorb errors of its own coroutines, and note them under `name`.
fn absorb(scope: &Room, name: &'static str) {
    scope.body.handler.swap(&handler(move |world, error| {
        world.note(format!("{name}:{error}"));
        Ok(())
    }));
}

/// [`absorb`] for errors from below.
fn absorb_from_below(scope: &Room, name: &'static str) {
    scope.body.child_handler.swap(&handler(move |world, error| {
        world.note(format!("{name}:{error}"));
        Ok(())
    }));
}

fn fail(world: &World, scope: &Room) {
    world.spawn_in(scope, |_| Err(broken("broken")));
}

#[test]
fn an_error_nobody_takes_cancels_every_scope_up_to_the_top() {
    let world = World::new();
    let top = room("top");
    let middle = below(&top, "middle");
    let bottom = below(&middle, "bottom");
    let cousin = below(&top, "cousin");
    for (scope, name) in [(&middle, "middle"), (&cousin, "cousin"), (&top, "top")] {
        world.spawn_in(scope, waiter(name, World::park));
    }
    world.turn();
    world.log();
    fail(&world, &bottom);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "middle:Scope was cancelled cousin:Scope was cancelled top:Scope was cancelled"
    );
    assert_eq!(world.unhandled(), [broken("broken")]);
    assert!(
        [&top, &middle, &bottom, &cousin]
            .iter()
            .all(|s| s.is_closed())
    );
}

#[test]
fn the_main_scope_leaves_the_started_and_drops_the_unstarted() {
    let world = World::new();
    let started = world.spawn(|world| {
        world.sleep(3)?;
        Ok(1)
    });
    world.turn();
    world.spawn(|_| Err(broken("broken")));
    let queued = world.spawn(say("never"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "");
    assert_eq!(*started.outcome(), Some(Ok(1)));
    assert!(queued.is_cancelled());
    assert_eq!(world.unhandled(), [broken("broken")]);
}

#[test]
fn the_scope_where_it_began_decides_how_all_are_treated() {
    let world = World::new();
    let top = room("top");
    top.set_safe(true);
    let child = below(&top, "child");
    child.set_safe(false);
    let task = world.spawn_in(&top, waiter("task", World::park));
    world.turn();
    fail(&world, &child);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:start task:Scope was cancelled");
    assert!(task.is_cancelled());
    world.unhandled();
}

#[test]
fn a_handler_that_returns_absorbs_the_error() {
    let world = World::new();
    let scope = room("scope");
    absorb(&scope, "handler");
    let sibling = world.spawn_in(&scope, waiter("sibling", |world| world.sleep(2)));
    world.turn();
    fail(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "sibling:start handler:broken sibling:ok");
    assert!(!scope.is_cancelled() && !sibling.is_cancelled());
    assert_eq!(world.unhandled(), []);
}

#[test]
fn from_below_the_child_handler_comes_first_and_not_for_own_coroutines() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    absorb(&top, "own");
    absorb_from_below(&top, "child");
    fail(&world, &child);
    fail(&world, &top);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "child:broken own:broken");
    assert!(child.is_cancelled(), "it passed through there");
    assert!(!top.is_cancelled());
}

#[test]
fn own_errors_pass_a_scope_that_has_only_a_child_handler() {
    let world = World::new();
    let top = room("top");
    absorb_from_below(&top, "child");
    fail(&world, &top);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "");
    assert_eq!(world.unhandled(), [broken("broken")]);
}

#[test]
fn a_child_handler_that_fails_leaves_it_to_the_other_handler() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    let failing = handler(|_, _| Err(broken("child handler")));
    top.body.child_handler.swap(&failing);
    absorb(&top, "own");
    fail(&world, &child);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "own:child handler after broken");
    assert_eq!(world.unhandled(), []);
}

#[test]
fn what_a_handler_fails_with_goes_on_upwards_with_the_original_behind_it() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    child
        .body
        .handler
        .swap(&handler(|_, _| Err(broken("handler"))));
    fail(&world, &child);
    assert_eq!(world.drive(), Next::Idle);
    let both = broken("handler").after(broken("broken"));
    assert_eq!(world.unhandled(), [both]);
    assert!(child.is_closed() && top.is_closed());
}

#[test]
fn handlers_may_wait() {
    let world = World::new();
    let scope = room("scope");
    scope.body.handler.swap(&handler(|world, error| {
        world.sleep(5)?;
        world.note(format!("{error}@{}", world.elapsed()));
        Ok(())
    }));
    fail(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "broken@5");
}

#[test]
fn a_handler_runs_before_everything_that_was_queued() {
    let world = World::new();
    let scope = room("scope");
    absorb(&scope, "handler");
    fail(&world, &scope);
    world.spawn(say("queued"));
    world.drive();
    assert_eq!(world.log(), "handler:broken queued");
}

#[test]
fn an_error_is_not_lost_when_its_scope_is_cancelled_before_the_handler_ran() {
    let world = World::new();
    for safely in [false, true] {
        let scope = room("scope");
        absorb(&scope, "handler");
        fail(&world, &scope);
        // The end of the pass: what a timer or a socket does comes before the handler.
        assert_eq!(world.turn(), Next::Again);
        scope.cancel(world.scheduler(), Some(stop("stop")), safely);
        assert_eq!(world.drive(), Next::Idle);
        assert_eq!(world.log(), "handler:broken");
        assert!(scope.is_closed());
    }
}

#[test]
fn a_handler_cancelled_before_it_ran_hears_of_it_where_it_waits() {
    let world = World::new();
    let scope = room("scope");
    scope.body.handler.swap(&handler(|world, error| {
        let waited = world.sleep(1_000);
        world.note(format!("{error} {waited:?}"));
        Ok(())
    }));
    fail(&world, &scope);
    assert_eq!(world.turn(), Next::Again);
    cancel(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 0);
    assert_eq!(world.log(), "broken Err(Stop(\"stop\"))");
}

#[test]
fn the_wait_of_somebody_stops_an_error_before_the_parent() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    world.spawn_in(&child, waiter("sibling", World::park));
    let awaited = Rc::clone(&child);
    let task = world.spawn(move |world| {
        let token: Rc<dyn ta_coro::Awaitable<_>> = crate::machine::Signal::new();
        awaited.await_completion(world.scheduler(), &token)?;
        Ok(0)
    });
    task.observe();
    world.turn();
    fail(&world, &child);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Err(broken("broken"))));
    assert!(child.is_cancelled() && !top.is_cancelled());
    assert_eq!(world.unhandled(), []);
}

#[test]
fn a_cancellation_is_never_routed() {
    let world = World::new();
    let scope = room("scope");
    absorb(&scope, "handler");
    world.spawn_in(&scope, |_| Err(stop("by itself")));
    let task = world.spawn_in(&scope, waiter("task", World::park));
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:start task:stop");
    assert!(!scope.is_cancelled());
    assert_eq!(world.unhandled(), []);
}

#[test]
fn an_error_somebody_waited_for_is_not_routed() {
    let world = World::new();
    let scope = room("scope");
    let target = world.spawn_in(&scope, |_| Err(broken("broken")));
    target.observe();
    assert_eq!(world.drive(), Next::Idle);
    assert!(!scope.is_cancelled());
    assert_eq!(world.unhandled(), []);
}

#[test]
fn errors_of_one_client_do_not_reach_what_serves_all() {
    let world = World::new();
    let server = room("server");
    server.body.shared.set(true);
    absorb_from_below(&server, "server");
    let request = below(&server, "request");
    let deep = below(&request, "deep");
    let other = world.spawn_in(&server, waiter("other", World::park));
    world.turn();
    let task = world.spawn_in(&deep, |_| Err(broken("broken")));
    task.body.confined.set(true);
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "other:start");
    assert!(deep.is_cancelled() && request.is_cancelled());
    assert!(!server.is_cancelled() && !other.is_cancelled());
    assert_eq!(world.unhandled(), [broken("broken")]);
}

#[test]
fn the_handlers_of_a_client_stay_its_own() {
    let world = World::new();
    let server = room("server");
    server.body.shared.set(true);
    let request = below(&server, "request");
    let failing = handler(|_, _| Err(broken("handler")));
    request.body.handler.swap(&failing);
    let task = world.spawn_in(&request, |_| Err(broken("broken")));
    task.body.confined.set(true);
    assert_eq!(world.drive(), Next::Idle);
    assert!(request.is_closed() && !server.is_cancelled());
    let both = broken("handler").after(broken("broken"));
    assert_eq!(world.unhandled(), [both]);
}

#[test]
fn two_errors_at_once_are_both_told() {
    let world = World::new();
    let scope = room("scope");
    absorb(&scope, "handler");
    fail(&world, &scope);
    fail(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "handler:broken handler:broken");
}

#[test]
fn an_error_ends_with_its_handler_when_that_ends_in_a_cancellation() {
    let world = World::new();
    let top = room("top");
    let child = below(&top, "child");
    absorb_from_below(&top, "top");
    child
        .body
        .handler
        .swap(&handler(|_, _| Err(stop("the handler was ended"))));
    fail(&world, &child);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "", "nobody above hears of it");
    assert!(world.unhandled().is_empty());
    assert!(!child.is_cancelled() && !top.is_cancelled());
}
