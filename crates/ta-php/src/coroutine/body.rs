//! What a coroutine carries: its code, the context it runs on, its PHP handle.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};
use std::rc::{Rc, Weak};

use ta_coro::{Id, Turn, Work};

use super::{Php, Runtime, Value};
use crate::async_api::errors;
use crate::interpose::Hooked;
use crate::zend::border::guarded;
use crate::zend::call::Callable;
use crate::zend::context::{self, Context, Progress};
use crate::zend::exception;
use crate::zend::ffi::{self, HashTable, TaCall, TaOutcome, zval};
use crate::zend::frames::Frame;
use crate::zend::place::{self, Place, Suspended};
use crate::zend::value::{self, Obj, Standin, Str};

/// Work of the extension around the PHP code of a coroutine: the server's
/// request. Its methods run on the coroutine's own context, where a fatal error
/// is contained like one of the PHP code.
pub(crate) trait Job {
    /// Fills in the arguments.
    fn prepare(&self, call: &mut TaCall);
    /// The code has ended. Takes what it threw, if it is to count as handled.
    fn complete(&self, end: End<'_>);
    /// The coroutine has ended, whatever became of it.
    fn ended(&self);
    /// A coroutine that the job's code spawned failed and nobody looks.
    fn unhandled(&self, error: &Obj);
    /// An address that jobs of one origin share.
    fn owner(&self) -> *const ();
}

/// Keeps something for coroutines, and is told of their ends.
pub(crate) trait Keeper {
    /// The code of coroutine `id` has ended and its result is out of its hands. Runs
    /// on the coroutine's own context, and may wait.
    fn coroutine_ended(self: Rc<Self>, id: Option<Id>);
}

/// How the code of a [`Job`] ended.
pub(crate) enum End<'a> {
    Returned,
    Threw(&'a Obj),
    Exited,
    Fatal,
}

/// Who spawned the coroutine, and for what.
enum Role {
    /// The main script: runs on the process's own stack.
    Main,
    /// `spawn()`. Inside a job, failures stay with it.
    Spawned { job: Option<Rc<dyn Job>> },
    /// The job's own coroutine.
    Job(Rc<dyn Job>),
    /// Rust code that may wait, perhaps on behalf of a job.
    Native {
        work: Cell<Option<Work<Php>>>,
        job: Option<Rc<dyn Job>>,
    },
}

/// What a coroutine carries.
pub(crate) struct Body {
    role: Role,
    context: Cell<Option<Context>>,
    call: UnsafeCell<TaCall>,
    /// Backs `call.argv`; not touched between start and end.
    arguments: RefCell<Vec<zval>>,
    /// The PHP object that stands for it.
    pub(crate) handle: Standin,
    /// What is to be called when it has ended.
    finally: RefCell<Vec<Rc<Callable>>>,
    /// Its private `Async\Context`, once somebody asked for it.
    pub(crate) store: RefCell<Option<Obj>>,
    /// Who keeps something for it.
    keepers: RefCell<Vec<Weak<dyn Keeper>>>,
    /// A fatal error ended it.
    fatal: Cell<bool>,
    place: Cell<Option<Place>>,
    /// The hooked call it waits in.
    pub(crate) hooked: Cell<Option<Hooked>>,
}

impl Body {
    pub(crate) fn main() -> Self {
        Self::new(Role::Main, ptr::null_mut(), false)
    }

    /// Code given to `spawn()` by the code that runs now. It works for the same job.
    pub(crate) fn spawned(
        callable: Callable,
        arguments: Vec<zval>,
        named: Option<NonNull<HashTable>>,
    ) -> Self {
        let spawner = super::scheduler().current();
        let job = spawner
            .as_ref()
            .and_then(|spawner| spawner.body.current_job().cloned());
        let mut body = Self::new(Role::Spawned { job }, callable.into_raw(), true);
        let call = body.call.get_mut();
        call.argc = u32::try_from(arguments.len()).expect("the engine counts arguments in 32 bits");
        call.epilogue = Some(release_unwanted);
        call.named = named.map_or(ptr::null_mut(), NonNull::as_ptr);
        *body.arguments.get_mut() = arguments;
        call.argv = body.arguments.get_mut().as_mut_ptr();
        let place = place::executed();
        if let Some(place) = &place
            && spawner.is_some_and(|spawner| !spawner.body.is_main())
        {
            // The body keeps the name as long as the call.
            call.spawned_in = place.file.as_ptr();
            call.spawned_on = place.line;
        }
        body.place.set(place);
        body
    }

    /// Keeps what the code returns although no handle asks for it: somebody else
    /// does.
    pub(crate) fn kept(mut self) -> Self {
        self.call.get_mut().epilogue = Some(release_context);
        self
    }

    /// Code of a job. `callable` outlives the coroutine.
    pub(crate) fn job(callable: &Callable, job: Rc<dyn Job>) -> Self {
        let mut body = Self::new(Role::Job(job), callable.as_ptr(), false);
        let call = body.call.get_mut();
        call.prologue = Some(prologue);
        call.epilogue = Some(epilogue);
        body
    }

    /// Rust code, for `job`.
    pub(super) fn native(work: Work<Php>, job: Option<Rc<dyn Job>>) -> Self {
        let work = Cell::new(Some(work));
        let mut body = Self::new(Role::Native { work, job }, ptr::null_mut(), true);
        let call = body.call.get_mut();
        call.native = Some(run_native);
        call.epilogue = Some(release_unwanted);
        body
    }

    fn new(role: Role, callable: *mut crate::zend::ffi::TaCallable, owns_callable: bool) -> Self {
        Self {
            role,
            context: Cell::new(None),
            call: UnsafeCell::new(TaCall {
                callable,
                argc: 0,
                outcome: TaOutcome::Returned,
                owns_callable,
                argv: ptr::null_mut(),
                named: ptr::null_mut(),
                result: ManuallyDrop::new(value::undef()),
                exception: ptr::null_mut(),
                native: None,
                prologue: None,
                epilogue: None,
                owner: ptr::null(),
                spawned_in: ptr::null_mut(),
                spawned_on: 0,
            }),
            arguments: RefCell::new(Vec::new()),
            handle: Standin::default(),
            finally: RefCell::new(Vec::new()),
            store: RefCell::new(None),
            keepers: RefCell::new(Vec::new()),
            fatal: Cell::new(false),
            place: Cell::new(None),
            hooked: Cell::new(None),
        }
    }

    /// Prepares the ended body of a job for another run.
    pub(crate) fn rewind(&self) {
        // SAFETY: the call has ended: no context looks at it any more.
        let call = unsafe { &mut *self.call.get() };
        call.argc = 0;
        call.argv = ptr::null_mut();
        self.fatal.set(false);
        drop(self.store.take());
        drop(self.finally.take());
    }

    pub(crate) fn is_main(&self) -> bool {
        matches!(self.role, Role::Main)
    }

    /// The job this coroutine works for, itself or on behalf of the code that spawned it.
    pub(crate) fn current_job(&self) -> Option<&Rc<dyn Job>> {
        match &self.role {
            Role::Main => None,
            Role::Spawned { job } | Role::Native { job, .. } => job.as_ref(),
            Role::Job(job) => Some(job),
        }
    }

    /// Whether this is the coroutine the job itself runs in.
    pub(crate) fn is_job(&self) -> bool {
        matches!(self.role, Role::Job(_))
    }

    /// Tells the job whose own coroutine this is. Returns whether it is one: how it
    /// ended is the job's own affair.
    pub(super) fn job_ended(&self) -> bool {
        if let Role::Job(job) = &self.role {
            job.ended();
        }
        self.is_job()
    }

    /// Whether a fatal error ended it.
    pub(super) fn ended_fatally(&self) -> bool {
        self.fatal.get()
    }

    /// The callbacks that are to be called now that the coroutine has ended.
    pub(super) fn take_finally(&self) -> Vec<Rc<Callable>> {
        self.finally.take()
    }

    /// Where it was spawned, unless by the extension.
    pub(crate) fn spawned_at(&self) -> Option<Place> {
        let place = self.place.take();
        self.place.set(place.clone());
        place
    }

    /// Looks at the code while it waits; `None` before it has started and when it
    /// has ended.
    pub(crate) fn look<T>(&self, look: impl FnOnce(Suspended) -> T) -> Option<T> {
        if self.is_main() {
            return Some(look(Suspended::Main));
        }
        // Not left out of its place meanwhile: memory may run out during the look,
        // which then never comes back.
        let context = self.context.take()?;
        let waits_on = Suspended::On(context.as_ptr());
        self.context.set(Some(context));
        Some(look(waits_on))
    }

    /// The name of the PHP function it runs.
    pub(crate) fn callable_name(&self) -> String {
        if let Role::Native { .. } = self.role {
            return "internal helper".to_owned();
        }
        // SAFETY: while the coroutine has not ended, the callable is alive: owned by
        // the call, or kept by the job.
        let name = unsafe {
            let callable = (*self.call.get()).callable;
            if callable.is_null() {
                return "unknown".to_owned();
            }
            Str::adopt(ffi::ta_callable_name(callable))
        };
        String::from_utf8_lossy(name.as_bytes()).into_owned()
    }

    /// The function it runs, for when that has no frame; `None` if it has ended or is
    /// no PHP function.
    pub(crate) fn outermost_frame(&self) -> Option<Frame> {
        // SAFETY: while the coroutine has not ended, the callable is alive: owned by
        // the call, or kept by the job.
        unsafe {
            let callable = (*self.call.get()).callable;
            (!callable.is_null()).then(|| Frame::of_callable(callable))
        }
    }

    /// Has `callback` called when the coroutine has ended.
    pub(crate) fn add_finally(&self, callback: Rc<Callable>) {
        self.finally.borrow_mut().push(callback);
    }

    /// Has `keeper` told when the coroutine has ended.
    pub(crate) fn add_keeper(&self, keeper: Weak<dyn Keeper>) {
        self.keepers.borrow_mut().push(keeper);
    }

    /// Tells those who keep something for it, on its own context.
    pub(super) fn part(&self) {
        if self.keepers.borrow().is_empty() {
            return;
        }
        let id = super::scheduler()
            .current()
            .filter(|_| !self.is_main())
            .map(|current| current.id());
        for keeper in self.keepers.take() {
            if let Some(keeper) = keeper.upgrade() {
                keeper.coroutine_ended(id);
            }
        }
    }

    /// Lets go of the private context, unless somebody can still ask for it: who holds
    /// the handle, or a callback that is given one.
    fn release_store(&self) {
        if !self.handle.exists() && self.finally.borrow().is_empty() {
            drop(self.store.take());
        }
    }

    /// Ends what was never started.
    pub(crate) fn discard(&self) {
        if let Role::Native { work, .. } = &self.role {
            drop(work.take());
        }
        // SAFETY: the coroutine has ended without its context ever having seen
        // the call: nobody else looks at it.
        unsafe {
            let call = &mut *self.call.get();
            if call.owns_callable {
                drop(Callable::from_raw(std::mem::replace(
                    &mut call.callable,
                    ptr::null_mut(),
                )));
            }
            if let Some(named) = NonNull::new(std::mem::replace(&mut call.named, ptr::null_mut())) {
                ffi::ta_array_release(named.as_ptr());
            }
        }
        drop(self.arguments.take());
        drop(exception::take());
    }
}

unsafe extern "C" fn prologue(call: *mut TaCall) {
    // SAFETY: the context passes the call it is about to make.
    let prepared = guarded(false, || unsafe {
        job_of(body_of(call)).prepare(&mut *call);
        true
    });
    if !prepared {
        exception::restore(exception::panicked());
    }
}

unsafe extern "C" fn epilogue(call: *mut TaCall) {
    // SAFETY: the context passes the call it has made, which lives in a body.
    guarded((), || unsafe {
        complete(body_of(call), &mut *call);
        body_of(call).part();
    });
}

fn complete(body: &Body, call: &mut TaCall) {
    let thrown = NonNull::new(call.exception).map(|object| {
        // SAFETY: the exception is alive, and owned by the call. Not dropped: a
        // fatal error that jumps over this frame must leave no reference behind.
        unsafe { ManuallyDrop::new(Obj::adopt(object.as_ptr())) }
    });
    job_of(body).complete(match (call.outcome, &thrown) {
        (TaOutcome::Threw, Some(error)) => End::Threw(error),
        (TaOutcome::Returned, _) => End::Returned,
        (TaOutcome::Fatal, _) => End::Fatal,
        _ => End::Exited,
    });
    if matches!(call.outcome, TaOutcome::Returned | TaOutcome::Threw) {
        body.release_store();
    }
    if !body.handle.exists() && matches!(call.outcome, TaOutcome::Returned | TaOutcome::Threw) {
        // Nobody can ask for the outcome: what it holds is destroyed here, where
        // destructors run like any other code of the request.
        call.outcome = TaOutcome::Returned;
        let result = std::mem::replace(&mut call.result, ManuallyDrop::new(zval::new()));
        drop(ManuallyDrop::into_inner(result));
        if let Some(error) = thrown {
            call.exception = ptr::null_mut();
            drop(ManuallyDrop::into_inner(error));
        }
    }
}

/// A result that nobody can ask for is destroyed on the context, where
/// destructors run like any other code of the coroutine.
unsafe extern "C" fn release_unwanted(call: *mut TaCall) {
    // SAFETY: the context passes the call it has made, which lives in a body.
    unsafe {
        let body = body_of(call);
        if !body.handle.exists() && (*call).outcome == TaOutcome::Returned {
            let null = ManuallyDrop::new(zval::new());
            drop(ManuallyDrop::into_inner(std::mem::replace(
                &mut (*call).result,
                null,
            )));
        }
        release_context(call);
    }
}

/// Likewise the private context, unless error handlers may come to ask for it.
unsafe extern "C" fn release_context(call: *mut TaCall) {
    // SAFETY: as above; an exception is alive while the call owns it.
    unsafe {
        let quiet = match (*call).outcome {
            TaOutcome::Returned => true,
            TaOutcome::Threw => ffi::ta_instance_of((*call).exception, errors::ROOT.entry()),
            _ => false,
        };
        if quiet {
            body_of(call).release_store();
        }
        guarded((), || body_of(call).part());
    }
}

/// Runs the Rust code of a coroutine.
unsafe extern "C" fn run_native(call: *mut TaCall) {
    // SAFETY: the context passes the call it makes, which lives in a body.
    let (body, call) = unsafe { (body_of(call), &mut *call) };
    let Role::Native { work, .. } = &body.role else {
        return;
    };
    let Some(work) = work.take() else { return };
    let outcome = catch_unwind(AssertUnwindSafe(|| work(super::scheduler())));
    match outcome {
        Ok(Ok(value)) => call.result = ManuallyDrop::new(value.into_zval()),
        Ok(Err(error)) => exception::restore(error),
        Err(_) => exception::restore(exception::panicked()),
    }
}

/// The body whose call this is.
///
/// # Safety
/// `call` is the one of a [`Body`] that is alive for `'a`.
unsafe fn body_of<'a>(call: *mut TaCall) -> &'a Body {
    // SAFETY: set in `resume` to the body, which the scheduler keeps.
    unsafe { &*(*call).owner.cast::<Body>() }
}

fn job_of(body: &Body) -> &Rc<dyn Job> {
    body.current_job()
        .expect("only calls of a job have a prologue and an epilogue")
}

impl Body {
    /// Enters the code, on a context of its own from the first time on.
    pub(super) fn resume(&self, stack_size: usize) -> Turn<Php> {
        let context = match self.context.take() {
            Some(context) => context,
            None => match Context::take(stack_size) {
                Some(context) => {
                    // SAFETY: the context is idle; the call lives in the
                    // coroutine, which the scheduler keeps until it has ended.
                    unsafe {
                        (*self.call.get()).owner = ptr::from_ref(self).cast();
                        context.begin(self.call.get());
                    }
                    context
                }
                None => {
                    context::contained(|| self.discard());
                    return Turn::Finished(no_stack());
                }
            },
        };
        if context.resume() == Progress::Suspended {
            self.context.set(Some(context));
            return Turn::Parked;
        }
        context.give_back();
        Turn::Finished(self.outcome())
    }

    /// Has memory fetched that [`Body::resume`] is going to use, `before` others from now.
    /// Each step finds what it reads fetched by the one before, and waits for nothing.
    pub(super) fn comes_up(&self, before: usize) {
        if before >= 2 {
            context::fetch(self);
            return;
        }
        let context = self.context.take();
        if let Some(context) = &context {
            context.fetch(before == 0);
        }
        self.context.set(context);
    }

    fn outcome(&self) -> Result<Value, Obj> {
        // SAFETY: the call has ended: the context does not look at it any more.
        let call = unsafe { &mut *self.call.get() };
        let result = std::mem::replace(&mut call.result, ManuallyDrop::new(value::undef()));
        let result = ManuallyDrop::into_inner(result);
        let thrown = NonNull::new(std::mem::replace(&mut call.exception, ptr::null_mut()));
        // SAFETY: the context left its reference to us; also when a fatal error
        // afterwards became the outcome.
        let thrown = thrown.map(|object| unsafe { Obj::adopt(object.as_ptr()) });
        match call.outcome {
            TaOutcome::Returned => Ok(Value::from_zval(result)),
            TaOutcome::Threw => Err(thrown.expect("what threw left an exception")),
            TaOutcome::Unwound => Ok(Value::default()),
            TaOutcome::Exited | TaOutcome::Fatal => {
                let fatal = call.outcome == TaOutcome::Fatal;
                self.fatal.set(fatal);
                let runtime = Runtime::get();
                if self.current_job().is_none()
                    && let Some(runtime) = runtime
                {
                    runtime.note_exit(result.long().unwrap_or(0), fatal);
                }
                if fatal
                    && let Role::Spawned { job: Some(job) } | Role::Native { job: Some(job), .. } =
                        &self.role
                    && let Some(runtime) = runtime
                {
                    context::contained(|| runtime.end_job(job));
                }
                Ok(Value::default())
            }
        }
    }
}

/// There is no room for the coroutine; perhaps not even for saying so.
fn no_stack() -> Result<Value, Obj> {
    let mut error = None;
    context::contained(|| error = Some(errors::no_stack()));
    error.map_or_else(|| Ok(Value::default()), Err)
}
