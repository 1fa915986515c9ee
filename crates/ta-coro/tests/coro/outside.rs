//! Futures that something outside settles: they keep the process alive while, and only
//! while, somebody waits for them, directly or at the end of a chain.

use std::rc::Rc;

use ta_coro::{Awaitable, Future, Next, Promise, Reply, Step};

use super::machine::{Machine, World, stop};

type Pending = Rc<Future<Machine>>;

fn from_outside() -> (Promise<Machine>, Pending) {
    Promise::from_outside(|| {})
}

fn next(world: &World) -> Next {
    // Bounded: nothing here runs more than a few times.
    for _ in 0..100 {
        let next = world.scheduler().run_ready();
        if next != Next::Again {
            return next;
        }
    }
    panic!("something runs for ever");
}

fn map(world: &World, source: &Pending) -> Pending {
    source.chain(world.scheduler(), Step::Map, |_, got| Reply::Settled(got))
}

fn waiter(world: &World, future: &Pending) {
    let target: Rc<dyn Awaitable<Machine>> = Rc::clone(future) as _;
    world.spawn(move |world| {
        let value = world.scheduler().await_outcome(&target, None)?;
        world.note(format!("got {value}"));
        Ok(0)
    });
}

#[test]
fn a_future_nobody_waits_for_keeps_nothing_alive() {
    let world = World::new();
    let (_promise, future) = from_outside();
    let _child = map(&world, &future);
    assert_eq!(next(&world), Next::Idle);
}

#[test]
fn waiting_for_it_is_no_deadlock() {
    let world = World::new();
    let (promise, future) = from_outside();
    waiter(&world, &future);
    waiter(&world, &future);
    assert_eq!(next(&world), Next::Wait);
    assert_eq!(world.scheduler().live(), 1);
    promise.settle(world.scheduler(), Ok(3));
    assert_eq!(next(&world), Next::Idle);
    assert_eq!(world.log(), "got 3 got 3");
    assert_eq!(world.scheduler().live(), 0);
}

#[test]
fn waiting_at_the_end_of_a_chain_is_no_deadlock_either() {
    let world = World::new();
    let (promise, future) = from_outside();
    let first = map(&world, &future);
    let last = map(&world, &first);
    waiter(&world, &last);
    waiter(&world, &first);
    assert_eq!(next(&world), Next::Wait);
    assert_eq!(world.scheduler().live(), 1);
    promise.settle(world.scheduler(), Ok(4));
    assert_eq!(next(&world), Next::Idle);
    assert_eq!(world.scheduler().live(), 0);
}

#[test]
fn who_is_cancelled_waits_no_more() {
    let world = World::new();
    let (_promise, future) = from_outside();
    let child = map(&world, &future);
    let target: Rc<dyn Awaitable<Machine>> = Rc::clone(&child) as _;
    let task = world.spawn(move |world| world.scheduler().await_outcome(&target, None));
    assert_eq!(next(&world), Next::Wait);
    world.scheduler().cancel(&task, stop("enough"));
    assert_eq!(next(&world), Next::Idle);
    assert_eq!(world.scheduler().live(), 0);
}

#[test]
fn a_step_that_is_settled_by_its_reader_waits_no_more() {
    let world = World::new();
    let (promise, future) = from_outside();
    let child = map(&world, &future);
    waiter(&world, &child);
    assert_eq!(next(&world), Next::Wait);
    child.complete(world.scheduler(), 1);
    assert_eq!(next(&world), Next::Idle);
    assert_eq!(world.scheduler().live(), 0);
    promise.settle(world.scheduler(), Ok(2));
    assert_eq!(next(&world), Next::Idle);
    assert_eq!(world.log(), "got 1");
}

#[test]
fn waiting_for_a_future_of_ones_own_is_a_deadlock_whatever_else_is_pending() {
    let world = World::new();
    let (_promise, _outside) = from_outside();
    let (_writer, own) = Promise::<Machine>::new(|| {});
    waiter(&world, &own);
    assert_eq!(next(&world), Next::Deadlock);
}
