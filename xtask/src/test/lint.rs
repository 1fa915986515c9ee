//! rustfmt, clippy, rustdoc and, where it is installed, cargo-deny.

use anyhow::Result;

use super::{Outcome, Setting};
use crate::fuzz;
use crate::process;

/// Every check counts one.
pub(super) fn run(setting: &Setting<'_>) -> Result<Outcome> {
    let mut outcome = Outcome::default();

    let mut fmt = process::cargo();
    outcome.check(
        "cargo fmt",
        process::run(fmt.args(["fmt", "--all", "--check"])),
    );
    for manifest in fuzz::manifests() {
        let mut fmt = process::cargo();
        fmt.args(["fmt", "--check", "--manifest-path"])
            .arg(&manifest);
        outcome.check("cargo fmt of the fuzz targets", process::run(&mut fmt));
    }

    // The whole workspace, the extension included: it needs to know its PHP, and
    // so its own target directory.
    let target = crate::build_ext::target_dir(setting.php()?);
    let mut clippy = process::cargo();
    clippy
        .args(["clippy", "--workspace", "--all-targets", "--target-dir"])
        .arg(&target);
    setting.php()?.pass_to(&mut clippy);
    outcome.check(
        "cargo clippy",
        process::run(clippy.args(["--", "-D", "warnings"])),
    );

    let mut doc = process::cargo();
    doc.args([
        "doc",
        "--no-deps",
        "--document-private-items",
        "--exclude",
        "ta-php",
        "--workspace",
    ]);
    outcome.check(
        "cargo doc",
        process::run(doc.env("RUSTDOCFLAGS", "-D warnings")),
    );

    if process::which("cargo-deny").is_some() {
        let mut deny = process::cargo();
        // Advisories need a database from the network: not here, not on every machine.
        outcome.check(
            "cargo deny",
            process::run(deny.args(["deny", "check", "bans", "licenses", "sources"])),
        );
    } else {
        outcome.skip("cargo-deny is not installed");
    }
    Ok(outcome)
}
