//! Closing, cancelling, waiting for the end, and going with errors inside.

use std::cell::Cell;

use super::*;

#[test]
fn a_closed_group_ends_when_the_last_task_has() {
    let tasks = Tasks::new(Retention::Keep, 1, 0);
    tasks.task(10, Ok(1));
    tasks.task(10, Ok(2));
    tasks.group.close(tasks.scheduler());
    tasks.group.close(tasks.scheduler());
    assert!(tasks.group.is_closed());
    assert!(!tasks.group.has_ended());
    assert_eq!(tasks.drive(), 20);
    assert!(tasks.group.has_ended());
    assert_eq!(*tasks.log.events.borrow(), ["rests", "ended"]);
}

#[test]
fn an_open_group_comes_to_rest_again_and_again() {
    let tasks = Tasks::unlimited();
    assert!(tasks.group.is_finished());
    for _ in 0..2 {
        tasks.task(1, Ok(1));
        assert!(!tasks.group.is_finished());
        tasks.drive();
        assert!(tasks.group.is_finished());
    }
    assert_eq!(*tasks.log.events.borrow(), ["rests", "rests"]);
}

#[test]
fn completion_is_only_waited_for_when_the_group_is_closed() {
    let tasks = Tasks::unlimited();
    let open = tasks.group.await_completion(tasks.scheduler());
    let text = "TaskGroup must be closed before calling awaitCompletion()";
    assert_eq!(open, Err(misuse(text)));
    tasks.task(10, Err(broken("quiet")));
    tasks.group.close(tasks.scheduler());
    let group = Rc::clone(&tasks.group);
    tasks.world.spawn(move |world| {
        group.await_completion(world.scheduler())?;
        world.note(format!("{}", world.elapsed()));
        Ok(0)
    });
    tasks.drive();
    assert_eq!(tasks.world.log(), "10");
}

#[test]
fn cancelling_stops_what_runs_and_forgets_what_is_queued() {
    let tasks = Tasks::new(Retention::Keep, 2, 0);
    for _ in 0..4 {
        tasks.task(10, Ok(1));
    }
    assert_eq!(tasks.world.turn(), Next::Wait);
    tasks.group.cancel(tasks.scheduler(), None);
    assert_eq!(tasks.group.len(), 2);
    assert_eq!(tasks.drive(), 0);
    let errors: Vec<_> = tasks
        .group
        .take_errors()
        .into_iter()
        .map(|entry| entry.1)
        .collect();
    let cancelled = made(Failure::Cancelled("TaskGroup cancelled"));
    assert_eq!(errors, [cancelled.clone(), cancelled]);
    assert!(tasks.group.has_ended());
}

#[test]
fn a_closed_group_cannot_be_cancelled() {
    let tasks = Tasks::unlimited();
    tasks.task(10, Ok(1));
    tasks.group.close(tasks.scheduler());
    tasks.group.cancel(tasks.scheduler(), None);
    assert_eq!(tasks.drive(), 10);
    assert_eq!(tasks.group.values().len(), 1);
}

#[test]
fn waiters_are_woken_before_the_owner_hears_of_the_end() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Ok(1));
    let all = tasks.group.all(tasks.scheduler(), false);
    let seen = Rc::new(Cell::new(None));
    let (log, note) = (Rc::clone(&tasks.log), Rc::clone(&seen));
    tasks.group.close(tasks.scheduler());
    tasks.world.spawn(move |world| {
        world
            .scheduler()
            .await_outcome(&(all as Rc<dyn Awaitable<Machine>>), None)?;
        note.set(Some(log.events.borrow().len()));
        Ok(0)
    });
    tasks.drive();
    assert_eq!(seen.get(), Some(2));
}

#[test]
fn the_group_itself_can_be_waited_for_until_it_comes_to_rest() {
    let tasks = Tasks::unlimited();
    let group = Rc::clone(&tasks.group) as Rc<dyn Awaitable<Machine>>;
    assert_eq!(group.outcome(), Some(Ok(0)));
    tasks.task(10, Err(broken("kept")));
    assert_eq!(group.outcome(), None);
    assert_eq!(group.describe(), "TaskGroup(total=1, active=1)");
    tasks.world.spawn(move |world| {
        world.scheduler().await_outcome(&group, None)?;
        world.note(format!("{}", world.elapsed()));
        Ok(0)
    });
    tasks.drive();
    assert_eq!(tasks.world.log(), "10");
}

#[test]
fn errors_stay_in_the_group_as_long_as_it_is_there() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Err(broken("kept")));
    tasks.drive();
    assert_eq!(tasks.world.unhandled(), []);
    assert!(!tasks.group.scope().is_cancelled());
}

#[test]
fn errors_that_nobody_heard_of_go_to_the_scope_with_the_group() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Err(broken("a")));
    tasks.task(1, Ok(1));
    tasks.task(1, Err(broken("b")));
    tasks.drive();
    tasks.group.abandon(tasks.scheduler());
    tasks.group.abandon(tasks.scheduler());
    tasks.drive();
    let composite = made(Failure::Composite(vec![broken("a"), broken("b")]));
    assert_eq!(tasks.world.unhandled(), [composite]);
}

#[test]
fn a_handler_of_the_scope_takes_them() {
    let world = World::new();
    let scope = Scope::<Machine>::detached();
    let handler: crate::machine::Handler = Rc::new(|world, _, error| {
        world.note(format!("{error}"));
        Ok(())
    });
    scope.body.handler.replace(Some(handler));
    let tasks = Tasks::within(world, scope, Retention::Keep, Limits::default());
    tasks.task(1, Err(broken("a")));
    tasks.drive();
    tasks.group.abandon(tasks.scheduler());
    tasks.drive();
    assert_eq!(tasks.world.log(), "composite (a)");
    assert_eq!(tasks.world.unhandled(), []);
}

#[test]
fn errors_of_tasks_that_outlive_the_object_are_reported_when_the_last_has_ended() {
    let tasks = Tasks::unlimited();
    let added = tasks.add(None, |world| {
        // Takes its time to give in.
        let cancelled = world.sleep(10);
        assert!(cancelled.is_err());
        world.sleep(5)?;
        Err(broken("late"))
    });
    assert_eq!(added, Ok(()));
    tasks.task(10, Ok(1));
    assert_eq!(tasks.world.turn(), Next::Wait);
    tasks.group.abandon(tasks.scheduler());
    assert_eq!(tasks.drive(), 5);
    let composite = made(Failure::Composite(vec![broken("late")]));
    assert_eq!(tasks.world.unhandled(), [composite]);
    assert!(tasks.group.is_empty());
}

/// Whether an error is reported after `use_it`.
fn is_reported(use_it: impl FnOnce(&Tasks)) -> bool {
    let tasks = Tasks::unlimited();
    tasks.task(1, Err(broken("a")));
    tasks.task(2, Ok(1));
    assert_eq!(tasks.world.drive(), Next::Idle);
    use_it(&tasks);
    tasks.world.drive();
    tasks.group.abandon(tasks.scheduler());
    tasks.world.drive();
    !tasks.world.unhandled().is_empty()
}

#[test]
fn errors_count_as_handled_once_somebody_took_them() {
    assert!(is_reported(|_| ()));
    assert!(!is_reported(|tasks| tasks.group.mark_handled()));
    assert!(!is_reported(|tasks| drop(tasks.group.take_errors())));
    assert!(!is_reported(|tasks| drop(tasks.group.walk())));
    assert!(!is_reported(|tasks| tasks
        .group
        .cancel(tasks.scheduler(), None)));
    assert!(!is_reported(|tasks| drop(
        tasks.group.all(tasks.scheduler(), true)
    )));
}

#[test]
fn a_rejected_future_counts_only_when_it_is_awaited() {
    assert!(is_reported(|tasks| drop(
        tasks.group.all(tasks.scheduler(), false)
    )));
    assert!(is_reported(|tasks| drop(
        tasks.group.race(tasks.scheduler())
    )));
    assert!(!is_reported(|tasks| {
        tasks.note("all", tasks.group.all(tasks.scheduler(), false));
    }));
    assert!(!is_reported(|tasks| {
        tasks.note(
            "race",
            tasks.group.race(tasks.scheduler()).expect("not empty"),
        );
    }));
    // The first to succeed is no error.
    assert!(is_reported(|tasks| {
        tasks.note(
            "any",
            tasks.group.any(tasks.scheduler()).expect("not empty"),
        );
    }));
}

#[test]
fn errors_that_come_later_are_not_handled_by_what_was_done_before() {
    assert!(is_reported(|tasks| {
        tasks.group.mark_handled();
        tasks.task(1, Err(broken("b")));
    }));
}

#[test]
fn cancelled_tasks_are_not_reported() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Err(stop("asked to")));
    tasks.drive();
    tasks.group.abandon(tasks.scheduler());
    tasks.drive();
    assert_eq!(tasks.world.unhandled(), []);
}

#[test]
fn futures_outlive_the_object() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Ok(1));
    tasks.task(50, Ok(2));
    let all = tasks.group.all(tasks.scheduler(), true);
    tasks.world.turn();
    tasks.world.advance(2);
    tasks.world.turn();
    tasks.world.turn();
    tasks.group.abandon(tasks.scheduler());
    tasks.drive();
    assert_eq!(settled(&all), Some(Ok(1)));
    assert_eq!(*tasks.log.collected.borrow(), ["0=1"]);
}

#[test]
fn a_task_may_cancel_the_group_it_belongs_to() {
    let tasks = Tasks::unlimited();
    let own = tasks.clone();
    let added = tasks.add(None, move |world| {
        own.group.cancel(own.scheduler(), Some(stop("me too")));
        world.note("went on");
        Ok(1)
    });
    assert_eq!(added, Ok(()));
    tasks.task(10, Ok(2));
    tasks.drive();
    assert_eq!(tasks.world.log(), "went on");
    let errors = tasks.group.take_errors();
    assert_eq!(errors.len(), 2);
    assert!(tasks.group.has_ended());
}
