//! What the connections of one worker share: settings, clock, pools, the table
//! of connections, and the way down when it stops. One thread, no locks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use http::HeaderMap;
use ta_http1::RequestHead;
use ta_net::BufferPool;

use crate::clock::{Clock, NEVER, millis, timeout};
use crate::heads::HeadPool;
use crate::lifeline::Lifeline;
use crate::pieces::PiecePool;
use crate::{Settings, ticker};

pub(crate) struct Worker {
    pub(crate) settings: Settings,
    pub(crate) timeouts: Timeouts,
    pub(crate) clock: Clock,
    pub(crate) buffers: BufferPool,
    pub(crate) pieces: PiecePool,
    pub(crate) heads: Rc<HeadPool>,
    /// Given to the protocol while it receives a body, when it writes no head.
    pub(crate) no_head: RefCell<RequestHead>,
    pub(crate) recycled: Recycled,
    pub(crate) in_flight: Cell<usize>,
    connections: RefCell<Vec<Rc<Lifeline>>>,
    accept_loops: Cell<usize>,
    /// At the cap of connections, until 80 % of it are left.
    full: Cell<bool>,
    phase: Cell<Phase>,
    /// When clients that keep a stopped worker waiting are given up.
    last_call: Cell<u64>,
    ticking: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// Settings in the unit of the clock: milliseconds, 0 for never.
pub(crate) struct Timeouts {
    pub(crate) read: u64,
    pub(crate) write: u64,
    pub(crate) keep_alive: u64,
}

/// Allocations of the `http` types, kept for the next request.
#[derive(Default)]
pub(crate) struct Recycled {
    pub(crate) maps: RefCell<Vec<HeaderMap>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Serving,
    Stopping,
    Aborting,
}

impl Worker {
    pub(crate) fn new(settings: Settings) -> Rc<Self> {
        Rc::new(Self {
            timeouts: Timeouts {
                read: timeout(settings.read_timeout),
                write: timeout(settings.write_timeout),
                keep_alive: timeout(settings.keep_alive_timeout),
            },
            settings,
            clock: Clock::new(),
            buffers: BufferPool::new(),
            pieces: PiecePool::default(),
            heads: Rc::default(),
            no_head: RefCell::new(RequestHead::new()),
            recycled: Recycled::default(),
            in_flight: Cell::new(0),
            connections: RefCell::default(),
            accept_loops: Cell::new(0),
            full: Cell::new(false),
            phase: Cell::new(Phase::Serving),
            last_call: Cell::new(NEVER),
            ticking: Cell::new(false),
            waiting: RefCell::default(),
        })
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.phase.get() >= Phase::Stopping
    }

    pub(crate) fn is_aborting(&self) -> bool {
        self.phase.get() == Phase::Aborting
    }

    /// Lets idle connections close and the others end with their answer.
    pub(crate) fn stop(&self) {
        if self.is_stopping() {
            return;
        }
        self.clock.refresh();
        let grace = millis(self.settings.shutdown_timeout);
        let last_call = self.clock.now().saturating_add(grace);
        self.last_call.set(last_call);
        self.for_each_connection(|connection| connection.hurry(last_call));
        self.enter(Phase::Stopping);
    }

    /// When a wait for a client that begins now is over; a `timeout` of 0
    /// milliseconds never ends while the worker runs.
    pub(crate) fn deadline(&self, timeout: u64) -> u64 {
        self.clock.after(timeout).min(self.last_call.get())
    }

    /// Ends every connection.
    pub(crate) fn abort(&self) {
        self.enter(Phase::Aborting);
    }

    fn enter(&self, phase: Phase) {
        if self.phase.get() < phase {
            self.phase.set(phase);
            self.for_each_connection(Lifeline::wake);
            self.notify();
        }
    }

    /// Puts a connection into the table; its [`Registration`] takes it out.
    pub(crate) fn register(self: &Rc<Self>, connection: Rc<Lifeline>) -> Registration {
        let mut connections = self.connections.borrow_mut();
        connection.slot.set(connections.len());
        connections.push(Rc::clone(&connection));
        let cap = self.settings.max_connections;
        if cap > 0 && connections.len() >= cap {
            self.full.set(true);
        }
        drop(connections);
        if !self.ticking.replace(true) {
            tokio::task::spawn_local(ticker::tick(Rc::clone(self), StopsTicking(self.clone())));
        }
        Registration(connection)
    }

    fn unregister(&self, connection: &Lifeline) {
        let mut connections = self.connections.borrow_mut();
        let slot = connection.slot.get();
        connections.swap_remove(slot);
        if let Some(moved) = connections.get(slot) {
            moved.slot.set(slot);
        }
        let left = connections.len();
        drop(connections);
        if self.full.get() && left <= self.settings.max_connections * 8 / 10 {
            self.full.set(false);
            self.notify();
        }
        if left == 0 {
            self.notify();
        }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.borrow().len()
    }

    /// Calls `visit` for every connection; it must not open or end one.
    pub(crate) fn for_each_connection(&self, visit: impl Fn(&Lifeline)) {
        for connection in self.connections.borrow().iter() {
            visit(connection);
        }
    }

    pub(crate) fn enter_accept_loop(self: &Rc<Self>) -> AcceptLoop {
        self.accept_loops.set(self.accept_loops.get() + 1);
        AcceptLoop(Rc::clone(self))
    }

    /// Waits while there are as many connections as allowed.
    pub(crate) fn room(&self) -> impl Future<Output = ()> {
        self.wait_until(|worker| !worker.full.get() || worker.is_stopping())
    }

    /// Waits until no listener and no connection is left.
    pub(crate) fn drained(&self) -> impl Future<Output = ()> {
        self.wait_until(|worker| worker.accept_loops.get() == 0 && worker.connections() == 0)
    }

    fn wait_until(&self, reached: impl Fn(&Self) -> bool) -> impl Future<Output = ()> {
        std::future::poll_fn(move |cx: &mut Context<'_>| {
            if reached(self) {
                return Poll::Ready(());
            }
            let mut waiting = self.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
                waiting.push(cx.waker().clone());
            }
            Poll::Pending
        })
    }

    fn notify(&self) {
        for waker in self.waiting.take() {
            waker.wake();
        }
    }
}

/// A connection's place in the table of its worker.
pub(crate) struct Registration(Rc<Lifeline>);

impl Drop for Registration {
    fn drop(&mut self) {
        self.0.worker.unregister(&self.0);
        self.0.detach();
    }
}

/// Counts an accept loop.
pub(crate) struct AcceptLoop(Rc<Worker>);

impl Drop for AcceptLoop {
    fn drop(&mut self) {
        self.0.accept_loops.set(self.0.accept_loops.get() - 1);
        self.0.notify();
    }
}

/// Remembers that the ticker runs, however it ends.
pub(crate) struct StopsTicking(Rc<Worker>);

impl Drop for StopsTicking {
    fn drop(&mut self) {
        self.0.ticking.set(false);
    }
}
