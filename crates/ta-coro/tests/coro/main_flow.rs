//! The coroutine whose stack also carries the scheduler.

use ta_coro::{Next, State};

use crate::machine::{World, say, stop};

#[test]
fn main_runs_from_its_adoption_and_counts_as_unfinished() {
    let world = World::new();
    let main = world.adopt_main();
    assert_eq!((main.state(), main.is_started()), (State::Running, true));
    assert_eq!(world.current().id(), main.id());
    assert_eq!(world.scheduler().unfinished(), 1);
    world.scheduler().end_main(Ok(3));
    assert_eq!(*main.outcome(), Some(Ok(3)));
    assert_eq!(world.scheduler().unfinished(), 0);
    assert!(world.scheduler().current().is_none());
    assert_eq!(
        main.body.resumes.get(),
        0,
        "main is never entered, only returned to"
    );
}

#[test]
fn nothing_runs_before_main_suspends_or_ends() {
    let world = World::new();
    world.adopt_main();
    world.spawn(say("a"));
    world.note("end of main");
    world.scheduler().end_main(Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "end of main a");
}

#[test]
fn main_takes_its_place_in_the_queue_like_any_other() {
    let world = World::new();
    world.adopt_main();
    world.spawn(|world| {
        world.note("a1");
        world.yield_now()?;
        world.note("a2");
        Ok(0)
    });
    world.yield_now().expect("nobody cancels main");
    world.note("main");
    world.yield_now().expect("nobody cancels main");
    world.note("main again");
    world.scheduler().end_main(Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a1 main a2 main again");
}

#[test]
fn a_pass_stops_at_main_and_the_rest_stays_queued() {
    let world = World::new();
    let main = world.adopt_main();
    world.spawn(move |world| {
        world.scheduler().wake(&main);
        world.spawn(say("behind main"));
        Ok(0)
    });
    world.park().expect("woken by the coroutine");
    assert_eq!(world.log(), "");
    assert!(world.scheduler().is_inside(), "main is current again");
    world.yield_now().expect("nobody cancels main");
    assert_eq!(world.log(), "behind main");
    world.scheduler().end_main(Ok(0));
}

#[test]
fn main_can_sleep_and_join() {
    let world = World::new();
    world.adopt_main();
    let task = world.spawn(|world| {
        world.sleep(7)?;
        Ok(8)
    });
    world.sleep(3).expect("nobody cancels main");
    assert_eq!(world.elapsed(), 3);
    world.join(&task).expect("nobody cancels main");
    assert_eq!(world.elapsed(), 7);
    assert_eq!(*task.outcome(), Some(Ok(8)));
    world.scheduler().end_main(Ok(0));
}

#[test]
fn while_main_waits_the_scheduler_is_outside_of_every_coroutine() {
    let world = World::new();
    let main = world.adopt_main();
    world.when_main_waits(move |world| {
        assert!(!world.scheduler().is_inside());
        // A server's main waits in start(); requests enter their coroutines from here.
        let request = world.admit(say("request"));
        world.scheduler().run_now(&request);
        assert!(request.is_finished());
        world.scheduler().wake(&main);
    });
    world.park_live().expect("nobody cancels main");
    assert_eq!(world.log(), "request");
    assert!(world.scheduler().is_inside());
    world.scheduler().end_main(Ok(0));
}

#[test]
fn a_queue_entry_main_has_left_behind_does_not_run_it_again() {
    let world = World::new();
    let main = world.adopt_main();
    let woken = main.clone();
    world.tear_main_out(move |world| world.scheduler().wake(&woken));
    world.park().expect("returned to, not cancelled");
    assert_eq!(main.state(), State::Running);
    world.scheduler().end_main(Ok(0));
    world.spawn(say("after"));
    assert_eq!(world.turn(), Next::Idle, "the stale entry is skipped");
    assert_eq!(world.log(), "after");
}

#[test]
fn main_can_be_cancelled_at_its_suspension_point() {
    let world = World::new();
    let main = world.adopt_main();
    let target = main.clone();
    world.spawn(move |world| {
        world.scheduler().cancel(&target, stop("stop"));
        Ok(0)
    });
    assert_eq!(world.park_live(), Err(stop("stop")));
    world.scheduler().end_main(Err(stop("stop")));
    assert!(main.is_cancelled());
}

#[test]
fn main_can_be_joined_by_a_coroutine() {
    let world = World::new();
    let main = world.adopt_main();
    let target = main.clone();
    world.spawn(move |world| {
        world.join(&target)?;
        world.note(format!("{:?}", *target.outcome()));
        Ok(0)
    });
    world.yield_now().expect("nobody cancels main");
    world.scheduler().end_main(Ok(4));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "Some(Ok(4))");
    assert_eq!(*main.body.endings.borrow(), [true]);
}

#[test]
fn coroutines_go_on_after_main_has_ended() {
    let world = World::new();
    world.adopt_main();
    world.spawn_waiter("a", |world| world.sleep(5));
    world.scheduler().end_main(Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "a:start a:ok");
    assert!(!world.scheduler().is_inside());
}

#[test]
fn a_second_main_can_be_adopted_after_the_first_has_ended() {
    let world = World::new();
    let first = world.adopt_main();
    world.scheduler().end_main(Ok(0));
    world.drive();
    // Shutdown functions run as a main of their own.
    let second = world.adopt_main();
    assert_ne!(first.id(), second.id());
    world.spawn(say("spawned in a shutdown function"));
    world.sleep(1).expect("nobody cancels main");
    world.scheduler().end_main(Ok(0));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(world.log(), "spawned in a shutdown function");
}

#[test]
#[should_panic(expected = "main waits for something that never comes")]
fn main_waiting_for_nothing_is_a_deadlock() {
    let world = World::new();
    world.adopt_main();
    let _never = world.park();
}
