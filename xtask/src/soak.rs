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
use crate::services::Services;
use crate::{packages, paths};

/// Arguments of `soak`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long to send requests [default: 30, with --coroutines or --clients 60].
    #[arg(long, value_parser = clap::value_parser!(u64).range(3..=86_400))]
    seconds: Option<u64>,
    /// Connections open at any time [default: 256, with --clients 48].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    connections: Option<u32>,
    /// The same seed makes the same requests.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Loads the coroutine API instead of HTTP: every answer takes a crowd of coroutines.
    #[arg(long)]
    coroutines: bool,
    /// Loads PHP's clients instead: behind every answer is a database, another server, a file
    /// or a process. Peers die, waits are cancelled, and the tracing JIT is on.
    #[arg(long, conflicts_with = "coroutines")]
    clients: bool,
    /// Lets wrk have its say on socket errors afterwards, for as long again.
    #[arg(long, conflicts_with_all = ["coroutines", "clients"])]
    wrk: bool,
}

impl Default for Args {
    fn default() -> Self {
        Self {
            seconds: None,
            connections: None,
            seed: 1,
            coroutines: false,
            clients: false,
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

    /// PHP's clients under load, for the default time.
    pub(crate) fn clients() -> Self {
        Self {
            clients: true,
            ..Self::default()
        }
    }

    fn seconds(&self) -> u64 {
        let long = self.coroutines || self.clients;
        self.seconds.unwrap_or(if long { 60 } else { 30 })
    }

    fn connections(&self) -> u32 {
        // Databases start a thread or a process for each of theirs.
        self.connections
            .unwrap_or(if self.clients { 48 } else { 256 })
    }
}

/// Builds everything in release and soaks.
pub(crate) fn run(args: &Args) -> Result<()> {
    packages::ensure(&[if args.wrk {
        packages::BENCHMARK
    } else {
        packages::TESTING
    }])?;
    let clients: &[_] = if args.clients {
        &[packages::CLIENTS]
    } else {
        &[]
    };
    let php = build_ext::prepare_with(None, clients)?;
    let so = build_ext::build(&php, Profile::Release)?;
    let services = args.clients.then(Services::start).transpose()?;
    soak(&php, &so, services.as_ref(), args)
}

/// Soaks a PHP with a module that was built for it; PHP's clients need the services.
///
/// # Errors
/// When anything was lost or wrong, memory grew, or the server did not end well.
pub(crate) fn soak(
    php: &Interpreter,
    so: &Path,
    services: Option<&Services>,
    args: &Args,
) -> Result<()> {
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
        ("--connections", u64::from(args.connections())),
        ("--seed", args.seed),
    ] {
        cargo.arg(name).arg(value.to_string());
    }
    for (flag, given) in [
        ("--coroutines", args.coroutines),
        ("--clients", args.clients),
        ("--wrk", args.wrk),
    ] {
        if given {
            cargo.arg(flag);
        }
    }
    if let Some(services) = services {
        cargo.envs(services.environment());
    }
    process::run(cargo.env("TA_PHP", &php.php).env("TA_EXTENSION", so))
}
