//! `std` wakers: the door for futures and other threads.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use ta_coro::Next;

use crate::machine::World;

/// A driver that counts how often it was told to look.
#[derive(Default)]
struct Counter(AtomicUsize);

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Counter {
    fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// A coroutine that parks live until its waker was used, and the waker.
fn parked_with_waker(world: &World) -> (crate::machine::Task, Waker) {
    let slot: Rc<RefCell<Option<Waker>>> = Rc::default();
    let made = Rc::clone(&slot);
    let task = world.spawn(move |world| {
        made.replace(Some(world.scheduler().waker()));
        world.park_live()?;
        world.note("woken");
        Ok(0)
    });
    world.turn();
    let waker = slot.take().expect("the coroutine has made it");
    (task, waker)
}

#[test]
fn a_waker_wakes_its_coroutine_at_the_next_pass() {
    let world = World::new();
    let (task, waker) = parked_with_waker(&world);
    assert_eq!(world.turn(), Next::Wait);
    waker.wake_by_ref();
    waker.wake();
    assert_eq!(world.log(), "", "a waker runs nothing by itself");
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(world.log(), "woken");
    assert_eq!(task.body.resumes.get(), 2);
}

#[test]
fn wakers_are_served_in_the_order_they_were_used() {
    let world = World::new();
    let (first, waker_of_first) = parked_with_waker(&world);
    let (second, waker_of_second) = parked_with_waker(&world);
    waker_of_second.wake();
    waker_of_first.wake();
    world.drive();
    assert_eq!(world.finished(), [second.id(), first.id()]);
}

#[test]
fn a_waker_that_outlived_its_coroutine_does_not_reach_the_slots_next_tenant() {
    let world = World::new();
    let (gone, stale) = parked_with_waker(&world);
    world.scheduler().wake(&gone);
    world.turn();
    assert!(gone.is_finished());
    let (tenant, _waker) = parked_with_waker(&world);
    assert_ne!(gone.id(), tenant.id());
    stale.wake();
    assert_eq!(world.turn(), Next::Wait);
    assert_eq!(
        tenant.body.resumes.get(),
        1,
        "it slept through the stale waker"
    );
}

#[test]
fn a_waker_may_outlive_the_scheduler() {
    let waker = {
        let world = World::new();
        let (task, waker) = parked_with_waker(&world);
        world.scheduler().wake(&task);
        world.drive();
        waker
    };
    waker.wake();
}

#[test]
fn a_waker_from_another_thread_wakes_the_driver() {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let world = World::new();
    let (task, waker) = parked_with_waker(&world);
    let driver = Waker::from(Arc::new(Unpark(thread::current())));
    assert!(!world.scheduler().listen(&driver));
    let other = thread::spawn(move || waker.wake());

    let give_up = Instant::now() + Duration::from_secs(10);
    while world.turn() == Next::Wait {
        assert!(Instant::now() < give_up, "the wake-up was lost");
        if !world.scheduler().listen(&driver) {
            thread::park_timeout(Duration::from_secs(10));
        }
    }
    other.join().expect("the other thread only wakes");
    assert!(task.is_finished());
}

#[test]
fn the_driver_is_woken_for_whatever_becomes_ready_outside_a_pass() {
    let world = World::new();
    let counter = Arc::new(Counter::default());
    let driver = Waker::from(Arc::clone(&counter));
    assert!(!world.scheduler().listen(&driver), "nothing to do yet");

    let task = world.spawn_waiter("a", World::park_live);
    assert_eq!(counter.times(), 1, "spawned");
    assert!(world.scheduler().listen(&driver), "ready already");
    world.turn();
    assert!(!world.scheduler().listen(&driver));

    world.scheduler().wake(&task);
    assert_eq!(counter.times(), 2, "woken");
    world.turn();

    let (_task, waker) = parked_with_waker(&world);
    assert!(!world.scheduler().listen(&driver));
    let before = counter.times();
    waker.wake();
    assert_eq!(counter.times(), before + 1, "woken by a waker");
    assert!(world.scheduler().listen(&driver), "a wake-up is waiting");
}

#[test]
fn the_driver_is_told_of_a_deadline_armed_outside_a_pass() {
    let world = World::new();
    let counter = Arc::new(Counter::default());
    world.scheduler().listen(&Waker::from(Arc::clone(&counter)));
    let task = world.admit(|world| {
        world.sleep(5)?;
        Ok(0)
    });
    // The hello path: a request enters its coroutine without a pass around it.
    world.scheduler().run_now(&task);
    assert_eq!(counter.times(), 1);
    assert!(world.scheduler().earliest_deadline().is_some());
}

#[test]
fn a_future_can_be_awaited_by_parking() {
    /// Pending until its waker was used by somebody else.
    #[derive(Clone, Default)]
    struct Signal(Rc<RefCell<(bool, Option<Waker>)>>);
    impl Future for Signal {
        type Output = u64;
        fn poll(self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u64> {
            let mut inner = self.0.borrow_mut();
            if inner.0 {
                return Poll::Ready(6);
            }
            inner.1 = Some(context.waker().clone());
            Poll::Pending
        }
    }

    let world = World::new();
    let signal = Signal::default();
    let awaited = signal.clone();
    let task = world.spawn(move |world| {
        let waker = world.scheduler().waker();
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(awaited);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(value) => return Ok(value),
                Poll::Pending => world.park_live()?,
            }
        }
    });
    assert_eq!(world.turn(), Next::Wait);
    world.scheduler().wake(&task);
    assert_eq!(
        world.turn(),
        Next::Wait,
        "a spurious wake polls and parks again"
    );
    let waker = {
        let mut inner = signal.0.borrow_mut();
        inner.0 = true;
        inner.1.take()
    };
    waker.expect("the future keeps it").wake();
    assert_eq!(world.turn(), Next::Idle);
    assert_eq!(*task.outcome(), Some(Ok(6)));
}
