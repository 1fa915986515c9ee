//! What a worker knows of every connection, whatever it speaks: whose it is,
//! when waiting for it is over, and how to get it to look.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::net::SocketAddr;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::clock::NEVER;
use crate::worker::Worker;

pub(crate) struct Lifeline {
    pub(crate) worker: Rc<Worker>,
    pub(crate) peer: Option<SocketAddr>,
    /// When waiting for input is over, on the worker's clock.
    pub(crate) read_deadline: Cell<u64>,
    /// When waiting for the client to take output is over.
    pub(crate) write_deadline: Cell<u64>,
    /// Its place in the worker's table.
    pub(crate) slot: Cell<usize>,
    /// The task, from its first poll to its end.
    waker: RefCell<Option<Waker>>,
}

impl Lifeline {
    pub(crate) fn new(worker: Rc<Worker>, peer: Option<SocketAddr>) -> Rc<Self> {
        Rc::new(Self {
            worker,
            peer,
            read_deadline: Cell::new(NEVER),
            write_deadline: Cell::new(NEVER),
            slot: Cell::new(0),
            waker: RefCell::new(None),
        })
    }

    /// Remembers the task that awaits this. Its waker stays the same as long
    /// as it lives.
    pub(crate) fn attach_task(&self) -> impl Future<Output = ()> {
        poll_fn(|cx| {
            *self.waker.borrow_mut() = Some(cx.waker().clone());
            Poll::Ready(())
        })
    }

    /// The task is over.
    pub(crate) fn detach(&self) {
        self.waker.take();
    }

    /// Lets the task look at what has changed.
    pub(crate) fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }

    pub(crate) fn is_due(&self, now: u64) -> bool {
        now >= self.read_deadline.get().min(self.write_deadline.get())
    }

    pub(crate) fn arm_read(&self, timeout: u64) {
        self.read_deadline.set(self.worker.deadline(timeout));
    }

    pub(crate) fn disarm_read(&self) {
        self.read_deadline.set(NEVER);
    }

    /// No wait for the client goes on beyond `deadline`.
    pub(crate) fn hurry(&self, deadline: u64) {
        for cell in [&self.read_deadline, &self.write_deadline] {
            cell.set(cell.get().min(deadline));
        }
    }
}
