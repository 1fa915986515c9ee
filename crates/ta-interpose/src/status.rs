//! What the redirected calls of this process are doing: for counters and logs.

use crate::helpers;
use crate::patch::{self, State};

/// See [`status`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// Whether calls are redirected.
    pub state: State,
    /// Helper threads that exist now, busy or not: 0 to 32.
    pub helpers: usize,
    /// Calls that wait for a free helper thread now.
    pub queued: usize,
    /// Calls that were given to helper threads since the process began.
    pub helped: u64,
}

/// How things stand in this process. Takes two locks that are never held for long; not
/// for every call, but cheap enough for a page of counters.
pub fn status() -> Status {
    let helpers = helpers::counts();
    Status {
        state: patch::state(),
        helpers: helpers.threads,
        queued: helpers.queued,
        helped: helpers.calls,
    }
}
