//! `Async\FileSystemEvent`: one change, as PHP code sees it.

use std::os::unix::ffi::OsStrExt;

use ta_watch::Change;

use crate::zend::class::{Class, Definition, Property, Slot, State, Type};
use crate::zend::ffi::zval;
use crate::zend::value::{self, Obj, Str};

/// `Async\FileSystemEvent`.
static EVENT: Class<Event> = Class::new();

static PATH: Slot = Slot::new();
static FILENAME: Slot = Slot::new();
static RENAMED: Slot = Slot::new();
static CHANGED: Slot = Slot::new();

static PROPERTIES: &[Property] = &[
    Property::readonly(c"path", Type::STRING, &PATH),
    Property::readonly(c"filename", Type::STRING.or_null(), &FILENAME),
    Property::readonly(c"renamed", Type::BOOL, &RENAMED),
    Property::readonly(c"changed", Type::BOOL, &CHANGED),
];

pub(super) fn register() {
    EVENT.register(
        &Definition {
            properties: PROPERTIES,
            sealed: true,
            is_readonly: true,
            ..Definition::named("Async\\FileSystemEvent")
        },
        None,
    );
}

/// All that an event knows is in its properties.
struct Event;

impl State for Event {
    fn class() -> &'static Class<Self> {
        &EVENT
    }

    fn fresh() -> Self {
        Self
    }
}

/// The event that tells of `change` below the watched `path`.
pub(super) fn instantiate(path: Str, change: Change) -> Obj {
    let event = EVENT.instantiate(Event);
    let filename = change.name.map_or_else(zval::new, |name| {
        value::string_zval(Str::new(name.as_bytes()))
    });
    for (slot, value) in [
        (&PATH, value::string_zval(path)),
        (&FILENAME, filename),
        (&RENAMED, boolean(change.renamed)),
        (&CHANGED, boolean(change.changed)),
    ] {
        // SAFETY: the object is new and of the class that declares the properties.
        unsafe { slot.fill(&event, value) };
    }
    event
}

fn boolean(value: bool) -> zval {
    let mut result = zval::new();
    result.set_bool(value);
    result
}
