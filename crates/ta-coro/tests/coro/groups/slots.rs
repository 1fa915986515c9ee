//! Keys, slots, the queue, and waiting for room in it.

use super::*;

/// Starts a coroutine that adds `names` one after another, and notes each.
fn adder(tasks: &Tasks, names: &'static [&'static str], milliseconds: u64) {
    let own = tasks.clone();
    tasks.world.spawn(move |world| {
        for name in names {
            match own.named(name, milliseconds, Ok(1)) {
                Ok(()) => world.note(format!("{name}@{}", world.elapsed())),
                Err(error) => {
                    world.note(format!("{name}:{error}"));
                    return Err(error);
                }
            }
        }
        Ok(0)
    });
}

#[test]
fn numbers_count_up_from_zero_and_failed_calls_use_them_up() {
    let tasks = Tasks::unlimited();
    assert_eq!(tasks.add(Some(Key::Index(0)), sleeper(0, Ok(10))), Ok(()));
    let taken = tasks.add(None, sleeper(0, Ok(11)));
    assert_eq!(taken, Err(misuse("Duplicate key 0 in TaskGroup")));
    tasks.task(0, Ok(12));
    tasks.drive();
    let keys: Vec<_> = tasks
        .group
        .values()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(keys, [Key::Index(0), Key::Index(1)]);
}

#[test]
fn a_key_is_taken_as_long_as_its_entry_is_there() {
    let tasks = Tasks::set();
    assert_eq!(tasks.named("a", 0, Ok(1)), Ok(()));
    assert_eq!(
        tasks.named("a", 0, Ok(2)),
        Err(misuse("Duplicate key a in TaskGroup"))
    );
    tasks.drive();
    drop(tasks.group.race(tasks.scheduler()));
    assert_eq!(tasks.named("a", 0, Ok(3)), Ok(()));
    tasks.drive();
}

#[test]
fn a_limit_on_concurrency_is_exact_and_the_queue_is_in_order() {
    let tasks = Tasks::new(Retention::Keep, 2, 0);
    let running = Rc::new(std::cell::Cell::new(0));
    for number in 0..7_u64 {
        let running = Rc::clone(&running);
        let added = tasks.add(None, move |world| {
            running.set(running.get() + 1);
            assert!(running.get() <= 2, "more than two at once");
            world.note(format!("{number}"));
            world.sleep(10)?;
            running.set(running.get() - 1);
            Ok(number)
        });
        assert_eq!(added, Ok(()));
    }
    assert_eq!(tasks.drive(), 40);
    assert_eq!(tasks.world.log(), "0 1 2 3 4 5 6");
}

#[test]
fn a_full_queue_makes_the_caller_wait_for_a_slot_to_free_up() {
    let tasks = Tasks::new(Retention::Keep, 1, 1);
    adder(&tasks, &["a", "b", "c", "d"], 10);
    tasks.drive();
    assert_eq!(tasks.world.log(), "a@0 b@0 c@10 d@20");
}

#[test]
fn those_who_wait_for_room_get_it_in_the_order_they_came() {
    let tasks = Tasks::new(Retention::Keep, 1, 1);
    adder(&tasks, &["a", "b", "c"], 10);
    adder(&tasks, &["x"], 10);
    adder(&tasks, &["y"], 10);
    tasks.drive();
    assert_eq!(tasks.world.log(), "a@0 b@0 c@10 x@20 y@30");
    let order: Vec<_> = tasks
        .group
        .values()
        .into_iter()
        .map(|entry| entry.0.to_string())
        .collect();
    assert_eq!(order.join(""), "abcxy");
}

#[test]
fn somebody_who_is_cancelled_while_waiting_for_room_leaves_the_line() {
    let tasks = Tasks::new(Retention::Keep, 1, 1);
    adder(&tasks, &["a", "b"], 10);
    let own = tasks.clone();
    let victim = tasks
        .world
        .spawn(move |_| own.named("v", 10, Ok(1)).map(|()| 0));
    adder(&tasks, &["x"], 10);
    let by = tasks.world.clone();
    tasks.world.spawn(move |world| {
        world.sleep(5)?;
        by.scheduler().cancel(&victim, stop("go"));
        Ok(0)
    });
    tasks.drive();
    assert_eq!(tasks.world.log(), "a@0 b@0 x@10");
    assert_eq!(tasks.group.len(), 3);
}

#[test]
fn room_that_was_granted_to_somebody_cancelled_goes_to_the_next() {
    let tasks = Tasks::new(Retention::Keep, 1, 1);
    adder(&tasks, &["a", "b"], 10);
    let own = tasks.clone();
    let victim = tasks
        .world
        .spawn(move |_| own.named("v", 10, Ok(1)).map(|()| 0));
    adder(&tasks, &["x"], 10);
    // Granted when `a` ends, and cancelled before it can run.
    let first = tasks.clone();
    tasks.world.spawn(move |world| {
        world.sleep(10)?;
        // Lets the end of `a` go first.
        world.yield_now()?;
        first.scheduler().cancel(&victim, stop("go"));
        Ok(0)
    });
    tasks.drive();
    assert_eq!(tasks.world.log(), "a@0 b@0 x@10");
    assert_eq!(tasks.group.len(), 3);
}

#[test]
fn closing_turns_those_away_who_wait_for_room() {
    let tasks = Tasks::new(Retention::Keep, 1, 1);
    adder(&tasks, &["a", "b", "c"], 10);
    adder(&tasks, &["x"], 10);
    assert_eq!(tasks.world.turn(), Next::Again);
    tasks.group.close(tasks.scheduler());
    tasks.drive();
    let closed = "Cannot spawn tasks on a closed TaskGroup";
    assert_eq!(tasks.world.log(), format!("a@0 b@0 c:{closed} x:{closed}"));
    assert_eq!(tasks.group.len(), 2);
}

#[test]
fn a_closed_scope_takes_no_tasks() {
    let tasks = Tasks::unlimited();
    tasks.group.dispose(tasks.scheduler());
    let refused = tasks.add(None, sleeper(0, Ok(0)));
    assert_eq!(
        refused,
        Err(misuse("Cannot spawn a coroutine in a closed scope"))
    );
    assert!(!tasks.group.is_closed());
}

#[test]
fn what_is_queued_when_the_scope_is_cancelled_ends_without_starting() {
    let tasks = Tasks::new(Retention::Keep, 1, 0);
    tasks.group.scope().set_safe(false);
    for _ in 0..3 {
        let added = tasks.add(None, |world| {
            world.note("started");
            world.sleep(10)?;
            Ok(1)
        });
        assert_eq!(added, Ok(()));
    }
    assert_eq!(tasks.world.turn(), Next::Wait);
    tasks.group.dispose(tasks.scheduler());
    assert_eq!(tasks.drive(), 0);
    assert_eq!(tasks.world.log(), "started");
    let errors = tasks.group.take_errors();
    assert_eq!(errors.len(), 3);
    let cancelled = made(Failure::Cancelled("Scope was cancelled"));
    assert!(errors.iter().all(|(_, error)| *error == cancelled));
}

#[test]
fn a_task_for_which_there_is_no_room_fails_in_its_place() {
    let tasks = Tasks::new(Retention::Keep, 1, 0);
    tasks.task(1, Ok(1));
    let refused = Box::new(|_: &Scheduler<Machine>| Err(broken("no room")));
    assert_eq!(tasks.group.spawn(tasks.scheduler(), None, refused), Ok(()));
    tasks.task(1, Ok(3));
    let all = tasks.group.all(tasks.scheduler(), false);
    assert_eq!(tasks.drive(), 2);
    let composite = made(Failure::Composite(vec![broken("no room")]));
    assert_eq!(settled(&all), Some(Err(composite)));
}

#[test]
fn a_task_without_room_at_once_is_the_callers_error() {
    let tasks = Tasks::unlimited();
    let refused = Box::new(|_: &Scheduler<Machine>| Err(broken("no room")));
    let added = tasks.group.spawn(tasks.scheduler(), None, refused);
    assert_eq!(added, Err(broken("no room")));
    assert!(tasks.group.is_empty());
}
