//! Futures of everything, the first to settle, the first to succeed.

use super::*;

#[test]
fn everything_comes_in_order_of_insertion_when_nothing_runs_any_more() {
    let tasks = Tasks::unlimited();
    tasks.task(30, Ok(3));
    tasks.task(10, Ok(1));
    let all = tasks.group.all(tasks.scheduler(), false);
    tasks.task(20, Ok(2));
    assert_eq!(tasks.drive(), 30);
    assert_eq!(settled(&all), Some(Ok(3)));
    assert_eq!(*tasks.log.collected.borrow(), ["0=3 1=1 2=2"]);
    assert!(!tasks.group.is_closed());
}

#[test]
fn everything_of_nothing_is_there_at_once() {
    let tasks = Tasks::unlimited();
    let all = tasks.group.all(tasks.scheduler(), false);
    assert_eq!(settled(&all), Some(Ok(0)));
}

#[test]
fn failures_come_together_unless_they_are_ignored() {
    let tasks = Tasks::unlimited();
    tasks.task(2, Err(broken("a")));
    tasks.task(1, Ok(5));
    tasks.task(1, Err(broken("b")));
    let strict = tasks.group.all(tasks.scheduler(), false);
    let lenient = tasks.group.all(tasks.scheduler(), true);
    tasks.drive();
    let composite = made(Failure::Composite(vec![broken("a"), broken("b")]));
    assert_eq!(settled(&strict), Some(Err(composite)));
    assert_eq!(settled(&lenient), Some(Ok(1)));
}

#[test]
fn a_race_is_won_by_whoever_settles_first_even_with_an_error() {
    let tasks = Tasks::unlimited();
    tasks.task(20, Ok(1));
    tasks.task(10, Err(broken("fast")));
    let race = tasks.group.race(tasks.scheduler()).expect("not empty");
    let any = tasks.group.any(tasks.scheduler()).expect("not empty");
    assert_eq!(tasks.drive(), 20);
    assert_eq!(settled(&race), Some(Err(broken("fast"))));
    assert_eq!(settled(&any), Some(Ok(1)));
}

#[test]
fn of_those_that_have_settled_the_oldest_wins() {
    let tasks = Tasks::unlimited();
    tasks.task(20, Ok(1));
    tasks.task(10, Ok(2));
    tasks.drive();
    let race = tasks.group.race(tasks.scheduler()).expect("not empty");
    assert_eq!(settled(&race), Some(Ok(1)));
}

#[test]
fn when_all_have_failed_any_fails_with_all_errors() {
    let tasks = Tasks::unlimited();
    tasks.task(1, Err(broken("a")));
    tasks.task(2, Err(broken("b")));
    let any = tasks.group.any(tasks.scheduler()).expect("not empty");
    tasks.drive();
    let composite = made(Failure::Composite(vec![broken("a"), broken("b")]));
    assert_eq!(settled(&any), Some(Err(composite)));
}

#[test]
fn nothing_can_be_picked_from_an_empty_group() {
    let tasks = Tasks::unlimited();
    let race = tasks.group.race(tasks.scheduler()).map(drop);
    assert_eq!(race, Err(misuse("Cannot race on an empty TaskGroup")));
    let any = tasks.group.any(tasks.scheduler()).map(drop);
    assert_eq!(any, Err(misuse("Cannot call any() on an empty TaskGroup")));
}

#[test]
fn a_group_keeps_what_it_delivers_and_a_set_does_not() {
    for (tasks, left) in [(Tasks::unlimited(), 3), (Tasks::set(), 0)] {
        for value in 1..=3 {
            tasks.task(value, Ok(value));
        }
        let all = tasks.group.all(tasks.scheduler(), false);
        tasks.drive();
        assert_eq!(settled(&all), Some(Ok(3)));
        assert_eq!(tasks.group.len(), left);
    }
}

#[test]
fn each_pending_race_of_a_set_gets_another_entry() {
    let tasks = Tasks::set();
    for value in [3, 1, 2] {
        tasks.task(value, Ok(value));
    }
    for name in ["a", "b", "c"] {
        let next = tasks.group.race(tasks.scheduler()).expect("not empty");
        tasks.note(name, next);
    }
    tasks.drive();
    assert_eq!(tasks.world.log(), "a:1 b:2 c:3");
    assert!(tasks.group.is_empty());
}

#[test]
fn a_race_of_a_set_that_nobody_reads_any_more_takes_nothing() {
    let tasks = Tasks::set();
    tasks.task(1, Ok(7));
    drop(tasks.group.race(tasks.scheduler()));
    tasks.drive();
    assert_eq!(tasks.group.len(), 1);
}

#[test]
fn more_races_than_entries_fail_when_the_set_has_ended() {
    let tasks = Tasks::set();
    tasks.task(1, Ok(7));
    let first = tasks.group.race(tasks.scheduler()).expect("not empty");
    let second = tasks.group.race(tasks.scheduler()).expect("not empty");
    tasks.drive();
    assert_eq!(settled(&first), Some(Ok(7)));
    assert_eq!(settled(&second), None);
    tasks.task(1, Ok(8));
    let third = tasks.group.race(tasks.scheduler()).expect("not empty");
    tasks.drive();
    assert_eq!(settled(&second), Some(Ok(8)));
    assert_eq!(settled(&third), None);
    tasks.group.close(tasks.scheduler());
    let empty = misuse("Cannot race on an empty TaskGroup");
    assert_eq!(settled(&third), Some(Err(empty)));
}

#[test]
fn failures_stay_in_a_set_until_everything_is_collected() {
    let tasks = Tasks::set();
    tasks.task(1, Err(broken("a")));
    tasks.task(2, Ok(2));
    tasks.drive();
    let any = tasks.group.any(tasks.scheduler()).expect("not empty");
    assert_eq!(settled(&any), Some(Ok(2)));
    assert_eq!(tasks.group.len(), 1);
    let all = tasks.group.all(tasks.scheduler(), false);
    let composite = made(Failure::Composite(vec![broken("a")]));
    assert_eq!(settled(&all), Some(Err(composite)));
    assert!(tasks.group.is_empty());
    tasks.drive();
}

#[test]
fn a_set_that_was_emptied_goes_on() {
    let tasks = Tasks::set();
    for round in 0..3_u64 {
        tasks.task(1, Ok(round));
        tasks.drive();
        let all = tasks.group.all(tasks.scheduler(), false);
        assert_eq!(settled(&all), Some(Ok(1)));
    }
    assert_eq!(*tasks.log.collected.borrow(), ["0=0", "1=1", "2=2"]);
}
