//! A short run of every fuzz target: 15 s each, 5 min with `--full`.

use anyhow::Result;

use super::{Outcome, Setting};
use crate::fuzz;

/// Each target counts one; all are skipped when the tools are not there.
pub(super) fn run(setting: &Setting<'_>) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let seconds = if setting.args.full { 300 } else { 15 };
    let targets = fuzz::targets()?;
    let ready = if targets.is_empty() {
        Ok(())
    } else {
        fuzz::ready()
    };
    for target in &targets {
        match &ready {
            Ok(()) => outcome.check(&target.name, fuzz::run_one(target, seconds)),
            Err(why) => outcome.skip(format!("{}: {why:#}", target.name)),
        }
    }
    if targets.is_empty() {
        outcome.skip("there are no fuzz targets");
    }
    Ok(outcome)
}
