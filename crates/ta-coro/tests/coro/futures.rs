//! Futures: they settle once, wake in order, and have their steps taken elsewhere.

use std::cell::Cell;
use std::rc::Rc;

use ta_coro::{Awaitable, Failure, Future, Promise, Reply, Scope, Step};

use super::machine::{Error, Machine, Outcome, World, broken, made, stop};

type Pending = Rc<Future<Machine>>;

fn pending() -> Pending {
    Future::new()
}

fn wait(world: &World, future: &Pending) -> Outcome {
    let target: Rc<dyn Awaitable<Machine>> = Rc::clone(future) as _;
    world.scheduler().await_outcome(&target, None)
}

/// Chains a step that writes `name(what it got)` and gives `reply`.
fn chain(
    world: &World,
    source: &Pending,
    step: Step,
    name: &'static str,
    reply: impl Fn(&World) -> Outcome + 'static,
) -> Pending {
    let within = world.clone();
    source.chain(world.scheduler(), step, move |_, got| {
        match got {
            Ok(value) => within.note(format!("{name}({value})")),
            Err(error) => within.note(format!("{name}({error})")),
        }
        Reply::Settled(reply(&within))
    })
}

fn settled(future: &Pending) -> Option<Outcome> {
    future.peek().clone()
}

fn cancelled(text: &'static str) -> Option<Outcome> {
    Some(Err(made(Failure::Cancelled(text))))
}

#[test]
fn settling_wakes_those_who_wait_in_order_and_the_caller_goes_on() {
    let world = World::new();
    let future = pending();
    for name in ["a", "b"] {
        let future = Rc::clone(&future);
        world.spawn(move |world| {
            let value = wait(world, &future)?;
            world.note(format!("{name}:{value}"));
            Ok(0)
        });
    }
    world.spawn(move |world| {
        assert!(future.complete(world.scheduler(), 7));
        world.note("settled");
        Ok(0)
    });
    world.drive();
    assert_eq!(world.log(), "settled a:7 b:7");
}

#[test]
fn a_future_settles_once() {
    let world = World::new();
    let future = pending();
    assert!(future.complete(world.scheduler(), 1));
    assert!(!future.complete(world.scheduler(), 2));
    assert!(!future.fail(world.scheduler(), broken("late")));
    assert_eq!(settled(&future), Some(Ok(1)));
}

#[test]
fn waiting_for_a_settled_future_does_not_yield() {
    let world = World::new();
    let future = Future::ready(world.scheduler(), Ok(3));
    world.spawn(move |world| {
        let value = wait(world, &future)?;
        world.note(format!("got {value}"));
        Ok(0)
    });
    world.spawn(|world| {
        world.note("other");
        Ok(0)
    });
    world.drive();
    assert_eq!(world.log(), "got 3 other");
}

#[test]
fn a_step_is_never_taken_inside_the_call_that_settles() {
    let world = World::new();
    let future = pending();
    let child = chain(&world, &future, Step::Map, "map", |_| Ok(8));
    future.complete(world.scheduler(), 7);
    assert_eq!(world.log(), "");
    assert_eq!(settled(&child), None);
    world.drive();
    assert_eq!(world.log(), "map(7)");
    assert_eq!(settled(&child), Some(Ok(8)));
}

#[test]
fn a_step_on_a_settled_future_is_taken_later_too() {
    let world = World::new();
    let future = Future::ready(world.scheduler(), Ok(7));
    chain(&world, &future, Step::Map, "map", |_| Ok(8));
    assert_eq!(world.log(), "");
    world.drive();
    assert_eq!(world.log(), "map(7)");
}

#[test]
fn map_and_catch_let_pass_what_is_not_theirs() {
    let world = World::new();
    let fine = Future::ready(world.scheduler(), Ok(7));
    let bad = Future::ready(world.scheduler(), Err(broken("bad")));
    let passed_value = chain(&world, &fine, Step::Catch, "never", |_| Ok(0));
    let passed_error = chain(&world, &bad, Step::Map, "never", |_| Ok(0));
    let caught = chain(&world, &bad, Step::Catch, "catch", |_| Ok(9));
    world.drive();
    assert_eq!(world.log(), "catch(bad)");
    assert_eq!(settled(&passed_value), Some(Ok(7)));
    assert_eq!(settled(&passed_error), Some(Err(broken("bad"))));
    assert_eq!(settled(&caught), Some(Ok(9)));
}

#[test]
fn finally_sees_both_and_changes_neither() {
    let world = World::new();
    let fine = Future::ready(world.scheduler(), Ok(7));
    let bad = Future::ready(world.scheduler(), Err(broken("bad")));
    let value = chain(&world, &fine, Step::Finally, "finally", |_| Ok(0));
    let error = chain(&world, &bad, Step::Finally, "finally", |_| Ok(0));
    world.drive();
    assert_eq!(world.log(), "finally(7) finally(bad)");
    assert_eq!(settled(&value), Some(Ok(7)));
    assert_eq!(settled(&error), Some(Err(broken("bad"))));
}

#[test]
fn a_step_that_fails_fails_its_future() {
    let world = World::new();
    let fine = Future::ready(world.scheduler(), Ok(7));
    let bad = Future::ready(world.scheduler(), Err(broken("bad")));
    let map = chain(&world, &fine, Step::Map, "map", |_| Err(broken("map")));
    let catch = chain(&world, &bad, Step::Catch, "catch", |_| Err(broken("catch")));
    let quiet = chain(&world, &fine, Step::Finally, "f1", |_| Err(broken("f1")));
    let loud = chain(&world, &bad, Step::Finally, "f2", |_| Err(broken("f2")));
    world.drive();
    assert_eq!(settled(&map), Some(Err(broken("map"))));
    assert_eq!(settled(&catch), Some(Err(broken("catch"))));
    assert_eq!(settled(&quiet), Some(Err(broken("f1"))));
    assert_eq!(settled(&loud), Some(Err(broken("f2").after(broken("bad")))));
}

#[test]
fn one_coroutine_takes_a_whole_chain_breadth_first() {
    let world = World::new();
    let source = pending();
    let a = chain(&world, &source, Step::Map, "a", |_| Ok(1));
    let b = chain(&world, &source, Step::Map, "b", |_| Ok(2));
    chain(&world, &a, Step::Map, "a1", |_| Ok(3));
    chain(&world, &b, Step::Map, "b1", |_| Ok(4));
    chain(&world, &a, Step::Map, "a2", |_| Ok(5));
    source.complete(world.scheduler(), 0);
    assert_eq!(world.scheduler().queued(), 1);
    world.drive();
    assert_eq!(world.log(), "a(0) b(0) a1(1) a2(1) b1(2)");
    assert_eq!(world.finished().len(), 1);
}

#[test]
fn a_step_may_wait() {
    let world = World::new();
    let source = Future::ready(world.scheduler(), Ok(1));
    let child = chain(&world, &source, Step::Map, "slow", |world| {
        world.sleep(10)?;
        Ok(2)
    });
    world.spawn(move |world| {
        let value = wait(world, &child)?;
        world.note(format!("got {value} at {}", world.elapsed()));
        Ok(0)
    });
    world.drive();
    assert_eq!(world.log(), "slow(1) got 2 at 10");
}

#[test]
fn a_step_belongs_to_the_scope_where_it_was_chained() {
    let world = World::new();
    let source = pending();
    let scope = Scope::detached();
    let inside = Rc::clone(&scope);
    let chained = Rc::clone(&source);
    world.spawn_in(&scope, move |world| {
        let child = chain(world, &chained, Step::Map, "inner", move |world| {
            let at = world.scheduler().current_scope();
            world.note(format!("there:{}", Rc::ptr_eq(&at, &inside)));
            Ok(1)
        });
        // The result is read elsewhere, so it is a step of the other scope.
        world.note(format!("linked:{}", child.is_linked()));
        Ok(0)
    });
    world.drive();
    let main = world.scheduler().main_scope();
    chain(&world, &source, Step::Map, "outer", move |world| {
        let at = world.scheduler().current_scope();
        world.note(format!("main:{}", Rc::ptr_eq(&at, &main)));
        Ok(2)
    });
    source.complete(world.scheduler(), 5);
    assert_eq!(world.scheduler().queued(), 2);
    world.drive();
    assert_eq!(
        world.log(),
        "linked:true inner(5) there:true outer(5) main:true"
    );
}

#[test]
fn steps_of_a_cancelled_scope_are_not_taken() {
    let world = World::new();
    let source = pending();
    let scope = Scope::detached();
    let chained = Rc::clone(&source);
    let slot = Rc::new(Cell::new(None));
    let kept = Rc::clone(&slot);
    world.spawn_in(&scope, move |world| {
        let child = chain(world, &chained, Step::Catch, "never", |_| Ok(1));
        let grandchild = chain(world, &child, Step::Finally, "never", |_| Ok(1));
        kept.set(Some((child, grandchild)));
        Ok(0)
    });
    world.drive();
    scope.cancel(world.scheduler(), Some(stop("scope")), false);
    source.complete(world.scheduler(), 1);
    world.drive();
    let (child, grandchild) = slot.take().expect("the coroutine ran");
    assert_eq!(world.log(), "");
    assert_eq!(settled(&child), cancelled("Scope was cancelled"));
    assert_eq!(settled(&grandchild), cancelled("Scope was cancelled"));
}

#[test]
fn steps_whose_coroutine_never_runs_fail_their_futures() {
    let world = World::new();
    let source = pending();
    let child = chain(&world, &source, Step::Map, "never", |_| Ok(1));
    source.complete(world.scheduler(), 1);
    let helper = world.scheduler().coroutines().remove(0);
    world.scheduler().cancel(&helper, stop("now"));
    world.drive();
    assert_eq!(world.log(), "");
    assert_eq!(settled(&child), cancelled("Coroutine cancelled"));
    assert_eq!(world.unhandled(), []);
}

#[test]
fn steps_behind_an_interrupted_one_are_not_taken() {
    let world = World::new();
    let source = Future::ready(world.scheduler(), Ok(1));
    let first = chain(&world, &source, Step::Map, "first", |world| {
        world.park_live()?;
        Ok(1)
    });
    let second = chain(&world, &first, Step::Catch, "never", |_| Ok(1));
    world.turn();
    let helper = world.scheduler().coroutines().remove(0);
    world.scheduler().cancel(&helper, stop("now"));
    world.drive();
    assert_eq!(world.log(), "first(1)");
    assert_eq!(settled(&first), Some(Err(stop("now"))));
    assert_eq!(settled(&second), cancelled("Coroutine cancelled"));
}

#[test]
fn code_that_ends_its_coroutine_takes_no_further_steps() {
    let world = World::new();
    let source = Future::ready(world.scheduler(), Ok(1));
    let first = source.chain(world.scheduler(), Step::Map, |_, _| {
        Reply::Ended(stop("exit"))
    });
    let second = chain(&world, &first, Step::Finally, "never", |_| Ok(1));
    world.drive();
    assert_eq!(world.log(), "");
    assert_eq!(settled(&first), cancelled("Coroutine cancelled"));
    assert_eq!(settled(&second), cancelled("Coroutine cancelled"));
}

#[test]
fn a_result_that_its_reader_cancelled_stays_cancelled() {
    let world = World::new();
    let source = pending();
    let child = chain(&world, &source, Step::Map, "map", |_| Ok(1));
    child.fail(world.scheduler(), stop("reader"));
    source.complete(world.scheduler(), 5);
    world.drive();
    assert_eq!(world.log(), "map(5)");
    assert_eq!(settled(&child), Some(Err(stop("reader"))));
}

#[test]
fn flags_say_who_looked_and_who_took_the_error() {
    let world = World::new();
    let flags = |future: &Pending| (future.is_used(), future.is_caught());
    let future = pending();
    assert_eq!(flags(&future), (false, false));
    chain(&world, &future, Step::Finally, "f", |_| Ok(0));
    assert_eq!(flags(&future), (true, false));
    chain(&world, &future, Step::Catch, "c", |_| Ok(0));
    assert_eq!(flags(&future), (true, true));
    let mapped = pending();
    chain(&world, &mapped, Step::Map, "m", |_| Ok(0));
    assert_eq!(flags(&mapped), (true, true));
    let waited = pending();
    waited.mark_used();
    assert_eq!(flags(&waited), (true, true));
    let ignored = pending();
    ignored.ignore();
    assert_eq!(flags(&ignored), (true, true));
}

#[test]
fn a_promise_hears_when_the_last_reader_goes() {
    let told = Rc::new(Cell::new(0));
    let tell = Rc::clone(&told);
    let (promise, future) = Promise::<Machine>::new(move || tell.set(tell.get() + 1));
    let second = Rc::clone(&future);
    drop(future);
    assert!(promise.is_wanted());
    drop(second);
    assert!(!promise.is_wanted());
    assert_eq!(told.get(), 1);
    let world = World::new();
    assert!(!promise.settle(world.scheduler(), Ok(1)));
}

#[test]
fn a_promise_that_was_kept_is_not_told_of_its_readers() {
    let world = World::new();
    let told = Rc::new(Cell::new(false));
    let tell = Rc::clone(&told);
    let (promise, future) = Promise::<Machine>::new(move || tell.set(true));
    assert!(promise.settle(world.scheduler(), Ok(4)));
    assert!(!promise.is_wanted());
    assert_eq!(settled(&future), Some(Ok(4)));
    drop(future);
    assert!(!told.get());
}

#[test]
fn a_promise_hears_of_a_reader_who_cancels() {
    let world = World::new();
    let told = Rc::new(Cell::new(0));
    let tell = Rc::clone(&told);
    let (promise, future) = Promise::<Machine>::new(move || tell.set(tell.get() + 1));
    future.fail(world.scheduler(), stop("reader"));
    assert_eq!(told.get(), 1);
    assert!(!promise.is_wanted());
    assert!(!promise.settle(world.scheduler(), Ok(1)));
    drop(future);
    assert_eq!(told.get(), 1);
}

#[test]
fn steps_keep_a_promised_future() {
    let world = World::new();
    let told = Rc::new(Cell::new(false));
    let tell = Rc::clone(&told);
    let (promise, future) = Promise::new(move || tell.set(true));
    let child = chain(&world, &future, Step::Map, "map", |_| Ok(2));
    drop(future);
    assert!(promise.is_wanted());
    assert!(promise.settle(world.scheduler(), Ok(1)));
    world.drive();
    assert_eq!(world.log(), "map(1)");
    assert_eq!(settled(&child), Some(Ok(2)));
    assert!(!told.get());
}

#[test]
fn a_promise_that_is_given_up_lets_go_of_the_steps() {
    let world = World::new();
    let told = Rc::new(Cell::new(false));
    let tell = Rc::clone(&told);
    let (promise, future) = Promise::new(move || tell.set(true));
    let witness = Rc::new(());
    let held = Rc::clone(&witness);
    future.chain(world.scheduler(), Step::Map, move |_, got| {
        let _ = &held;
        Reply::Settled(got)
    });
    drop(future);
    assert_eq!(Rc::strong_count(&witness), 2);
    drop(promise);
    assert_eq!(Rc::strong_count(&witness), 1);
    assert!(told.get());
}

#[test]
fn a_report_says_where_a_future_stands() {
    let world = World::new();
    let future = pending();
    assert_eq!(future.describe(), "FutureState(pending)");
    future.fail(world.scheduler(), Error::Broken("x"));
    assert_eq!(future.describe(), "FutureState(completed)");
}
