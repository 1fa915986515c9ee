//! `Async\Context`: values that belong to a scope or to a coroutine.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use super::errors;
use crate::coroutine::{Coroutine, Scope, Value};
use crate::zend::call::{Call, Key};
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, State, Traced, Type, function, references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::value::Obj;

/// `Async\Context`.
static CONTEXT: Class<Store> = Class::new();

const KEY: Type = Type::STRING.or(Type::ANY_OBJECT);
const ITSELF: Type = Type::object(c"Async\\Context");

static METHODS: &[Function] = &[
    function!(c"find", find, [Param::new(c"key", KEY)], Type::MIXED),
    function!(c"get", get, [Param::new(c"key", KEY)], Type::MIXED),
    function!(c"has", has, [Param::new(c"key", KEY)], Type::BOOL),
    function!(
        c"findLocal",
        find_local,
        [Param::new(c"key", KEY)],
        Type::MIXED
    ),
    function!(
        c"getLocal",
        get_local,
        [Param::new(c"key", KEY)],
        Type::MIXED
    ),
    function!(
        c"hasLocal",
        has_local,
        [Param::new(c"key", KEY)],
        Type::BOOL
    ),
    function!(
        c"set",
        set,
        [
            Param::new(c"key", KEY),
            Param::new(c"value", Type::MIXED),
            Param::optional(c"replace", Type::BOOL, c"false"),
        ],
        ITSELF
    ),
    function!(c"unset", unset, [Param::new(c"key", KEY)], ITSELF),
];

pub(super) fn register() {
    CONTEXT.register(
        &Definition {
            methods: METHODS,
            sealed: true,
            ..Definition::named("Async\\Context")
        },
        Some(references::<Store>),
    );
}

/// State of a context.
#[derive(Default)]
struct Store {
    values: RefCell<HashMap<Name, Entry>>,
    /// Whose contexts are looked at next; none for a coroutine's.
    scope: Option<Weak<Scope>>,
}

/// What a value is stored under.
#[derive(PartialEq, Eq, Hash, Clone)]
enum Name {
    Text(Box<[u8]>),
    /// An object's address; the entry keeps the object.
    Object(usize),
}

struct Entry {
    value: Value,
    key: Option<Obj>,
}

impl State for Store {
    fn class() -> &'static Class<Self> {
        &CONTEXT
    }

    fn fresh() -> Self {
        Self::default()
    }
}

impl Traced for Store {
    fn trace(&self, refs: &Refs) {
        for entry in self.values.borrow().values() {
            refs.value(&entry.value);
            if let Some(key) = &entry.key {
                refs.object(key);
            }
        }
    }
}

/// The context of `scope`: always the same.
pub(super) fn of_scope(scope: &Rc<Scope>) -> Obj {
    kept_in(&scope.body.store, || Store {
        values: RefCell::default(),
        scope: Some(Rc::downgrade(scope)),
    })
}

/// The context of `coroutine`: always the same.
pub(super) fn of_coroutine(coroutine: &Coroutine) -> Obj {
    kept_in(&coroutine.body.store, Store::default)
}

/// The context in `place`, made now if need be. No borrow is held while the engine
/// makes an object: memory may run out, and the borrow would never end.
fn kept_in(place: &RefCell<Option<Obj>>, make: impl FnOnce() -> Store) -> Obj {
    if let Some(context) = &*place.borrow() {
        return context.clone();
    }
    let context = CONTEXT.instantiate(make());
    place.replace(Some(context.clone()));
    context
}

impl Store {
    fn own(&self, name: &Name) -> Option<Value> {
        let values = self.values.borrow();
        values.get(name).map(|entry| entry.value.clone())
    }

    /// Here, then in the contexts of the scopes above.
    fn anywhere(&self, name: &Name) -> Option<Value> {
        if let Some(value) = self.own(name) {
            return Some(value);
        }
        let scope = self.scope.as_ref()?.upgrade()?;
        if scope.is_closed() {
            // Only the object is left of it.
            return None;
        }
        let mut at = scope.parent().cloned();
        while let Some(scope) = at {
            if let Some(context) = &*scope.body.store.borrow() {
                // SAFETY: made by `of_scope`, and held by the scope.
                let store = unsafe { state_of::<Self>(context.as_ptr()) };
                if let Some(value) = store.own(name) {
                    return Some(value);
                }
            }
            at = scope.parent().cloned();
        }
        None
    }
}

fn name_of(key: &Key) -> Name {
    match key {
        Key::Text(text) => Name::Text(text.as_bytes().into()),
        Key::Object(object) => Name::Object(object.as_ptr() as usize),
    }
}

fn key_at(call: &Call<'_>) -> Outcome<Name> {
    call.arity(1, 1)?;
    Ok(name_of(&call.string_or_object(0)?))
}

fn give_or_null(call: &Call<'_>, found: Option<Value>) -> Outcome {
    if let Some(value) = found {
        call.give(value.into_zval());
    }
    Ok(())
}

fn give_or_throw(call: &Call<'_>, found: Option<Value>) -> Outcome {
    let Some(value) = found else {
        let what = match call.string_or_object(0)? {
            Key::Text(text) => {
                format!("key \"{}\"", String::from_utf8_lossy(text.as_bytes()))
            }
            Key::Object(object) => format!("key of class {}", exception::class_of(&object)),
        };
        let message = format!("The context has no value under the {what}");
        return Err(exception::throw_object(errors::context(&message)));
    };
    call.give(value.into_zval());
    Ok(())
}

fn find(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    give_or_null(call, call.this::<Store>().anywhere(&name))
}

fn get(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    give_or_throw(call, call.this::<Store>().anywhere(&name))
}

fn has(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    call.give_bool(call.this::<Store>().anywhere(&name).is_some());
    Ok(())
}

fn find_local(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    give_or_null(call, call.this::<Store>().own(&name))
}

fn get_local(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    give_or_throw(call, call.this::<Store>().own(&name))
}

fn has_local(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    call.give_bool(call.this::<Store>().own(&name).is_some());
    Ok(())
}

fn set(call: &Call<'_>) -> Outcome {
    call.arity(2, 3)?;
    let key = call.string_or_object(0)?;
    let value = Value::from_zval(call.copy(1));
    let replace = call.bool_or(2, false)?;
    let name = name_of(&key);
    let store = call.this::<Store>();
    if !replace && store.values.borrow().contains_key(&name) {
        return Err(errors::misuse(
            "Context key already exists and replace is false",
        ));
    }
    let key = match key {
        Key::Text(_) => None,
        Key::Object(object) => Some(object),
    };
    let before = store.values.borrow_mut().insert(name, Entry { value, key });
    // What was replaced goes with no borrow held: its destructor may look here.
    drop(before);
    call.give_this();
    Ok(())
}

fn unset(call: &Call<'_>) -> Outcome {
    let name = key_at(call)?;
    let before = call.this::<Store>().values.borrow_mut().remove(&name);
    drop(before);
    call.give_this();
    Ok(())
}
