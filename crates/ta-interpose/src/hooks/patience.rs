//! Waiting for what nothing tells of: looking again, less and less often.

use std::time::{Duration, Instant};

use crate::host::{Call, Host, Wait, Waited};

const FIRST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(50);

/// The pauses of one call.
pub(crate) struct Patience {
    host: &'static dyn Host,
    call: Call,
    pause: Duration,
}

impl Patience {
    pub(crate) fn new(host: &'static dyn Host, call: Call) -> Self {
        Self {
            host,
            call,
            pause: FIRST,
        }
    }

    /// Suspends for a while, but not beyond `limit`.
    ///
    /// # Errors
    /// The errno with which the call has to end.
    pub(crate) fn pause(&mut self, limit: Option<Instant>) -> Result<(), i32> {
        let end = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(LONGEST);
        let waited = self.host.wait(Wait {
            call: self.call,
            set: &[],
            deadline: Some(limit.map_or(end, |limit| limit.min(end))),
        });
        match waited {
            Waited::Ready | Waited::TimedOut | Waited::Interrupted | Waited::Closed(_) => Ok(()),
            Waited::Cancelled => Err(libc::ECANCELED),
            Waited::Refused(reason) => Err(reason),
        }
    }
}
