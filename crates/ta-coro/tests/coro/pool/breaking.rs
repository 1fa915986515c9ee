//! The circuit breaker.

use ta_coro::{Breaker, Failure, Next};

use super::bench;
use crate::machine::made;

#[test]
fn it_begins_active_and_only_inactive_blocks() {
    let bench = bench(0, 5);
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.breaker(), Breaker::Active);
    bench.pool.set_breaker(Breaker::Recovering);
    assert_eq!(bench.pool.acquire(scheduler, None), Ok(1));
    bench.pool.set_breaker(Breaker::Inactive);
    let refused = bench.pool.acquire(scheduler, None);
    assert_eq!(refused, Err(made(Failure::ServiceUnavailable)));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(None));
    bench.pool.set_breaker(Breaker::Active);
    assert_eq!(bench.pool.acquire(scheduler, None), Ok(2));
}

#[test]
fn what_was_lent_can_be_given_back_to_a_blocked_pool() {
    let bench = bench(0, 1);
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.acquire(scheduler, None), Ok(1));
    bench.pool.set_breaker(Breaker::Inactive);
    assert_eq!(bench.pool.release(scheduler, 1), Ok(()));
    assert_eq!(bench.counts(), (1, 0, 0));
}

#[test]
fn a_closed_pool_is_closed_whatever_the_breaker_says() {
    let bench = bench(0, 1);
    let scheduler = bench.world.scheduler();
    bench.pool.set_breaker(Breaker::Inactive);
    bench.pool.close(scheduler).expect("empty");
    let refused = bench.pool.acquire(scheduler, None);
    assert_eq!(refused, Err(made(Failure::Pool("Pool is closed"))));
}

#[test]
fn waiters_learn_of_it_at_their_turn_and_hand_their_promises_on() {
    let bench = bench(0, 1);
    bench.keeper("a");
    bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench.pool.set_breaker(Breaker::Inactive);
    assert_eq!(bench.world.drive(), Next::Deadlock, "nothing came back yet");
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(
        bench.world.log(),
        "+1 a:1 good b:service unavailable c:service unavailable"
    );
    assert_eq!(bench.counts(), (1, 0, 0));
}

#[test]
fn one_that_blocks_during_a_hook_is_noticed_before_the_next_try() {
    let bench = bench(1, 1);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    let pool = std::rc::Rc::clone(&bench.pool);
    bench.hooks.lend.replace(Some(Box::new(move |_, _| {
        pool.set_breaker(Breaker::Inactive);
        Ok(false)
    })));
    bench.keeper("a");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 -1 a:service unavailable");
    assert_eq!(bench.counts(), (0, 0, 0));
    // The hook holds the pool that holds the hook.
    bench.hooks.lend.replace(None);
}
