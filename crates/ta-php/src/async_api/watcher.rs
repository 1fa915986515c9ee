//! `Async\FileSystemWatcher` and the `Async\FileSystemEvent`s it yields.
//!
//! The class checks arguments and hands events out; watching is `watch`'s business.

use std::cell::OnceCell;
use std::ffi::{OsStr, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::ffi as php;
use ta_watch::{Backlog, Extensions, Quiet, Tree};
use watch::Watch;

use super::errors;
use super::interfaces::AWAITABLE;
use crate::coroutine::{Awaitable, Runtime, scheduler};
use crate::zend::call::{Call, Strings};
use crate::zend::class::{Class, Definition, Function, Param, State, Type, function, state_of};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_object, zval};
use crate::zend::iterator::{Element, Iterable, get_iterator, make_iterable};
use crate::zend::value::{self, Str};

mod event;
mod watch;

/// `Async\FileSystemWatcher`.
static WATCHER: Class<Handle> = Class::new();

static METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [
            Param::new(c"path", Type::STRING),
            Param::optional(c"recursive", Type::BOOL, c"false"),
            Param::optional(c"coalesce", Type::BOOL, c"true"),
            Param::optional(c"debounceMs", Type::INT, c"0"),
            Param::optional(c"maxHoldMs", Type::INT, c"0"),
            Param::optional(c"extensions", Type::ARRAY, c"[]"),
        ],
        Type::NONE
    ),
    function!(c"close", close, [], Type::VOID),
    function!(c"isClosed", is_closed, [], Type::BOOL),
    function!(c"getIterator", get_iterator, [], Type::object(c"Iterator")),
];

pub(super) fn register() {
    WATCHER.register(
        &Definition {
            methods: METHODS,
            interfaces: &[
                || AWAITABLE.entry(),
                // SAFETY: the engine's interface exists before any extension starts.
                || unsafe { php::zend_ce_aggregate },
            ],
            sealed: true,
            ..Definition::named("Async\\FileSystemWatcher")
        },
        None,
    );
    make_iterable(&WATCHER);
    event::register();
}

/// State of an `Async\FileSystemWatcher` object.
struct Handle {
    /// Empty until the constructor has succeeded.
    watching: OnceCell<Watching>,
}

struct Watching {
    /// As given.
    path: Str,
    watch: Rc<Watch>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &WATCHER
    }

    fn fresh() -> Self {
        Self {
            watching: OnceCell::new(),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(watching) = self.watching.get() {
            watching.watch.close();
        }
    }
}

impl Handle {
    fn watching(&self) -> Outcome<&Watching> {
        self.watching
            .get()
            .ok_or_else(|| errors::misuse("The FileSystemWatcher was not constructed"))
    }
}

/// What an `Async\FileSystemWatcher` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, WATCHER.entry()) {
            return None;
        }
        let watching = state_of::<Handle>(object).watching.get()?;
        Some(Rc::clone(&watching.watch) as Awaitable)
    }
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(1, 6)?;
    let path = call.string(0)?;
    let recursive = call.bool_or(1, false)?;
    let coalesce = call.bool_or(2, true)?;
    let quiet = milliseconds(call, 3)?;
    let longest = milliseconds(call, 4)?;
    let extensions = extensions(call, 5)?;
    let handle = call.this::<Handle>();
    if handle.watching.get().is_some() {
        return Err(errors::misuse("The FileSystemWatcher watches already"));
    }
    check_path(call, &path)?;
    let runtime = Runtime::prepare()?;
    let refused = |error: &dyn std::fmt::Display| {
        errors::misuse(&format!("Cannot watch the file system: {error}"))
    };
    let root = Path::new(OsStr::from_bytes(path.as_bytes()));
    let tree = Tree::open(root, recursive).map_err(|error| refused(&error))?;
    let quiet = quiet.map(|quiet| Quiet::new(quiet, longest));
    let watch = Watch::begin(runtime, tree, Backlog::new(coalesce), quiet, extensions)
        .map_err(|error| refused(&error))?;
    // Nothing above runs PHP code that could have been here first.
    let _ = handle.watching.set(Watching { path, watch });
    Ok(())
}

/// A duration in milliseconds; `None` for 0.
fn milliseconds(call: &Call<'_>, index: u32) -> Outcome<Option<Duration>> {
    match u64::try_from(call.int_or(index, 0)?) {
        Ok(0) => Ok(None),
        // What is longer than this would overflow the clock.
        Ok(value) if value <= u64::from(u32::MAX) => Ok(Some(Duration::from_millis(value))),
        _ => Err(call.wrong_value(index, c"must be between 0 and 4294967295")),
    }
}

fn extensions(call: &Call<'_>, index: u32) -> Outcome<Extensions> {
    let mut extensions = Extensions::default();
    if call.argc() <= index {
        return Ok(extensions);
    }
    let Strings::Many(list) = call.strings(index)? else {
        return Err(call.wrong_type(index, c"must be of type array"));
    };
    for extension in &list {
        if extensions.add(extension.as_bytes()).is_err() {
            let expected = c"must contain only extensions of 1 to 15 bytes";
            return Err(call.wrong_value(index, expected));
        }
    }
    Ok(extensions)
}

/// Refuses what `open_basedir` does not allow to look at.
fn check_path(call: &Call<'_>, path: &Str) -> Outcome {
    if path.as_bytes().contains(&0) {
        return Err(call.wrong_value(0, c"must not contain any null bytes"));
    }
    // SAFETY: the engine's strings end with a NUL byte, and this one has no other.
    let allowed = unsafe { php_check_open_basedir((&raw const (*path.as_ptr()).val).cast()) } == 0;
    if exception::is_pending() {
        return Err(exception::Thrown);
    }
    if allowed {
        Ok(())
    } else {
        Err(errors::misuse(
            "Cannot watch the file system: open_basedir does not allow the path",
        ))
    }
}

// Exported by PHP, absent from ext-php-rs' bindings. Warns and returns -1 when the
// path is not allowed.
unsafe extern "C" {
    fn php_check_open_basedir(path: *const std::ffi::c_char) -> c_int;
}

fn close(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.this::<Handle>().watching()?.watch.close();
    Ok(())
}

fn is_closed(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Handle>().watching()?.watch.is_closed());
    Ok(())
}

impl Iterable for Handle {
    type Cursor = ();

    fn next(&self, _cursor: &()) -> Outcome<Option<Element>> {
        let Watching { path, watch } = self.watching()?;
        if !scheduler().is_inside() {
            return Err(errors::misuse(
                "A FileSystemWatcher can be iterated inside a coroutine only",
            ));
        }
        let change = watch.next().map_err(exception::throw_object)?;
        Ok(change.map(|change| {
            let event = event::instantiate(path.clone(), change);
            (zval::new(), value::object_zval(event))
        }))
    }
}
