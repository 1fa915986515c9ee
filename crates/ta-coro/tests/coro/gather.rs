//! Waiting for several things: when a wait is decided, what it hands over, and what
//! becomes of the things it went without.

use std::cell::RefCell;
use std::rc::Rc;

use ta_coro::{
    Awaitable, Counted, Failure, Gather, Listener, Listeners, Next, Rules, Scheduler, State, Ticket,
};

use crate::machine::{
    Error, Machine, Outcome, Signal, Task, World, awaitable, broken, made, say, stop,
};

type Trigger = Rc<dyn Awaitable<Machine>>;
type Gathered = Result<Vec<(usize, Outcome)>, Error>;

const ALL: Rules = Rules {
    need: usize::MAX,
    counted: Counted::Settled,
    fail_fast: false,
    drain: false,
};
const FIRST: Rules = Rules { need: 1, ..ALL };
const FIRST_SUCCESS: Rules = Rules {
    need: 1,
    counted: Counted::Successes,
    ..ALL
};
const ALL_OR_FAIL: Rules = Rules {
    fail_fast: true,
    ..ALL
};

/// Waits for `triggers` as a caller would that knows them all.
fn gather(world: &World, rules: Rules, triggers: &[Trigger], token: Option<&Trigger>) -> Gathered {
    let scheduler = world.scheduler();
    let gather = Gather::new(scheduler, rules, token.cloned());
    for trigger in triggers {
        gather.add(scheduler, Rc::clone(trigger));
    }
    gather.complete(scheduler);
    gather.wait(scheduler)
}

/// A coroutine that waits for `triggers` and keeps what came of it.
fn gatherer(
    world: &World,
    rules: Rules,
    triggers: &[Trigger],
    token: Option<Trigger>,
) -> (Task, Rc<RefCell<Option<Gathered>>>) {
    let triggers = triggers.to_vec();
    let result = Rc::new(RefCell::new(None));
    let into = Rc::clone(&result);
    let task = world.spawn(move |world| {
        let gathered = gather(world, rules, &triggers, token.as_ref());
        world.note("gathered");
        into.replace(Some(gathered));
        Ok(0)
    });
    (task, result)
}

fn signals<const N: usize>() -> ([Rc<Signal>; N], Vec<Trigger>) {
    let signals = std::array::from_fn(|_| Signal::new());
    let triggers = signals.iter().map(|one| Rc::clone(one) as _).collect();
    (signals, triggers)
}

/// Settles `signal` from a coroutine, after what is queued now.
fn settle_later(world: &World, signal: &Rc<Signal>, outcome: Outcome) {
    let signal = Rc::clone(signal);
    world.spawn(move |world| {
        signal.settle(world, outcome);
        Ok(0)
    });
}

fn take(result: &RefCell<Option<Gathered>>) -> Gathered {
    result.take().expect("the wait is over")
}

#[test]
fn a_wait_for_what_has_settled_does_not_yield() {
    let world = World::new();
    let ([a, b], triggers) = signals();
    a.settle(&world, Ok(1));
    b.settle(&world, Err(broken("b")));
    let (_, result) = gatherer(&world, ALL, &triggers, None);
    world.spawn(say("other"));
    world.drive();
    assert_eq!(world.log(), "gathered other");
    assert_eq!(take(&result), Ok(vec![(0, Ok(1)), (1, Err(broken("b")))]));
    assert!(a.is_used() && b.is_used());
}

#[test]
fn outcomes_come_in_the_order_in_which_the_triggers_settled() {
    let world = World::new();
    let ([a, b, c], triggers) = signals();
    let (_, result) = gatherer(&world, ALL, &triggers, None);
    settle_later(&world, &c, Ok(3));
    settle_later(&world, &a, Err(broken("a")));
    settle_later(&world, &b, Ok(2));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        take(&result),
        Ok(vec![(2, Ok(3)), (0, Err(broken("a"))), (1, Ok(2))])
    );
}

#[test]
fn what_settles_before_the_caller_runs_again_is_handed_over_too() {
    let world = World::new();
    let ([a, b, c], triggers) = signals();
    let (_, result) = gatherer(&world, FIRST, &triggers, None);
    settle_later(&world, &b, Ok(2));
    settle_later(&world, &a, Ok(1));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(1, Ok(2)), (0, Ok(1))]));
    assert_eq!(c.listeners(), 0, "the third is not listened to any more");
}

#[test]
fn triggers_beyond_the_number_needed_are_not_looked_at_when_known_at_once() {
    let world = World::new();
    let ([a, b], triggers) = signals();
    a.settle(&world, Ok(1));
    b.settle(&world, Ok(2));
    let (_, result) = gatherer(&world, FIRST, &triggers, None);
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(1))]));
    assert!(b.is_used(), "dropped, but taken care of");
}

#[test]
fn nothing_to_wait_for_is_decided_at_once() {
    let world = World::new();
    for rules in [ALL, FIRST, FIRST_SUCCESS, ALL_OR_FAIL] {
        let (_, result) = gatherer(&world, rules, &[], None);
        assert_eq!(world.drive(), Next::Idle);
        assert_eq!(take(&result), Ok(Vec::new()));
    }
}

#[test]
fn fewer_triggers_than_needed_are_enough_when_all_have_settled() {
    let world = World::new();
    let ([a, b], triggers) = signals();
    let (_, result) = gatherer(&world, Rules { need: 5, ..ALL }, &triggers, None);
    settle_later(&world, &a, Ok(1));
    settle_later(&world, &b, Ok(2));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(1)), (1, Ok(2))]));
}

#[test]
fn failures_do_not_count_where_successes_are_asked_for() {
    let world = World::new();
    let ([a, b, c], triggers) = signals();
    let (_, result) = gatherer(&world, FIRST_SUCCESS, &triggers, None);
    settle_later(&world, &a, Err(broken("a")));
    world.drive();
    assert!(result.borrow().is_none());
    settle_later(&world, &c, Ok(3));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Err(broken("a"))), (2, Ok(3))]));
    assert_eq!(b.listeners(), 0);
}

#[test]
fn a_wait_for_a_success_ends_when_all_have_failed() {
    let world = World::new();
    let ([a, b], triggers) = signals();
    let (_, result) = gatherer(&world, FIRST_SUCCESS, &triggers, None);
    settle_later(&world, &b, Err(broken("b")));
    settle_later(&world, &a, Err(broken("a")));
    world.drive();
    assert_eq!(
        take(&result),
        Ok(vec![(1, Err(broken("b"))), (0, Err(broken("a")))])
    );
}

#[test]
fn the_first_failure_is_thrown_where_failures_decide() {
    let world = World::new();
    let ([a, b, c], triggers) = signals();
    let (_, result) = gatherer(&world, ALL_OR_FAIL, &triggers, None);
    settle_later(&world, &a, Ok(1));
    settle_later(&world, &c, Err(broken("first")));
    settle_later(&world, &b, Err(broken("second")));
    world.drive();
    assert_eq!(take(&result), Err(broken("first")));
}

#[test]
fn the_same_trigger_twice_counts_twice() {
    let world = World::new();
    let ([a], triggers) = signals();
    let twice = [Rc::clone(&triggers[0]), Rc::clone(&triggers[0])];
    let (_, result) = gatherer(&world, ALL, &twice, None);
    settle_later(&world, &a, Ok(7));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(7)), (1, Ok(7))]));
}

/// Notifies again and again, and never has an outcome.
#[derive(Default)]
struct Bell(Listeners<Machine>);

impl Awaitable<Machine> for Bell {
    fn outcome(&self) -> Option<Outcome> {
        None
    }

    fn mark_used(&self) {}

    fn subscribe(&self, _: &Scheduler<Machine>, listener: Listener<Machine>) -> Ticket {
        self.0.add(listener)
    }

    fn unsubscribe(&self, _: &Scheduler<Machine>, ticket: Ticket) {
        self.0.remove(ticket);
    }

    fn describe(&self) -> String {
        "Bell".into()
    }
}

#[test]
fn the_next_notification_of_what_never_settles_counts_as_its_outcome() {
    let world = World::new();
    let bell = Rc::new(Bell::default());
    let (_, result) = gatherer(&world, ALL, &[Rc::clone(&bell) as _], None);
    world.spawn(move |world| {
        bell.0.tell(world.scheduler());
        bell.0.tell(world.scheduler());
        Ok(0)
    });
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(0))]));
}

#[test]
fn a_token_that_fires_ends_the_wait_and_everything_is_forgotten() {
    let world = World::new();
    let ([a, token], triggers) = signals();
    let (_, result) = gatherer(&world, ALL, &triggers[..1], Some(Rc::clone(&triggers[1])));
    settle_later(&world, &token, Err(broken("why")));
    world.drive();
    let cause = Failure::OperationCancelled(Some(broken("why")));
    assert_eq!(take(&result), Err(made(cause)));
    assert_eq!((a.listeners(), token.listeners()), (0, 0));
    assert!(a.is_used() && token.is_used());
}

#[test]
fn the_condition_wins_over_a_token_that_fired_as_well() {
    let world = World::new();
    for token_first in [true, false] {
        let ([a, token], triggers) = signals();
        let (_, result) = gatherer(&world, ALL, &triggers[..1], Some(Rc::clone(&triggers[1])));
        world.turn();
        if token_first {
            token.settle(&world, Ok(0));
            a.settle(&world, Ok(1));
        } else {
            a.settle(&world, Ok(1));
            token.settle(&world, Ok(0));
        }
        world.drive();
        assert_eq!(take(&result), Ok(vec![(0, Ok(1))]));
    }
}

#[test]
fn a_token_that_has_fired_is_seen_first_and_nothing_is_stopped() {
    let world = World::new();
    let token = Signal::new();
    token.settle(&world, Ok(0));
    let busy = world.spawn(|world| {
        world.sleep(5)?;
        Ok(1)
    });
    let rules = Rules { drain: true, ..ALL };
    let (_, result) = gatherer(&world, rules, &[awaitable(&busy)], Some(token));
    world.drive();
    assert_eq!(take(&result), Err(made(Failure::OperationCancelled(None))));
    assert_eq!(*busy.outcome(), Some(Ok(1)));
}

#[test]
fn what_has_settled_wins_over_a_token_that_has_fired() {
    let world = World::new();
    let ([a, token], triggers) = signals();
    a.settle(&world, Ok(1));
    token.settle(&world, Ok(0));
    let (_, result) = gatherer(&world, ALL, &triggers[..1], Some(Rc::clone(&triggers[1])));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(1))]));
}

#[test]
fn a_token_that_is_a_trigger_too_cancels_the_wait_when_it_is_first() {
    let world = World::new();
    for rules in [ALL, FIRST] {
        let ([_other, token], triggers) = signals();
        let (_, result) = gatherer(&world, rules, &triggers, Some(Rc::clone(&triggers[1])));
        settle_later(&world, &token, Ok(1));
        world.drive();
        assert_eq!(take(&result), Err(made(Failure::OperationCancelled(None))));
    }
}

#[test]
fn a_token_that_is_a_trigger_too_is_a_trigger_when_it_is_last() {
    let world = World::new();
    let ([other, token], triggers) = signals();
    let (_, result) = gatherer(&world, FIRST, &triggers, Some(Rc::clone(&triggers[1])));
    world.turn();
    other.settle(&world, Ok(1));
    token.settle(&world, Ok(2));
    world.drive();
    assert_eq!(take(&result), Ok(vec![(0, Ok(1)), (1, Ok(2))]));
}

/// Sleeps long, notes when it is stopped, and takes a moment to end.
fn loser(world: &World, name: &'static str, end: Option<Error>) -> Task {
    world.spawn(move |world| {
        let Err(stopped) = world.sleep(1_000) else {
            return Ok(0);
        };
        world.note(format!("{name} stopped"));
        world.sleep(1)?;
        world.note(format!("{name} ends"));
        Err(end.unwrap_or(stopped))
    })
}

#[test]
fn losers_are_stopped_and_waited_for_and_their_failures_handed_over() {
    let world = World::new();
    let quick = world.spawn(|_| Ok(1));
    let a = loser(&world, "a", None);
    let b = loser(&world, "b", Some(broken("b")));
    let never = Signal::new();
    let triggers = [
        awaitable(&quick),
        awaitable(&a),
        awaitable(&b),
        Rc::clone(&never) as Trigger,
    ];
    let rules = Rules {
        drain: true,
        ..FIRST_SUCCESS
    };
    world.spawn(say("x"));
    let (_, result) = gatherer(&world, rules, &triggers, None);
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(
        world.log(),
        "x a stopped b stopped a ends b ends gathered",
        "the one that cannot be stopped is not waited for"
    );
    assert_eq!(
        take(&result),
        Ok(vec![(0, Ok(1)), (2, Err(broken("b")))]),
        "that a stopped because it was told to is no news"
    );
    assert_eq!(never.listeners(), 0);
    assert!(a.is_cancelled());
    assert_eq!(world.unhandled(), []);
}

#[test]
fn a_failure_is_thrown_when_the_losers_have_ended() {
    let world = World::new();
    let failing = world.spawn(|world| {
        world.yield_now()?;
        Err(broken("first"))
    });
    let other = loser(&world, "other", Some(broken("second")));
    let rules = Rules {
        drain: true,
        ..ALL_OR_FAIL
    };
    let (_, result) = gatherer(
        &world,
        rules,
        &[awaitable(&failing), awaitable(&other)],
        None,
    );
    world.drive();
    assert_eq!(world.log(), "other stopped other ends gathered");
    assert_eq!(take(&result), Err(broken("first")));
    assert_eq!(world.unhandled(), []);
}

#[test]
fn a_token_has_the_losers_stopped_as_well() {
    let world = World::new();
    let slow = loser(&world, "slow", None);
    let token = Signal::new();
    let rules = Rules { drain: true, ..ALL };
    let (_, result) = gatherer(
        &world,
        rules,
        &[awaitable(&slow)],
        Some(Rc::clone(&token) as _),
    );
    settle_later(&world, &token, Ok(0));
    world.drive();
    assert_eq!(world.log(), "slow stopped slow ends gathered");
    assert_eq!(take(&result), Err(made(Failure::OperationCancelled(None))));
}

#[test]
fn whoever_waits_for_itself_is_not_its_own_loser() {
    let world = World::new();
    let task = world.spawn(|world| {
        let quick = world.spawn(|_| Ok(1));
        let own = world.current();
        let rules = Rules {
            drain: true,
            ..FIRST
        };
        let gathered = gather(world, rules, &[awaitable(&own), awaitable(&quick)], None);
        assert_eq!(gathered, Ok(vec![(1, Ok(1))]));
        Ok(5)
    });
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(5)));
}

#[test]
fn a_cancelled_caller_leaves_at_once_and_the_triggers_go_on() {
    let world = World::new();
    let slow = world.spawn(|world| {
        world.sleep(5)?;
        Ok(1)
    });
    let (signal, rules) = (Signal::new(), Rules { drain: true, ..ALL });
    let triggers = [awaitable(&slow), Rc::clone(&signal) as Trigger];
    let (task, result) = gatherer(&world, rules, &triggers, None);
    world.turn();
    assert_eq!(task.state(), State::Suspended);
    world.scheduler().cancel(&task, stop("stop"));
    world.drive();
    assert_eq!(take(&result), Err(stop("stop")));
    assert_eq!(signal.listeners(), 0);
    assert_eq!(*slow.outcome(), Some(Ok(1)));
}

#[test]
fn a_failure_that_was_on_its_way_comes_before_the_cancellation() {
    let world = World::new();
    let ([a], triggers) = signals();
    let (task, result) = gatherer(&world, ALL_OR_FAIL, &triggers, None);
    world.turn();
    a.settle(&world, Err(broken("news")));
    world.scheduler().cancel(&task, stop("stop"));
    world.drive();
    assert_eq!(take(&result), Err(broken("news").after(stop("stop"))));
}

#[test]
fn a_caller_cancelled_while_losers_end_does_not_wait_for_them() {
    let world = World::new();
    let quick = world.spawn(|_| Ok(1));
    let stubborn = world.spawn(|world| {
        for _ in 0..3 {
            drop(world.sleep(1_000));
        }
        world.note("gives in");
        Ok(0)
    });
    let rules = Rules {
        drain: true,
        ..FIRST
    };
    let triggers = [awaitable(&quick), awaitable(&stubborn)];
    let (task, result) = gatherer(&world, rules, &triggers, None);
    world.turn();
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    world.drive();
    assert_eq!(take(&result), Err(stop("stop")));
    assert_eq!(world.log(), "gathered gives in");
}

#[test]
fn a_coroutine_that_was_cancelled_before_may_still_gather_and_lose() {
    let world = World::new();
    let task = world.spawn(|world| {
        assert_eq!(world.sleep(1_000), Err(stop("stop")));
        let slow = loser(world, "slow", None);
        let token = Signal::new();
        settle_later(world, &token, Ok(0));
        let rules = Rules { drain: true, ..ALL };
        let token = token as Trigger;
        let gathered = gather(world, rules, &[awaitable(&slow)], Some(&token));
        assert_eq!(gathered, Err(made(Failure::OperationCancelled(None))));
        assert!(slow.is_finished());
        Ok(9)
    });
    world.turn();
    world.scheduler().cancel(&task, stop("stop"));
    world.drive();
    assert!(task.is_cancelled());
    assert_eq!(*task.outcome(), Some(Ok(9)));
}

/// Somebody else gives the triggers, one per turn, noting whether more are wanted.
fn feed(world: &World, gather: &Rc<Gather<Machine>>, triggers: Vec<Trigger>, end: Option<Error>) {
    let gather = Rc::clone(gather);
    world.spawn(move |world| {
        for trigger in triggers {
            world.yield_now()?;
            let more = gather.add(world.scheduler(), trigger);
            world.note(if more { "more" } else { "enough" });
            if !more {
                return Ok(0);
            }
        }
        match end {
            Some(error) => gather.abort(world.scheduler(), error),
            None => gather.complete(world.scheduler()),
        }
        Ok(0)
    });
}

#[test]
fn triggers_may_be_added_while_the_caller_waits() {
    let world = World::new();
    let ([a, b], triggers) = signals();
    a.settle(&world, Ok(1));
    let task = world.spawn(move |world| {
        let gather = Gather::new(world.scheduler(), ALL, None);
        feed(world, &gather, triggers, None);
        let gathered = gather.wait(world.scheduler());
        assert_eq!(gathered, Ok(vec![(0, Ok(1)), (1, Ok(2))]));
        Ok(0)
    });
    world.drive();
    assert!(!task.is_finished(), "the second is still awaited");
    b.settle(&world, Ok(2));
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(0)));
    assert_eq!(world.log(), "more more");
}

#[test]
fn whoever_adds_triggers_hears_when_it_is_enough() {
    let world = World::new();
    let ([a, _, c], triggers) = signals();
    a.settle(&world, Ok(1));
    let (task, last) = (
        world.spawn(move |world| {
            let gather = Gather::new(world.scheduler(), FIRST, None);
            feed(world, &gather, triggers, None);
            let gathered = gather.wait(world.scheduler());
            assert_eq!(gathered, Ok(vec![(0, Ok(1))]));
            assert!(gather.is_over());
            assert!(!gather.add(world.scheduler(), Signal::new()));
            Ok(0)
        }),
        c,
    );
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(0)));
    assert_eq!(world.log(), "enough");
    assert!(!last.is_used());
}

#[test]
fn the_wait_fails_with_whoever_gives_the_triggers() {
    let world = World::new();
    let ([a], triggers) = signals();
    let task = world.spawn(move |world| {
        let gather = Gather::new(world.scheduler(), ALL, None);
        feed(world, &gather, triggers, Some(broken("source")));
        gather.wait(world.scheduler()).map(|_| 0)
    });
    task.observe();
    assert_eq!(world.drive(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Err(broken("source"))));
    assert_eq!(a.listeners(), 0);
}

#[test]
fn a_thousand_listen_to_one_and_are_all_told() {
    let world = World::new();
    let ([a], triggers) = signals();
    let many = vec![Rc::clone(&triggers[0]); 1_000];
    let (_, result) = gatherer(&world, ALL, &many, None);
    world.turn();
    assert_eq!(a.listeners(), 1_000);
    a.settle(&world, Ok(1));
    world.drive();
    assert_eq!(take(&result).map(|all| all.len()), Ok(1_000));
}
