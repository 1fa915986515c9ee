//! `timeout()` tokens: a countdown that runs only while somebody waits.

use std::cell::Cell;
use std::rc::Rc;

use ta_coro::{Awaitable, Failure, Listener, Next, Notify, Scheduler, Timeout};

use crate::machine::{Error, Machine, Task, World, awaitable, made, stop};

fn token(timeout: &Rc<Timeout<Machine>>) -> Rc<dyn Awaitable<Machine>> {
    Rc::clone(timeout) as _
}

fn fired(milliseconds: u64) -> Error {
    let cause = made(Failure::Timeout(milliseconds));
    made(Failure::OperationCancelled(Some(cause)))
}

/// Waits for `target` under `timeout` and notes how and when that ended.
fn wait(world: &World, target: &Task, timeout: &Rc<Timeout<Machine>>) {
    match world.join_until(&awaitable(target), &token(timeout)) {
        Ok(value) => world.note(format!("{value}@{}", world.elapsed())),
        Err(error) => world.note(format!("{error}@{}", world.elapsed())),
    }
}

#[test]
fn it_fires_when_the_wait_lasts_too_long_and_the_target_goes_on() {
    let world = World::new();
    let slow = world.spawn(|world| {
        world.sleep(50)?;
        Ok(1)
    });
    let timeout = Timeout::new(10);
    let target = Rc::clone(&slow);
    world.spawn(move |world| {
        let cut_short = world.join_until(&awaitable(&target), &token(&timeout));
        assert_eq!(cut_short, Err(fired(10)));
        assert!(timeout.is_settled() && !timeout.is_released());
        world.note(format!("@{}", world.elapsed()));
        // Once fired it stays so: it ends the next operation before it begins.
        wait(world, &target, &timeout);
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    let text = "operation cancelled (timeout after 10)@10";
    assert_eq!(world.log(), format!("@10 {text}"));
    assert_eq!(*slow.outcome(), Some(Ok(1)));
}

#[test]
fn the_countdown_begins_with_the_wait_and_anew_with_the_next() {
    let world = World::new();
    let task = |milliseconds| {
        world.spawn(move |world| {
            world.sleep(milliseconds)?;
            Ok(milliseconds)
        })
    };
    let targets = [task(28), task(36), task(90)];
    let timeout = Timeout::new(10);
    world.spawn(move |world| {
        world.sleep(20)?;
        for target in &targets {
            wait(world, target, &timeout);
        }
        Ok(0)
    });
    world.turn();
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "28@28 36@36 operation cancelled (timeout after 10)@46"
    );
}

#[test]
fn it_keeps_nobody_alive_on_its_own() {
    let world = World::new();
    let timeout = Timeout::<Machine>::new(10);
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.scheduler().earliest_deadline(), None);
    let task = world.spawn(|world| {
        world.sleep(3)?;
        Ok(3)
    });
    let other = Rc::clone(&timeout);
    world.spawn(move |world| {
        wait(world, &task, &other);
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.log().as_str(), world.elapsed()), ("3@3", 3));
    assert_eq!(world.scheduler().earliest_deadline(), None);
    assert!(!timeout.is_settled());
}

#[test]
fn two_waits_share_one_countdown_and_it_lasts_as_long_as_one_of_them() {
    let world = World::new();
    let never = world.spawn_waiter("never", World::park);
    let timeout = Timeout::new(10);
    let waiters = [0, 4].map(|delay| {
        let (never, timeout) = (Rc::clone(&never), Rc::clone(&timeout));
        world.spawn(move |world| {
            world.sleep(delay)?;
            wait(world, &never, &timeout);
            Ok(0)
        })
    });
    world.turn();
    world.turn();
    world.scheduler().cancel(&waiters[0], stop("stop"));
    assert_eq!(world.drive(), Next::Deadlock);
    // The first wait ended at 0 and took its countdown with it; the second began at 4.
    assert_eq!(world.elapsed(), 14);
    world.scheduler().cancel(&never, stop("end"));
    assert_eq!(world.drive(), Next::Idle);
}

#[test]
fn releasing_it_ends_the_waits_on_it_and_is_final() {
    let world = World::new();
    let never = world.spawn_waiter("never", World::park);
    let timeout = Timeout::new(10);
    let used = Rc::clone(&timeout);
    world.spawn({
        let never = Rc::clone(&never);
        move |world| {
            wait(world, &never, &used);
            Ok(0)
        }
    });
    world.turn();
    timeout.release(world.scheduler());
    timeout.release(world.scheduler());
    assert!(timeout.is_settled() && timeout.is_released());
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(
        world.log(),
        "never:start operation cancelled (Timeout has been cancelled)@0"
    );
    assert_eq!(world.scheduler().earliest_deadline(), None);
    world.scheduler().cancel(&never, stop("end"));
    world.drive();
}

#[test]
fn after_firing_it_cannot_be_released() {
    let world = World::new();
    let timeout = Timeout::new(1);
    let waited = Rc::clone(&timeout);
    world.spawn(move |world| {
        let ended = world.scheduler().await_outcome(&token(&waited), None);
        assert_eq!(ended, Err(made(Failure::Timeout(1))));
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    timeout.release(world.scheduler());
    assert!(timeout.is_settled() && !timeout.is_released());
}

/// Hears of a token, and nothing waits behind it.
struct Ear(Cell<bool>);

impl Notify<Machine> for Ear {
    fn notify(self: Rc<Self>, _scheduler: &Scheduler<Machine>, _key: usize) {
        self.0.set(true);
    }
}

#[test]
fn a_hidden_listener_starts_the_countdown_and_keeps_nothing_alive() {
    let world = World::new();
    let ear = Rc::new(Ear(Cell::new(false)));
    let timeout = Timeout::<Machine>::new(10);
    let listener = Listener::Object(Rc::clone(&ear) as Rc<dyn Notify<Machine>>, 0);
    timeout.subscribe_hidden(world.scheduler(), listener);
    assert_eq!(world.scheduler().live(), 0);
    world.spawn(|world| {
        world.sleep(20)?;
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert!(ear.0.get() && timeout.is_settled());
}

#[test]
fn who_waits_for_a_hidden_countdown_keeps_the_process_alive_and_does_not_lengthen_it() {
    let world = World::new();
    let ear = Rc::new(Ear(Cell::new(false)));
    let timeout = Timeout::<Machine>::new(30);
    let listener = Listener::Object(Rc::clone(&ear) as Rc<dyn Notify<Machine>>, 0);
    timeout.subscribe_hidden(world.scheduler(), listener);
    let target = token(&timeout);
    world.spawn(move |world| {
        world.sleep(20)?;
        let outcome = world.scheduler().await_outcome(&target, None);
        assert_eq!(outcome, Err(made(Failure::Timeout(30))));
        world.note(format!("@{}", world.elapsed()));
        Ok(0)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "@30");
    assert_eq!(world.scheduler().live(), 0);
}
