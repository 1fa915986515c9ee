//! `cargo test` over everything that needs no PHP, counted by reading libtest.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Outcome, blackbox};
use crate::process;

/// Runs the workspace's tests.
pub(super) fn run() -> Result<Outcome> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    // These need an interpreter: the phpt and blackbox suites have them.
    cargo.args(["--exclude", "ta-php"]);
    if blackbox::exists() {
        cargo.args(["--exclude", "ta-blackbox"]);
    }
    count(&mut cargo)
}

/// Runs a `cargo test`, shows its output as it comes, and counts its tests.
pub(super) fn count(command: &mut Command) -> Result<Outcome> {
    let shown = process::display(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let stdout = child.stdout.take().context("stdout was piped")?;
    let mut tally = Tally::default();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        tally.line(&String::from_utf8_lossy(&line));
    }
    let status = child.wait()?;
    Ok(tally.outcome(status.success(), &shown))
}

/// Adds up libtest's own summaries.
#[derive(Default)]
struct Tally {
    outcome: Outcome,
    names: Vec<String>,
}

impl Tally {
    fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("test result: ") {
            for part in rest.split(['.', ';']).map(str::trim) {
                let Some((number, what)) = part.split_once(' ') else {
                    continue;
                };
                let Ok(number) = number.parse::<u64>() else {
                    continue;
                };
                match what {
                    "passed" => self.outcome.passed += number,
                    "failed" => self.outcome.failed += number,
                    "ignored" => self.outcome.skipped += number,
                    _ => {}
                }
            }
        } else if let Some(name) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.strip_suffix(" ... FAILED"))
        {
            self.names.push(name.to_owned());
        }
    }

    fn outcome(mut self, success: bool, shown: &str) -> Outcome {
        self.outcome.name_failures(self.names);
        if !success && self.outcome.failed == 0 {
            // A compile error or a crash of the test process: libtest said nothing.
            self.outcome.fail(format!(
                "`{shown}` failed without a failing test: see its output"
            ));
        }
        self.outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_all_test_binaries_are_added_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test a ... ok",
            "test b::c ... FAILED",
            "test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.10s",
        ] {
            tally.line(line);
        }
        let outcome = tally.outcome(false, "cargo test");
        assert_eq!((outcome.passed, outcome.failed, outcome.skipped), (6, 1, 1));
    }

    #[test]
    fn a_compile_error_counts_as_a_failure() {
        let outcome = Tally::default().outcome(false, "cargo test");
        assert_eq!(outcome.failed, 1);
    }
}
