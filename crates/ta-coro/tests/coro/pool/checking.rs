//! Health checks.

use std::rc::Rc;

use ta_coro::Next;

use super::{Bench, checked};
use crate::machine::{broken, say, stop};

/// Advances to the next round and runs it.
fn round(bench: &Bench) {
    bench.world.advance(100);
    bench.world.drive();
}

#[test]
fn every_idle_resource_is_checked_in_every_round_and_keeps_its_place() {
    let bench = checked(3, 3, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench
        .hooks
        .healthy
        .replace(Some(Box::new(|world, resource| {
            world.note(format!("?{resource}"));
            Ok(true)
        })));
    bench.world.log();
    round(&bench);
    round(&bench);
    assert_eq!(bench.world.log(), "?1 ?2 ?3 ?1 ?2 ?3");
    assert_eq!(bench.pool.try_acquire(bench.world.scheduler()), Ok(Some(1)));
    round(&bench);
    assert_eq!(bench.world.log(), "?2 ?3", "what is lent is not checked");
}

#[test]
fn the_timer_keeps_nobody_alive() {
    let bench = checked(1, 1, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.elapsed(), 0);
    bench
        .world
        .spawn_waiter("stuck", crate::machine::World::park);
    assert_eq!(bench.world.drive(), Next::Deadlock);
    assert_eq!(bench.world.elapsed(), 0);
}

#[test]
fn the_timer_does_not_keep_the_pool() {
    let bench = checked(1, 1, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    let weak = Rc::downgrade(&bench.pool);
    drop(bench.pool);
    assert!(weak.upgrade().is_none());
    bench.world.advance(100);
    assert_eq!(bench.world.drive(), Next::Idle);
}

#[test]
fn what_is_not_healthy_is_replaced_while_there_is_too_little() {
    let bench = checked(2, 4, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    assert_eq!(bench.pool.release(bench.world.scheduler(), 3), Ok(()));
    bench.hooks.made.set(3);
    bench
        .hooks
        .healthy
        .replace(Some(Box::new(|_, resource| match resource {
            1 => Ok(false),
            2 => Err(broken("timeout")),
            _ => Ok(true),
        })));
    bench.world.log();
    round(&bench);
    assert_eq!(bench.world.log(), "-1 -2 +4");
    assert_eq!(bench.counts(), (2, 0, 0));
    assert_eq!(bench.world.unhandled(), []);
}

#[test]
fn room_that_a_round_makes_goes_to_a_waiter() {
    let bench = checked(0, 1, Some(100));
    bench
        .pool
        .warm_up(bench.world.scheduler())
        .expect("nothing to do");
    assert_eq!(bench.pool.release(bench.world.scheduler(), 9), Ok(()));
    bench.hooks.healthy.replace(Some(Box::new(|world, _| {
        world.sleep(5)?;
        Ok(false)
    })));
    bench.world.log();
    bench.world.advance(100);
    bench.world.turn();
    assert_eq!(bench.counts(), (0, 1, 0), "inside the check it is active");
    bench.keeper("a");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "-9 +1 a:1");
}

#[test]
fn one_that_passes_goes_to_a_waiter_that_came_meanwhile() {
    let bench = checked(1, 1, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.hooks.healthy.replace(Some(Box::new(|world, _| {
        world.sleep(5)?;
        Ok(true)
    })));
    bench.world.log();
    bench.world.advance(100);
    bench.world.turn();
    bench.keeper("a");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "a:1");
}

#[test]
fn a_factory_that_fails_is_tried_again_in_the_next_round() {
    let bench = checked(1, 1, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench
        .hooks
        .healthy
        .replace(Some(Box::new(|_, resource| Ok(resource != 1))));
    bench.hooks.failures.borrow_mut().push(broken("down"));
    bench.world.log();
    round(&bench);
    assert_eq!((bench.world.log().as_str(), bench.pool.total()), ("-1", 0));
    assert_eq!(bench.world.unhandled(), []);
    round(&bench);
    assert_eq!((bench.world.log().as_str(), bench.pool.total()), ("+2", 1));
}

#[test]
fn an_error_of_destroying_is_nobodys_and_the_rounds_go_on() {
    let bench = checked(1, 1, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench
        .hooks
        .healthy
        .replace(Some(Box::new(|_, resource| Ok(resource != 1))));
    bench.hooks.destroyer.replace(Some(broken("destructor")));
    bench.world.log();
    round(&bench);
    assert_eq!(bench.world.log(), "-1 +2");
    assert_eq!(bench.world.unhandled(), [broken("destructor")]);
    assert!(bench.world.scheduler().earliest_deadline().is_some());
}

#[test]
fn a_round_ends_with_its_pool() {
    let bench = checked(2, 2, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench
        .hooks
        .healthy
        .replace(Some(Box::new(|world, resource| {
            world.note(format!("?{resource}"));
            world.sleep(5)?;
            Ok(true)
        })));
    bench.world.log();
    bench.world.advance(100);
    bench.world.turn();
    bench
        .pool
        .close(bench.world.scheduler())
        .expect("destroyed");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "?1 -2 -1");
    assert_eq!(bench.counts(), (0, 0, 0));
    assert_eq!(bench.world.scheduler().earliest_deadline(), None);
}

#[test]
fn a_cancelled_round_destroys_what_it_held_and_the_next_begins_in_time() {
    let bench = checked(2, 2, Some(100));
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.hooks.healthy.replace(Some(Box::new(|world, _| {
        world.park()?;
        Ok(true)
    })));
    bench.world.log();
    bench.world.advance(100);
    bench.world.turn();
    let checker = bench.world.scheduler().coroutines();
    bench.world.scheduler().cancel(&checker[0], stop("stop"));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "-1 +3");
    assert_eq!(bench.counts(), (2, 0, 0));
    bench.hooks.healthy.replace(None);
    bench.world.spawn(say("on"));
    round(&bench);
    assert!(bench.world.scheduler().earliest_deadline().is_some());
}
