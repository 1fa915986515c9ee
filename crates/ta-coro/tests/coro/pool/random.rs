//! Random use: the limit holds, every resource is in one place, nobody starves.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use proptest::prelude::*;
use ta_coro::{Breaker, Next};

use super::checked;
use crate::machine::{broken, stop};

#[derive(Clone, Copy, Debug)]
struct Use {
    /// Before it borrows, in milliseconds.
    delay: u64,
    held: u64,
    patience: Option<u64>,
    tries: bool,
    /// It is cancelled at that time.
    cancelled: Option<u64>,
}

fn one_use() -> impl Strategy<Value = Use> {
    (
        0..30_u64,
        0..10_u64,
        prop::option::of(0..20_u64),
        prop::bool::weighted(0.2),
        prop::option::weighted(0.2, 0..60_u64),
    )
        .prop_map(|(delay, held, patience, tries, cancelled)| Use {
            delay,
            held,
            patience,
            tries,
            cancelled,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn the_books_are_right_whatever_is_cancelled_refused_or_broken(
        uses in prop::collection::vec(one_use(), 1..25),
        (min, extra) in (0..3_usize, 1..3_usize),
        check in prop::option::of(1..20_u64),
        bad in 1..9_u64,
        slow in 0..4_u64,
        broken_at in prop::option::of(0..60_u64),
        closed_at in prop::option::weighted(0.3, 0..80_u64),
    ) {
        let max = min + extra;
        let bench = checked(min, max, check);
        bench.hooks.quiet.set(true);
        prop_assert_eq!(bench.pool.warm_up(bench.world.scheduler()), Ok(()));
        let moody = move |salt: u64| -> super::Check {
            Box::new(move |world, resource| {
                if (resource + salt).is_multiple_of(bad) {
                    world.sleep(1)?;
                    return if resource.is_multiple_of(2) { Ok(false) } else { Err(broken("bad")) };
                }
                Ok(true)
            })
        };
        bench.hooks.lend.replace(Some(moody(0)));
        bench.hooks.keep.replace(Some(moody(3)));
        bench.hooks.healthy.replace(Some(moody(6)));
        bench.hooks.delay.set(slow);
        bench.hooks.failures.borrow_mut().extend((1..bad).map(|_| broken("down")));

        let held: Rc<RefCell<HashSet<u64>>> = Rc::default();
        let ended = Rc::new(Cell::new(0));
        for one in uses.clone() {
            let (pool, held, ended) = (Rc::clone(&bench.pool), Rc::clone(&held), Rc::clone(&ended));
            let task = bench.world.spawn(move |world| {
                let scheduler = world.scheduler();
                let body = || {
                    world.sleep(one.delay)?;
                    let lent = if one.tries {
                        pool.try_acquire(scheduler)?
                    } else {
                        Some(pool.acquire(scheduler, one.patience)?)
                    };
                    let Some(resource) = lent else { return Ok(0) };
                    assert!(held.borrow_mut().insert(resource), "lent twice");
                    assert!(held.borrow().len() <= max);
                    assert!(pool.total() <= max);
                    let slept = world.sleep(one.held);
                    held.borrow_mut().remove(&resource);
                    pool.release(scheduler, resource)?;
                    slept.map(|()| resource)
                };
                let outcome = body();
                ended.set(ended.get() + 1);
                outcome
            });
            task.observe();
            if let Some(at) = one.cancelled {
                bench.world.spawn(move |world| {
                    world.sleep(at)?;
                    world.scheduler().cancel(&task, stop("stop"));
                    Ok(0)
                });
            }
        }
        if let Some(at) = broken_at {
            let pool = Rc::clone(&bench.pool);
            bench.world.spawn(move |world| {
                world.sleep(at)?;
                pool.set_breaker(Breaker::Inactive);
                world.sleep(10)?;
                pool.set_breaker(Breaker::Active);
                Ok(0)
            });
        }
        if let Some(at) = closed_at {
            let pool = Rc::clone(&bench.pool);
            bench.world.spawn(move |world| {
                world.sleep(at)?;
                pool.close(world.scheduler())?;
                Ok(0)
            });
        }

        prop_assert_eq!(bench.world.drive(), Next::Idle, "nobody waits for ever");
        prop_assert_eq!(ended.get(), uses.len());
        prop_assert!(held.borrow().is_empty());
        prop_assert_eq!(bench.pool.active(), 0);
        prop_assert_eq!(bench.pool.reserved(), 0);
        prop_assert!(bench.pool.total() <= max);
        prop_assert_eq!(bench.world.unhandled(), []);
        // What is idle is still there for everybody.
        let idle = bench.pool.idle();
        let mut seen = HashSet::new();
        bench.pool.each_idle(|resource| { seen.insert(*resource); });
        prop_assert_eq!(seen.len(), idle, "each is in one place");
        if closed_at.is_some() {
            prop_assert_eq!(idle, 0);
        }
        bench.hooks.lend.replace(None);
        bench.hooks.keep.replace(None);
        bench.hooks.healthy.replace(None);
    }
}
