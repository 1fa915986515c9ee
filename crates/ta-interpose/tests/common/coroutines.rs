//! Coroutines of the tests, and a host that suspends them: what an application has to
//! bring, in its smallest form.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::ptr;
use std::time::{Duration, Instant};

use corosensei::{Coroutine, CoroutineResult, Yielder};
use libc::pollfd;
use ta_interpose::{Call, Host, Readiness, Standing, Ticket, Wait, Waited, set_host};

/// Runs coroutines until all have ended.
pub(crate) struct Driver {
    readiness: Readiness<usize>,
    seats: RefCell<Vec<Seat>>,
    current: Cell<Option<usize>>,
    waits: RefCell<Vec<Call>>,
    log: RefCell<Vec<&'static str>>,
}

struct Seat {
    yielder: *const Yielder<(), ()>,
    ready: bool,
    deadline: Option<Instant>,
    /// Its ticket, and whether it was rung for.
    ring: Option<(Ticket, bool)>,
    cancelled: bool,
    done: bool,
}

type Body = Box<dyn FnOnce()>;

/// Runs `bodies` as coroutines, in this order, and returns what they have done.
pub(crate) fn run(bodies: impl FnOnce(&'static Driver) -> Vec<Body>) -> &'static Driver {
    super::fixture();
    let driver: &'static Driver = Box::leak(Box::new(Driver {
        readiness: Readiness::new().expect("an epoll set"),
        seats: RefCell::default(),
        current: Cell::new(None),
        waits: RefCell::default(),
        log: RefCell::default(),
    }));
    set_host(Some(driver));
    driver.drive(bodies(driver));
    set_host(None);
    assert_eq!(driver.readiness.waits(), 0, "a wait was left behind");
    driver
}

impl Driver {
    /// Notes that something has happened.
    pub(crate) fn note(&self, what: &'static str) {
        self.log.borrow_mut().push(what);
    }

    /// What has happened, in order.
    pub(crate) fn notes(&self) -> Vec<&'static str> {
        self.log.borrow().clone()
    }

    /// The calls that had to wait.
    pub(crate) fn waits(&self) -> Vec<Call> {
        self.waits.borrow().clone()
    }

    /// Tells coroutine `number` to stop.
    pub(crate) fn cancel(&self, number: usize) {
        let seat = &mut self.seats.borrow_mut()[number];
        seat.cancelled = true;
        seat.ready = true;
    }

    /// The running coroutine knows that it was told.
    pub(crate) fn recover(&self) {
        let current = self.current.get().expect("in a coroutine");
        self.seats.borrow_mut()[current].cancelled = false;
    }

    fn drive(&'static self, bodies: Vec<Body>) {
        let started = Instant::now();
        let mut coroutines: Vec<_> = bodies
            .into_iter()
            .enumerate()
            .map(|(number, body)| {
                self.seats.borrow_mut().push(Seat {
                    yielder: ptr::null(),
                    ready: true,
                    deadline: None,
                    ring: None,
                    cancelled: false,
                    done: false,
                });
                Coroutine::new(move |yielder: &Yielder<(), ()>, ()| {
                    self.seats.borrow_mut()[number].yielder = yielder;
                    body();
                })
            })
            .collect();
        while self.seats.borrow().iter().any(|seat| !seat.done) {
            assert!(started.elapsed() < Duration::from_secs(60), "stuck");
            for (number, coroutine) in coroutines.iter_mut().enumerate() {
                let due = {
                    let seat = &mut self.seats.borrow_mut()[number];
                    let late = seat.deadline.is_some_and(|end| end <= Instant::now());
                    !seat.done && (std::mem::take(&mut seat.ready) || late)
                };
                if due {
                    self.current.set(Some(number));
                    let result = coroutine.resume(());
                    self.current.set(None);
                    self.seats.borrow_mut()[number].done =
                        matches!(result, CoroutineResult::Return(()));
                }
            }
            self.wait_for_something();
        }
    }

    fn wait_for_something(&self) {
        let timeout = {
            let seats = self.seats.borrow();
            let waiting = || seats.iter().filter(|seat| !seat.done);
            if waiting().next().is_none() || waiting().any(|seat| seat.ready) {
                0
            } else {
                let first = waiting().filter_map(|seat| seat.deadline).min();
                let left = first.map_or(Duration::from_secs(10), |end| {
                    end.saturating_duration_since(Instant::now())
                });
                i32::try_from(left.as_millis()).expect("a short time") + 1
            }
        };
        let mut set = pollfd {
            fd: self.readiness.as_fd().as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one descriptor to poll. The test program's own calls are plain.
        unsafe { libc::poll(&raw mut set, 1, timeout) };
        let mut woken = Vec::new();
        self.readiness.collect(&mut woken).expect("events");
        self.wake(&woken);
    }

    fn wake(&self, woken: &[usize]) {
        for &number in woken {
            self.seats.borrow_mut()[number].ready = true;
        }
    }
}

impl Host for Driver {
    fn standing(&self) -> Standing {
        match self.current.get() {
            None => Standing::Outside,
            Some(current) if self.seats.borrow()[current].cancelled => Standing::Cancelled,
            Some(_) => Standing::Inside,
        }
    }

    fn wait(&self, wait: Wait<'_>) -> Waited {
        let current = self.current.get().expect("in a coroutine");
        let watch = match self.readiness.watch(wait.set, current) {
            Ok(watch) => watch,
            Err(error) => return Waited::Refused(error.raw_os_error().unwrap_or(libc::EIO)),
        };
        if self.readiness.outcome(&watch).is_none() {
            self.waits.borrow_mut().push(wait.call);
        }
        let yielder = {
            let seat = &mut self.seats.borrow_mut()[current];
            seat.deadline = wait.deadline;
            seat.yielder
        };
        let waited = loop {
            if let Some(outcome) = self.readiness.outcome(&watch) {
                break outcome;
            }
            // SAFETY: the yielder lives as long as its coroutine, which is running.
            unsafe { (*yielder).suspend(()) };
            if self.seats.borrow()[current].cancelled {
                break Waited::Cancelled;
            }
            if wait.deadline.is_some_and(|end| end <= Instant::now()) {
                break Waited::TimedOut;
            }
        };
        self.seats.borrow_mut()[current].deadline = None;
        self.readiness.forget(watch);
        waited
    }

    fn wait_for_ring(&self, call: Call, ticket: Ticket, deadline: Instant) -> Waited {
        let current = self.current.get().expect("in a coroutine");
        self.waits.borrow_mut().push(call);
        let yielder = {
            let seat = &mut self.seats.borrow_mut()[current];
            seat.deadline = Some(deadline);
            seat.ring = Some((ticket, false));
            seat.yielder
        };
        loop {
            // SAFETY: the yielder lives as long as its coroutine, which is running.
            unsafe { (*yielder).suspend(()) };
            let seat = &mut self.seats.borrow_mut()[current];
            let waited = if seat.cancelled {
                Waited::Cancelled
            } else if seat.ring == Some((ticket, true)) {
                Waited::Ready
            } else if deadline <= Instant::now() {
                Waited::TimedOut
            } else {
                continue;
            };
            seat.deadline = None;
            seat.ring = None;
            return waited;
        }
    }

    fn ring(&self, ticket: Ticket) {
        for seat in &mut *self.seats.borrow_mut() {
            if seat.ring == Some((ticket, false)) {
                seat.ring = Some((ticket, true));
                seat.ready = true;
            }
        }
    }

    fn closing(&self, descriptor: RawFd) {
        let mut woken = Vec::new();
        self.readiness.closing(descriptor, &mut woken);
        self.wake(&woken);
        self.readiness.closed(descriptor);
    }
}
