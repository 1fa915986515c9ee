//! Long runs that only `--full` pays for.

use anyhow::Result;

use super::{Outcome, Setting};
use crate::bench;

/// Flat memory over a million requests, with the extension as users get it.
pub(super) fn run(_setting: &Setting<'_>) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    outcome.check("memory stays flat", bench::memory::check());
    Ok(outcome)
}
