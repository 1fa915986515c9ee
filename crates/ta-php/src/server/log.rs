//! The default log sink: one plain line per record, to a PHP stream or to
//! standard error. It never loses a record to a broken stream: what cannot be
//! written there goes to standard error. Which events are worth a record is
//! decided where they happen.

mod line;

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::io::Write;

use crate::zend::class::{Class, register_int_enum};
use crate::zend::exception;
use crate::zend::ffi::{self, zend_object, zval};
use crate::zend::value::Obj;

/// `TrueAsync\LogSeverity`.
pub(crate) static SEVERITY: Class<()> = Class::new();

/// How much a record matters, in OpenTelemetry's numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// As a threshold: nothing is recorded. No record has this severity.
    Off = 0,
    Debug = 5,
    Info = 9,
    Warn = 13,
    Error = 17,
}

impl Severity {
    const ALL: [Self; 5] = [Self::Off, Self::Debug, Self::Info, Self::Warn, Self::Error];

    /// The name of the case, which is also the word in a record.
    const fn name(self) -> &'static CStr {
        match self {
            Self::Off => c"OFF",
            Self::Debug => c"DEBUG",
            Self::Info => c"INFO",
            Self::Warn => c"WARN",
            Self::Error => c"ERROR",
        }
    }

    /// The severity that a case of the enum stands for.
    ///
    /// # Safety
    /// `case` is a live case of `LogSeverity`.
    pub(super) unsafe fn of_case(case: *mut zend_object) -> Self {
        // SAFETY: passed on to the caller.
        let value = unsafe { ffi::ta_enum_value(case) };
        let found = Self::ALL
            .into_iter()
            .find(|severity| *severity as i64 == value);
        found.expect("the enum has no other cases")
    }

    /// The case of the enum.
    pub(super) fn case(self) -> Obj {
        // SAFETY: the enum is registered and has a case of that name; the engine
        // keeps the case alive, and we add a reference of our own.
        unsafe {
            Obj::share(ffi::zend_enum_get_case_cstr(
                SEVERITY.entry(),
                self.name().as_ptr(),
            ))
        }
    }
}

/// Registers the enum.
pub(super) fn register() {
    let cases = Severity::ALL.map(|severity| (severity.name(), severity as i64));
    register_int_enum(&SEVERITY, c"TrueAsync\\LogSeverity", &cases);
}

/// A threshold and a target.
pub(crate) struct Log {
    threshold: Cell<Severity>,
    /// A stream resource; `None` is standard error.
    stream: RefCell<Option<zval>>,
}

impl Log {
    /// Records nothing until a threshold is set.
    pub(super) const fn off() -> Self {
        Self {
            threshold: Cell::new(Severity::Off),
            stream: RefCell::new(None),
        }
    }

    pub(super) fn threshold(&self) -> Severity {
        self.threshold.get()
    }

    pub(super) fn set_threshold(&self, severity: Severity) {
        self.threshold.set(severity);
    }

    pub(super) fn stream(&self) -> Option<zval> {
        self.stream.borrow().as_ref().map(zval::shallow_clone)
    }

    pub(super) fn set_stream(&self, stream: Option<zval>) {
        // The old stream may close now, which can run user code: not under the borrow.
        drop(self.stream.replace(stream));
    }

    /// Whether a record of this severity would be written: ask before taking
    /// pains to put one together.
    pub(crate) fn admits(&self, severity: Severity) -> bool {
        let threshold = self.threshold.get();
        threshold != Severity::Off && severity >= threshold
    }

    /// Writes several records at once, without running any code of the script, which
    /// may be in the middle of anything. Returns false, and writes nothing, if that
    /// cannot be had: nothing is recorded at all, or the target is not a plain file.
    /// What the threshold does not admit counts as written.
    pub(super) fn record_aside(&self, severity: Severity, messages: &[String]) -> bool {
        if self.threshold.get() == Severity::Off {
            return false;
        }
        if !self.admits(severity) {
            return true;
        }
        let mut stream = self.stream();
        if let Some(stream) = &mut stream
            // SAFETY: a live resource of a stream, which may have been closed.
            && !unsafe { ffi::ta_stream_is_plain(stream) }
        {
            return false;
        }
        let now = std::time::SystemTime::now();
        let name = severity.name().to_str().unwrap_or_default();
        let mut text = Vec::new();
        for message in messages {
            text.extend(line::plain(now, name, message.as_bytes()));
        }
        if !stream.is_some_and(|mut stream| write_to(&mut stream, &text)) {
            // Nobody is left to be told when this fails too.
            let _ = std::io::stderr().write_all(&text);
        }
        true
    }

    /// Writes one record if its severity reaches the threshold. `message` may
    /// hold any bytes, they cannot break the line. Runs user code when the
    /// target is a stream written in PHP; call it with no exception pending.
    pub(crate) fn record(&self, severity: Severity, message: &[u8]) {
        if !self.admits(severity) {
            return;
        }
        let name = severity.name().to_str().unwrap_or_default();
        let line = line::plain(std::time::SystemTime::now(), name, message);
        if !self
            .stream()
            .is_some_and(|mut stream| write_to(&mut stream, &line))
        {
            // Nobody is left to be told when this fails too.
            let _ = std::io::stderr().write_all(&line);
        }
    }
}

/// Whether the stream took all of it.
fn write_to(stream: &mut zval, text: &[u8]) -> bool {
    // One that is on its way already is somebody else's.
    let is_ours = !exception::is_pending();
    let mut rest = text;
    while !rest.is_empty() {
        // SAFETY: a live resource of a stream, which may have been closed
        // meanwhile; the pointer and length describe `rest`.
        let written = unsafe { ffi::ta_stream_write(stream, rest.as_ptr(), rest.len()) };
        if is_ours && exception::take().is_some() {
            // A stream written in PHP threw. Whoever caused the record must not
            // suffer for it.
            return false;
        }
        match usize::try_from(written) {
            Ok(written) if written > 0 => rest = rest.get(written..).unwrap_or_default(),
            _ => return false,
        }
    }
    true
}
