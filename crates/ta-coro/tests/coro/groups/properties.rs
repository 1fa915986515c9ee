//! Random groups: nothing is lost, nothing is delivered twice, nobody is forgotten.

use std::cell::Cell;

use proptest::prelude::*;

use super::*;

/// Something that is done to the group.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Adds a task that takes so long, and fails or not.
    Add(u64, bool),
    Race,
    Any,
    All,
    Walk(u8),
    Sleep(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..20_u64, any::<bool>()).prop_map(|(time, fails)| Step::Add(time, fails)),
        3 => Just(Step::Race),
        1 => Just(Step::Any),
        1 => Just(Step::All),
        1 => (1..4_u8).prop_map(Step::Walk),
        2 => (0..10_u64).prop_map(Step::Sleep),
    ]
}

/// What was seen, over all coroutines.
#[derive(Default)]
struct Seen {
    added: Cell<u64>,
    /// Entries that were taken out one by one.
    taken: RefCell<Vec<u64>>,
    /// Coroutines of the test that have not ended.
    waiting: Cell<u32>,
}

/// Runs `script` in a coroutine, and whatever waits in coroutines of their own.
fn play(tasks: &Tasks, script: Vec<Step>, seen: &Rc<Seen>) {
    let (own, seen) = (tasks.clone(), Rc::clone(seen));
    seen.waiting.set(seen.waiting.get() + 1);
    tasks.world.spawn(move |world| {
        for step in script {
            match step {
                Step::Add(time, fails) => {
                    let number = seen.added.get();
                    seen.added.set(number + 1);
                    let outcome = if fails { Err(broken("x")) } else { Ok(number) };
                    own.add(None, sleeper(time, outcome))?;
                }
                Step::Race => {
                    if let Ok(future) = own.group.race(world.scheduler()) {
                        watch(&own, &seen, future, true);
                    }
                }
                Step::Any => {
                    if let Ok(future) = own.group.any(world.scheduler()) {
                        watch(&own, &seen, future, true);
                    }
                }
                Step::All => watch(&own, &seen, own.group.all(world.scheduler(), true), false),
                Step::Walk(count) => {
                    let (walk, seen) = (own.group.walk(), Rc::clone(&seen));
                    seen.waiting.set(seen.waiting.get() + 1);
                    world.spawn(move |world| {
                        for _ in 0..count {
                            match walk.next(world.scheduler())? {
                                Some((_, Ok(value))) => seen.taken.borrow_mut().push(value),
                                Some((_, Err(_))) => {}
                                None => break,
                            }
                        }
                        seen.waiting.set(seen.waiting.get() - 1);
                        Ok(0)
                    });
                }
                Step::Sleep(time) => world.sleep(time)?,
            }
        }
        seen.waiting.set(seen.waiting.get() - 1);
        Ok(0)
    });
}

fn watch(tasks: &Tasks, seen: &Rc<Seen>, future: Rc<Future<Machine>>, takes: bool) {
    let seen = Rc::clone(seen);
    seen.waiting.set(seen.waiting.get() + 1);
    tasks.world.spawn(move |world| {
        let future = future as Rc<dyn Awaitable<Machine>>;
        let outcome = world.scheduler().await_outcome(&future, None);
        if let (Ok(value), true) = (outcome, takes) {
            seen.taken.borrow_mut().push(value);
        }
        seen.waiting.set(seen.waiting.get() - 1);
        Ok(0)
    });
}

/// Plays `scripts` on a set, then closes it and collects what is left.
fn run(scripts: Vec<Vec<Step>>, concurrency: usize, queue: usize) -> Result<(), TestCaseError> {
    let tasks = Tasks::new(Retention::Forget, concurrency, queue);
    let seen = Rc::<Seen>::default();
    for script in scripts {
        play(&tasks, script, &seen);
    }
    // What waits for entries that never come is no deadlock yet: the set is open.
    let next = tasks.world.drive();
    prop_assert!(matches!(next, Next::Idle | Next::Deadlock), "{next:?}");
    prop_assert!(tasks.group.is_finished());
    tasks.group.close(tasks.scheduler());
    prop_assert_eq!(tasks.world.drive(), Next::Idle);
    prop_assert_eq!(seen.waiting.get(), 0, "somebody was forgotten");
    prop_assert!(tasks.group.has_ended());

    let mut taken = seen.taken.borrow().clone();
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    prop_assert_eq!(taken.len(), count, "something was delivered twice");
    let collected: Vec<u64> = {
        let collected = tasks.log.collected.borrow();
        let pairs = collected.iter().flat_map(|text| text.split_whitespace());
        pairs
            .filter_map(|pair| pair.split_once('=')?.1.parse().ok())
            .collect()
    };
    let left = tasks.group.values().into_iter().map(|entry| entry.1);
    let mut values: Vec<u64> = taken.into_iter().chain(collected).chain(left).collect();
    let count = values.len();
    values.sort_unstable();
    values.dedup();
    prop_assert_eq!(values.len(), count, "something was delivered twice");
    prop_assert!(values.iter().all(|value| *value < seen.added.get()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sets_deliver_everything_at_most_once_and_forget_nobody(
        scripts in prop::collection::vec(prop::collection::vec(step(), 0..12), 1..4),
        concurrency in 0..4_usize,
        queue in 0..3_usize,
    ) {
        run(scripts, concurrency, queue)?;
    }

    #[test]
    fn nothing_succeeds_without_being_seen(
        times in prop::collection::vec((0..20_u64, any::<bool>()), 0..30),
        concurrency in 0..4_usize,
    ) {
        let tasks = Tasks::new(Retention::Forget, concurrency, 0);
        let mut succeed = 0;
        for (number, (time, fails)) in times.into_iter().enumerate() {
            let outcome = if fails { Err(broken("x")) } else { Ok(number as u64) };
            succeed += u64::from(!fails);
            tasks.task(time, outcome);
        }
        let all = tasks.group.all(tasks.scheduler(), true);
        tasks.drive();
        prop_assert_eq!(settled(&all), Some(Ok(succeed)));
        prop_assert!(tasks.group.is_empty());
        prop_assert_eq!(tasks.scheduler().unfinished(), 0);
    }

    #[test]
    fn cancelling_at_any_time_leaves_nothing_behind(
        times in prop::collection::vec(0..20_u64, 0..20),
        concurrency in 0..4_usize,
        after in 0..30_u64,
        destroy in any::<bool>(),
    ) {
        let tasks = Tasks::new(Retention::Keep, concurrency, 1);
        let own = tasks.clone();
        let count = times.len();
        tasks.world.spawn(move |_| {
            for time in times {
                own.add(None, sleeper(time, Ok(1)))?;
            }
            Ok(0)
        });
        let own = tasks.clone();
        tasks.world.spawn(move |world| {
            world.sleep(after)?;
            if destroy {
                own.group.abandon(own.scheduler());
            } else {
                own.group.cancel(own.scheduler(), None);
            }
            Ok(0)
        });
        tasks.world.drive();
        prop_assert!(tasks.group.has_ended());
        prop_assert!(tasks.group.len() <= count);
        prop_assert_eq!(tasks.scheduler().unfinished(), 0);
        // Nothing but this test holds the group: no listener was left behind.
        prop_assert!(Rc::strong_count(&tasks.group) <= 2);
    }
}
