//! A watched tree on the loop: a task takes what the kernel says, coroutines take
//! the changes.
//!
//! The task runs in the loop's own flow and no PHP code with it. An open watch keeps
//! the process alive.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use ta_coro::{Awaitable, Listener, Listeners, Liveness, Notify, Ticket, TimerKey, Waiting};
use ta_watch::{Backlog, Change, Extensions, More, Quiet, Tree};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::AbortHandle;

use crate::coroutine::{Php, Runtime, Scheduler, Value, scheduler};
use crate::zend::value::Obj;

/// Reads in a row before the loop goes on with something else.
const READS: usize = 16;

/// See the module.
pub(super) struct Watch {
    /// `None` once closed.
    source: RefCell<Option<AsyncFd<Tree>>>,
    reader: RefCell<Option<AbortHandle>>,
    backlog: RefCell<Backlog>,
    /// When debouncing.
    quiet: RefCell<Option<Quiet>>,
    /// Which changes count when debouncing.
    extensions: Extensions,
    timer: Cell<Option<TimerKey>>,
    listeners: Listeners<Php>,
}

impl Watch {
    /// Watches from now on.
    ///
    /// # Errors
    /// The reactor takes no more descriptors.
    pub(super) fn begin(
        runtime: &Runtime,
        tree: Tree,
        backlog: Backlog,
        quiet: Option<Quiet>,
        extensions: Extensions,
    ) -> io::Result<Rc<Self>> {
        let watch = Rc::new(Self {
            source: RefCell::new(None),
            reader: RefCell::new(None),
            backlog: RefCell::new(backlog),
            quiet: RefCell::new(quiet),
            extensions,
            timer: Cell::new(None),
            listeners: Listeners::default(),
        });
        runtime.within(|| {
            // SAFETY: the tree owns its descriptor, which stays open and the same
            // until the tree is dropped, and that is when the source is.
            let source = unsafe { AsyncFd::register_with_interest(tree, Interest::READABLE)? };
            watch.source.replace(Some(source));
            let read = Rc::clone(&watch);
            let reader = tokio::task::spawn_local(poll_fn(move |cx| read.poll(cx)));
            watch.reader.replace(Some(reader.abort_handle()));
            Ok::<_, io::Error>(())
        })?;
        scheduler().hold();
        Ok(watch)
    }

    /// Ends it; changes that were seen can still be taken.
    pub(super) fn close(&self) {
        let Some(source) = self.source.take() else {
            return;
        };
        drop(source);
        if let Some(reader) = self.reader.take() {
            reader.abort();
        }
        let scheduler = scheduler();
        if let Some(timer) = self.timer.take() {
            scheduler.disarm(timer);
        }
        scheduler.release();
        self.listeners.tell(scheduler);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.source.borrow().is_none()
    }

    /// The next change; waits for one in the running coroutine. `None` when the
    /// watch is closed and there are no more.
    ///
    /// # Errors
    /// The cancellation that came first.
    pub(super) fn next(&self) -> Result<Option<Change>, Obj> {
        let scheduler = scheduler();
        let mut ticket = None;
        let found = scheduler.wait_until(None, Waiting::Text("FileSystemWatcher"), || {
            let change = self.backlog.borrow_mut().pop();
            if change.is_some() || self.is_closed() {
                return Some(change);
            }
            // Whoever was told of a change and found it taken listens again.
            let listener = Listener::Coroutine(scheduler.running());
            if let Some(used) = ticket.replace(self.listeners.add(listener)) {
                self.listeners.remove(used);
            }
            None
        });
        if let Some(ticket) = ticket {
            self.listeners.remove(ticket);
        }
        found
    }

    /// The task: takes what the kernel says as soon as it says it.
    fn poll(self: &Rc<Self>, cx: &mut Context<'_>) -> Poll<()> {
        for _ in 0..READS {
            let mut changes = Vec::new();
            let read = {
                let mut source = self.source.borrow_mut();
                let Some(source) = source.as_mut() else {
                    return Poll::Ready(());
                };
                match ready!(source.poll_read_ready_mut(cx)) {
                    Ok(mut guard) => {
                        let read = guard
                            .get_inner_mut()
                            .read(&mut |change| changes.push(change));
                        if matches!(read, Ok(More::No)) {
                            guard.clear_ready();
                        }
                        read
                    }
                    Err(error) => Err(error),
                }
            };
            let ended = read.is_err();
            if ended {
                // Neither can happen while the loop runs; if it does, nobody is
                // left waiting for what never comes.
                changes.push(Change::UNKNOWN);
            }
            self.take_in(changes);
            if ended {
                self.close();
                return Poll::Ready(());
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn take_in(self: &Rc<Self>, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let scheduler = scheduler();
        if let Some(quiet) = &mut *self.quiet.borrow_mut() {
            let now = Instant::now();
            for change in changes.iter().filter(|change| self.extensions.take(change)) {
                quiet.note(change, now);
            }
        } else {
            let mut backlog = self.backlog.borrow_mut();
            for change in changes {
                backlog.push(change);
            }
        }
        self.tell(scheduler);
    }

    /// Tells of what there is, and looks after the end of a burst.
    fn tell(self: &Rc<Self>, scheduler: &Scheduler) {
        if let Some(quiet) = &mut *self.quiet.borrow_mut() {
            if let Some(change) = quiet.take(Instant::now()) {
                self.backlog.borrow_mut().push(change);
            }
            // A timer that is armed already fires too early at worst.
            if let Some(deadline) = quiet.deadline()
                && self.timer.get().is_none()
            {
                let listener = Listener::Object(Rc::clone(self) as Rc<dyn Notify<Php>>, 0);
                let timer = scheduler.arm(deadline, listener, Liveness::Dependent);
                self.timer.set(Some(timer));
            }
        }
        if !self.backlog.borrow().is_empty() {
            self.listeners.tell(scheduler);
        }
    }
}

impl Notify<Php> for Watch {
    fn notify(self: Rc<Self>, scheduler: &Scheduler, _key: usize) {
        self.timer.set(None);
        self.tell(scheduler);
    }
}

impl Awaitable<Php> for Watch {
    /// There is something to take, or nothing will ever come.
    fn outcome(&self) -> Option<Result<Value, Obj>> {
        (self.is_closed() || !self.backlog.borrow().is_empty()).then(|| Ok(Value::default()))
    }

    fn mark_used(&self) {}

    fn subscribe(&self, _scheduler: &Scheduler, listener: Listener<Php>) -> Ticket {
        self.listeners.add(listener)
    }

    fn unsubscribe(&self, _scheduler: &Scheduler, ticket: Ticket) {
        self.listeners.remove(ticket);
    }

    fn describe(&self) -> String {
        "FileSystemWatcher".to_owned()
    }
}
