//! `cargo xtask test`: everything that can fail, and one table at the end.
//!
//! Each suite reports how many checks passed, failed or were skipped, and why.
//! The very last line is `N passed, N failed, N skipped`; the exit status is 0
//! only when something ran and nothing failed.

mod blackbox;
mod fuzz;
mod lint;
mod outcome;
pub(crate) mod phpt;
mod rust;
mod soak;
mod stubs;
mod tidy;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::build_ext::{self, Profile};
use crate::interpreter::Interpreter;
use crate::packages;
use crate::process::say;
use crate::services::Services;
use outcome::Outcome;

/// The newest engine the extension is tested on.
const NEWEST: &str = "8.6";

/// Arguments of `test`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The suites to run [default: all].
    suites: Vec<Suite>,
    /// The PHP to test on, as major.minor; fetched when it is not installed.
    #[arg(long, value_name = "VERSION")]
    php: Option<String>,
    /// The profile to build the extension with for phpt and blackbox.
    #[arg(long, value_enum, default_value_t = Profile::Release)]
    profile: Profile,
    /// Only .phpt files whose path contains this.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Adds the long runs: minutes of fuzzing per target, and soak tests.
    #[arg(long)]
    full: bool,
}

/// One group of checks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(crate) enum Suite {
    /// rustfmt, clippy, rustdoc and dependency rules.
    Lint,
    /// This repository's own rules.
    Tidy,
    /// Unit, property and integration tests of the Rust crates.
    Rust,
    /// PHP's own test runner over crates/ta-php/tests/phpt.
    Phpt,
    /// What waits in C code, once more with opcache and the tracing JIT.
    PhptJit,
    /// The IDE stubs against the extension.
    Stubs,
    /// curl against `php server.php`.
    Blackbox,
    /// A short run of every fuzz target.
    Fuzz,
    /// Long runs, only with --full.
    Soak,
}

/// What the suites share.
pub(crate) struct Setting<'a> {
    args: &'a Args,
    suites: Vec<Suite>,
    /// `None` when no chosen suite needs one.
    php: Option<Interpreter>,
    /// `None` when no chosen suite needs them.
    services: Option<Services>,
}

impl Setting<'_> {
    /// The PHP to test on.
    fn php(&self) -> Result<&Interpreter> {
        self.php
            .as_ref()
            .context("this suite was not expected to need a PHP")
    }

    /// The databases and endpoints to test against.
    fn services(&self) -> Result<&Services> {
        self.services
            .as_ref()
            .context("this suite was not expected to need services")
    }
}

impl Suite {
    /// What runs when no suite is named.
    fn default_set(args: &Args) -> Vec<Self> {
        let all = Self::value_variants().iter().copied();
        // Another PHP changes nothing for the suites that know of none.
        let all = all.filter(|suite| args.php.is_none() || suite.needs_php());
        all.filter(|&suite| suite != Self::Soak || args.full)
            .collect()
    }

    fn needs_php(self) -> bool {
        matches!(
            self,
            Self::Lint | Self::Phpt | Self::PhptJit | Self::Stubs | Self::Blackbox | Self::Soak
        )
    }

    fn needs_services(self) -> bool {
        matches!(
            self,
            Self::Phpt | Self::PhptJit | Self::Blackbox | Self::Soak
        )
    }
}

/// Runs the suites; errors that keep a suite from running count as its failure.
pub(crate) fn run(args: &Args) -> ExitCode {
    match prepare(args) {
        Ok(setting) => run_all(&setting),
        Err(error) => {
            eprintln!("error: {error:#}");
            println!("0 passed, 1 failed, 0 skipped");
            crate::exit_code_of(&error)
        }
    }
}

fn prepare(args: &Args) -> Result<Setting<'_>> {
    let suites = if args.suites.is_empty() {
        Suite::default_set(args)
    } else {
        let all = Suite::value_variants().iter().copied();
        all.filter(|suite| args.suites.contains(suite)).collect()
    };
    let php = match &args.php {
        _ if !suites.iter().any(|suite| suite.needs_php()) => {
            packages::ensure(&[packages::LINKER])?;
            None
        }
        Some(version) => {
            packages::ensure(&[packages::TOOLCHAIN, packages::TESTING])?;
            Some(Interpreter::of_version(version)?)
        }
        None => Some(build_ext::prepare_with(
            None,
            &[packages::TESTING, packages::CLIENTS],
        )?),
    };
    if suites.contains(&Suite::Blackbox) {
        packages::ensure(&[packages::BROWSERS])?;
    }
    let services = if suites.iter().any(|suite| suite.needs_services()) {
        Some(Services::start()?)
    } else {
        None
    };
    Ok(Setting {
        args,
        suites,
        php,
        services,
    })
}

fn run_all(setting: &Setting<'_>) -> ExitCode {
    let mut outcomes = Vec::new();
    for &suite in &setting.suites {
        say(format!("Suite {}", name(suite)));
        let started = Instant::now();
        let ran = match suite {
            Suite::Lint => lint::run(setting),
            Suite::Tidy => tidy::run(),
            Suite::Rust => rust::run(),
            Suite::Phpt => phpt::run(setting, &phpt::PLAIN),
            Suite::PhptJit => phpt::run(setting, &phpt::JIT),
            Suite::Stubs => stubs::run(setting),
            Suite::Blackbox => blackbox::run(setting),
            Suite::Fuzz => fuzz::run(setting),
            Suite::Soak => soak::run(setting),
        };
        let mut outcome = ran.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            let mut outcome = Outcome::default();
            outcome.fail(format!("could not run: {error:#}"));
            outcome
        });
        outcome.name = name(suite);
        outcome.seconds = started.elapsed().as_secs_f64();
        outcomes.push(outcome);
    }
    if setting.args.suites.is_empty() && setting.args.php.is_none() {
        outcomes.push(left_out(setting));
    }
    outcome::report(&outcomes)
}

/// Names what the default run leaves out, so that a green line claims no more than it proves.
fn left_out(setting: &Setting<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    outcome.name = "not run".into();
    if setting
        .php
        .as_ref()
        .is_some_and(|php| php.minor() != NEWEST)
    {
        outcome.skip(format!(
            "phpt on PHP {NEWEST}: cargo xtask test --php {NEWEST}"
        ));
    }
    if !setting.args.full {
        outcome.skip("soak and long fuzzing: cargo xtask test --full");
    }
    outcome
}

fn name(suite: Suite) -> String {
    suite
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
