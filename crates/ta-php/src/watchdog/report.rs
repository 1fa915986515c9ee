//! What the watchdog says, in lines of a log. The format is described in docs/async.md.

use std::fmt::Write;
use std::rc::Rc;
use std::time::Duration;

use ta_interpose::Host;
use ta_stall::LongRun;

use crate::coroutine::Coroutine;
use crate::server::journal;
use crate::server::log::Severity;
use crate::zend::frames::{Frame, MOST};
use crate::zend::place::locate;

/// `coroutine`, or main, has held the loop for so long and goes on.
pub(super) fn holds(coroutine: Option<&Rc<Coroutine>>, lasted: Duration, code: &[Frame]) {
    let mut line = format!(
        "{} has held the event loop for {} ms",
        name(coroutine),
        lasted.as_millis()
    );
    append_place(&mut line, " in ", code);
    publish(line, code);
}

/// It held the loop for so long, and has let go of it. `code` is where it waits now.
pub(super) fn held(coroutine: Option<&Rc<Coroutine>>, run: LongRun, code: &[Frame]) {
    let mut line = format!(
        "{} held the event loop for {} ms",
        name(coroutine),
        run.lasted.as_millis()
    );
    if run.known {
        line.push_str(" in all");
    } else if code.is_empty() {
        line.push_str(" and ended");
    } else {
        append_place(&mut line, " before ", code);
    }
    publish(line, code);
}

/// There is no thread for watching.
pub(super) fn cannot_watch(error: &std::io::Error) {
    let line = format!("Code that holds the event loop cannot be watched: {error}");
    publish(line, &[]);
}

fn publish(line: String, code: &[Frame]) {
    let mut lines = vec![line];
    append_stack(&mut lines, code);
    // Nothing that is called here may suspend what it is called in the middle of.
    let _unhosted = Unhosted::begin();
    journal::remark(Severity::Warn, &lines);
}

/// While it lives, calls of this thread block.
struct Unhosted(Option<&'static dyn Host>);

impl Unhosted {
    fn begin() -> Self {
        let host = ta_interpose::host_on_this_thread();
        ta_interpose::set_host(None);
        Self(host)
    }
}

impl Drop for Unhosted {
    fn drop(&mut self) {
        ta_interpose::set_host(self.0);
    }
}

fn name(coroutine: Option<&Rc<Coroutine>>) -> String {
    let Some(coroutine) = coroutine.filter(|coroutine| !coroutine.body.is_main()) else {
        return "The main coroutine".to_owned();
    };
    let number = coroutine.id().number();
    if coroutine.body.is_job() {
        return format!("A request handler (coroutine {number})");
    }
    let spawned = locate(coroutine.body.spawned_at());
    format!("Coroutine {number} (spawned at {spawned})")
}

/// The innermost function, and the innermost line.
fn append_place(line: &mut String, how: &str, code: &[Frame]) {
    let Some(innermost) = code.first() else {
        return;
    };
    line.push_str(how);
    match &innermost.function {
        Some(function) => line.push_str(&format!("{function}()")),
        None => line.push_str("{main}"),
    }
    if let Some((file, number)) = code.iter().find_map(|frame| frame.at.as_ref()) {
        // Writing to a string cannot fail.
        let _ = write!(line, " at {file}:{number}");
    }
}

/// As in the trace of an exception: each function with the line that called it.
fn append_stack(lines: &mut Vec<String>, code: &[Frame]) {
    if code.is_empty() {
        return;
    }
    let mut number = 0;
    for (place, frame) in code.iter().enumerate() {
        let Some(function) = &frame.function else {
            break;
        };
        let caller = match code.get(place + 1).and_then(|caller| caller.at.as_ref()) {
            Some((file, line)) => format!("{file}({line})"),
            None => "[internal function]".to_owned(),
        };
        lines.push(format!("#{number} {caller}: {function}()"));
        number += 1;
    }
    let last = if number < MOST { "{main}" } else { "..." };
    lines.push(format!("#{number} {last}"));
}
