//! `awaitCompletion` and `awaitAfterCancellation`.

use std::rc::Rc;

use ta_coro::{Awaitable, Failure, Next};

use super::{Room, below, cancel, room};
use crate::machine::{Error, Machine, Outcome, Signal, Task, World, broken, made, stop, waiter};

const SELF_AWAIT: &str = "Cannot await completion of scope from a coroutine that belongs to the \
                          same scope or its children";

fn token() -> (Rc<Signal>, Rc<dyn Awaitable<Machine>>) {
    let signal = Signal::new();
    (Rc::clone(&signal), signal)
}

/// Waits for `scope` and notes how that ended.
fn awaiter(world: &World, scope: &Room) -> (Rc<Signal>, Task) {
    let (signal, token) = token();
    let scope = Rc::clone(scope);
    let task =
        world.spawn(move |world| note(world, scope.await_completion(world.scheduler(), &token)));
    (signal, task)
}

/// [`awaiter`] for a cancelled scope, with a handler that fails on errors called "fatal".
fn mourner(world: &World, scope: &Room) -> (Rc<Signal>, Task) {
    let (signal, token) = token();
    let scope = Rc::clone(scope);
    let task = world.spawn(move |world| {
        let mut on_error = |error: Error| {
            world.note(format!("saw {error}"));
            match error {
                Error::Broken("fatal") => Err(error),
                _ => Ok(()),
            }
        };
        let waited = scope.await_after_cancellation(world.scheduler(), Some(&token), &mut on_error);
        note(world, waited)
    });
    (signal, task)
}

fn note(world: &World, waited: Result<(), Error>) -> Outcome {
    match waited {
        Ok(()) => world.note(format!("done@{}", world.elapsed())),
        Err(error) => {
            world.note(format!("{error}@{}", world.elapsed()));
            return Err(error);
        }
    }
    Ok(0)
}

fn sleeper(milliseconds: u64) -> impl FnOnce(&World) -> Outcome {
    move |world| {
        world.sleep(milliseconds)?;
        Ok(0)
    }
}

#[test]
fn a_finished_scope_is_not_waited_for() {
    let world = World::new();
    let scope = room("scope");
    let (signal, _) = awaiter(&world, &scope);
    world.turn();
    assert_eq!(world.log(), "done@0");
    assert!(signal.is_used(), "the token counts as used all the same");
    assert_eq!(signal.listeners(), 0);
}

#[test]
fn a_wait_lasts_until_nothing_is_active_here_or_below() {
    let world = World::new();
    let scope = room("scope");
    let child = below(&scope, "child");
    world.spawn_in(&scope, sleeper(2));
    world.spawn_in(&child, sleeper(5));
    let (signal, _) = awaiter(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "done@5");
    assert_eq!(signal.listeners(), 0);
}

#[test]
fn coroutines_spawned_while_it_waits_count_too() {
    let world = World::new();
    let scope = room("scope");
    let own = Rc::clone(&scope);
    world.spawn_in(&scope, move |world| {
        world.sleep(2)?;
        world.spawn_in(&below(&own, "late"), sleeper(3));
        world.spawn(sleeper(1));
        Ok(0)
    });
    awaiter(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "done@5");
}

#[test]
fn one_spawned_after_the_wake_up_but_before_the_look_counts_too() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, sleeper(1));
    awaiter(&world, &scope);
    let own = Rc::clone(&scope);
    world.spawn(move |world| {
        // Due right behind the member, whose end wakes the awaiter.
        world.sleep(1)?;
        assert!(own.is_quiet());
        world.spawn_in(&own, sleeper(4));
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "done@5");
}

#[test]
fn several_wait_and_are_woken_in_order() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, sleeper(1));
    let first = awaiter(&world, &scope).1;
    let second = awaiter(&world, &scope).1;
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.finished()[1..], [first.id(), second.id()]);
}

#[test]
fn zombies_do_not_delay_it() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, sleeper(9));
    world.turn();
    let (_, task) = awaiter(&world, &scope);
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    assert_eq!(world.turn(), Next::Wait);
    assert!(task.is_finished());
    assert_eq!(world.log(), "done@0");
    assert_eq!(world.drive(), Next::Idle);
}

#[test]
fn a_cancelled_scope_is_refused_and_a_closed_one_is_done() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, waiter("task", World::park));
    world.turn();
    world.log();
    cancel(&world, &scope);
    world
        .scheduler()
        .spawn_front(&world.scheduler().main_scope(), {
            use ta_coro::Switch;
            let (_, token) = token();
            let scope = Rc::clone(&scope);
            let work = move |scheduler: &ta_coro::Scheduler<Machine>| {
                let refused = made(Failure::Cancelled("The scope has been cancelled"));
                assert_eq!(scope.await_completion(scheduler, &token), Err(refused));
                Ok(1)
            };
            world.scheduler().switch().native(Box::new(work), None)
        });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:stop");
    assert!(scope.is_closed());
    awaiter(&world, &scope);
    mourner(&world, &scope);
    world.drive();
    assert_eq!(world.log(), "done@0 done@0");
}

#[test]
fn members_of_the_scope_or_below_cannot_wait_for_it() {
    let world = World::new();
    let scope = room("scope");
    let child = below(&scope, "child");
    for place in [&scope, &child] {
        let awaited = Rc::clone(&scope);
        world.spawn_in(place, move |world| {
            let (_, token) = token();
            let refused = awaited.await_completion(world.scheduler(), &token);
            assert_eq!(refused, Err(made(Failure::Misuse(SELF_AWAIT.into()))));
            world.note("refused");
            Ok(0)
        });
    }
    // The other way round is fine.
    let lower = Rc::clone(&child);
    world.spawn_in(&scope, move |world| {
        let (_, token) = token();
        lower.await_completion(world.scheduler(), &token)?;
        world.note("waited");
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "refused refused waited");
}

#[test]
fn the_token_ends_the_wait_and_leaves_the_scope_alone() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, sleeper(5));
    let (signal, _) = awaiter(&world, &scope);
    world.turn();
    signal.settle(&world, Err(broken("token")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "operation cancelled (token)@0");
    assert!(!scope.is_cancelled());
    assert_eq!(*task.outcome(), Some(Ok(0)));
}

#[test]
fn a_cancelled_wait_leaves_the_scope_alone() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, sleeper(5));
    let (_, task) = awaiter(&world, &scope);
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    world.turn();
    assert_eq!(world.log(), "stop@0");
    let outsider = world.spawn(|_| Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert!(outsider.is_finished() && !scope.is_cancelled());
}

#[test]
fn an_error_that_passes_through_ends_the_wait_and_stops_there() {
    let world = World::new();
    let scope = room("scope");
    let sibling = world.spawn_in(&scope, waiter("sibling", World::park));
    let (_, first) = awaiter(&world, &scope);
    let (_, second) = awaiter(&world, &scope);
    world.turn();
    world.log();
    world.spawn_in(&scope, |_| Err(broken("broken")));
    first.observe();
    second.observe();
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "broken@0 broken@0 sibling:Scope was cancelled");
    assert_eq!(world.unhandled(), [], "propagation stops");
    assert!(sibling.is_cancelled() && scope.is_closed());
}

#[test]
fn an_error_and_a_cancellation_of_the_wait_become_one() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, |world| {
        world.yield_now()?;
        Err(broken("broken"))
    });
    let (_, task) = awaiter(&world, &scope);
    task.observe();
    world.turn();
    let target = Rc::clone(&task);
    world.spawn(move |world| {
        world.scheduler().cancel(&target, stop("stop"));
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    let both = broken("broken").after(stop("stop"));
    assert_eq!(*task.outcome(), Some(Err(both)));
}

#[test]
fn waiting_for_the_end_wants_a_cancelled_scope() {
    let world = World::new();
    let scope = room("scope");
    let (signal, task) = mourner(&world, &scope);
    task.observe();
    world.drive();
    assert_eq!(
        world.log(),
        "Attempt to await a Scope that has not been cancelled@0"
    );
    assert!(signal.is_used());
}

#[test]
fn waiting_for_the_end_lasts_until_the_zombies_are_gone() {
    let world = World::new();
    let scope = room("scope");
    let child = below(&scope, "child");
    world.spawn_in(&scope, sleeper(3));
    world.spawn_in(&child, sleeper(7));
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    mourner(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "done@7");
}

#[test]
fn members_cannot_wait_for_the_end_either_and_the_token_works() {
    let world = World::new();
    let scope = room("scope");
    let own = Rc::clone(&scope);
    world.spawn_in(&scope, move |world| {
        world.sleep(3)?;
        let refused = own.await_after_cancellation(world.scheduler(), None, &mut Err);
        assert_eq!(refused, Err(made(Failure::Misuse(SELF_AWAIT.into()))));
        world.note("refused");
        Ok(0)
    });
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    let (signal, _) = mourner(&world, &scope);
    world.turn();
    signal.settle(&world, Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "operation cancelled@0 refused");
}

#[test]
fn errors_of_zombies_go_to_the_handler_and_the_wait_goes_on() {
    let world = World::new();
    let scope = room("scope");
    for milliseconds in [2, 4] {
        world.spawn_in(&scope, move |world| {
            world.sleep(milliseconds)?;
            Err(broken("broken"))
        });
    }
    world.spawn_in(&scope, sleeper(6));
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    scope.set_safe(true);
    mourner(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "saw broken saw broken done@6");
    assert_eq!(world.unhandled(), []);
}

#[test]
fn a_handler_that_fails_ends_the_wait() {
    let world = World::new();
    let scope = room("scope");
    scope.set_safe(true);
    world.spawn_in(&scope, |world| {
        world.sleep(2)?;
        Err(broken("fatal"))
    });
    world.spawn_in(&scope, sleeper(6));
    world.turn();
    cancel(&world, &scope);
    let (_, task) = mourner(&world, &scope);
    task.observe();
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "saw fatal fatal@2");
    assert_eq!(world.unhandled(), []);
}
