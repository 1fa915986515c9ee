//! `Async\Scope`: who belongs together.

use std::rc::Rc;
use std::time::Duration;

use super::awaitables::{any_token, awaitable_of};
use super::errors;
use super::functions::spawn_into;
use super::interfaces;
use super::interfaces::{AWAITABLE, SCOPE_PROVIDER};
use crate::coroutine::{Runtime, Scope, scheduler};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Debug, Definition, Function, Param, Refs, STATIC_METHOD, State, Traced, Type, function,
    references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{zend_object, zval};
use crate::zend::value::{self, Obj, Str};

/// `Async\Scope`.
pub(super) static SCOPE: Class<Handle> = Class::new();

const ITSELF: Type = Type::object(c"Async\\Scope");
const AWAITABLE_TYPE: Type = Type::object(c"Async\\Awaitable");
const CANCELLATION_TYPE: Type = Type::object(c"Async\\AsyncCancellation");
const CLOSURE: Type = Type::object(c"Closure");

static METHODS: &[Function] = &[
    function!(
        c"inherit",
        inherit,
        [Param::optional(c"parentScope", ITSELF.or_null(), c"null")],
        ITSELF,
        STATIC_METHOD
    ),
    function!(c"provideScope", provide_scope, [], ITSELF),
    function!(c"__construct", construct, [], Type::NONE),
    function!(c"asNotSafely", as_not_safely, [], ITSELF),
    function!(c"allowZombies", allow_zombies, [], ITSELF),
    function!(
        c"spawn",
        spawn,
        [
            Param::new(c"callable", CLOSURE),
            Param::variadic(c"params", Type::MIXED)
        ],
        Type::object(c"Async\\Coroutine")
    ),
    function!(
        c"cancel",
        cancel,
        [Param::optional(
            c"cancellationError",
            CANCELLATION_TYPE.or_null(),
            c"null"
        )],
        Type::VOID
    ),
    function!(
        c"awaitCompletion",
        await_completion,
        [Param::new(c"cancellation", AWAITABLE_TYPE)],
        Type::VOID
    ),
    function!(
        c"awaitAfterCancellation",
        await_after_cancellation,
        [
            Param::optional(c"errorHandler", Type::CALLABLE.or_null(), c"null"),
            Param::optional(c"cancellation", AWAITABLE_TYPE.or_null(), c"null"),
        ],
        Type::VOID
    ),
    function!(c"isFinished", is_finished, [], Type::BOOL),
    function!(c"isClosed", is_closed, [], Type::BOOL),
    function!(c"isCancelled", is_cancelled, [], Type::BOOL),
    function!(
        c"setExceptionHandler",
        set_exception_handler,
        [Param::new(c"exceptionHandler", Type::CALLABLE)],
        Type::VOID
    ),
    function!(
        c"setChildScopeExceptionHandler",
        set_child_scope_exception_handler,
        [Param::new(c"exceptionHandler", Type::CALLABLE)],
        Type::VOID
    ),
    function!(
        c"finally",
        finally,
        [Param::new(c"callback", CLOSURE)],
        Type::VOID
    ),
    function!(c"dispose", dispose, [], Type::VOID),
    function!(c"disposeSafely", dispose_safely, [], Type::VOID),
    function!(
        c"disposeAfterTimeout",
        dispose_after_timeout,
        [Param::new(c"timeout", Type::INT)],
        Type::VOID
    ),
    function!(c"getChildScopes", get_child_scopes, [], Type::ARRAY),
];

pub(super) fn register() {
    SCOPE.register_with(
        &Definition {
            methods: METHODS,
            interfaces: &[|| SCOPE_PROVIDER.entry()],
            sealed: true,
            ..Definition::named("Async\\Scope")
        },
        Some(references::<Handle>),
        Some(destroy),
    );
    SCOPE.show();
}

/// State of an `Async\Scope` object.
pub(super) struct Handle {
    pub(super) scope: Rc<Scope>,
    /// The scope ends with this object; handlers are lent one that it does not.
    owner: bool,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &SCOPE
    }

    fn fresh() -> Self {
        Self {
            scope: Scope::detached(),
            owner: true,
        }
    }
}

impl Debug for Handle {
    fn debug(&self) -> Array {
        let scope = &self.scope;
        let state = match (scope.is_closed(), scope.is_cancelled()) {
            (true, _) => "closed",
            (false, true) => "cancelled",
            (false, false) => "open",
        };
        let count = |count: usize| {
            let mut number = zval::new();
            number.set_long(i64::try_from(count).unwrap_or(i64::MAX));
            number
        };
        let mut safe = zval::new();
        safe.set_bool(scope.is_safe());
        let mut shown = Array::with_capacity(4);
        shown.put("state", value::string_zval(Str::new(state.as_bytes())));
        shown.put("safe", safe);
        shown.put("coroutines", count(scope.members().len()));
        shown.put("children", count(scope.children().len()));
        shown
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // A fresh object hands itself to the scope when it is first asked for.
        self.scope.body.handle.clear();
    }
}

/// Handlers usually hold what holds the scope. They are the scope's own as soon as
/// nobody else holds it.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        let scope = &self.scope;
        if Rc::strong_count(scope) == 1 {
            if let Some(context) = &*scope.body.store.borrow() {
                refs.object(context);
            }
            scope.body.each_callable(|callable| refs.callable(callable));
        }
    }
}

/// The last reference goes: what still runs in the scope is cancelled.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole.
    let handle = unsafe { state_of::<Handle>(object) };
    if handle.owner && Runtime::is_usable() {
        handle.scope.release(scheduler());
    }
}

/// The PHP object that stands for `scope`: always the same while it is held.
pub(crate) fn handle_of(scope: &Rc<Scope>) -> Obj {
    scope
        .body
        .handle
        .get()
        .unwrap_or_else(|| instantiate(scope, false))
}

/// A new `Async\Scope` object; the scope ends with it when it is the `owner`.
fn instantiate(scope: &Rc<Scope>, owner: bool) -> Obj {
    let object = SCOPE.instantiate(Handle {
        scope: Rc::clone(scope),
        owner,
    });
    // SAFETY: the state just made clears it when it is dropped.
    unsafe { scope.body.handle.set(object.as_ptr()) };
    object
}

/// The scope behind an `Async\Scope` object.
///
/// # Safety
/// `object` is a live instance of the class, and stays alive for `'a`.
pub(super) unsafe fn scope_of<'a>(object: *mut zend_object) -> &'a Rc<Scope> {
    // SAFETY: passed on to the caller.
    let scope = unsafe { &state_of::<Handle>(object).scope };
    if !scope.body.handle.exists() {
        // A fresh object is not known to its scope before somebody uses it.
        // SAFETY: its state clears it when it is dropped.
        unsafe { scope.body.handle.set(object) };
    }
    scope
}

fn this<'a>(call: &Call<'a>) -> &'a Rc<Scope> {
    // SAFETY: a method of the class is called with an instance of it, which the frame
    // keeps alive.
    unsafe { scope_of(call.this_object()) }
}

fn inherit(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let parent = match call.object_or_null(0, SCOPE.entry())? {
        // SAFETY: an argument of the running call is alive, and of the class.
        Some(parent) => Rc::clone(unsafe { scope_of(parent.as_ptr()) }),
        None => scheduler().current_scope(),
    };
    if parent.is_closed() {
        return Err(errors::misuse(
            "Cannot inherit from a scope that has been disposed",
        ));
    }
    call.give_object(instantiate(&Scope::child(&parent), true));
    Ok(())
}

fn provide_scope(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_this();
    Ok(())
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)
}

fn as_not_safely(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    this(call).set_safe(false);
    call.give_this();
    Ok(())
}

fn allow_zombies(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    this(call).set_safe(true);
    call.give_this();
    Ok(())
}

fn spawn(call: &Call<'_>) -> Outcome {
    call.arity(1, u32::MAX)?;
    call.closure(0)?;
    let scope = Rc::clone(this(call));
    let coroutine = spawn_into(call, Some(&scope), 0)?;
    scheduler().enqueue(&coroutine);
    call.give_object(super::coroutine_class::handle_of(&coroutine));
    Ok(())
}

fn cancel(call: &Call<'_>) -> Outcome {
    let error = interfaces::cancellation(call)?;
    let scope = this(call);
    scope.cancel(scheduler(), error, scope.is_safe());
    Ok(())
}

fn await_completion(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let token = call.object(0, AWAITABLE.entry())?;
    // SAFETY: an argument of the running call is alive.
    let token = unsafe { awaitable_of(token) }?;
    if Runtime::is_dormant() {
        token.mark_used();
        return Ok(());
    }
    this(call)
        .await_completion(scheduler(), &token)
        .map_err(exception::throw_object)
}

fn await_after_cancellation(call: &Call<'_>) -> Outcome {
    call.arity(0, 2)?;
    let handler = call.callable_or_null(0)?;
    let token = any_token(call, 1)?;
    let scope = Rc::clone(this(call));
    let waited = scope.await_after_cancellation(scheduler(), token.as_ref(), &mut |error| {
        let Some(handler) = &handler else {
            return Err(error);
        };
        let arguments = vec![
            value::object_zval(error),
            value::object_zval(handle_of(&scope)),
        ];
        handler.call(arguments).map(drop)
    });
    waited.map_err(exception::throw_object)
}

fn is_finished(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let scope = this(call);
    call.give_bool(scope.is_cancelled() || scope.is_quiet());
    Ok(())
}

fn is_closed(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(this(call).is_closed());
    Ok(())
}

fn is_cancelled(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(this(call).is_cancelled());
    Ok(())
}

fn set_exception_handler(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let handler = Rc::new(call.callable(0)?);
    let before = this(call).body.on_error.replace(Some(handler));
    drop(before);
    Ok(())
}

fn set_child_scope_exception_handler(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let handler = Rc::new(call.callable(0)?);
    let before = this(call).body.on_child_error.replace(Some(handler));
    drop(before);
    Ok(())
}

fn finally(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let callback = call.closure(0)?;
    let scope = this(call);
    if scope.is_closed() {
        let arguments = vec![value::object_zval(handle_of(scope))];
        return callback
            .call(arguments)
            .map(drop)
            .map_err(exception::throw_object);
    }
    scope.body.finally.borrow_mut().push(Rc::new(callback));
    Ok(())
}

fn dispose(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let scope = this(call);
    scope.cancel(scheduler(), None, scope.is_safe());
    Ok(())
}

fn dispose_safely(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    this(call).cancel(scheduler(), None, true);
    Ok(())
}

fn dispose_after_timeout(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let Ok(delay) = u64::try_from(call.int(0)?) else {
        return Err(call.wrong_value(0, c"must be greater than or equal to 0"));
    };
    this(call).dispose_after(scheduler(), Duration::from_millis(delay));
    Ok(())
}

fn get_child_scopes(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let children = this(call).children();
    let mut list = Array::with_capacity(children.len());
    for child in children.iter().filter(|child| !child.is_closed()) {
        list.push(value::object_zval(handle_of(child)));
    }
    call.give(list.into_zval());
    Ok(())
}
