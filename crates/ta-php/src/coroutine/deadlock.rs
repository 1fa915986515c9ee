//! Telling who waits for what when nothing can run any more.

use std::fmt::Write;

use super::{Coroutine, Scheduler};
use crate::zend::place::{Suspended, locate};
use crate::zend::{context, ffi};

/// Prints, to the script's output, every coroutine that waits: where it was
/// spawned, where it stands and what for. No effect with `async.debug_deadlock=0`.
pub(super) fn report(scheduler: &Scheduler) {
    // SAFETY: reads an ini setting of the active request.
    if !unsafe { ffi::ta_ini_bool(c"async.debug_deadlock".as_ptr()) } {
        return;
    }
    let text = describe(scheduler);
    // Output handlers are code of the script.
    context::contained(|| {
        // SAFETY: the text outlives the call.
        unsafe { ffi::ta_print(text.as_ptr(), text.len()) }
    });
}

fn describe(scheduler: &Scheduler) -> String {
    let waiting = scheduler.coroutines();
    let mut text = String::from("\n=== DEADLOCK REPORT START ===\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "Coroutines waiting: {}, active_events: {}",
        waiting.len(),
        scheduler.live()
    );
    for coroutine in &waiting {
        let _ = writeln!(text);
        paragraph(&mut text, coroutine);
    }
    text.push_str("=== DEADLOCK REPORT END ===\n");
    text
}

fn paragraph(text: &mut String, coroutine: &Coroutine) {
    let body = &coroutine.body;
    let spawned = locate(body.spawned_at());
    let suspended = locate(body.look(Suspended::place).flatten());
    let name = if body.is_main() {
        "main".to_owned()
    } else {
        body.callable_name()
    };
    let _ = writeln!(text, "Coroutine {}: {name}", coroutine.id().number());
    let _ = writeln!(text, "  spawned at {spawned}");
    let _ = writeln!(text, "  suspended at {suspended}");
    let awaited = coroutine.awaiting();
    let awaited = awaited.as_deref().unwrap_or("nothing that could happen");
    let _ = writeln!(text, "  waiting for: {awaited}");
}
