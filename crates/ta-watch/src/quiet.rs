//! Waiting for a burst of changes to be over.

use std::time::{Duration, Instant};

use crate::Change;

/// Holds changes back until there was none for a while, and then tells of all of
/// them at once.
#[derive(Debug)]
pub struct Quiet {
    quiet: Duration,
    longest: Option<Duration>,
    burst: Option<Burst>,
}

#[derive(Debug)]
struct Burst {
    began: Instant,
    latest: Instant,
    renamed: bool,
    changed: bool,
}

impl Quiet {
    /// A burst ends when nothing has changed for `quiet`, or `longest` after its
    /// first change.
    pub fn new(quiet: Duration, longest: Option<Duration>) -> Self {
        Self {
            quiet,
            longest,
            burst: None,
        }
    }

    /// Notes a change.
    pub fn note(&mut self, change: &Change, now: Instant) {
        let burst = self.burst.get_or_insert(Burst {
            began: now,
            latest: now,
            renamed: false,
            changed: false,
        });
        burst.latest = now;
        burst.renamed |= change.renamed;
        burst.changed |= change.changed;
    }

    /// When the burst will be over, if nothing else happens.
    pub fn deadline(&self) -> Option<Instant> {
        let burst = self.burst.as_ref()?;
        let calm = burst.latest + self.quiet;
        Some(match self.longest {
            Some(longest) => calm.min(burst.began + longest),
            None => calm,
        })
    }

    /// What the burst was, once it is over.
    pub fn take(&mut self, now: Instant) -> Option<Change> {
        if self.deadline()? > now {
            return None;
        }
        self.burst.take().map(|burst| Change {
            name: None,
            renamed: burst.renamed,
            changed: burst.changed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(renamed: bool) -> Change {
        Change {
            name: Some("a".into()),
            renamed,
            changed: !renamed,
        }
    }

    #[test]
    fn a_burst_ends_when_nothing_has_changed_for_a_while() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut quiet = Quiet::new(Duration::from_millis(50), None);
        assert_eq!(quiet.deadline(), None);
        quiet.note(&change(true), at(0));
        quiet.note(&change(false), at(40));
        assert_eq!(quiet.deadline(), Some(at(90)));
        assert_eq!(quiet.take(at(89)), None);
        assert_eq!(quiet.take(at(90)), Some(Change::UNKNOWN));
        assert_eq!(quiet.take(at(200)), None);
    }

    #[test]
    fn a_burst_does_not_last_longer_than_allowed() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut quiet = Quiet::new(Duration::from_millis(50), Some(Duration::from_millis(120)));
        for ms in [0, 40, 80, 110] {
            quiet.note(&change(false), at(ms));
        }
        assert_eq!(quiet.deadline(), Some(at(120)));
        let told = quiet.take(at(120)).expect("it is over");
        assert!(told.changed && !told.renamed && told.name.is_none());
        quiet.note(&change(false), at(130));
        assert_eq!(quiet.deadline(), Some(at(180)));
    }
}
