//! What becomes of coroutines when their scope is cancelled.

use std::cell::RefCell;
use std::rc::Rc;

use ta_coro::{Dependant, Failure, Next, Scheduler, Scope};

use super::{Room, below, cancel, room};
use crate::machine::{Machine, World, made, say, stop, waiter};

#[test]
fn a_new_scope_is_open_finished_and_unsafe_and_children_copy_the_flag() {
    let world = World::new();
    let scope = room("scope");
    assert!(!scope.is_cancelled() && !scope.is_closed() && scope.is_quiet() && !scope.is_safe());
    assert!(!Scope::child(&scope).is_safe());
    scope.set_safe(true);
    assert!(Scope::child(&scope).is_safe());
    let main = world.scheduler().main_scope();
    assert!(main.is_safe() && main.parent().is_none());
    assert!(scope.parent().is_none());
}

#[test]
fn child_scopes_are_listed_in_order_while_they_exist() {
    let scope = room("scope");
    let children = ["a", "b", "c"].map(|name| below(&scope, name));
    let names = |scope: &Room| {
        let children = scope.children();
        children
            .iter()
            .map(|c| c.body.name.get())
            .collect::<String>()
    };
    assert_eq!(names(&scope), "abc");
    let [_a, b, _c] = children;
    drop(b);
    assert_eq!(names(&scope), "ac");
    let _d = below(&scope, "d");
    assert_eq!(
        names(&scope),
        "acd",
        "a reused place does not change the order"
    );
}

#[test]
fn a_coroutine_spawns_into_its_own_scope() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, |world| {
        let child = world.spawn(say("child"));
        let own = world.scheduler().current_scope();
        assert!(child.scope().is_some_and(|scope| Rc::ptr_eq(&scope, &own)));
        Ok(0)
    });
    assert!(!scope.is_quiet());
    world.turn();
    assert!(task.scope().is_none(), "it has left");
    assert!(!scope.is_quiet(), "its child has not");
    assert_eq!(world.drive(), Next::Idle);
    assert!(scope.is_quiet() && !scope.is_cancelled());
}

#[test]
fn cancelling_drops_what_never_ran_and_interrupts_what_has_started() {
    let world = World::new();
    let scope = room("scope");
    let started = world.spawn_in(&scope, waiter("started", World::park));
    world.turn();
    let queued = world.spawn_in(&scope, say("never"));
    cancel(&world, &scope);
    assert!(scope.is_cancelled() && !scope.is_closed());
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "started:start started:stop");
    for task in [started, queued] {
        assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
        assert!(task.is_cancelled());
    }
    assert!(scope.is_closed());
    assert_eq!(world.ended(), ["scope"]);
}

#[test]
fn cancelling_safely_drops_what_never_ran_and_leaves_the_started_as_zombies() {
    let world = World::new();
    let scope = room("scope");
    scope.set_safe(true);
    let started = world.spawn_in(&scope, |world| {
        world.sleep(5)?;
        world.note("delivered");
        Ok(7)
    });
    world.turn();
    let queued = world.spawn_in(&scope, say("never"));
    cancel(&world, &scope);
    assert!(started.is_cancellation_requested());
    assert!(!scope.is_closed(), "a zombie is left");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.log().as_str(), world.elapsed()), ("delivered", 5));
    assert_eq!(*started.outcome(), Some(Ok(7)));
    assert!(started.is_cancelled(), "although it ran to its end");
    assert_eq!(*queued.outcome(), Some(Err(stop("stop"))));
    assert_eq!(world.ended(), ["scope"]);
}

#[test]
fn zombies_do_not_count_as_active() {
    let world = World::new();
    let scope = room("scope");
    let zombie = world.spawn_in(&scope, waiter("zombie", World::park));
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    assert!(scope.is_quiet() && !scope.is_empty());
    assert_eq!(scope.members().len(), 1);
    world.scheduler().wake(&zombie);
    assert_eq!(world.drive(), Next::Idle);
    assert!(scope.is_empty() && scope.is_closed());
}

#[test]
fn a_zombie_can_still_be_cancelled_directly_or_by_an_unsafe_cancel() {
    let world = World::new();
    let scope = room("scope");
    let first = world.spawn_in(&scope, waiter("first", World::park));
    let second = world.spawn_in(&scope, waiter("second", World::park));
    world.turn();
    scope.cancel(world.scheduler(), None, true);
    scope.cancel(world.scheduler(), None, true);
    assert_eq!(world.drive(), Next::Deadlock);
    assert!(world.scheduler().cancel(&first, stop("direct")));
    assert_eq!(world.drive(), Next::Deadlock);
    cancel(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "first:start second:start first:direct second:stop"
    );
    assert!(second.is_cancelled() && scope.is_closed());
}

#[test]
fn an_empty_scope_closes_at_once() {
    let world = World::new();
    let scope = room("scope");
    cancel(&world, &scope);
    assert!(scope.is_cancelled() && scope.is_closed());
    cancel(&world, &scope);
    assert_eq!(world.ended(), ["scope"], "once");
}

#[test]
fn the_cascade_reaches_children_first_and_never_parents_or_siblings() {
    let world = World::new();
    let top = room("top");
    let sibling = below(&top, "sibling");
    let middle = below(&top, "middle");
    let bottom = below(&middle, "bottom");
    for (scope, name) in [
        (&top, "top"),
        (&sibling, "sibling"),
        (&middle, "middle"),
        (&bottom, "bottom"),
    ] {
        world.spawn_in(scope, waiter(name, World::park));
    }
    world.turn();
    world.log();
    cancel(&world, &middle);
    assert!(middle.is_cancelled() && bottom.is_cancelled());
    assert!(!top.is_cancelled() && !sibling.is_cancelled());
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "bottom:stop middle:stop");
    assert_eq!(world.ended(), ["bottom", "middle"]);
    cancel(&world, &top);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "sibling:stop top:stop");
    assert_eq!(world.ended(), ["sibling", "top"]);
}

#[test]
fn empty_scopes_end_from_the_bottom_up() {
    let world = World::new();
    let top = room("top");
    let _children = ["a", "b"].map(|name| below(&top, name));
    cancel(&world, &top);
    assert_eq!(world.ended(), ["a", "b", "top"]);
}

#[test]
fn the_parents_cancellation_treats_children_as_the_parent_says() {
    let world = World::new();
    let top = room("top");
    top.set_safe(true);
    let child = below(&top, "child");
    child.set_safe(false);
    let task = world.spawn_in(&child, waiter("task", |world| world.sleep(3)));
    world.turn();
    cancel(&world, &top);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(0)));
}

#[test]
fn a_coroutine_that_cancels_its_own_scope_goes_on_and_its_awaiters_see_the_cancellation() {
    let world = World::new();
    let scope = room("scope");
    let own = Rc::clone(&scope);
    let task = world.spawn_in(&scope, move |world| {
        cancel(world, &own);
        world.note("goes on");
        world.yield_now()?;
        world.note("and on");
        Ok(5)
    });
    let target = Rc::clone(&task);
    let awaiter = world.spawn(move |world| world.join(&target));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "goes on and on");
    assert_eq!(*awaiter.outcome(), Some(Err(stop("stop"))));
    assert_eq!(*task.returned(), Some(5));
}

#[test]
fn without_an_error_coroutines_get_the_usual_one() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, waiter("task", World::park));
    world.turn();
    scope.cancel(world.scheduler(), None, false);
    world.drive();
    let usual = made(Failure::Cancelled("Scope was cancelled"));
    assert_eq!(*task.outcome(), Some(Err(usual)));
}

#[test]
fn a_protected_section_holds_the_cancellation_of_a_scope_back_too() {
    let world = World::new();
    let scope = room("scope");
    let task = world.spawn_in(&scope, |world| {
        world.scheduler().enter_protected();
        world.sleep(5)?;
        world.note(format!("protected@{}", world.elapsed()));
        match world.scheduler().leave_protected(&world.current()) {
            Some(kept) => Err(kept),
            None => Ok(0),
        }
    });
    world.turn();
    cancel(&world, &scope);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "protected@5");
    assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
    assert!(scope.is_closed());
}

/// Notes that its scope ends.
struct Channel(World, &'static str, RefCell<u32>);

impl Dependant<Machine> for Channel {
    fn scope_ends(self: Rc<Self>, _scheduler: &Scheduler<Machine>) {
        self.2.replace_with(|times| *times + 1);
        self.0.note(format!("{}:scope", self.1));
    }
}

#[test]
fn dependants_hear_of_the_end_before_the_coroutines_and_are_not_held() {
    let world = World::new();
    let scope = room("scope");
    world.spawn_in(&scope, waiter("task", World::park));
    world.turn();
    world.log();
    let attach = |name| {
        let channel = Rc::new(Channel(world.clone(), name, RefCell::new(0)));
        let weak: Rc<dyn Dependant<Machine>> = channel.clone();
        scope.attach(Rc::downgrade(&weak));
        channel
    };
    let kept = attach("kept");
    drop(attach("dropped"));
    cancel(&world, &scope);
    assert_eq!(world.log(), "kept:scope");
    let late = attach("late");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:stop late:scope");
    assert_eq!((*kept.2.borrow(), *late.2.borrow()), (1, 1), "once each");
}
