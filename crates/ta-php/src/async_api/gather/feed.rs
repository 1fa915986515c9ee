//! Where triggers come from: arrays, which are known at once, and traversable objects,
//! which a coroutine of their own walks.

use std::cell::RefCell;
use std::rc::Rc;

use super::keys::Keys;
use super::results::Gathered;
use crate::async_api::interfaces::AWAITABLE;
use crate::async_api::{awaitables, errors};
use crate::coroutine::{Awaitable, Php, Runtime, Scheduler, Scope, Value};
use crate::zend::elements::{ArrayWalk, ObjectWalk};
use crate::zend::exception;
use crate::zend::ffi::{self, zval};
use crate::zend::value::Obj;

type Gather = ta_coro::Gather<Php>;

/// The triggers in an array, and their keys.
///
/// # Errors
/// An element is none: nothing has happened then.
pub(super) fn known(mut array: ArrayWalk) -> Result<(Keys, Vec<Awaitable>), Obj> {
    let mut keys = Keys::with_capacity(array.len());
    let mut triggers = Vec::with_capacity(array.len());
    while let Some((key, value)) = array.next() {
        if let Some(trigger) = trigger(&value)? {
            keys.push(&key)?;
            triggers.push(trigger);
        }
    }
    Ok((keys, triggers))
}

/// Has a coroutine walk `source` while the running one waits for what it gives.
///
/// # Errors
/// What the wait fails with, an exception of the source included.
pub(super) fn walked(
    runtime: &Runtime,
    source: ObjectWalk,
    gather: Rc<Gather>,
) -> Result<Gathered, Obj> {
    if let Err(obstacle) = runtime.has_room() {
        let message = format!("Cannot create a coroutine: {obstacle}");
        return Err(errors::async_exception(&message));
    }
    let scheduler = runtime.scheduler();
    let feed = Rc::new(Feed {
        source: RefCell::new(Some(source)),
        keys: RefCell::default(),
        held: RefCell::default(),
        gather,
    });
    // What the source spawns belongs to whoever waits, one level down.
    let scope = Scope::child(&scheduler.current_scope());
    let walker = scheduler.spawn_work(&scope, {
        let feed = Rc::clone(&feed);
        move |scheduler| {
            if let Err(error) = feed.walk(scheduler) {
                feed.gather.abort(scheduler, error);
            }
            Ok(Value::default())
        }
    });
    walker.observe();
    let settled = feed.gather.wait(scheduler);
    // The source goes with whoever uses it: the walker, if it waits inside.
    let left = (feed.source.take(), feed.held.take());
    drop(left);
    if !walker.is_finished() {
        scheduler.cancel(&walker, errors::cancellation("Coroutine cancelled"));
    }
    settled.map(|settled| Gathered::new(feed.keys.take(), settled))
}

struct Feed {
    /// Taken out while it is asked.
    source: RefCell<Option<ObjectWalk>>,
    keys: RefCell<Keys>,
    /// The triggers themselves: a coroutine whose object is gone forgets its result.
    held: RefCell<Vec<zval>>,
    gather: Rc<Gather>,
}

impl Feed {
    /// Adds what the source gives until that is enough.
    fn walk(&self, scheduler: &Scheduler) -> Result<(), Obj> {
        loop {
            let taken = self.source.take();
            let Some(mut source) = taken else {
                return Ok(());
            };
            let Some((key, value)) = source.next()? else {
                self.gather.complete(scheduler);
                return Ok(());
            };
            if self.gather.is_over() {
                return Ok(());
            }
            if let Some(trigger) = trigger(&value)? {
                self.keys.borrow_mut().push(&key)?;
                self.held.borrow_mut().push(value);
                if !self.gather.add(scheduler, trigger) {
                    return Ok(());
                }
            }
            drop(key);
            self.source.replace(Some(source));
        }
    }
}

/// What an element stands for; nothing for null.
fn trigger(element: &zval) -> Result<Option<Awaitable>, Obj> {
    let element = element.dereference();
    if element.is_null() {
        return Ok(None);
    }
    // SAFETY: an object that the element holds, and a registered class.
    let is_trigger =
        element.is_object() && unsafe { ffi::ta_instance_of(element.value.obj, AWAITABLE.entry()) };
    if !is_trigger {
        return Err(errors::async_exception(
            "Expected item to be an Async\\Awaitable object",
        ));
    }
    // SAFETY: as above.
    match unsafe { awaitables::awaitable_of(element.value.obj) } {
        Ok(trigger) => Ok(Some(trigger)),
        Err(exception::Thrown) => Err(exception::take()
            .unwrap_or_else(|| errors::async_exception("The object cannot be awaited"))),
    }
}
