//! How test coroutines are entered, left and mourned.

use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};
use std::time::Instant;

use corosensei::stack::DefaultStack;
use corosensei::{CoroutineResult, Yielder};
use ta_coro::{Coroutine, Failure, Id, Scheduler, Scope, Switch, Turn, Work};

use super::{Error, Inner, Outcome, Task, Value, World, made};

/// Proptest and `format!` run on these stacks too.
const STACK_BYTES: usize = 256 * 1024;

type Stack = corosensei::Coroutine<(), (), Outcome>;

/// The `Switch` under the scheduler.
pub(crate) struct Machine {
    pub(super) world: OnceCell<Weak<Inner>>,
    pub(super) now: Cell<Instant>,
    pub(super) reports: Reports,
    inside: Cell<u32>,
}

/// What the scheduler told.
#[derive(Default)]
pub(super) struct Reports {
    pub(super) finished: RefCell<Vec<Id>>,
    pub(super) unhandled: RefCell<Vec<Error>>,
    pub(super) ended: RefCell<Vec<&'static str>>,
    /// Errors nobody waited for stay in the coroutine, and scopes never see them.
    pub(super) keep_errors: Cell<bool>,
}

/// What a test coroutine carries.
pub(crate) struct Body {
    stack: RefCell<Option<Stack>>,
    /// Set while the coroutine runs; points into its own stack.
    yielder: Cell<Option<NonNull<Yielder<(), ()>>>>,
    /// Times it was entered.
    pub(crate) resumes: Cell<u32>,
    /// Times [`Switch::finished`] was called for it, and with which `observed`.
    pub(crate) endings: RefCell<Vec<bool>>,
    /// It serves one client: its errors stay below scopes that are `shared`.
    pub(crate) confined: Cell<bool>,
}

/// What a scope carries.
#[derive(Default)]
pub(crate) struct ScopeBody {
    /// For [`World::ended`].
    pub(crate) name: Cell<&'static str>,
    /// It serves everybody: see [`Body::confined`].
    pub(crate) shared: Cell<bool>,
    /// Takes errors of its own coroutines.
    pub(crate) handler: RefCell<Option<Handler>>,
    /// Takes errors that come up from a child scope.
    pub(crate) child_handler: RefCell<Option<Handler>>,
}

/// A handler for errors nobody waited for.
pub(crate) type Handler = Rc<dyn Fn(&World, &Task, Error) -> Result<(), Error>>;

impl Machine {
    pub(super) fn new(epoch: Instant) -> Self {
        Self {
            world: OnceCell::new(),
            now: Cell::new(epoch),
            reports: Reports::default(),
            inside: Cell::new(0),
        }
    }

    fn world(&self) -> World {
        let world = self.world.get().and_then(Weak::upgrade);
        World(world.expect("the world outlives its coroutines"))
    }

    pub(super) fn body(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Body {
        Body {
            stack: RefCell::new(Some(self.stack(code))),
            ..Body::main()
        }
    }

    fn stack(&self, code: impl FnOnce(&World) -> Outcome + 'static) -> Stack {
        let world = self.world.get().cloned().unwrap_or_default();
        let stack = DefaultStack::new(STACK_BYTES).expect("memory for a small stack");
        Stack::with_stack(stack, move |yielder, ()| {
            let world = World(world.upgrade().expect("the world outlives its coroutines"));
            let current = world.current();
            current.body.yielder.set(Some(NonNull::from(yielder)));
            let outcome = code(&world);
            current.body.yielder.set(None);
            outcome
        })
    }

    /// Gives an ended coroutine something new to do.
    pub(super) fn refill(&self, task: &Task, code: impl FnOnce(&World) -> Outcome + 'static) {
        let used = task.body.stack.replace(Some(self.stack(code)));
        assert!(
            used.is_none(),
            "only a coroutine that has ended is refilled"
        );
    }
}

impl Body {
    /// A body that is never entered: main's, whose stack is the test's own.
    pub(super) fn main() -> Self {
        Self {
            stack: RefCell::new(None),
            yielder: Cell::new(None),
            resumes: Cell::new(0),
            endings: RefCell::default(),
            confined: Cell::new(false),
        }
    }

    /// Whether there is a stack to unwind.
    pub(super) fn is_parked(&self) -> bool {
        self.resumes.get() > 0 && self.stack.borrow().is_some()
    }

    pub(super) fn unwind(&self) {
        drop(self.stack.take());
    }
}

impl Switch for Machine {
    type Body = Body;
    type Value = Value;
    type Error = Error;
    type ScopeBody = ScopeBody;
    type FutureBody = ();

    fn resume(&self, coroutine: &Task) -> Turn<Self> {
        let body = &coroutine.body;
        body.resumes.set(body.resumes.get() + 1);
        assert_eq!(
            self.inside.replace(1),
            0,
            "at most one coroutine runs at a time"
        );
        let mut stack = body
            .stack
            .take()
            .expect("a coroutine that is entered has a stack, and is not running already");
        let result = stack.resume(());
        self.inside.set(0);
        match result {
            CoroutineResult::Yield(()) => {
                body.stack.replace(Some(stack));
                Turn::Parked
            }
            CoroutineResult::Return(outcome) => Turn::Finished(outcome),
        }
    }

    fn suspend(&self, coroutine: &Task) {
        match coroutine.body.yielder.get() {
            Some(yielder) => {
                // SAFETY: the pointer was made from the reference that the body's own
                // closure got, which lives on the coroutine's stack until that closure
                // returns; only code running on that stack gets here.
                let yielder = unsafe { yielder.as_ref() };
                yielder.suspend(());
            }
            None => self.world().drive_until_main(),
        }
    }

    fn now(&self) -> Instant {
        self.now.get()
    }

    fn failure(&self, failure: Failure<Error>) -> Error {
        made(failure)
    }

    fn is_cancellation(&self, error: &Error) -> bool {
        error.is_cancellation()
    }

    fn chain(&self, error: Error, previous: Error) -> Error {
        error.after(previous)
    }

    fn native(&self, work: Work<Self>, principal: Option<&Task>) -> Body {
        let body = self.body(move |world| work(world.scheduler()));
        let confined = match principal {
            Some(principal) => principal.body.confined.get(),
            None => (self.world().scheduler().current())
                .is_some_and(|current| current.body.confined.get()),
        };
        body.confined.set(confined);
        body
    }

    fn finished(&self, _scheduler: &Scheduler<Self>, coroutine: &Task, observed: bool) -> bool {
        coroutine.body.endings.borrow_mut().push(observed);
        self.reports.finished.borrow_mut().push(coroutine.id());
        self.reports.keep_errors.get()
    }

    fn is_beyond(&self, coroutine: &Coroutine<Self>, scope: &Scope<Self>) -> bool {
        coroutine.body.confined.get() && scope.body.shared.get()
    }

    fn has_handler(&self, scope: &Scope<Self>, from_child: bool) -> bool {
        scope.body.handler.borrow().is_some()
            || from_child && scope.body.child_handler.borrow().is_some()
    }

    fn handle(
        &self,
        scope: &Rc<Scope<Self>>,
        from_child: bool,
        coroutine: &Task,
        error: Error,
    ) -> Result<(), Error> {
        let child_handler = scope.body.child_handler.borrow().clone();
        let handler = scope.body.handler.borrow().clone();
        let mut error = error;
        for handler in [child_handler.filter(|_| from_child), handler] {
            let Some(handler) = handler else { continue };
            match handler(&self.world(), coroutine, error.clone()) {
                Ok(()) => return Ok(()),
                Err(own) => error = own.after(error),
            }
        }
        Err(error)
    }

    fn unhandled(&self, _scheduler: &Scheduler<Self>, _coroutine: &Task, error: Error) {
        self.reports.unhandled.borrow_mut().push(error);
    }

    fn scope_ended(&self, _scheduler: &Scheduler<Self>, scope: &Rc<Scope<Self>>) {
        self.reports.ended.borrow_mut().push(scope.body.name.get());
    }
}
