//! Sleeping, on a clock that only moves when told to.

use std::time::Duration;

use ta_coro::Next;

use crate::machine::{World, stop};

#[test]
fn sleepers_wake_by_deadline_and_then_by_creation() {
    let world = World::new();
    for (name, milliseconds) in [("c", 5), ("a", 3), ("d", 5), ("b", 3)] {
        world.spawn(move |world| {
            world.sleep(milliseconds)?;
            world.note(format!("{name}@{}", world.elapsed()));
            Ok(0)
        });
    }
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a@3 b@3 c@5 d@5");
}

#[test]
fn deadlines_fall_on_whole_milliseconds_and_never_too_early() {
    let world = World::new();
    let scheduler = world.scheduler();
    let ten = Duration::from_millis(10);
    let exact = scheduler.after(ten);
    assert_eq!(exact, world.now() + ten);
    world.advance_by(Duration::from_micros(300));
    let rounded = scheduler.after(ten);
    assert_eq!(rounded, exact + Duration::from_millis(1));
    world.advance_by(Duration::from_micros(700));
    assert_eq!(scheduler.after(ten), rounded);
}

#[test]
fn timers_that_are_due_together_keep_the_order_of_their_deadlines() {
    let world = World::new();
    for (name, milliseconds) in [("late", 5), ("early", 3)] {
        world.spawn_waiter(name, move |world| world.sleep(milliseconds));
    }
    world.turn();
    world.advance(10);
    world.turn();
    assert_eq!(world.log(), "late:start early:start early:ok late:ok");
}

#[test]
fn a_sleeper_does_not_wake_before_its_deadline() {
    let world = World::new();
    world.spawn_waiter("s", |world| world.sleep(5));
    assert_eq!(world.turn(), Next::Wait);
    world.advance(4);
    assert_eq!(world.turn(), Next::Wait);
    assert_eq!(world.log(), "s:start");
    world.advance(1);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "s:ok");
}

#[test]
fn a_deadline_that_has_passed_still_lets_others_run_first() {
    let world = World::new();
    world.spawn_waiter("s", |world| world.sleep(0));
    world.spawn_waiter("other", |_| Ok(()));
    world.drive();
    assert_eq!(world.log(), "s:start other:start other:ok s:ok");
    assert_eq!(world.elapsed(), 0);
}

#[test]
fn a_spurious_wake_does_not_shorten_a_sleep() {
    let world = World::new();
    let sleeper = world.spawn_waiter("s", |world| world.sleep(5));
    world.turn();
    world.advance(2);
    world.scheduler().wake(&sleeper);
    assert_eq!(world.turn(), Next::Wait);
    assert_eq!(world.log(), "s:start");
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.log().as_str(), world.elapsed()), ("s:ok", 5));
}

#[test]
fn the_earliest_deadline_is_known_and_disarmed_with_its_sleeper() {
    let world = World::new();
    let early = world.spawn_waiter("early", |world| world.sleep(3));
    world.spawn_waiter("late", |world| world.sleep(9));
    assert_eq!(world.scheduler().earliest_deadline(), None);
    world.turn();
    let first = world.scheduler().earliest_deadline().expect("armed");
    assert_eq!((first - world.now()).as_millis(), 3);

    world.scheduler().cancel(&early, stop("stop"));
    world.turn();
    let second = world.scheduler().earliest_deadline().expect("armed");
    assert_eq!((second - world.now()).as_millis(), 9);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.scheduler().earliest_deadline(), None);
}

#[test]
fn a_timer_of_an_ended_wait_does_not_end_the_next_one() {
    let world = World::new();
    let task = world.spawn(|world| {
        assert_eq!(world.sleep(5), Err(stop("first")));
        world.note(format!("cancelled@{}", world.elapsed()));
        world.sleep(20)?;
        world.note(format!("slept@{}", world.elapsed()));
        Ok(0)
    });
    world.turn();
    world.advance(1);
    world.scheduler().cancel(&task, stop("first"));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "cancelled@1 slept@21");
}

#[test]
fn ready_coroutines_do_not_keep_timers_from_firing() {
    let world = World::new();
    world.spawn(|world| {
        for _ in 0..10 {
            world.advance(1);
            world.yield_now()?;
        }
        world.note("spinner ends");
        Ok(0)
    });
    world.spawn_waiter("s", |world| world.sleep(3));
    world.drive();
    assert_eq!(world.log(), "s:start s:ok spinner ends");
}
