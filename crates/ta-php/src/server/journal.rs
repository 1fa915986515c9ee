//! Remarks about the process rather than a request. They go to the log of the server
//! that runs; without one, or where its log cannot take them, to PHP's error log.
//!
//! They may be made in the middle of any code, so no code of the script runs for them.

use std::cell::RefCell;
use std::ffi::CString;
use std::io::Write;

use super::config::Config;
use super::log::Severity;
use crate::zend::class::state_of;
use crate::zend::context;
use crate::zend::ffi;
use crate::zend::value::Obj;

thread_local! {
    /// Configurations of the servers that run on this thread, in the order they started.
    static OPEN: RefCell<Vec<Obj>> = const { RefCell::new(Vec::new()) };
}

/// A server runs from now on. `config` is an `HttpServerConfig`.
pub(super) fn open(config: &Obj) {
    OPEN.with_borrow_mut(|open| open.push(config.clone()));
}

/// It has stopped.
pub(super) fn close(config: &Obj) {
    let closed = OPEN.with_borrow_mut(|open| {
        let place = open.iter().rposition(|one| one.as_ptr() == config.as_ptr());
        place.map(|place| open.remove(place))
    });
    // Not under the borrow.
    drop(closed);
}

/// The request ends, perhaps because a fatal error has jumped over the end of a server.
pub(crate) fn request_ended() {
    drop(OPEN.take());
}

/// Writes down `lines`, of the newest server if several run.
pub(crate) fn remark(severity: Severity, lines: &[String]) {
    let newest = OPEN.with_borrow(|open| open.last().cloned());
    let written = newest.is_some_and(|config| {
        // SAFETY: an instance of the class, alive while we hold it.
        let settings = unsafe { state_of::<Config>(config.as_ptr()) };
        settings.log().record_aside(severity, lines)
    });
    if written {
        return;
    }
    // A fatal error for want of memory must not come in the middle of that code.
    let has_room = context::memory_has_room();
    for line in lines {
        let line = line.replace(|c: char| c.is_control(), "?");
        match CString::new(line) {
            // SAFETY: a string with its NUL, which outlives the call.
            Ok(line) if has_room => unsafe { ffi::ta_log_warning(line.as_ptr()) },
            // Control characters are gone, and a NUL was one.
            Err(_) => {}
            Ok(line) => {
                // Nobody is left to be told when this fails too.
                let _ = writeln!(std::io::stderr(), "{}", line.to_string_lossy());
            }
        }
    }
}
