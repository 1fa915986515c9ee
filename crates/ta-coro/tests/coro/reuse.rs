//! Another life for a coroutine that has ended: the same object, nothing of its past.

use std::rc::Rc;

use ta_coro::{Next, State};

use crate::machine::{Task, World, say, stop};

/// Lets `task` run to its end; nobody but the caller holds it then.
fn live_once(world: &World, task: &Task) {
    world.scheduler().run_now(task);
    world.drive();
    assert!(task.is_finished());
}

#[test]
fn a_finished_coroutine_nobody_else_holds_begins_another_life() {
    let world = World::new();
    let task = world.admit(|world| {
        let me = world.current();
        world.scheduler().cancel(&me, stop("stop"));
        me.observe();
        Ok(1)
    });
    live_once(&world, &task);
    assert!(task.is_cancelled());
    let (address, first) = (Rc::as_ptr(&task), task.id());

    let Ok(task) = world.readmit(task) else {
        panic!("nothing speaks against it");
    };
    assert_eq!(Rc::as_ptr(&task), address, "no allocation");
    assert_ne!(task.id(), first);
    assert_eq!((task.state(), task.is_started()), (State::Created, false));
    assert!(!task.is_cancelled() && !task.is_cancellation_requested() && !task.is_observed());
    assert_eq!((task.outcome().clone(), *task.returned()), (None, None));
    assert_eq!(world.scheduler().unfinished(), 1);

    world.refill(&task, |world| {
        world.yield_now()?;
        Ok(2)
    });
    live_once(&world, &task);
    assert_eq!(*task.outcome(), Some(Ok(2)));
    assert_eq!(world.scheduler().unfinished(), 0);
    assert_eq!(*task.body.endings.borrow(), [true, false]);
}

#[test]
fn one_that_somebody_holds_is_given_back() {
    let world = World::new();
    let task = world.admit(|_| Ok(1));
    live_once(&world, &task);
    let handle = Rc::clone(&task);
    let Err(task) = world.readmit(task) else {
        panic!("a handle would see another life's outcome");
    };
    assert_eq!(*handle.outcome(), Some(Ok(1)));
    drop(handle);
    assert!(world.readmit(task).is_ok());
}

#[test]
fn one_that_has_not_finished_is_given_back() {
    let world = World::new();
    let task = world.admit(say("ran"));
    let Err(task) = world.readmit(task) else {
        panic!("it has not even begun");
    };
    live_once(&world, &task);
    assert_eq!(world.log(), "ran");
}

#[test]
fn a_waker_of_an_earlier_life_does_not_reach_the_later_one() {
    let world = World::new();
    let slot = Rc::new(std::cell::RefCell::new(None));
    let made = Rc::clone(&slot);
    let task = world.admit(move |world| {
        made.replace(Some(world.scheduler().waker()));
        Ok(1)
    });
    live_once(&world, &task);
    let stale = slot.take().expect("the first life made it");

    let Ok(task) = world.readmit(task) else {
        panic!("nothing speaks against it");
    };
    world.refill(&task, |world| {
        world.park_live()?;
        Ok(2)
    });
    world.scheduler().run_now(&task);
    stale.wake();
    assert_eq!(world.turn(), Next::Wait, "still parked");
    assert_eq!(task.state(), State::Suspended);
    world.scheduler().wake(&task);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(2)));
}

#[test]
fn a_thousand_lives_keep_their_numbers_apart() {
    let world = World::new();
    let mut task = world.admit(|_| Ok(0));
    let mut numbers = std::collections::HashSet::new();
    for life in 1..=1_000 {
        live_once(&world, &task);
        assert!(task.id().number() > 0);
        assert!(numbers.insert(task.id().number()));
        task = match world.readmit(task) {
            Ok(task) => task,
            Err(_) => panic!("nobody holds life {life}"),
        };
        world.refill(&task, move |_| Ok(life));
    }
    live_once(&world, &task);
    assert_eq!(*task.outcome(), Some(Ok(1_000)));
}
