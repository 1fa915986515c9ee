//! `cargo xtask soak`: long concurrent load on a PHP server, every answer checked.
//!
//! Builds the extension as users get it and hands it to the load generator of
//! `tests/blackbox`, which judges: no socket error, no wrong byte, flat memory,
//! an orderly end.

use std::path::Path;

use anyhow::Result;

use crate::build_ext::{self, Profile};
use crate::interpreter::Interpreter;
use crate::process::{self, say};
use crate::{packages, paths};

/// Arguments of `soak`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long to send requests [default: 30, with --coroutines 60].
    #[arg(long, value_parser = clap::value_parser!(u64).range(3..=86_400))]
    seconds: Option<u64>,
    /// Connections open at any time.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    connections: u32,
    /// The same seed makes the same requests.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Loads the coroutine API instead of HTTP: every answer takes a crowd of coroutines.
    #[arg(long)]
    coroutines: bool,
    /// Lets wrk have its say on socket errors afterwards, for as long again.
    #[arg(long, conflicts_with = "coroutines")]
    wrk: bool,
}

impl Default for Args {
    fn default() -> Self {
        Self {
            seconds: None,
            connections: 256,
            seed: 1,
            coroutines: false,
            wrk: false,
        }
    }
}

impl Args {
    /// The coroutine API under load, for so many seconds.
    pub(crate) fn coroutines(seconds: u64) -> Self {
        Self {
            seconds: Some(seconds),
            coroutines: true,
            ..Self::default()
        }
    }

    fn seconds(&self) -> u64 {
        self.seconds
            .unwrap_or(if self.coroutines { 60 } else { 30 })
    }
}

/// Builds everything in release and soaks.
pub(crate) fn run(args: &Args) -> Result<()> {
    packages::ensure(&[if args.wrk {
        packages::BENCHMARK
    } else {
        packages::TESTING
    }])?;
    let php = build_ext::prepare(None)?;
    let so = build_ext::build(&php, Profile::Release)?;
    soak(&php, &so, args)
}

/// Soaks a PHP with a module that was built for it.
///
/// # Errors
/// When anything was lost or wrong, memory grew, or the server did not end well.
pub(crate) fn soak(php: &Interpreter, so: &Path, args: &Args) -> Result<()> {
    say(format!(
        "Soaking PHP {} ({}) for {} s",
        php.version,
        php.build_id,
        args.seconds()
    ));
    let mut cargo = process::cargo();
    // A debug client would be the bottleneck.
    cargo.args(["run", "--quiet", "--release", "--package", "ta-blackbox"]);
    cargo.arg("--target-dir").arg(paths::target());
    cargo.args(["--bin", "soak", "--"]);
    for (name, value) in [
        ("--seconds", args.seconds()),
        ("--connections", u64::from(args.connections)),
        ("--seed", args.seed),
    ] {
        cargo.arg(name).arg(value.to_string());
    }
    for (flag, given) in [("--coroutines", args.coroutines), ("--wrk", args.wrk)] {
        if given {
            cargo.arg(flag);
        }
    }
    process::run(cargo.env("TA_PHP", &php.php).env("TA_EXTENSION", so))
}
