//! Where PHP code runs or waits: file and line, and backtraces of suspended code.

use std::ptr;

use super::ffi::{self, TaContext, zend_string, zval};
use super::value::{self, Str};

/// A line of PHP code.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) file: Str,
    /// Counted from 1.
    pub(crate) line: u32,
}

impl Place {
    /// `file:line`.
    pub(crate) fn text(&self) -> Str {
        let line = format!(":{}", self.line);
        Str::new(self.file.as_bytes()).push(line.as_bytes())
    }
}

/// `file:line` for a message, or `unknown`.
pub(crate) fn locate(place: Option<Place>) -> String {
    place.map_or_else(
        || "unknown".to_owned(),
        |place| {
            let file = String::from_utf8_lossy(place.file.as_bytes());
            format!("{file}:{}", place.line)
        },
    )
}

/// Code that waits, and can be looked at meanwhile.
#[derive(Clone, Copy)]
pub(crate) enum Suspended {
    /// The main script, while the loop runs.
    Main,
    /// A coroutine on its context.
    On(*const TaContext),
}

impl Suspended {
    /// The line that waits; `None` when no PHP code is on the stack.
    pub(crate) fn place(self) -> Option<Place> {
        // SAFETY: whoever made `self` says that the code is suspended, so its
        // frames stand still.
        read(|file, line| unsafe { ffi::ta_context_place(self.context(), file, line) })
    }

    /// What `debug_backtrace($options, $limit)` would return there: an array. Its
    /// first entry is the function that waits. A `limit` of 0 is none.
    pub(crate) fn backtrace(self, options: i64, limit: i64) -> zval {
        let mut trace = value::undef();
        // SAFETY: as in `place`; the engine fills in the array, which is ours.
        unsafe { ffi::ta_context_backtrace(self.context(), &raw mut trace, options, limit) };
        trace
    }

    pub(super) fn context(self) -> *const TaContext {
        match self {
            Self::Main => ptr::null(),
            Self::On(context) => context,
        }
    }
}

/// The innermost line of PHP code that runs now. Cheap: nothing is allocated.
pub(crate) fn executed() -> Option<Place> {
    // SAFETY: walks the frames of the code that runs.
    read(|file, line| unsafe { ffi::ta_executed_place(file, line) })
}

pub(crate) fn read(ask: impl FnOnce(*mut *mut zend_string, *mut u32)) -> Option<Place> {
    let (mut file, mut line) = (ptr::null_mut(), 0);
    ask(&raw mut file, &raw mut line);
    if file.is_null() {
        return None;
    }
    // SAFETY: the name of a file whose code is on a stack is alive.
    let file = unsafe { Str::share(file) };
    Some(Place { file, line })
}
