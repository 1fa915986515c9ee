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

use crate::awaitable::{Listener, Outcome};
use crate::coroutine::{Coroutine, Id, State};
use crate::timers::Timers;
use crate::waker::Remote;
use crate::{Scope, Switch, Work};

mod cancel;
mod finish;
mod wait;

/// What [`Switch::resume`] came back with.
pub enum Turn<S: Switch> {
    /// The coroutine parked itself.
    Parked,
    /// The coroutine ended.
    Finished(Outcome<S>),
}

/// Whether something can end a wait by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Something outside (a timer, a socket, a thread): it keeps the process alive.
    Live,
    /// Only another coroutine, or a timer that nobody should wait for in earnest.
    /// When nothing else is left, that is a deadlock.
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
    timers: RefCell<Timers<Alarm<S>>>,
    /// Where the milliseconds of deadlines are counted from.
    epoch: Instant,
    /// When timers were looked at last.
    fired_at: Cell<Instant>,
    current: RefCell<Option<Rc<Coroutine<S>>>>,
    main: RefCell<Option<Rc<Coroutine<S>>>>,
    main_scope: RefCell<Rc<Scope<S>>>,
    unfinished: Cell<usize>,
    /// Waits and timers that something outside will end.
    live: Cell<usize>,
    remote: Arc<Remote>,
    woken: RefCell<Vec<Id>>,
    /// Nothing more is to run in this pass.
    halted: Cell<bool>,
    /// The driver sleeps, and has to be woken for new arrivals.
    asleep: Cell<bool>,
}

struct Slot<S: Switch> {
    generation: u64,
    tenant: Rc<Coroutine<S>>,
}

/// Whom a timer tells, and whether the process stays alive for it.
struct Alarm<S: Switch> {
    listener: Listener<S>,
    liveness: Liveness,
}

impl<S: Switch> Scheduler<S> {
    /// How many coroutines are looked after before it is their turn.
    const AHEAD: usize = 3;

    /// A scheduler without coroutines.
    pub fn new(switch: S) -> Self {
        let epoch = switch.now();
        Self {
            epoch,
            fired_at: Cell::new(epoch),
            switch,
            slots: RefCell::new(Slab::new()),
            ready: RefCell::new(VecDeque::new()),
            timers: RefCell::new(Timers::new()),
            current: RefCell::new(None),
            main: RefCell::new(None),
            main_scope: RefCell::new(Scope::main()),
            unfinished: Cell::new(0),
            live: Cell::new(0),
            remote: Arc::default(),
            woken: RefCell::new(Vec::new()),
            halted: Cell::new(false),
            asleep: Cell::new(false),
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

    /// The running coroutine, for code that can only run in one.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn running(&self) -> Rc<Coroutine<S>> {
        self.current().expect("called inside a coroutine")
    }

    /// The scope of the running coroutine; main's in the scheduler's own flow.
    pub fn current_scope(&self) -> Rc<Scope<S>> {
        self.current()
            .and_then(|current| current.scope())
            .unwrap_or_else(|| self.main_scope())
    }

    /// The scope of main code.
    pub fn main_scope(&self) -> Rc<Scope<S>> {
        Rc::clone(&self.main_scope.borrow())
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

    /// The unfinished coroutine called `id`.
    pub fn find(&self, id: Id) -> Option<Rc<Coroutine<S>>> {
        let slots = self.slots.borrow();
        slots
            .get(id.slot as usize)
            .filter(|slot| slot.generation == id.generation)
            .map(|slot| Rc::clone(&slot.tenant))
    }

    /// Waits and timers that something outside will end.
    pub fn live(&self) -> usize {
        self.live.get()
    }

    /// Coroutines that wait for something.
    pub fn suspended(&self) -> usize {
        self.in_state(State::Suspended)
    }

    /// Coroutines on the ready queue that have run before.
    pub fn resumed(&self) -> usize {
        self.in_state(State::Woken)
    }

    fn in_state(&self, state: State) -> usize {
        let slots = self.slots.borrow();
        slots
            .iter()
            .filter(|(_, slot)| slot.tenant.state() == state)
            .count()
    }

    /// Coroutines on the ready queue.
    pub fn queued(&self) -> usize {
        self.ready.borrow().len()
    }

    /// Declares that the code running now is a coroutine of its own, the one
    /// whose stack also carries the scheduler. Its end is [`Scheduler::end_main`].
    pub fn adopt_main(&self, body: S::Body) -> Rc<Coroutine<S>> {
        let main = self.admit(&self.main_scope(), body);
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

    /// Makes a coroutine of `scope` without queueing it: for [`Scheduler::run_now`]
    /// and [`Scheduler::enqueue`].
    pub fn admit(&self, scope: &Rc<Scope<S>>, body: S::Body) -> Rc<Coroutine<S>> {
        let coroutine = Rc::new(Coroutine::new(Rc::clone(scope), body));
        self.enrol(scope, &coroutine);
        coroutine
    }

    /// [`Scheduler::admit`] for a finished coroutine that nobody else holds: it
    /// begins another life, with the same body and without an allocation.
    ///
    /// # Errors
    /// Gives the coroutine back when it has not finished or somebody holds it.
    pub fn readmit(
        &self,
        scope: &Rc<Scope<S>>,
        coroutine: Rc<Coroutine<S>>,
    ) -> Result<Rc<Coroutine<S>>, Rc<Coroutine<S>>> {
        if !coroutine.is_finished() || Rc::strong_count(&coroutine) != 1 {
            return Err(coroutine);
        }
        // What the last life left is dropped with no borrow held.
        coroutine.begin_again(Rc::clone(scope));
        self.enrol(scope, &coroutine);
        Ok(coroutine)
    }

    /// Gives a coroutine that begins a life its name, its slot and its place in the
    /// scope.
    fn enrol(&self, scope: &Scope<S>, coroutine: &Rc<Coroutine<S>>) {
        let mut slots = self.slots.borrow_mut();
        let entry = slots.vacant_entry();
        let id = next_id(entry.key());
        coroutine.id.set(id);
        entry.insert(Slot {
            generation: id.generation,
            tenant: Rc::clone(coroutine),
        });
        drop(slots);
        scope.join(coroutine);
        self.unfinished.set(self.unfinished.get() + 1);
    }

    /// Makes a coroutine of the current scope and puts it at the tail of the ready
    /// queue.
    pub fn spawn(&self, body: S::Body) -> Rc<Coroutine<S>> {
        self.spawn_in(&self.current_scope(), body)
    }

    /// Makes a coroutine of `scope` and puts it at the tail of the ready queue.
    /// Whether the scope still takes any is the caller's to check.
    pub fn spawn_in(&self, scope: &Rc<Scope<S>>, body: S::Body) -> Rc<Coroutine<S>> {
        let coroutine = self.admit(scope, body);
        self.enqueue(&coroutine);
        coroutine
    }

    /// Makes a coroutine of `scope` and puts it at the head of the ready queue: for
    /// helpers that finish what somebody else has begun. A cancellation that comes
    /// before it ran does not drop it, but reaches it where it waits first.
    pub fn spawn_front(&self, scope: &Rc<Scope<S>>, body: S::Body) -> Rc<Coroutine<S>> {
        let coroutine = self.admit(scope, body);
        coroutine.owed.set(true);
        coroutine.state.set(State::Queued);
        self.ready.borrow_mut().push_front(Rc::clone(&coroutine));
        self.nudge();
        coroutine
    }

    /// Has Rust code run as a coroutine of `scope`, behind everything that is ready,
    /// on behalf of the running coroutine.
    pub fn spawn_work(
        &self,
        scope: &Rc<Scope<S>>,
        work: impl FnOnce(&Self) -> Outcome<S> + 'static,
    ) -> Rc<Coroutine<S>> {
        let work: Work<S> = Box::new(work);
        self.spawn_in(scope, self.switch.native(work, None))
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
        if self.is_inside() || self.halted.get() || !self.ready.borrow().is_empty() {
            self.enqueue(coroutine);
        } else {
            self.enter(coroutine);
        }
    }

    /// Ends the pass of [`Scheduler::run_ready`] in progress after the coroutine
    /// that runs now; later passes run nothing until [`Scheduler::go_on`].
    pub fn halt(&self) {
        self.halted.set(true);
    }

    /// Ends everything that was left to be woken: for the end of a request, when no
    /// coroutine is left. The scheduler can be used again.
    pub fn reset(&self) {
        let alarms = self.timers.borrow_mut().take();
        self.live.set(0);
        drop(alarms);
        let ready = self.ready.take();
        drop(ready);
        self.remote.reset();
        let scope = self.main_scope.replace(Scope::main());
        drop(scope);
        self.halted.set(false);
    }

    /// Undoes [`Scheduler::halt`].
    pub fn go_on(&self) {
        self.halted.set(false);
    }

    /// The next deadline, for the driver's sleep.
    pub fn earliest_deadline(&self) -> Option<Instant> {
        self.timers.borrow().earliest()
    }

    /// The driver goes to sleep: remembers whom to wake when something becomes ready,
    /// until the next [`Scheduler::run_ready`]. Returns `true` when there is something
    /// to do already.
    pub fn listen(&self, driver: &Waker) -> bool {
        self.asleep.set(true);
        self.remote.listen(driver) || !self.ready.borrow().is_empty()
    }

    /// Takes in wake-ups and timers that are due, then runs what is ready *now*,
    /// in order. Coroutines that become ready meanwhile wait for the next call,
    /// so that the reactor gets its turn in between.
    pub fn run_ready(&self) -> Next {
        self.asleep.set(false);
        self.take_wakeups();
        self.fire_timers();
        let mut batch = self.ready.borrow().len();
        let long = batch >= Self::AHEAD;
        if long {
            self.catch_up();
        }
        while batch > 0 && !self.halted.get() {
            batch -= 1;
            let Some(coroutine) = self.pop_ready(long) else {
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
        } else if self.live.get() > 0 {
            Next::Wait
        } else if self.unfinished.get() == 0 {
            Next::Idle
        } else if self.remote.has_mail() {
            // Somebody in this pass used a waker: what looks like a deadlock is not.
            Next::Again
        } else {
            Next::Deadlock
        }
    }

    /// Takes the head of the ready queue. In a long batch, has those that are next
    /// [made ready](Switch::comes_up) meanwhile.
    fn pop_ready(&self, long: bool) -> Option<Rc<Coroutine<S>>> {
        let mut ready = self.ready.borrow_mut();
        let first = ready.pop_front();
        if long {
            for (before, coroutine) in ready.iter().take(Self::AHEAD).enumerate() {
                self.switch.comes_up(coroutine, before);
            }
        }
        first
    }

    /// A long batch begins: gets its head as far as [`Scheduler::pop_ready`] keeps it.
    fn catch_up(&self) {
        let ready = self.ready.borrow();
        for before in (0..Self::AHEAD).rev() {
            for coroutine in ready.iter().take(before + 1) {
                self.switch.comes_up(coroutine, before);
            }
        }
    }

    fn fire_timers(&self) {
        if self.timers.borrow().earliest().is_none() {
            return;
        }
        let now = self.switch.now();
        self.fired_at.set(now);
        loop {
            let Some(due) = self.timers.borrow_mut().pop_due(now) else {
                break;
            };
            self.let_go(due.liveness);
            due.listener.tell(self);
        }
    }

    fn nudge(&self) {
        if self.asleep.replace(false) {
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
        if !self.remote.has_mail() {
            return;
        }
        let mut woken = self.woken.take();
        self.remote.drain(&mut woken);
        for id in woken.drain(..) {
            if let Some(tenant) = self.find(id) {
                self.wake(&tenant);
            }
        }
        self.woken.replace(woken);
    }

    /// Runs a coroutine until it parks or ends.
    fn enter(&self, coroutine: &Rc<Coroutine<S>>) {
        if !coroutine.is_underway() {
            let refused = coroutine.pending.take();
            if let Some(error) = refused {
                self.finish(coroutine, Err(error));
                return;
            }
        }
        coroutine.started.set(true);
        coroutine.state.set(State::Running);
        let outer = self.current.replace(Some(Rc::clone(coroutine)));
        let turn = self.switch.resume(coroutine);
        self.current.replace(outer);
        if let Turn::Finished(outcome) = turn {
            self.finish(coroutine, outcome);
        }
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
