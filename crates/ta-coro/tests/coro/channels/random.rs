//! Random programs over one channel: nothing is lost, nothing is delivered twice, no
//! waiter is forgotten, and everybody is served in turn.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use proptest::prelude::*;
use ta_coro::{Next, Timeout};

use super::{Pending, Pipe, Token, close, later, pipe, try_send};
use crate::machine::{Task, World, stop};

#[derive(Clone, Copy, Debug)]
enum Op {
    Send,
    TrySend,
    Recv,
    /// A future of the next value.
    Later,
    Yield,
    Sleep(u64),
    /// The wait is cut off by a token after so many milliseconds.
    SendFor(u64),
    RecvFor(u64),
    /// Lets go of a future.
    Drop(usize),
    Cancel(usize),
    Close,
}

/// Everybody waits as long as it takes.
fn calm() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => Just(Op::Send),
        2 => Just(Op::TrySend),
        4 => Just(Op::Recv),
        2 => Just(Op::Later),
        3 => Just(Op::Yield),
        1 => (0..5_u64).prop_map(Op::Sleep),
    ]
}

fn wild() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => calm(),
        2 => (0..5_u64).prop_map(Op::SendFor),
        2 => (0..5_u64).prop_map(Op::RecvFor),
        2 => (0..16_usize).prop_map(Op::Drop),
        4 => (0..8_usize).prop_map(Op::Cancel),
    ]
}

fn programs(op: impl Strategy<Value = Op>) -> impl Strategy<Value = Vec<Vec<Op>>> {
    prop::collection::vec(prop::collection::vec(op, 0..10), 1..8)
}

/// A receive that was begun: what came of it.
#[derive(Clone)]
enum Turn {
    Waiting,
    Got(u64),
    Left,
    Future(Pending),
}

impl Turn {
    fn value(&self) -> Option<u64> {
        match self {
            Self::Waiting | Self::Left => None,
            Self::Got(value) => Some(*value),
            Self::Future(future) => future.peek().as_ref()?.as_ref().ok().copied(),
        }
    }

    fn is_waiting(&self) -> bool {
        match self {
            Self::Waiting => true,
            Self::Got(_) | Self::Left => false,
            Self::Future(future) => future.peek().is_none(),
        }
    }
}

struct Run {
    pipe: Pipe,
    tasks: RefCell<Vec<Task>>,
    next: Cell<u64>,
    /// Values in the order they were stored.
    stored: RefCell<Vec<u64>>,
    /// Values whose send failed: without capacity they may have been taken before.
    failed: RefCell<BTreeSet<u64>>,
    senders: Cell<usize>,
    /// In the order they were begun.
    turns: RefCell<Vec<Turn>>,
}

impl Run {
    fn begin(world: &World, capacity: usize, programs: Vec<Vec<Op>>) -> Rc<Self> {
        let run = Rc::new(Self {
            pipe: pipe(world, capacity),
            tasks: RefCell::default(),
            next: Cell::new(0),
            stored: RefCell::default(),
            failed: RefCell::default(),
            senders: Cell::new(0),
            turns: RefCell::default(),
        });
        for program in programs {
            let own = Rc::clone(&run);
            let task = world.spawn(move |world| {
                for op in program {
                    own.perform(world, op);
                }
                Ok(0)
            });
            run.tasks.borrow_mut().push(task);
        }
        run
    }

    fn perform(&self, world: &World, op: Op) {
        match op {
            Op::Send => self.send(world, None),
            Op::SendFor(milliseconds) => self.send(world, Some(&(Timeout::new(milliseconds) as _))),
            Op::Recv => self.recv(world, None),
            Op::RecvFor(milliseconds) => self.recv(world, Some(&(Timeout::new(milliseconds) as _))),
            Op::TrySend => {
                let value = self.draw();
                if try_send(world, &self.pipe, value) {
                    self.stored.borrow_mut().push(value);
                }
            }
            Op::Later => {
                let future = later(world, &self.pipe);
                self.turns.borrow_mut().push(Turn::Future(future));
            }
            // A cancellation here is as good as one elsewhere.
            Op::Yield => drop(world.yield_now()),
            Op::Sleep(milliseconds) => drop(world.sleep(milliseconds)),
            Op::Drop(number) => self.drop_future(number),
            Op::Cancel(number) => {
                let target = {
                    let tasks = self.tasks.borrow();
                    Rc::clone(&tasks[number % tasks.len()])
                };
                world.scheduler().cancel(&target, stop("stop"));
            }
            Op::Close => drop(close(world, &self.pipe)),
        }
    }

    fn draw(&self) -> u64 {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    fn send(&self, world: &World, token: Option<&Token>) {
        let value = self.draw();
        self.senders.set(self.senders.get() + 1);
        let sent = if self.pipe.capacity() == 0 {
            // Only the one whose turn it is can store: in the order they came.
            self.stored.borrow_mut().push(value);
            self.pipe.send(world.scheduler(), value, token)
        } else {
            let sent = self.pipe.send(world.scheduler(), value, token);
            if sent.is_ok() {
                self.stored.borrow_mut().push(value);
            }
            sent
        };
        self.senders.set(self.senders.get() - 1);
        if sent.is_err() {
            self.failed.borrow_mut().insert(value);
        }
    }

    fn recv(&self, world: &World, token: Option<&Token>) {
        let turn = self.turns.borrow().len();
        self.turns.borrow_mut().push(Turn::Waiting);
        let got = self.pipe.recv(world.scheduler(), token);
        self.turns.borrow_mut()[turn] = got.map_or(Turn::Left, Turn::Got);
    }

    fn drop_future(&self, number: usize) {
        let dropped = {
            let mut turns = self.turns.borrow_mut();
            let mut futures = turns
                .iter_mut()
                .filter(|turn| matches!(turn, Turn::Future(_)));
            let Some(turn) = futures.nth(number) else {
                return;
            };
            let kept = turn.value().map_or(Turn::Left, Turn::Got);
            std::mem::replace(turn, kept)
        };
        drop(dropped);
    }

    fn waiting_receivers(&self) -> usize {
        let turns = self.turns.borrow();
        turns.iter().filter(|turn| turn.is_waiting()).count()
    }

    fn received(&self) -> Vec<u64> {
        self.turns.borrow().iter().filter_map(Turn::value).collect()
    }

    /// At rest: whoever waits does so for a reason.
    fn assert_nobody_is_forgotten(&self) {
        if self.waiting_receivers() > 0 {
            assert!(
                self.pipe.is_empty(),
                "a value lies there and somebody waits"
            );
        }
        if self.senders.get() > 0 && self.pipe.closed().is_none() {
            assert!(self.pipe.is_full(), "there is room and somebody waits");
        }
        if self.pipe.closed().is_some() {
            assert_eq!((self.waiting_receivers(), self.senders.get()), (0, 0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn the_first_to_ask_gets_the_first_value(
        capacity in 0..4_usize,
        programs in programs(calm()),
    ) {
        let world = World::new();
        let run = Run::begin(&world, capacity, programs);
        world.drive();
        run.assert_nobody_is_forgotten();

        let turns = run.turns.borrow().clone();
        let stored = run.stored.borrow();
        let mut served = turns.iter().map(Turn::value);
        let values: Vec<u64> = served.by_ref().map_while(|value| value).collect();
        prop_assert!(served.all(|value| value.is_none()), "somebody was passed over");
        prop_assert_eq!(&stored[..values.len()], &values[..]);
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_delivered_twice(
        capacity in 0..4_usize,
        programs in programs(prop_oneof![30 => wild(), 1 => Just(Op::Close)]),
    ) {
        let world = World::new();
        let run = Run::begin(&world, capacity, programs);
        let next = world.drive();
        run.assert_nobody_is_forgotten();
        if next == Next::Deadlock {
            close(&world, &run.pipe);
            prop_assert_eq!(world.drive(), Next::Idle, "closing lets everybody go");
        }
        run.assert_nobody_is_forgotten();
        prop_assert_eq!(world.scheduler().unfinished(), 0);
        prop_assert_eq!(world.scheduler().earliest_deadline(), None);

        let mut left = Vec::new();
        close(&world, &run.pipe);
        while let Some(Ok(value)) = *later(&world, &run.pipe).peek() {
            left.push(value);
        }
        prop_assert!(left.is_sorted_by_key(|value| {
            run.stored.borrow().iter().position(|stored| stored == value)
        }), "what is left lies in the order it was stored");
        let mut received = run.received();
        received.extend(left);
        let count = received.len();
        let received: BTreeSet<u64> = received.into_iter().collect();
        prop_assert_eq!(received.len(), count, "a value was delivered twice");
        let failed = run.failed.borrow();
        let stored: BTreeSet<u64> = run.stored.borrow().iter().copied().collect();
        let sent: BTreeSet<u64> = stored.difference(&failed).copied().collect();
        prop_assert!(sent.is_subset(&received), "a value was lost");
        prop_assert!(received.is_subset(&stored), "a value was never sent");
        if capacity > 0 {
            prop_assert_eq!(sent, received, "a send that failed has sent nothing");
        }
    }
}
