//! The frames of PHP code, read without running any and without allocating from the
//! request's memory: for telling about code in the middle of which anything may be.

use std::ffi::{CStr, c_char};
use std::ptr;
use std::time::Duration;

use super::ffi::{self, TaCallable, TaFrame, zend_execute_data};
use super::place::Suspended;

/// Deeper frames are not read.
pub(crate) const MOST: usize = 32;

/// One frame.
pub(crate) struct Frame {
    /// `function` or `Class::method`; `None` for the main script.
    pub(crate) function: Option<String>,
    /// File and line that run; `None` in a function that is not written in PHP.
    pub(crate) at: Option<(String, u32)>,
}

/// The frames of the code that runs, innermost first, [`MOST`] of them at most.
pub(crate) fn running() -> Vec<Frame> {
    // SAFETY: the frames of the running code, which stand still while we look.
    read(|table, room| unsafe { ffi::ta_frames_running(table, room) })
}

/// The same for code that was interrupted in `frame`, as the engine says, so long after
/// it was to be. An internal function that has just returned is the first of them if the
/// interruption had to wait for it.
pub(crate) fn interrupted(frame: *const zend_execute_data, overdue: Duration) -> Vec<Frame> {
    let overdue = u32::try_from(overdue.as_millis()).unwrap_or(u32::MAX);
    // SAFETY: as above; the engine passes a frame of that code, or none.
    read(|table, room| unsafe { ffi::ta_frames_interrupted(frame, overdue, table, room) })
}

impl Suspended {
    /// Its frames, innermost first, [`MOST`] of them at most.
    pub(crate) fn frames(self) -> Vec<Frame> {
        // SAFETY: whoever made `self` says that the code is suspended, so its frames
        // stand still.
        read(|table, room| unsafe { ffi::ta_frames_waiting(self.context(), table, room) })
    }
}

fn read(fill: impl FnOnce(*mut TaFrame, usize) -> usize) -> Vec<Frame> {
    let mut table = [EMPTY; MOST];
    let count = fill(table.as_mut_ptr(), MOST).min(MOST);
    table[..count].iter().map(Frame::of).collect()
}

const EMPTY: TaFrame = TaFrame {
    class_name: ptr::null(),
    function: ptr::null(),
    file: ptr::null(),
    line: 0,
};

impl Frame {
    /// What a coroutine was made of, as if it ran: for functions that leave no frame.
    ///
    /// # Safety
    /// `callable` is alive.
    pub(crate) unsafe fn of_callable(callable: *const TaCallable) -> Self {
        let mut raw = EMPTY;
        // SAFETY: passed on to the caller.
        unsafe { ffi::ta_frame_of_callable(callable, &raw mut raw) };
        Self::of(&raw)
    }

    fn of(raw: &TaFrame) -> Self {
        let function = text(raw.function).map(|function| match text(raw.class_name) {
            Some(class) => format!("{class}::{function}"),
            None => function,
        });
        Self {
            function,
            at: text(raw.file).map(|file| (file, raw.line)),
        }
    }
}

/// Up to the first NUL: what follows it in the name of an anonymous class is not for
/// people.
fn text(raw: *const c_char) -> Option<String> {
    if raw.is_null() {
        return None;
    }
    // SAFETY: not null: a name of code that is on the stack, which ends with a NUL.
    let text = unsafe { CStr::from_ptr(raw) };
    Some(text.to_string_lossy().into_owned())
}
