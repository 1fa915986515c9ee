//! Deadlines, in order of time and then of creation.
//!
//! A tree and not a heap, because waits that end early take their deadline with
//! them and must leave nothing behind.

use std::collections::BTreeMap;
use std::time::Instant;

/// Names an armed timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerKey {
    at: Instant,
    sequence: u64,
}

impl TimerKey {
    pub(crate) fn deadline(self) -> Instant {
        self.at
    }
}

/// Armed timers, each carrying a `T`.
pub(crate) struct Timers<T> {
    armed: BTreeMap<TimerKey, T>,
    sequence: u64,
}

impl<T> Timers<T> {
    pub(crate) fn new() -> Self {
        Self {
            armed: BTreeMap::new(),
            sequence: 0,
        }
    }

    pub(crate) fn arm(&mut self, at: Instant, what: T) -> TimerKey {
        self.sequence += 1;
        let key = TimerKey {
            at,
            sequence: self.sequence,
        };
        self.armed.insert(key, what);
        key
    }

    pub(crate) fn disarm(&mut self, key: TimerKey) -> Option<T> {
        self.armed.remove(&key)
    }

    pub(crate) fn earliest(&self) -> Option<Instant> {
        self.armed.first_key_value().map(|(key, _)| key.at)
    }

    /// Takes the first timer that is due.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<T> {
        let entry = self.armed.first_entry()?;
        (entry.key().at <= now).then(|| entry.remove())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.armed.values()
    }

    pub(crate) fn take(&mut self) -> BTreeMap<TimerKey, T> {
        std::mem::take(&mut self.armed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn timers_fire_by_deadline_and_then_by_creation() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::new();
        timers.arm(at(5), 'c');
        timers.arm(at(3), 'a');
        timers.arm(at(3), 'b');
        let gone = timers.arm(at(1), 'x');
        timers.disarm(gone);

        assert_eq!(timers.earliest(), Some(at(3)));
        assert_eq!(timers.pop_due(at(2)), None);
        assert_eq!(timers.pop_due(at(4)), Some('a'));
        assert_eq!(timers.pop_due(at(4)), Some('b'));
        assert_eq!(timers.pop_due(at(4)), None);
        assert_eq!(timers.pop_due(at(5)), Some('c'));
        assert_eq!(timers.earliest(), None);
    }
}
