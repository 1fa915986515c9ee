//! The IDE stubs, compared with the extension as it was built.

use anyhow::Result;

use super::{Outcome, Setting};
use crate::{build_ext, stubs};

/// One check over all stub files.
pub(super) fn run(setting: &Setting<'_>) -> Result<Outcome> {
    let php = setting.php()?;
    let so = build_ext::build(php, setting.args.profile)?;
    let mut outcome = Outcome::default();
    outcome.check("stubs match the extension", stubs::check(php, &so));
    Ok(outcome)
}
