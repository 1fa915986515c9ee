//! curl against a real `php server.php`: the crate `ta-blackbox`.

use anyhow::Result;

use super::{Outcome, Setting, rust};
use crate::{build_ext, paths, process};

/// Builds the extension and hands the tests the interpreter and the module.
pub(super) fn run(setting: &Setting<'_>) -> Result<Outcome> {
    if !exists() {
        let mut outcome = Outcome::default();
        outcome.skip("there is no tests/blackbox");
        return Ok(outcome);
    }
    let so = build_ext::build(setting.php()?, setting.args.profile)?;
    let mut cargo = process::cargo();
    cargo.args(["test", "--package", "ta-blackbox", "--no-fail-fast"]);
    cargo
        .env("TA_PHP", &setting.php()?.php)
        .env("TA_EXTENSION", &so)
        .envs(setting.services()?.environment());
    if setting.args.full {
        cargo.env("TA_FULL", "1");
    }
    rust::count(&mut cargo)
}

/// Whether the crate is there.
pub(super) fn exists() -> bool {
    paths::root().join("tests/blackbox/Cargo.toml").is_file()
}
