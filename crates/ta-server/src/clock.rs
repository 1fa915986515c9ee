//! The time as one worker knows it: milliseconds for deadlines, the `date`
//! field for answers. Asked once each time a connection wakes up, not for each
//! request.

use std::cell::{Cell, Ref, RefCell};
use std::time::{Duration, Instant, SystemTime};

use ta_http1::DateCache;

/// A deadline that never comes.
pub(crate) const NEVER: u64 = u64::MAX;

pub(crate) struct Clock {
    start: Instant,
    now: Cell<u64>,
    date: RefCell<DateCache>,
    /// When `date` stops being right.
    date_until: Cell<u64>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        let clock = Self {
            start: Instant::now(),
            now: Cell::new(0),
            date: RefCell::new(DateCache::new()),
            date_until: Cell::new(0),
        };
        clock.refresh();
        clock
    }

    /// Looks at the real clock.
    pub(crate) fn refresh(&self) {
        let now = millis(self.start.elapsed());
        self.now.set(now);
        if now >= self.date_until.get() {
            self.refresh_date(now);
        }
    }

    #[cold]
    fn refresh_date(&self, now: u64) {
        let time = SystemTime::now();
        self.date.borrow_mut().update(time);
        let spent = time
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.subsec_millis());
        // One second at most, so a clock that was set is noticed soon.
        self.date_until.set(now + u64::from(1000 - spent));
    }

    /// Milliseconds since the worker started, as of the last refresh.
    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    /// The deadline `timeout` milliseconds from now; 0 is [`NEVER`].
    pub(crate) fn after(&self, timeout: u64) -> u64 {
        if timeout == 0 {
            NEVER
        } else {
            self.now().saturating_add(timeout)
        }
    }

    /// The value of the `date` field, as of the last refresh.
    pub(crate) fn date(&self) -> Ref<'_, [u8; 29]> {
        Ref::map(self.date.borrow(), DateCache::as_bytes)
    }
}

/// A timeout in milliseconds, rounded up so that it is never early.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1000)).unwrap_or(NEVER)
}

/// A setting in milliseconds, 0 for never.
pub(crate) fn timeout(setting: Option<Duration>) -> u64 {
    setting.map_or(0, millis)
}
