//! Promises: what comes free belongs to whoever waited longest.

use std::rc::Rc;

use ta_coro::Next;

use super::bench;
use crate::machine::{broken, stop};

#[test]
fn waiters_are_served_in_order() {
    let bench = bench(0, 1);
    for name in ["a", "b", "c", "d"] {
        bench.user(name, 1);
    }
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 good b:1 good c:1 good d:1 good");
}

#[test]
fn whoever_gives_back_cannot_take_it_again_before_the_waiter() {
    let bench = bench(0, 1);
    let pool = Rc::clone(&bench.pool);
    bench.world.spawn(move |world| {
        let scheduler = world.scheduler();
        let resource = pool.acquire(scheduler, None)?;
        world.yield_now()?;
        pool.release(scheduler, resource)?;
        assert_eq!(pool.try_acquire(scheduler), Ok(None), "it is promised");
        assert_eq!((pool.idle(), pool.reserved()), (1, 1));
        let again = pool.acquire(scheduler, None)?;
        world.note(format!("again:{again}"));
        Ok(0)
    });
    bench.user("b", 2);
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 good b:1 good again:1");
}

#[test]
fn room_that_comes_free_is_promised_too() {
    let bench = bench(0, 1);
    bench.hooks.keep.replace(Some(Box::new(|_, _| Ok(false))));
    let pool = Rc::clone(&bench.pool);
    bench.world.spawn(move |world| {
        let scheduler = world.scheduler();
        let resource = pool.acquire(scheduler, None)?;
        world.yield_now()?;
        pool.release(scheduler, resource)?;
        assert_eq!(pool.try_acquire(scheduler), Ok(None), "it is promised");
        assert_eq!((pool.total(), pool.reserved()), (0, 1));
        Ok(0)
    });
    bench.keeper("b");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 bad -1 +2 b:2");
}

#[test]
fn a_promise_passes_on_when_its_waiter_is_cancelled() {
    let bench = bench(0, 1);
    bench.keeper("a");
    bench.world.turn();
    let promised = bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    assert_eq!(bench.counts(), (1, 0, 1));
    bench.world.scheduler().cancel(&promised, stop("stop"));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 good b:stop c:1");
    assert_eq!(bench.counts(), (0, 1, 0));
}

#[test]
fn a_promise_nobody_wants_frees_what_was_promised() {
    let bench = bench(0, 1);
    bench.keeper("a");
    bench.world.turn();
    let promised = bench.keeper("b");
    bench.world.turn();
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    bench.world.scheduler().cancel(&promised, stop("stop"));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.counts(), (1, 0, 0));
    assert_eq!(bench.pool.try_acquire(bench.world.scheduler()), Ok(Some(1)));
}

#[test]
fn a_promise_beats_the_timeout() {
    let bench = bench(0, 1);
    bench.keeper("a");
    bench.world.turn();
    bench.borrower("b", Some(10), |_, _, _| Ok(()));
    bench.world.turn();
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    bench.world.advance(10);
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 good b:1");
}

#[test]
fn what_was_not_promised_is_free_for_all() {
    let bench = bench(0, 2);
    bench.keeper("a");
    bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    let scheduler = bench.world.scheduler();
    bench.pool.release(scheduler, 1).expect("good");
    bench.pool.release(scheduler, 2).expect("good");
    assert_eq!(bench.counts(), (2, 0, 1));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(None));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 +2 b:2 good good c:2");
}

#[test]
fn a_bad_resource_does_not_cost_its_waiter_the_turn() {
    let bench = bench(0, 1);
    bench
        .hooks
        .lend
        .replace(Some(Box::new(|_, resource| Ok(resource != 1))));
    bench.keeper("a");
    bench.world.turn();
    bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    assert_eq!(bench.world.drive(), Next::Deadlock);
    assert_eq!(bench.world.log(), "+1 a:1 good -1 +2 b:2");
}

#[test]
fn a_factory_that_fails_for_one_waiter_leaves_room_for_the_next() {
    let bench = bench(0, 1);
    bench.hooks.keep.replace(Some(Box::new(|_, _| Ok(false))));
    bench.keeper("a");
    bench.world.turn();
    bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench.hooks.failures.borrow_mut().push(broken("down"));
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("destroyed");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 bad -1 b:down +2 c:2");
}

#[test]
fn a_certain_idle_resource_is_had_back_unless_somebody_waits_for_it() {
    let bench = bench(0, 2);
    let scheduler = bench.world.scheduler();
    for expected in [1, 2] {
        assert_eq!(bench.pool.acquire(scheduler, None), Ok(expected));
    }
    assert_eq!(bench.pool.reclaim(|resource| *resource == 2), None, "lent");
    for resource in [1, 2] {
        bench.pool.release(scheduler, resource).expect("good");
    }
    assert_eq!(bench.pool.reclaim(|resource| *resource == 2), Some(2));
    assert_eq!(bench.pool.reclaim(|resource| *resource == 3), None);
    assert_eq!(bench.counts(), (1, 1, 0));
    assert_eq!(bench.pool.acquire(scheduler, None), Ok(1));
    bench.keeper("a");
    bench.world.turn();
    assert_eq!(bench.pool.waiting(), 1);
    bench.pool.release(scheduler, 2).expect("good");
    assert_eq!(bench.pool.waiting(), 0);
    assert_eq!(
        bench.pool.reclaim(|resource| *resource == 2),
        None,
        "promised"
    );
    bench.world.turn();
    bench.pool.release(scheduler, 1).expect("good");
    bench.pool.close(scheduler).expect("closed");
    assert_eq!(bench.pool.reclaim(|_| true), None, "closed");
}
