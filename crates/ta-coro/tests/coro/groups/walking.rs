//! Going through a group entry by entry.

use super::*;

/// Starts a coroutine that walks the group and notes what it sees.
fn walker(tasks: &Tasks, name: &'static str) {
    let walk = tasks.group.walk();
    tasks.world.spawn(move |world| {
        loop {
            match walk.next(world.scheduler()) {
                Ok(Some((key, Ok(value)))) => world.note(format!("{name}:{key}={value}")),
                Ok(Some((key, Err(error)))) => world.note(format!("{name}:{key}!{error}")),
                Ok(None) => break,
                Err(error) => return Err(error),
            }
        }
        world.note(format!("{name}:end"));
        Ok(0)
    });
}

#[test]
fn entries_come_in_order_of_insertion_each_when_it_has_settled() {
    let tasks = Tasks::unlimited();
    tasks.task(30, Ok(3));
    tasks.task(10, Err(broken("one")));
    tasks.group.close(tasks.scheduler());
    walker(&tasks, "w");
    tasks.drive();
    assert_eq!(tasks.world.log(), "w:0=3 w:1!one w:end");
}

#[test]
fn a_walk_of_an_open_group_waits_for_more() {
    let tasks = Tasks::unlimited();
    walker(&tasks, "w");
    assert_eq!(tasks.world.drive(), Next::Deadlock);
    tasks.task(1, Ok(1));
    assert_eq!(tasks.world.drive(), Next::Deadlock);
    assert_eq!(tasks.world.log(), "w:0=1");
    tasks.group.close(tasks.scheduler());
    tasks.drive();
    assert_eq!(tasks.world.log(), "w:end");
}

#[test]
fn a_walk_of_a_cancelled_group_sees_how_its_tasks_ended() {
    let tasks = Tasks::new(Retention::Keep, 1, 0);
    tasks.task(10, Ok(1));
    tasks.task(10, Ok(2));
    walker(&tasks, "w");
    assert_eq!(tasks.world.turn(), Next::Wait);
    tasks.group.cancel(tasks.scheduler(), Some(stop("enough")));
    tasks.drive();
    assert_eq!(tasks.world.log(), "w:0!enough w:end");
}

#[test]
fn several_walks_of_a_group_see_everything_and_those_of_a_set_share() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Ok(1));
    tasks.task(2, Ok(2));
    tasks.group.close(tasks.scheduler());
    walker(&tasks, "a");
    walker(&tasks, "b");
    tasks.drive();
    assert_eq!(tasks.world.log(), "a:0=1 b:0=1 a:1=2 a:end b:1=2 b:end");

    let tasks = Tasks::set();
    tasks.task(1, Ok(1));
    tasks.task(2, Ok(2));
    tasks.group.close(tasks.scheduler());
    walker(&tasks, "a");
    walker(&tasks, "b");
    tasks.drive();
    assert_eq!(tasks.world.log(), "a:0=1 a:1=2 a:end b:end");
    assert!(tasks.group.is_empty());
}

#[test]
fn a_cancelled_walk_leaves_the_entries_where_they_are() {
    let tasks = Tasks::set();
    tasks.task(10, Ok(1));
    let walk = tasks.group.walk();
    let walker = tasks.world.spawn(move |world| {
        walk.next(world.scheduler())?;
        Ok(0)
    });
    assert_eq!(tasks.world.turn(), Next::Wait);
    tasks.scheduler().cancel(&walker, stop("go"));
    tasks.drive();
    assert_eq!(tasks.group.len(), 1);
}
