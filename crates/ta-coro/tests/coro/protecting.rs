//! Sections that hold cancellation back.

use std::rc::Rc;

use ta_coro::Next;

use crate::machine::{World, stop};

#[test]
fn a_request_during_the_section_is_kept_until_it_is_left() {
    let world = World::new();
    let task = world.spawn(|world| {
        let scheduler = world.scheduler();
        scheduler.enter_protected();
        world.sleep(5)?;
        let me = world.current();
        assert!(me.is_cancellation_requested() && !me.is_cancelled());
        let kept = scheduler
            .leave_protected(&world.current())
            .expect("asked for meanwhile");
        world.note(format!("{kept}@{}", world.elapsed()));
        assert_eq!(scheduler.leave_protected(&world.current()), None, "once");
        Err(kept)
    });
    world.turn();
    assert!(world.scheduler().cancel(&task, stop("first")));
    assert!(!world.scheduler().cancel(&task, stop("second")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "first@5");
    assert!(task.is_cancelled());
}

#[test]
fn nested_sections_end_with_the_outermost() {
    let world = World::new();
    let task = world.spawn(|world| {
        let scheduler = world.scheduler();
        scheduler.enter_protected();
        scheduler.enter_protected();
        world.park()?;
        assert_eq!(scheduler.leave_protected(&world.current()), None);
        world.sleep(3)?;
        match scheduler.leave_protected(&world.current()) {
            Some(kept) => Err(kept),
            None => Ok(0),
        }
    });
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    world.scheduler().wake(&task);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.elapsed(), 3);
    assert_eq!(*task.outcome(), Some(Err(stop("stop"))));
}

#[test]
fn a_section_that_cancels_itself_hears_of_it_at_its_end() {
    let world = World::new();
    let task = world.spawn(|world| {
        let me = world.current();
        world.scheduler().enter_protected();
        world.scheduler().cancel(&me, stop("self"));
        world.yield_now()?;
        match world.scheduler().leave_protected(&world.current()) {
            Some(kept) => Err(kept),
            None => Ok(0),
        }
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Err(stop("self"))));
}

#[test]
fn after_the_section_cancellation_works_as_ever() {
    let world = World::new();
    let task = world.spawn_waiter("task", |world| {
        world.scheduler().enter_protected();
        assert_eq!(world.scheduler().leave_protected(&world.current()), None);
        world.park()
    });
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "task:start task:stop");
}

#[test]
fn tearing_down_and_deadlocks_ignore_the_section() {
    let world = World::new();
    let tasks = ["forced", "torn"].map(|name| {
        world.spawn_waiter(name, |world| {
            world.scheduler().enter_protected();
            world.park()
        })
    });
    world.turn();
    world.scheduler().force_cancel(&tasks[0], stop("deadlock"));
    world.scheduler().interrupt(&tasks[1], stop("teardown"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "forced:start torn:start forced:deadlock torn:teardown"
    );
}

#[test]
fn sections_belong_to_one_coroutine_and_one_life() {
    let world = World::new();
    let task = world.admit(|world| {
        // Ends inside the section.
        world.scheduler().enter_protected();
        Ok(0)
    });
    world.scheduler().run_now(&task);
    let other = world.spawn_waiter("other", World::park);
    world.turn();
    assert!(world.scheduler().cancel(&other, stop("stop")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "other:start other:stop");
    assert_eq!(Rc::strong_count(&task), 1);
    let Ok(task) = world.readmit(task) else {
        panic!("nobody holds it");
    };
    world.refill(&task, |world| {
        world.park()?;
        Ok(0)
    });
    world.scheduler().run_now(&task);
    assert!(world.scheduler().cancel(&task, stop("now")));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Err(stop("now"))));
}

#[test]
fn a_section_left_by_another_coroutine_frees_the_one_it_was_entered_in() {
    let world = World::new();
    let entered = world.spawn(|world| {
        world.scheduler().enter_protected();
        world.park()?;
        Ok(0)
    });
    world.turn();
    let whose = Rc::clone(&entered);
    let other = world.spawn(move |world| {
        let scheduler = world.scheduler();
        scheduler.cancel(&whose, stop("kept"));
        assert!(!whose.is_finished());
        assert_eq!(scheduler.leave_protected(&whose), None, "not this one's");
        world.yield_now()?;
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*entered.outcome(), Some(Err(stop("kept"))));
    assert_eq!(*other.outcome(), Some(Ok(0)));
}
