//! Who runs when: the ready queue.

use ta_coro::{Next, State};

use crate::machine::{World, say};

#[test]
fn coroutines_first_run_in_the_order_they_were_spawned() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        world.spawn(say(name));
    }
    assert_eq!(world.log(), "", "spawning runs nothing");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "a b c");
}

#[test]
fn a_coroutine_spawned_by_a_coroutine_goes_behind_everything_queued() {
    let world = World::new();
    world.spawn(|world| {
        world.note("a");
        world.spawn(say("child"));
        world.note("a again");
        Ok(0)
    });
    world.spawn(say("b"));
    world.drive();
    assert_eq!(world.log(), "a a again b child");
}

#[test]
fn yielding_lets_everything_queued_before_run_first() {
    let world = World::new();
    for (first, second) in [("a1", "a2"), ("b1", "b2")] {
        world.spawn(move |world| {
            world.note(first);
            world.yield_now()?;
            world.note(second);
            Ok(0)
        });
    }
    world.spawn(say("c"));
    world.drive();
    assert_eq!(world.log(), "a1 b1 c a2 b2");
}

#[test]
fn yielding_with_an_empty_queue_comes_back_after_one_turn_of_the_reactor() {
    let world = World::new();
    world.spawn(|world| {
        world.yield_now()?;
        world.note("back");
        Ok(0)
    });
    assert_eq!(world.turn(), Next::Again);
    assert_eq!(world.log(), "");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "back");
}

#[test]
fn a_pass_runs_only_what_was_ready_when_it_began() {
    let world = World::new();
    world.spawn(|world| {
        for _ in 0..3 {
            world.note("turn");
            world.yield_now()?;
        }
        world.spawn(say("child"));
        Ok(0)
    });
    for _ in 0..3 {
        assert_eq!(world.turn(), Next::Again);
        assert_eq!(world.log(), "turn");
    }
    assert_eq!(world.turn(), Next::Again);
    assert_eq!(world.log(), "");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "child");
}

#[test]
fn a_woken_coroutine_is_appended_when_it_is_woken_and_the_waker_goes_on() {
    let world = World::new();
    let sleeper = world.spawn_waiter("sleeper", World::park);
    let woken = sleeper.clone();
    world.spawn(move |world| {
        world.spawn(say("before"));
        world.scheduler().wake(&woken);
        world.spawn(say("after"));
        world.note("waker goes on");
        Ok(0)
    });
    world.drive();
    assert_eq!(
        world.log(),
        "sleeper:start waker goes on before sleeper:ok after"
    );
}

#[test]
fn waking_a_coroutine_twice_resumes_it_once() {
    let world = World::new();
    let sleeper = world.spawn_waiter("sleeper", |world| {
        world.park()?;
        world.note("once");
        world.park()
    });
    world.turn();
    world.scheduler().wake(&sleeper);
    world.scheduler().wake(&sleeper);
    assert_eq!(world.drive(), Next::Deadlock);
    assert_eq!(world.log(), "sleeper:start once");
    assert_eq!(sleeper.body.resumes.get(), 2);
}

#[test]
fn waking_has_no_effect_on_one_that_does_not_wait() {
    let world = World::new();
    let queued = world.spawn(|world| {
        let current = world.current();
        world.scheduler().wake(&current);
        world.note("ran");
        Ok(7)
    });
    world.scheduler().wake(&queued);
    assert_eq!(queued.state(), State::Queued);
    assert_eq!(world.drive(), Next::Idle);
    world.scheduler().wake(&queued);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "ran");
    assert_eq!(queued.body.resumes.get(), 1);
    assert_eq!(*queued.outcome(), Some(Ok(7)));
}

#[test]
fn the_state_of_a_coroutine_says_where_it_stands() {
    let world = World::new();
    let task = world.admit(|world| {
        let current = world.current();
        assert_eq!(current.state(), State::Running);
        assert!(world.scheduler().is_inside());
        world.yield_now()?;
        world.park()?;
        assert_eq!(current.state(), State::Running);
        Ok(1)
    });
    assert_eq!(task.state(), State::Created);
    world.scheduler().enqueue(&task);
    assert_eq!((task.state(), task.is_started()), (State::Queued, false));
    world.turn();
    assert_eq!((task.state(), task.is_started()), (State::Woken, true));
    world.turn();
    assert_eq!(task.state(), State::Suspended);
    assert!(!world.scheduler().is_inside());
    world.scheduler().wake(&task);
    assert_eq!(task.state(), State::Woken);
    world.turn();
    assert_eq!(task.state(), State::Finished);
    assert!(task.is_finished() && !task.is_cancelled());
}

#[test]
fn the_running_coroutine_is_the_current_one_through_every_switch() {
    let world = World::new();
    for _ in 0..3 {
        world.spawn(|world| {
            let me = world.current().id();
            for _ in 0..3 {
                world.yield_now()?;
                assert_eq!(world.current().id(), me);
            }
            Ok(0)
        });
    }
    assert_eq!(world.drive(), Next::Idle);
    assert!(world.scheduler().current().is_none());
}

#[test]
fn run_now_enters_at_once_when_nothing_is_queued() {
    let world = World::new();
    let task = world.admit(say("now"));
    world.scheduler().run_now(&task);
    assert_eq!(world.log(), "now");
    assert!(task.is_finished());
    assert_eq!(world.turn(), Next::Idle);
}

#[test]
fn run_now_does_not_overtake_what_is_queued() {
    let world = World::new();
    world.spawn(say("queued"));
    let task = world.admit(say("now"));
    world.scheduler().run_now(&task);
    assert_eq!(world.log(), "");
    world.turn();
    assert_eq!(world.log(), "queued now");
}

#[test]
fn run_now_inside_a_coroutine_only_queues() {
    let world = World::new();
    world.spawn(|world| {
        let task = world.admit(say("child"));
        world.scheduler().run_now(&task);
        world.note("parent");
        Ok(0)
    });
    world.drive();
    assert_eq!(world.log(), "parent child");
}

#[test]
fn one_that_was_run_now_and_parked_is_resumed_like_any_other() {
    let world = World::new();
    let task = world.admit(|world| {
        world.sleep(3)?;
        world.note("slept");
        Ok(0)
    });
    world.scheduler().run_now(&task);
    assert_eq!(task.state(), State::Suspended);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!((world.log().as_str(), world.elapsed()), ("slept", 3));
}

#[test]
fn finished_coroutines_drop_out_of_the_list_at_once() {
    let world = World::new();
    let first = world.spawn(say("a"));
    let second = world.spawn_waiter("b", World::park);
    assert_eq!(world.scheduler().unfinished(), 2);
    world.turn();
    let left: Vec<_> = world
        .scheduler()
        .coroutines()
        .iter()
        .map(|c| c.id())
        .collect();
    assert_eq!(left, [second.id()]);
    assert_eq!(world.scheduler().unfinished(), 1);
    assert_eq!(world.finished(), [first.id()]);
}

#[test]
fn ids_are_not_used_twice_even_when_slots_are() {
    let world = World::new();
    let mut ids = std::collections::HashSet::new();
    for _ in 0..100 {
        let task = world.spawn(|_| Ok(0));
        world.drive();
        assert!(ids.insert(task.id()), "{:?} was used twice", task.id());
    }
}
