//! The order of coroutines: the ready queue, parking, waking, cancelling.
//!
//! All methods take `&self`: they are called from inside coroutines while an
//! outer call of the scheduler is still on the stack. No borrow is ever held
//! while a coroutine runs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use slab::Slab;

use crate::Switch;
use crate::coroutine::{Coroutine, Id, State};
use crate::timers::Timers;
use crate::waker::{CoroutineWaker, Remote};

/// What [`Switch::resume`] came back with.
pub enum Turn<S: Switch> {
    /// The coroutine parked itself.
    Parked,
    /// The coroutine ended.
    Finished(Result<S::Value, S::Error>),
}

/// Whether a wait can end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Something outside (a timer, a socket, a thread) will end it: it keeps the
    /// process alive.
    Live,
    /// Only another coroutine can end it. When nothing else is left, that is a
    /// deadlock.
    Dependent,
}

/// How [`Scheduler::park`] ended.
pub type Parked<S> = Result<(), <S as Switch>::Error>;

/// What [`Scheduler::run_ready`] stopped at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The coroutine that owns this stack (main) is due: return to it.
    Main,
    /// Something became ready during the pass: look at the reactor, then go on.
    Again,
    /// Nothing is ready; live waits remain.
    Wait,
    /// Nothing is ready and no wait can end by itself, yet coroutines remain.
    Deadlock,
    /// No coroutine is left.
    Idle,
}

/// Keeps coroutines of one thread in order.
pub struct Scheduler<S: Switch> {
    switch: S,
    slots: RefCell<Slab<Slot<S>>>,
    ready: RefCell<VecDeque<Rc<Coroutine<S>>>>,
    timers: RefCell<Timers<Rc<Coroutine<S>>>>,
    current: RefCell<Option<Rc<Coroutine<S>>>>,
    main: RefCell<Option<Rc<Coroutine<S>>>>,
    unfinished: Cell<usize>,
    live_waits: Cell<usize>,
    remote: Arc<Remote>,
    woken: RefCell<Vec<Id>>,
    /// Nothing more is to run in this pass.
    halted: Cell<bool>,
    /// `run_ready` is on the stack: it will see new arrivals by itself.
    draining: Cell<bool>,
}

struct Slot<S: Switch> {
    generation: u64,
    tenant: Rc<Coroutine<S>>,
}

impl<S: Switch> Scheduler<S> {
    /// A scheduler without coroutines.
    pub fn new(switch: S) -> Self {
        Self {
            switch,
            slots: RefCell::new(Slab::new()),
            ready: RefCell::new(VecDeque::new()),
            timers: RefCell::new(Timers::new()),
            current: RefCell::new(None),
            main: RefCell::new(None),
            unfinished: Cell::new(0),
            live_waits: Cell::new(0),
            remote: Arc::default(),
            woken: RefCell::new(Vec::new()),
            halted: Cell::new(false),
            draining: Cell::new(false),
        }
    }

    /// What enters and leaves the coroutines.
    pub fn switch(&self) -> &S {
        &self.switch
    }

    /// The running coroutine; `None` in the scheduler's own flow.
    pub fn current(&self) -> Option<Rc<Coroutine<S>>> {
        self.current.borrow().clone()
    }

    /// Whether a coroutine is running.
    pub fn is_inside(&self) -> bool {
        self.current.borrow().is_some()
    }

    /// Coroutines that have been spawned and have not ended, main included.
    pub fn unfinished(&self) -> usize {
        self.unfinished.get()
    }

    /// All unfinished coroutines, in order of their slots.
    pub fn coroutines(&self) -> Vec<Rc<Coroutine<S>>> {
        self.slots
            .borrow()
            .iter()
            .map(|(_, slot)| Rc::clone(&slot.tenant))
            .collect()
    }

    /// Declares that the code running now is a coroutine of its own, the one
    /// whose stack also carries the scheduler. Its end is [`Scheduler::end_main`].
    pub fn adopt_main(&self, body: S::Body) -> Rc<Coroutine<S>> {
        let main = self.admit(body);
        main.state.set(State::Running);
        main.started.set(true);
        self.main.replace(Some(Rc::clone(&main)));
        self.current.replace(Some(Rc::clone(&main)));
        main
    }

    /// The main code has ended.
    pub fn end_main(&self, outcome: Result<S::Value, S::Error>) {
        let main = self.main.take();
        self.current.replace(None);
        if let Some(main) = main {
            self.finish(&main, outcome);
        }
    }

    /// Makes a coroutine without queueing it: for [`Scheduler::run_now`] and
    /// [`Scheduler::enqueue`].
    pub fn admit(&self, body: S::Body) -> Rc<Coroutine<S>> {
        let mut slots = self.slots.borrow_mut();
        let entry = slots.vacant_entry();
        let id = next_id(entry.key());
        let coroutine = Rc::new(Coroutine::new(id, body));
        entry.insert(Slot {
            generation: id.generation,
            tenant: Rc::clone(&coroutine),
        });
        self.unfinished.set(self.unfinished.get() + 1);
        coroutine
    }

    /// [`Scheduler::admit`] for a finished coroutine that nobody else holds: it
    /// begins another life, with the same body and without an allocation.
    ///
    /// # Errors
    /// Gives the coroutine back when it has not finished or somebody holds it.
    pub fn readmit(
        &self,
        coroutine: Rc<Coroutine<S>>,
    ) -> Result<Rc<Coroutine<S>>, Rc<Coroutine<S>>> {
        if !coroutine.is_finished() || Rc::strong_count(&coroutine) != 1 {
            return Err(coroutine);
        }
        // What the last life left is dropped with no borrow held.
        coroutine.begin_again();
        let mut slots = self.slots.borrow_mut();
        let entry = slots.vacant_entry();
        let id = next_id(entry.key());
        coroutine.id.set(id);
        entry.insert(Slot {
            generation: id.generation,
            tenant: Rc::clone(&coroutine),
        });
        self.unfinished.set(self.unfinished.get() + 1);
        Ok(coroutine)
    }

    /// Makes a coroutine and puts it at the tail of the ready queue.
    pub fn spawn(&self, body: S::Body) -> Rc<Coroutine<S>> {
        let coroutine = self.admit(body);
        self.enqueue(&coroutine);
        coroutine
    }

    /// Puts a coroutine that was only admitted at the tail of the ready queue.
    pub fn enqueue(&self, coroutine: &Rc<Coroutine<S>>) {
        debug_assert_eq!(coroutine.state.get(), State::Created);
        coroutine.state.set(State::Queued);
        self.ready.borrow_mut().push_back(Rc::clone(coroutine));
        self.nudge();
    }

    /// Runs an admitted coroutine at once when nothing is queued before it,
    /// else queues it. Only from the scheduler's own flow.
    pub fn run_now(&self, coroutine: &Rc<Coroutine<S>>) {
        if self.is_inside() || !self.ready.borrow().is_empty() {
            self.enqueue(coroutine);
        } else {
            self.enter(coroutine);
        }
    }

    /// Parks the running coroutine until it is woken or cancelled.
    ///
    /// Wake-ups may be spurious: callers look at their condition and park again.
    ///
    /// # Errors
    /// The cancellation that was delivered instead of a wake-up.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn park(&self, liveness: Liveness) -> Parked<S> {
        let coroutine = self.current().expect("park() is called inside a coroutine");
        self.suspend(&coroutine, State::Suspended, liveness)
    }

    /// Lets everything that is ready run first.
    ///
    /// # Errors
    /// The cancellation that was delivered meanwhile.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn yield_now(&self) -> Parked<S> {
        let coroutine = self
            .current()
            .expect("yield_now() is called inside a coroutine");
        self.ready.borrow_mut().push_back(Rc::clone(&coroutine));
        self.nudge();
        self.suspend(&coroutine, State::Woken, Liveness::Dependent)
    }

    /// Parks the running coroutine until `deadline`.
    ///
    /// # Errors
    /// The cancellation that was delivered meanwhile.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn sleep_until(&self, deadline: Instant, now: impl Fn() -> Instant) -> Parked<S> {
        let coroutine = self
            .current()
            .expect("sleep_until() is called inside a coroutine");
        let key = self
            .timers
            .borrow_mut()
            .arm(deadline, Rc::clone(&coroutine));
        self.nudge();
        let mut parked = self.suspend(&coroutine, State::Suspended, Liveness::Live);
        while parked.is_ok() && now() < deadline {
            parked = self.suspend(&coroutine, State::Suspended, Liveness::Live);
        }
        self.timers.borrow_mut().disarm(key);
        parked
    }

    /// Parks the running coroutine until `target` has ended.
    ///
    /// # Errors
    /// The cancellation that was delivered meanwhile; `target` goes on.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn join(&self, target: &Rc<Coroutine<S>>) -> Parked<S> {
        target.observe();
        let coroutine = self.current().expect("join() is called inside a coroutine");
        self.subscribe(target, &coroutine);
        while !target.is_finished() {
            if let Err(error) = self.suspend(&coroutine, State::Suspended, Liveness::Dependent) {
                self.unsubscribe(target, &coroutine);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Has `waiter` woken when `target` ends. Subscribing counts as handling the
    /// outcome.
    pub fn subscribe(&self, target: &Rc<Coroutine<S>>, waiter: &Rc<Coroutine<S>>) {
        if !target.is_finished() {
            target.waiters.borrow_mut().push(Rc::clone(waiter));
        }
    }

    /// Takes back one [`Scheduler::subscribe`].
    pub fn unsubscribe(&self, target: &Rc<Coroutine<S>>, waiter: &Rc<Coroutine<S>>) {
        let mut waiters = target.waiters.borrow_mut();
        if let Some(at) = waiters.iter().position(|known| Rc::ptr_eq(known, waiter)) {
            waiters.remove(at);
        }
    }

    /// Puts a suspended coroutine at the tail of the ready queue; no effect on
    /// any other.
    pub fn wake(&self, coroutine: &Rc<Coroutine<S>>) {
        if coroutine.state.get() == State::Suspended {
            self.leave_wait(coroutine);
            coroutine.state.set(State::Woken);
            self.ready.borrow_mut().push_back(Rc::clone(coroutine));
            self.nudge();
        }
    }

    /// A `std` waker for the running coroutine's present life.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn waker(&self) -> Waker {
        let coroutine = self
            .current()
            .expect("waker() is called inside a coroutine");
        Waker::from(Arc::new(CoroutineWaker {
            id: coroutine.id.get(),
            remote: Arc::clone(&self.remote),
        }))
    }

    /// Asks a coroutine to end with `error`. Returns `false` when the request
    /// had no effect: it has ended, or another request is on its way.
    ///
    /// A suspended one gets the error at its suspension point, one that never
    /// ran ends without running, the running one is only marked: the error
    /// becomes its outcome whatever it returns.
    pub fn cancel(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) -> bool {
        match coroutine.state.get() {
            State::Finished => return false,
            State::Running => {
                let mut verdict = coroutine.verdict.borrow_mut();
                if verdict.is_some() {
                    return false;
                }
                *verdict = Some(error);
            }
            State::Created | State::Queued | State::Woken | State::Suspended => {
                {
                    let mut pending = coroutine.pending.borrow_mut();
                    if pending.is_some() {
                        return false;
                    }
                    *pending = Some(error);
                }
                self.wake(coroutine);
            }
        }
        coroutine.cancelled.set(true);
        true
    }

    /// Like [`Scheduler::cancel`], but replaces a request that was not delivered
    /// yet and leaves a running coroutine alone: for tearing everything down.
    pub fn interrupt(&self, coroutine: &Rc<Coroutine<S>>, error: S::Error) {
        if matches!(coroutine.state.get(), State::Finished | State::Running) {
            return;
        }
        coroutine.pending.replace(Some(error));
        coroutine.cancelled.set(true);
        self.wake(coroutine);
    }

    /// Ends the pass of [`Scheduler::run_ready`] in progress after the coroutine
    /// that runs now; later passes run nothing until [`Scheduler::go_on`].
    pub fn halt(&self) {
        self.halted.set(true);
    }

    /// Undoes [`Scheduler::halt`].
    pub fn go_on(&self) {
        self.halted.set(false);
    }

    /// The next deadline, for the driver's sleep.
    pub fn earliest_deadline(&self) -> Option<Instant> {
        self.timers.borrow().earliest()
    }

    /// Remembers whom to wake when something becomes ready from outside.
    /// Returns `true` when there is something to do already.
    pub fn listen(&self, driver: &Waker) -> bool {
        self.remote.listen(driver) || !self.ready.borrow().is_empty()
    }

    /// Takes in wake-ups and timers that are due, then runs what is ready *now*,
    /// in order. Coroutines that become ready meanwhile wait for the next call,
    /// so that the reactor gets its turn in between.
    pub fn run_ready(&self, now: Instant) -> Next {
        self.draining.set(true);
        let next = self.run_batch(now);
        self.draining.set(false);
        next
    }

    fn run_batch(&self, now: Instant) -> Next {
        self.take_wakeups();
        loop {
            let Some(due) = self.timers.borrow_mut().pop_due(now) else {
                break;
            };
            self.wake(&due);
        }
        let mut batch = self.ready.borrow().len();
        while batch > 0 && !self.halted.get() {
            batch -= 1;
            let Some(coroutine) = self.ready.borrow_mut().pop_front() else {
                break;
            };
            // An entry may be stale: main is resumed from outside the queue when
            // the script is torn down.
            if !matches!(coroutine.state.get(), State::Queued | State::Woken) {
                continue;
            }
            if self.is_main(&coroutine) {
                return Next::Main;
            }
            self.enter(&coroutine);
        }
        if !self.ready.borrow().is_empty() {
            Next::Again
        } else if self.unfinished.get() == 0 {
            Next::Idle
        } else if self.live_waits.get() > 0 {
            Next::Wait
        } else if self.remote.has_mail() {
            // Somebody in this pass used a waker: what looks like a deadlock is not.
            Next::Again
        } else {
            Next::Deadlock
        }
    }

    fn nudge(&self) {
        if !self.draining.get() {
            self.remote.nudge();
        }
    }

    fn is_main(&self, coroutine: &Rc<Coroutine<S>>) -> bool {
        self.main
            .borrow()
            .as_ref()
            .is_some_and(|main| Rc::ptr_eq(main, coroutine))
    }

    fn take_wakeups(&self) {
        let mut woken = self.woken.take();
        self.remote.drain(&mut woken);
        for id in woken.drain(..) {
            let tenant = {
                let slots = self.slots.borrow();
                slots
                    .get(id.slot as usize)
                    .filter(|slot| slot.generation == id.generation)
                    .map(|slot| Rc::clone(&slot.tenant))
            };
            if let Some(tenant) = tenant {
                self.wake(&tenant);
            }
        }
        self.woken.replace(woken);
    }

    /// Runs a coroutine until it parks or ends.
    fn enter(&self, coroutine: &Rc<Coroutine<S>>) {
        if !coroutine.started.get() {
            let refused = coroutine.pending.take();
            if let Some(error) = refused {
                self.finish(coroutine, Err(error));
                return;
            }
            coroutine.started.set(true);
        }
        coroutine.state.set(State::Running);
        let outer = self.current.replace(Some(Rc::clone(coroutine)));
        let turn = self.switch.resume(coroutine);
        self.current.replace(outer);
        if let Turn::Finished(outcome) = turn {
            self.finish(coroutine, outcome);
        }
    }

    /// Leaves the running coroutine in `state`; back when it is resumed.
    fn suspend(&self, coroutine: &Rc<Coroutine<S>>, state: State, liveness: Liveness) -> Parked<S> {
        coroutine.state.set(state);
        if liveness == Liveness::Live {
            coroutine.live_wait.set(true);
            self.live_waits.set(self.live_waits.get() + 1);
        }
        // Main is left by driving the scheduler on its own stack: nobody else
        // will say that it is not running any more.
        let outer = self.current.take();
        self.switch.suspend(coroutine);
        self.current.replace(outer);
        self.leave_wait(coroutine);
        coroutine.state.set(State::Running);
        match coroutine.pending.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn leave_wait(&self, coroutine: &Rc<Coroutine<S>>) {
        if coroutine.live_wait.replace(false) {
            self.live_waits.set(self.live_waits.get() - 1);
        }
    }

    fn finish(&self, coroutine: &Rc<Coroutine<S>>, outcome: Result<S::Value, S::Error>) {
        let verdict = coroutine.verdict.take();
        let outcome = match (outcome, verdict) {
            (Ok(value), Some(cancellation)) => {
                coroutine.returned.replace(Some(value));
                Err(cancellation)
            }
            (Err(error), Some(cancellation)) => Err(self.switch.chain(error, cancellation)),
            (outcome, None) => outcome,
        };
        coroutine.outcome.replace(Some(outcome));
        coroutine.state.set(State::Finished);
        self.slots
            .borrow_mut()
            .try_remove(coroutine.id.get().slot as usize);
        self.unfinished.set(self.unfinished.get() - 1);
        let waiters = coroutine.waiters.take();
        let observed = coroutine.observed.get() || !waiters.is_empty();
        coroutine.observed.set(observed);
        for waiter in &waiters {
            self.wake(waiter);
        }
        self.switch.finished(coroutine, observed);
    }
}

fn next_id(slot: usize) -> Id {
    let slot = u32::try_from(slot).expect("fewer than 2^32 coroutines");
    let generation = NEXT_GENERATION.with(|next| {
        let generation = next.get();
        // Never 0, not even after 2^32 lives: users see it as a positive number.
        next.set(generation + 1);
        generation
    });
    Id { slot, generation }
}

thread_local! {
    /// Generations are unique per thread, not per slot: ids stay unique even
    /// across schedulers of one thread.
    static NEXT_GENERATION: Cell<u64> = const { Cell::new(1) };
}
