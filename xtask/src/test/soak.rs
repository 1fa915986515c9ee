//! Long runs that only `--full` pays for, with the extension as users get it.

use anyhow::Result;

use super::{Outcome, Setting, blackbox};
use crate::build_ext::{self, Profile};
use crate::{bench, packages, soak};

/// Mixed load with every answer checked, then flat memory over a million requests.
pub(super) fn run(setting: &Setting<'_>) -> Result<Outcome> {
    packages::ensure(&[packages::BENCHMARK])?;
    let php = setting.php()?;
    let so = build_ext::build(php, Profile::Release)?;
    let mut outcome = Outcome::default();
    if blackbox::exists() {
        let load = soak::soak(php, &so, None, &soak::Args::default());
        outcome.check("30 s of mixed load", load);
        let load = soak::soak(php, &so, None, &soak::Args::coroutines(15));
        outcome.check("15 s of coroutines", load);
        if setting.args.php.is_none() {
            let services = Some(setting.services()?);
            let load = soak::soak(php, &so, services, &soak::Args::clients());
            outcome.check("60 s of PHP's clients", load);
        } else {
            outcome.skip("PHP's clients are installed for the default PHP alone");
        }
    } else {
        outcome.skip("there is no tests/blackbox");
    }
    outcome.check("memory stays flat", bench::memory::check(php, &so));
    Ok(outcome)
}
