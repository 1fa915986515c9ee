//! What `Async\TaskGroup` and `Async\TaskSet` have in common: their state, adding
//! tasks, closing, waiting, iterating. The two classes differ in how results are
//! collected, and in what becomes of delivered ones.

use std::cell::OnceCell;
use std::marker::PhantomData;
use std::rc::Rc;

use ext_php_rs::ffi as php;
use ta_coro::{Key, Limits, Retention, Walk};

use super::errors;
use super::future_class::future_object;
use super::interfaces;
use super::scope_class::{SCOPE, scope_of};
use crate::coroutine::{Awaitable, Body, Php, Runtime, Scope, scheduler};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{Class, Param, Refs, State, Traced, Type, state_of};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_class_entry, zend_object, zval};
use crate::zend::iterator::{Element, Iterable};
use crate::zend::value::{self, Obj, Str};

mod keeper;
mod unstarted;

use keeper::Keeper;
use unstarted::Unstarted;

type Group = ta_coro::Group<Php>;
pub(super) type Future = Rc<ta_coro::Future<Php>>;

const INT_OR_NULL: Type = Type::INT.or_null();

/// Parameters of the constructors.
pub(super) const CONSTRUCT_PARAMS: [Param; 3] = [
    Param::optional(c"concurrency", INT_OR_NULL, c"null"),
    Param::optional(c"queueLimit", INT_OR_NULL, c"null"),
    Param::optional(c"scope", Type::object(c"Async\\Scope").or_null(), c"null"),
];
/// Parameters of `spawn()`.
pub(super) const SPAWN_PARAMS: [Param; 2] = [
    Param::new(c"task", Type::CALLABLE),
    Param::variadic(c"args", Type::MIXED),
];
/// Parameters of `spawnWithKey()`.
pub(super) const SPAWN_WITH_KEY_PARAMS: [Param; 3] = [
    Param::new(c"key", Type::STRING.or(Type::INT)),
    Param::new(c"task", Type::CALLABLE),
    Param::variadic(c"args", Type::MIXED),
];
/// Parameters of `finally()`.
pub(super) const FINALLY_PARAMS: [Param; 1] = [Param::new(c"callback", Type::object(c"Closure"))];
/// Parameters of the method that collects everything.
pub(super) const ALL_PARAMS: [Param; 1] = [Param::optional(c"ignoreErrors", Type::BOOL, c"false")];
pub(super) const FUTURE: Type = Type::object(c"Async\\Future");
pub(super) const ITERATOR: Type = Type::object(c"Iterator");

/// Interfaces of both classes.
pub(super) static INTERFACES: &[fn() -> *mut zend_class_entry] = &[
    || super::interfaces::AWAITABLE.entry(),
    // SAFETY: the engine's interfaces exist for the life of the process.
    || unsafe { php::zend_ce_countable },
    // SAFETY: as above.
    || unsafe { php::zend_ce_aggregate },
];

/// Which of the two.
pub(super) trait Kind: Sized + 'static {
    const NAME: &'static str;
    const RETENTION: Retention;

    fn class() -> &'static Class<Tasks<Self>>;
}

/// State of the objects.
pub(super) struct Tasks<K: Kind> {
    /// Set by the constructor.
    core: OnceCell<Core>,
    kind: PhantomData<K>,
}

struct Core {
    group: Rc<Group>,
    keeper: Rc<Keeper>,
}

impl<K: Kind> State for Tasks<K> {
    fn class() -> &'static Class<Self> {
        K::class()
    }

    fn fresh() -> Self {
        Self {
            core: OnceCell::new(),
            kind: PhantomData,
        }
    }
}

impl<K: Kind> Tasks<K> {
    fn core(&self) -> Outcome<&Core> {
        let missing = || errors::misuse(&format!("{} has not been constructed", K::NAME));
        self.core.get().ok_or_else(missing)
    }
}

impl<K: Kind> Drop for Tasks<K> {
    fn drop(&mut self) {
        if let Some(core) = self.core.get() {
            core.keeper.object_gone();
        }
    }
}

/// Results, errors and callbacks usually hold what holds the group. They are the
/// object's own as soon as no task runs and nobody else holds the group.
impl<K: Kind> Traced for Tasks<K> {
    fn trace(&self, refs: &Refs) {
        if let Some(core) = self.core.get()
            && Rc::strong_count(&core.group) == 1
        {
            core.group
                .each_held(&mut |value| refs.value(value), &mut |error| {
                    refs.object(error);
                });
            core.keeper.trace(refs);
        }
    }
}

/// The last reference goes: what still runs is cancelled, and errors that nobody
/// has heard of go to the scope. Callbacks for the end are called first: they keep
/// the object until then.
pub(super) unsafe extern "C" fn destroy<K: Kind>(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole.
    let Some(core) = unsafe { state_of::<Tasks<K>>(object) }.core.get() else {
        return;
    };
    if !Runtime::is_usable() {
        return;
    }
    let group = Rc::clone(&core.group);
    if core.keeper.outlive(object) {
        group.dismiss(scheduler());
    } else {
        group.abandon(scheduler());
    }
}

/// What an object of the class stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of<K: Kind>(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, K::class().entry()) {
            return None;
        }
        let core = state_of::<Tasks<K>>(object).core.get()?;
        Some(Rc::clone(&core.group) as Awaitable)
    }
}

/// The group of the running method's object.
pub(super) fn this<K: Kind>(call: &Call<'_>) -> Outcome<Rc<Group>> {
    let core = call.this::<Tasks<K>>().core()?;
    Ok(Rc::clone(&core.group))
}

/// [`this`] for methods without parameters.
pub(super) fn bare<K: Kind>(call: &Call<'_>) -> Outcome<Rc<Group>> {
    call.arity(0, 0)?;
    this::<K>(call)
}

/// Returns `future`.
pub(super) fn give(call: &Call<'_>, future: &Future) -> Outcome {
    call.give_object(future_object(future));
    Ok(())
}

/// An array of what was kept under keys.
pub(super) fn array_of(elements: impl ExactSizeIterator<Item = (Key, zval)>) -> zval {
    let mut array = Array::with_capacity(elements.len());
    for (key, value) in elements {
        match key {
            Key::Index(index) => array.set_index(index, value),
            Key::Name(name) => array.set(&Str::new(&name), value),
        }
    }
    array.into_zval()
}

pub(super) fn construct<K: Kind>(call: &Call<'_>) -> Outcome {
    call.arity(0, 3)?;
    let concurrency = limit(call, 0)?.unwrap_or(0);
    let queue = limit(call, 1)?.unwrap_or_else(|| concurrency.saturating_mul(2));
    let given = call.object_or_null(2, SCOPE.entry())?;
    // SAFETY: an argument of the running call is alive, and of the class.
    let given = given.map(|scope| unsafe {
        (
            Rc::clone(scope_of(scope.as_ptr())),
            Obj::share(scope.as_ptr()),
        )
    });
    let (scope, handle) = match given {
        Some((scope, _)) if scope.is_closed() => {
            return Err(errors::misuse(&format!(
                "Cannot create a {} in a scope that has been disposed",
                K::NAME
            )));
        }
        Some((scope, handle)) => (scope, Some(handle)),
        None => (Scope::child(&scheduler().current_scope()), None),
    };
    let keeper = Rc::new(Keeper::new(call.this_object(), handle));
    let limits = Limits { concurrency, queue };
    let owner = Rc::clone(&keeper) as Rc<dyn ta_coro::Owner<Php>>;
    let group = Group::new(scope, limits, K::RETENTION, owner);
    let core = Core { group, keeper };
    match call.this::<Tasks<K>>().core.set(core) {
        Ok(()) => Ok(()),
        Err(_) => Err(errors::misuse(&format!(
            "{} has been constructed already",
            K::NAME
        ))),
    }
}

/// A number of tasks at `index`; `None` for null.
fn limit(call: &Call<'_>, index: u32) -> Outcome<Option<usize>> {
    // SAFETY: only looked at when it was given.
    if index >= call.argc() || unsafe { (*call.raw(index)).dereference().is_null() } {
        return Ok(None);
    }
    match u32::try_from(call.int(index)?) {
        Ok(limit) => Ok(Some(limit as usize)),
        Err(_) => Err(call.wrong_value(index, c"must be between 0 and 4294967295")),
    }
}

pub(super) fn spawn<K: Kind>(call: &Call<'_>) -> Outcome {
    call.arity(1, u32::MAX)?;
    add(call, &this::<K>(call)?, None, 0)
}

pub(super) fn spawn_with_key<K: Kind>(call: &Call<'_>) -> Outcome {
    call.arity(2, u32::MAX)?;
    let key = match call.string_or_int(0)? {
        Ok(name) => key_of(name.as_bytes()),
        Err(index) => Key::Index(index),
    };
    add(call, &this::<K>(call)?, Some(key), 1)
}

/// Decimal names are numbers, as in every PHP array.
fn key_of(name: &[u8]) -> Key {
    let number = std::str::from_utf8(name)
        .ok()
        .and_then(|text| text.parse::<i64>().ok())
        .filter(|number| *number != i64::MIN && number.to_string().as_bytes() == name);
    number.map_or_else(|| Key::Name(name.into()), Key::Index)
}

/// Adds the callable at `task` with the arguments behind it.
fn add(call: &Call<'_>, group: &Rc<Group>, key: Option<Key>, task: u32) -> Outcome {
    let callable = call.callable(task)?;
    let runtime = Runtime::launch()?;
    let scheduler = runtime.scheduler();
    // Made here, where the spawner's line is known, even when it starts much later.
    let body = Body::spawned(callable, call.rest(task + 1), call.take_named()).kept();
    let body = Unstarted::new(body);
    let task = Box::new(move |_: &_| body.start(runtime));
    group
        .spawn(scheduler, key, task)
        .map_err(exception::throw_object)
}

pub(super) fn cancel<K: Kind>(call: &Call<'_>) -> Outcome {
    let error = interfaces::cancellation(call)?;
    this::<K>(call)?.cancel(scheduler(), error);
    Ok(())
}

pub(super) fn close<K: Kind>(call: &Call<'_>) -> Outcome {
    bare::<K>(call)?.close(scheduler());
    Ok(())
}

pub(super) fn dispose<K: Kind>(call: &Call<'_>) -> Outcome {
    bare::<K>(call)?.dispose(scheduler());
    Ok(())
}

pub(super) fn is_finished<K: Kind>(call: &Call<'_>) -> Outcome {
    call.give_bool(bare::<K>(call)?.is_finished());
    Ok(())
}

pub(super) fn is_closed<K: Kind>(call: &Call<'_>) -> Outcome {
    call.give_bool(bare::<K>(call)?.is_closed());
    Ok(())
}

pub(super) fn count<K: Kind>(call: &Call<'_>) -> Outcome {
    let count = bare::<K>(call)?.len();
    call.give_int(i64::try_from(count).unwrap_or(i64::MAX));
    Ok(())
}

pub(super) fn await_completion<K: Kind>(call: &Call<'_>) -> Outcome {
    let waited = bare::<K>(call)?.await_completion(scheduler());
    waited.map_err(exception::throw_object)
}

pub(super) fn finally<K: Kind>(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let callback = call.closure(0)?;
    let core = call.this::<Tasks<K>>().core()?;
    if core.group.has_ended() {
        // SAFETY: `$this` is alive.
        let this = value::object_zval(unsafe { Obj::share(call.this_object()) });
        let called = callback.call(vec![this]);
        return called.map(drop).map_err(exception::throw_object);
    }
    core.keeper.add(Rc::new(callback));
    Ok(())
}

pub(super) fn get_iterator<K: Kind>(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    // SAFETY: the engine's Error class exists for the life of the process.
    let class = unsafe { php::zend_ce_error };
    let message = format!(
        "An object of class {} is not a traversable object in an invalid state",
        K::NAME
    );
    Err(exception::throw(class, &message))
}

impl<K: Kind> Iterable for Tasks<K> {
    type Cursor = OnceCell<Walk<Php>>;

    fn next(&self, cursor: &Self::Cursor) -> Outcome<Option<Element>> {
        let group = &self.core()?.group;
        let next = cursor.get_or_init(|| group.walk()).next(scheduler());
        let Some((key, outcome)) = next.map_err(exception::throw_object)? else {
            return Ok(None);
        };
        let key = match key {
            Key::Index(index) => {
                let mut key = zval::new();
                key.set_long(index);
                key
            }
            Key::Name(name) => value::string_zval(Str::new(&name)),
        };
        let (result, error) = match outcome {
            Ok(value) => (value.into_zval(), zval::new()),
            Err(error) => (zval::new(), value::object_zval(error)),
        };
        let mut pair = Array::with_capacity(2);
        pair.push(result);
        pair.push(error);
        Ok(Some((key, pair.into_zval())))
    }
}
