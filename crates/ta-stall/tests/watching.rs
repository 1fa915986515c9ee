//! Runs that are too long, runs that are not, and none at all.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ta_stall::{LongRun, Watchdog};

const THRESHOLD: Duration = Duration::from_millis(20);
/// Far beyond what a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

fn watched() -> (Watchdog, Receiver<Instant>) {
    let (sender, alarms) = channel();
    let dog = Watchdog::start(THRESHOLD, move || {
        // Nobody may be listening any more.
        let _ = sender.send(Instant::now());
    });
    (dog.expect("there is a thread"), alarms)
}

#[test]
fn a_long_run_is_told_once_while_it_lasts_and_once_when_it_ends() {
    let (dog, alarms) = watched();
    let began = Instant::now();
    dog.begin();
    let alarm = alarms.recv_timeout(PATIENCE).expect("the run is long");
    assert!(alarm - began >= THRESHOLD);
    let answered = dog.answer().expect("it lasts");
    assert!(answered.lasted >= THRESHOLD);
    assert_eq!(answered.lasted - answered.overdue, THRESHOLD);
    assert_eq!(dog.answer(), None);
    let LongRun { lasted, known } = dog.end().expect("it was long");
    assert!(known);
    assert!(lasted >= answered.lasted);
    assert_eq!(dog.end(), None);
    sleep(THRESHOLD * 3);
    assert!(alarms.try_recv().is_err(), "one run, one alarm");
}

#[test]
fn each_long_run_has_an_alarm_of_its_own() {
    let (dog, alarms) = watched();
    for _ in 0..3 {
        dog.begin();
        alarms.recv_timeout(PATIENCE).expect("the run is long");
        assert!(dog.answer().is_some());
        assert!(dog.end().is_some_and(|run| run.known));
    }
}

#[test]
fn a_long_run_is_told_at_its_end_although_nobody_answered() {
    let (dog, alarms) = watched();
    dog.begin();
    alarms.recv_timeout(PATIENCE).expect("the run is long");
    assert!(dog.end().is_some_and(|run| !run.known));
    assert_eq!(dog.answer(), None, "it has ended");
}

#[test]
fn an_alarm_is_not_for_the_run_that_follows() {
    let (dog, alarms) = watched();
    dog.begin();
    alarms.recv_timeout(PATIENCE).expect("the run is long");
    dog.end();
    dog.begin();
    let answered = dog.answer();
    // Unless the machine stood still in between.
    assert!(answered.is_none() || dog.end().is_some());
}

#[test]
fn waiting_is_no_run() {
    let (dog, alarms) = watched();
    dog.begin();
    let first = dog.end();
    sleep(THRESHOLD * 5);
    assert_eq!(dog.answer(), None);
    assert_eq!(dog.end(), None);
    // Unless the machine stood still in between.
    if first.is_none() {
        assert_eq!(
            alarms.recv_timeout(Duration::ZERO),
            Err(RecvTimeoutError::Timeout)
        );
    }
}

#[test]
fn it_wakes_up_for_the_first_run_after_a_long_rest() {
    let (dog, alarms) = watched();
    sleep(THRESHOLD * 5);
    dog.begin();
    assert!(alarms.recv_timeout(PATIENCE).is_ok());
    dog.end();
    sleep(THRESHOLD * 5);
    dog.begin();
    assert!(alarms.recv_timeout(PATIENCE).is_ok());
}

#[test]
fn it_ends_asleep_awake_and_in_the_middle_of_a_run() {
    drop(watched());
    let (dog, _alarms) = watched();
    sleep(THRESHOLD * 5);
    drop(dog);
    let (dog, alarms) = watched();
    dog.begin();
    drop(dog);
    // The thread is gone, and the alarm with it.
    while alarms.recv_timeout(PATIENCE).is_ok() {}
    assert_eq!(
        alarms.recv_timeout(Duration::ZERO),
        Err(RecvTimeoutError::Disconnected)
    );
}
