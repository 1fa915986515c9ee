//! What a coroutine carries, and how the scheduler enters and leaves it.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::rc::Rc;

use ta_coro::{Switch, Turn};

use super::{Coroutine, Runtime};
use crate::async_api;
use crate::zend::call::Callable;
use crate::zend::context::{self, Context, Progress};
use crate::zend::exception;
use crate::zend::ffi::{self, HashTable, TaCall, TaOutcome, zend_object, zval};
use crate::zend::value::{self, Obj};

/// A value a coroutine returned.
pub(crate) struct Value(zval);

impl Drop for Value {
    fn drop(&mut self) {
        // SAFETY: we own the value; it is left unset.
        unsafe { ffi::ta_value_release(&raw mut self.0) };
    }
}

impl Value {
    pub(crate) fn null() -> Self {
        Self(zval::new())
    }

    /// Whether it could be, or lead to, the coroutine's own handle.
    fn may_hold_objects(&self) -> bool {
        self.0.is_object() || self.0.is_array() || self.0.is_reference()
    }

    /// The value in its place, for the cycle collector.
    pub(crate) fn as_ptr(&self) -> *mut zval {
        ptr::from_ref(&self.0).cast_mut()
    }

    /// Another reference to the same value.
    pub(crate) fn share(&self) -> zval {
        self.0.shallow_clone()
    }
}

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
}

/// What a coroutine carries.
pub(crate) struct Body {
    role: Role,
    context: Cell<Option<Context>>,
    call: UnsafeCell<TaCall>,
    /// Backs `call.argv`; not touched between start and end.
    arguments: RefCell<Vec<zval>>,
    /// The PHP object that stands for it, while there is one. Not counted.
    handle: Cell<*mut zend_object>,
}

impl Body {
    pub(crate) fn main() -> Self {
        Self::new(Role::Main, ptr::null_mut(), false)
    }

    /// Code given to `spawn()`.
    pub(crate) fn spawned(
        callable: Callable,
        arguments: Vec<zval>,
        named: Option<NonNull<HashTable>>,
        job: Option<Rc<dyn Job>>,
    ) -> Self {
        let mut body = Self::new(Role::Spawned { job }, callable.into_raw(), true);
        let call = body.call.get_mut();
        call.argc = u32::try_from(arguments.len()).expect("the engine counts arguments in 32 bits");
        call.epilogue = Some(release_unwanted);
        call.named = named.map_or(ptr::null_mut(), NonNull::as_ptr);
        *body.arguments.get_mut() = arguments;
        call.argv = body.arguments.get_mut().as_mut_ptr();
        body
    }

    /// Code of a job. `callable` outlives the coroutine.
    pub(crate) fn job(callable: &Callable, job: Rc<dyn Job>) -> Self {
        let mut body = Self::new(Role::Job(job), callable.as_ptr(), false);
        let call = body.call.get_mut();
        call.prologue = Some(prologue);
        call.epilogue = Some(epilogue);
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
                prologue: None,
                epilogue: None,
                owner: ptr::null(),
            }),
            arguments: RefCell::new(Vec::new()),
            handle: Cell::new(ptr::null_mut()),
        }
    }

    /// Prepares the ended body of a job for another run.
    pub(crate) fn rewind(&self) {
        // SAFETY: the call has ended: no context looks at it any more.
        let call = unsafe { &mut *self.call.get() };
        call.argc = 0;
        call.argv = ptr::null_mut();
    }

    pub(crate) fn is_main(&self) -> bool {
        matches!(self.role, Role::Main)
    }

    /// The job this coroutine works for, itself or on behalf of the code that spawned it.
    pub(crate) fn current_job(&self) -> Option<&Rc<dyn Job>> {
        match &self.role {
            Role::Main => None,
            Role::Spawned { job } => job.as_ref(),
            Role::Job(job) => Some(job),
        }
    }

    /// Whether this is the coroutine the job itself runs in.
    pub(crate) fn is_job(&self) -> bool {
        matches!(self.role, Role::Job(_))
    }

    pub(crate) fn handle(&self) -> *mut zend_object {
        self.handle.get()
    }

    pub(crate) fn set_handle(&self, handle: *mut zend_object) {
        self.handle.set(handle);
    }

    /// Ends what was never started.
    fn discard(&self) {
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
    unsafe { job_of(body_of(call)).prepare(&mut *call) }
}

unsafe extern "C" fn epilogue(call: *mut TaCall) {
    // SAFETY: the context passes the call it has made; the exception, if any, is
    // owned by the call.
    unsafe {
        let body = body_of(call);
        let call = &mut *call;
        let thrown = NonNull::new(call.exception).map(|object| Obj::share(object.as_ptr()));
        job_of(body).complete(match (call.outcome, &thrown) {
            (TaOutcome::Threw, Some(error)) => End::Threw(error),
            (TaOutcome::Returned, _) => End::Returned,
            (TaOutcome::Fatal, _) => End::Fatal,
            _ => End::Exited,
        });
        if body.handle().is_null() && matches!(call.outcome, TaOutcome::Returned | TaOutcome::Threw)
        {
            // Nobody can ask for the outcome: what it holds is destroyed here,
            // where destructors run like any other code of the request.
            call.outcome = TaOutcome::Returned;
            let result = std::mem::replace(&mut call.result, ManuallyDrop::new(zval::new()));
            drop(ManuallyDrop::into_inner(result));
            if !std::mem::replace(&mut call.exception, ptr::null_mut()).is_null() {
                ffi::ta_object_release(thrown.as_ref().map_or(ptr::null_mut(), Obj::as_ptr));
            }
        }
    }
}

/// A result that nobody can ask for is destroyed on the context, where
/// destructors run like any other code of the coroutine.
unsafe extern "C" fn release_unwanted(call: *mut TaCall) {
    // SAFETY: the context passes the call it has made, which lives in a body.
    unsafe {
        if body_of(call).handle().is_null() && (*call).outcome == TaOutcome::Returned {
            let null = ManuallyDrop::new(zval::new());
            drop(ManuallyDrop::into_inner(std::mem::replace(
                &mut (*call).result,
                null,
            )));
        }
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

/// Enters and leaves coroutines on the engine's contexts.
pub(crate) struct Php {
    pub(crate) stack_size: usize,
}

impl Switch for Php {
    type Body = Body;
    type Value = Value;
    type Error = Obj;

    fn resume(&self, coroutine: &Rc<Coroutine>) -> Turn<Self> {
        let body = &coroutine.body;
        let context = match body.context.take() {
            Some(context) => context,
            None => match Context::take(self.stack_size) {
                Some(context) => {
                    // SAFETY: the context is idle; the call lives in the
                    // coroutine, which the scheduler keeps until it has ended.
                    unsafe {
                        (*body.call.get()).owner = ptr::from_ref(body).cast();
                        context.begin(body.call.get());
                    }
                    context
                }
                None => {
                    context::contained(|| body.discard());
                    return Turn::Finished(no_stack());
                }
            },
        };
        if context.resume() == Progress::Suspended {
            body.context.set(Some(context));
            return Turn::Parked;
        }
        context.give_back();
        Turn::Finished(self.outcome(body))
    }

    fn suspend(&self, coroutine: &Rc<Coroutine>) {
        if coroutine.body.is_main() {
            Runtime::get()
                .expect("main is a coroutine of the runtime")
                .run_until_main();
        } else {
            context::suspend();
        }
    }

    fn chain(&self, error: Obj, cancellation: Obj) -> Obj {
        exception::chain(&error, cancellation);
        error
    }

    fn finished(&self, coroutine: &Rc<Coroutine>, observed: bool) {
        let body = &coroutine.body;
        if body.is_main() {
            return;
        }
        if !coroutine.is_started() {
            context::contained(|| body.discard());
        }
        let outcome = coroutine.outcome();
        if !body.handle().is_null()
            && outcome
                .as_ref()
                .is_some_and(|outcome| outcome.as_ref().map_or(true, Value::may_hold_objects))
        {
            // SAFETY: the handle takes itself out when it dies, so it is alive.
            unsafe { ffi::ta_gc_suspect(body.handle()) };
        }
        if let Some(Err(error)) = &*outcome
            && !observed
            && !body.is_job()
            && !exception::is_a(error, &async_api::errors::ROOT)
        {
            let error = error.clone();
            drop(outcome);
            if let Some(job) = body.current_job() {
                context::contained(|| job.unhandled(&error));
            } else if body.handle().is_null()
                && let Some(runtime) = Runtime::get()
            {
                context::contained(|| runtime.fail(error));
            }
        }
        if let Role::Job(job) = &body.role {
            job.ended();
        }
    }
}

/// There is no room for the coroutine; perhaps not even for saying so.
fn no_stack() -> Result<Value, Obj> {
    let mut error = None;
    context::contained(|| error = Some(async_api::errors::no_stack()));
    error.map_or_else(|| Ok(Value::null()), Err)
}

impl Php {
    fn outcome(&self, body: &Body) -> Result<Value, Obj> {
        // SAFETY: the call has ended: the context does not look at it any more.
        let call = unsafe { &mut *body.call.get() };
        let result = std::mem::replace(&mut call.result, ManuallyDrop::new(value::undef()));
        let result = ManuallyDrop::into_inner(result);
        let thrown = NonNull::new(std::mem::replace(&mut call.exception, ptr::null_mut()));
        // SAFETY: the context left its reference to us; also when a fatal error
        // afterwards became the outcome.
        let thrown = thrown.map(|object| unsafe { Obj::adopt(object.as_ptr()) });
        match call.outcome {
            TaOutcome::Returned => Ok(Value(result)),
            TaOutcome::Threw => Err(thrown.expect("what threw left an exception")),
            TaOutcome::Unwound => Ok(Value::null()),
            TaOutcome::Exited | TaOutcome::Fatal => {
                if body.current_job().is_none()
                    && let Some(runtime) = Runtime::get()
                {
                    let status = result.long().unwrap_or(0);
                    runtime.note_exit(status, call.outcome == TaOutcome::Fatal);
                }
                if call.outcome == TaOutcome::Fatal
                    && let Role::Spawned { job: Some(job) } = &body.role
                    && let Some(runtime) = Runtime::get()
                {
                    context::contained(|| runtime.end_job(job));
                }
                Ok(Value::null())
            }
        }
    }
}
