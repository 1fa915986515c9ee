//! Acquiring, giving back, closing.

use std::rc::Rc;

use ta_coro::{Failure, Next};

use super::bench;
use crate::machine::{broken, made, stop};

#[test]
fn resources_are_made_in_advance() {
    let bench = bench(2, 5);
    assert_eq!(bench.pool.warm_up(bench.world.scheduler()), Ok(()));
    assert_eq!(bench.world.log(), "+1 +2");
    assert_eq!(bench.counts(), (2, 0, 0));
    assert_eq!(bench.pool.total(), 2);
}

#[test]
fn the_first_error_of_the_factory_ends_warming_up() {
    let bench = bench(3, 5);
    // Creations: the first succeeds.
    bench.hooks.failures.borrow_mut().push(broken("down"));
    assert_eq!(
        bench.pool.warm_up(bench.world.scheduler()),
        Err(broken("down"))
    );
    assert_eq!(bench.counts(), (0, 0, 0));
    assert_eq!(bench.pool.warm_up(bench.world.scheduler()), Ok(()));
    assert_eq!(bench.counts(), (3, 0, 0));
}

#[test]
fn resources_are_made_when_none_is_idle_and_reused_afterwards() {
    let bench = bench(0, 5);
    bench.user("a", 1);
    assert_eq!(bench.world.drive(), Next::Idle);
    bench.user("b", 1);
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 good b:1 good");
    assert_eq!(bench.counts(), (1, 0, 0));
}

#[test]
fn the_one_idle_for_longest_is_lent_first() {
    let bench = bench(3, 3);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.world.log();
    bench.user("a", 2);
    bench.user("b", 1);
    bench.world.drive();
    for name in ["c", "d", "e"] {
        bench.keeper(name);
    }
    bench.world.drive();
    assert_eq!(bench.world.log(), "a:1 b:2 good good c:3 d:2 e:1");
}

#[test]
fn at_the_limit_one_waits_until_a_resource_comes_back() {
    let bench = bench(0, 1);
    bench.user("a", 5);
    bench.user("b", 1);
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 good b:1 good");
    assert_eq!(bench.world.elapsed(), 6);
}

#[test]
fn the_limit_holds_while_the_factory_waits() {
    let bench = bench(0, 2);
    bench.hooks.delay.set(10);
    for name in ["a", "b", "c"] {
        bench.keeper(name);
    }
    assert_eq!(bench.world.turn(), Next::Wait);
    assert_eq!(
        bench.counts(),
        (0, 2, 0),
        "inside the factory they are active"
    );
    assert_eq!(bench.world.drive(), Next::Deadlock);
    assert_eq!(bench.world.log(), "+1 a:1 +2 b:2");
}

#[test]
fn a_failing_factory_frees_its_place_for_the_next() {
    let bench = bench(0, 1);
    bench.hooks.delay.set(10);
    bench.hooks.failures.borrow_mut().push(broken("down"));
    bench.keeper("a");
    bench.keeper("b");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "a:down +1 b:1");
    assert_eq!(bench.counts(), (0, 1, 0));
}

#[test]
fn a_wait_has_an_end_and_leaves_nothing() {
    let bench = bench(0, 1);
    bench.user("a", 50);
    bench.borrower("b", Some(10), |_, _, _| Ok(()));
    bench.world.turn();
    assert_eq!(bench.world.turn(), Next::Wait);
    bench.world.drive();
    assert_eq!(bench.world.log(), "+1 a:1 b:timeout after 10 good");
    assert_eq!(bench.counts(), (1, 0, 0));
    assert_eq!(bench.world.scheduler().earliest_deadline(), None);
}

#[test]
fn a_timeout_that_is_not_needed_is_disarmed() {
    let bench = bench(0, 1);
    bench.user("a", 3);
    bench.borrower("b", Some(1_000), |_, _, _| Ok(()));
    bench.borrower("c", Some(0), |_, _, _| Ok(()));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 c:timeout after 0 good b:1");
    assert_eq!(bench.world.elapsed(), 3);
}

#[test]
fn a_cancelled_waiter_leaves_the_line() {
    let bench = bench(0, 1);
    bench.user("a", 5);
    let waiting = bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench.world.scheduler().cancel(&waiting, stop("stop"));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "+1 a:1 b:stop good c:1");
    assert_eq!(bench.counts(), (0, 1, 0));
}

#[test]
fn trying_never_waits_for_a_resource() {
    let bench = bench(0, 1);
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(None));
    bench.pool.release(scheduler, 1).expect("good");
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
    bench.pool.close(scheduler).expect("nothing to destroy");
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(None));
}

#[test]
fn trying_tells_of_a_failing_factory() {
    let bench = bench(0, 1);
    bench.hooks.failures.borrow_mut().push(broken("down"));
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.try_acquire(scheduler), Err(broken("down")));
    assert_eq!(bench.counts(), (0, 0, 0));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
}

#[test]
fn what_is_there_can_be_borrowed_outside_a_coroutine() {
    let bench = bench(1, 1);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    assert_eq!(bench.pool.acquire(bench.world.scheduler(), None), Ok(1));
}

#[test]
fn an_idle_resource_that_may_not_be_lent_is_replaced() {
    let bench = bench(2, 2);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.world.log();
    bench
        .hooks
        .lend
        .replace(Some(Box::new(|_, resource| match resource {
            1 => Ok(false),
            2 => Err(broken("gone")),
            _ => panic!("fresh resources are not checked"),
        })));
    bench.keeper("a");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "-1 -2 +3 a:3");
    assert_eq!(bench.counts(), (0, 1, 0));
}

#[test]
fn a_resource_inside_a_hook_is_active() {
    let bench = bench(1, 1);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.hooks.lend.replace(Some(Box::new(|world, _| {
        world.sleep(5)?;
        Ok(true)
    })));
    bench.keeper("a");
    bench.world.turn();
    assert_eq!(bench.counts(), (0, 1, 0));
    assert_eq!(bench.world.drive(), Next::Idle);
}

#[test]
fn a_cancellation_inside_the_check_ends_the_acquisition() {
    let bench = bench(1, 1);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.world.log();
    bench.hooks.lend.replace(Some(Box::new(|world, _| {
        world.sleep(5)?;
        Ok(true)
    })));
    let task = bench.keeper("a");
    bench.keeper("b");
    bench.world.turn();
    bench.world.scheduler().cancel(&task, stop("stop"));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(bench.world.log(), "-1 a:stop +2 b:2");
    assert_eq!(bench.counts(), (0, 1, 0));
}

#[test]
fn what_comes_back_bad_is_destroyed_and_makes_room() {
    let bench = bench(0, 1);
    bench
        .hooks
        .keep
        .replace(Some(Box::new(|_, resource| match resource {
            1 => Ok(false),
            2 => Err(broken("spoilt")),
            _ => Ok(true),
        })));
    for name in ["a", "b", "c"] {
        bench.user(name, 1);
    }
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(
        bench.world.log(),
        "+1 a:1 bad -1 +2 b:2 bad:spoilt -2 +3 c:3 good"
    );
    assert_eq!(bench.counts(), (1, 0, 0));
}

#[test]
fn errors_of_destroying_and_reporting_are_the_givers() {
    let bench = bench(0, 1);
    bench.hooks.keep.replace(Some(Box::new(|_, _| Ok(false))));
    bench.hooks.destroyer.replace(Some(broken("destructor")));
    bench.hooks.report.replace(Some(stop("report")));
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
    let both = broken("destructor").after(stop("report"));
    assert_eq!(bench.pool.release(scheduler, 1), Err(both));
    assert_eq!(bench.counts(), (0, 0, 0));
}

#[test]
fn a_cancellation_inside_the_hook_is_the_givers_and_says_nothing_of_the_service() {
    let bench = bench(0, 1);
    let cancelled = |_: &_, _| Err(stop("stop"));
    bench.hooks.keep.replace(Some(Box::new(cancelled)));
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(1)));
    assert_eq!(bench.pool.release(scheduler, 1), Err(stop("stop")));
    assert_eq!(bench.world.log(), "+1 -1", "nothing was reported");
    assert_eq!(bench.counts(), (0, 0, 0));
}

#[test]
fn giving_back_what_was_never_lent_is_not_noticed() {
    let bench = bench(0, 1);
    let scheduler = bench.world.scheduler();
    assert_eq!(bench.pool.release(scheduler, 70), Ok(()));
    assert_eq!(bench.pool.release(scheduler, 71), Ok(()));
    assert_eq!(bench.counts(), (2, 0, 0));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(70)));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(Some(71)));
    assert_eq!(bench.pool.try_acquire(scheduler), Ok(None));
}

#[test]
fn closing_destroys_what_is_idle_and_sends_the_waiters_away() {
    let bench = bench(2, 2);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.world.log();
    bench.borrower("a", None, |world, pool, resource| {
        world.sleep(5)?;
        pool.release(world.scheduler(), resource)
    });
    bench.world.turn();
    let pool = Rc::clone(&bench.pool);
    bench.world.spawn(move |world| {
        pool.close(world.scheduler())?;
        pool.close(world.scheduler())?;
        assert!(pool.is_closed());
        Ok(0)
    });
    bench.keeper("late");
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(
        bench.world.log(),
        "a:1 -2 late:Pool is closed good -1",
        "what was lent is destroyed when it comes back"
    );
    assert_eq!(bench.counts(), (0, 0, 0));
}

#[test]
fn waiters_learn_of_the_closing_in_order_even_with_a_promise() {
    let bench = bench(0, 1);
    bench.keeper("a");
    bench.world.turn();
    bench.keeper("b");
    bench.keeper("c");
    bench.world.turn();
    bench
        .pool
        .release(bench.world.scheduler(), 1)
        .expect("good");
    assert_eq!(bench.counts(), (1, 0, 1), "promised to b");
    bench
        .pool
        .close(bench.world.scheduler())
        .expect("destroyed");
    assert_eq!(bench.counts(), (0, 0, 0));
    assert_eq!(bench.world.drive(), Next::Idle);
    assert_eq!(
        bench.world.log(),
        "+1 a:1 good -1 b:Pool is closed c:Pool is closed"
    );
}

#[test]
fn all_are_destroyed_even_if_some_fail() {
    let bench = bench(3, 3);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    bench.world.log();
    bench.hooks.destroyer.replace(Some(broken("x")));
    let closed = bench.pool.close(bench.world.scheduler());
    let all = broken("x").after(broken("x").after(broken("x")));
    assert_eq!(closed, Err(all));
    assert_eq!(bench.world.log(), "-1 -2 -3");
    assert_eq!(bench.counts(), (0, 0, 0));
}

#[test]
fn a_closed_pool_is_refused_at_once() {
    let bench = bench(0, 1);
    bench.pool.close(bench.world.scheduler()).expect("empty");
    let refused = bench.pool.acquire(bench.world.scheduler(), None);
    assert_eq!(refused, Err(made(Failure::Pool("Pool is closed"))));
}

#[test]
fn it_says_what_it_is() {
    let bench = bench(1, 3);
    bench.pool.warm_up(bench.world.scheduler()).expect("made");
    assert_eq!(
        bench.pool.describe(),
        "Pool(idle=1, active=0, reserved=0, max=3)"
    );
    let full = super::bench(0, 1);
    full.keeper("a");
    let waiting = full.keeper("b");
    full.world.turn();
    assert_eq!(
        waiting.awaiting().as_deref(),
        Some("Pool(idle=0, active=1, reserved=0, max=1)")
    );
}
