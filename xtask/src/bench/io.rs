//! `bench io`: what waiting costs: for a database, for time, and within one call.
//!
//! Servers have one core. On the other are their clients, and the database: it works
//! for both sides alike, and none of its time is theirs. Contenders take turns within
//! every round; ratios are taken within a round, and medians are reported.

mod calls;
mod database;
pub(super) mod fpm;
mod sleep;

use std::process::Command;

use anyhow::{Context, Result};
use rustix::thread::{CpuSet, sched_setaffinity};

use super::contender::Running;
use super::report;
use super::sample::{Sample, measure};
use super::usage;
use super::wrk::Mode;
use crate::build_ext::{self, Profile};
use crate::packages;
use crate::process::{self, say};

/// Arguments of `bench io`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long one measurement under load takes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// Keep-alive connections of those who want the database.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=500))]
    connections: u32,
    /// Connections to the database: most of our pool, and children of php-fpm.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=400))]
    pool: u32,
    /// Only these parts: database, sleep, calls.
    #[arg(long, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
    /// Writes the tables to docs/benchmarks.md.
    #[arg(long, conflicts_with = "only")]
    write: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Database,
    Sleep,
    Calls,
}

/// Builds the extension, measures everything, prints the tables.
pub(super) fn run(args: &Args) -> Result<()> {
    let with = |part| args.only.is_empty() || args.only.contains(&part);
    let mut needs = vec![packages::CLIENTS];
    if with(Part::Database) {
        needs.extend([packages::SERVICES, packages::WEB]);
    }
    let php = build_ext::prepare_with(None, &needs)?;
    let so = build_ext::build(&php, Profile::Release)?;
    let mut text = String::from("## Waiting\n\n");
    text.push_str(&report::provenance(&command(args))?);
    // From here on we are a client, and so is whatever does not say otherwise.
    stay_on_clients_core()?;

    if with(Part::Database) {
        text.push_str(&database::run(args, &php, &so)?);
    }
    if with(Part::Sleep) {
        text.push_str(&sleep::run(args, &php, &so)?);
    }
    if with(Part::Calls) {
        text.push_str(&calls::run(args.rounds, &php, &so)?);
    }
    println!("{text}");
    if args.write {
        report::write("io", &text)?;
    }
    Ok(())
}

fn command(args: &Args) -> String {
    format!(
        "cargo xtask bench io --rounds {} --seconds {} --connections {} --pool {}",
        args.rounds, args.seconds, args.connections, args.pool
    )
}

fn stay_on_clients_core() -> Result<()> {
    let mut cores = CpuSet::new();
    cores.set(super::CLIENT_CORE.parse().context("a core has a number")?);
    sched_setaffinity(None, &cores).context("cannot stay on the clients' core")
}

/// Runs `body`, and whatever it starts, before everything else on this machine; whether
/// the system lets us is the second that is returned.
fn undisturbed<T>(body: impl FnOnce() -> Result<T>) -> Result<(T, bool)> {
    let schedule = |how: &[&str]| {
        let own = std::process::id().to_string();
        process::capture(Command::new("chrt").args(how).arg(own))
    };
    let first = schedule(&["--fifo", "--pid", "1"]);
    if let Err(reason) = &first {
        say(format!(
            "Whatever else runs here disturbs what follows: {reason:#}"
        ));
    }
    let result = body();
    if first.is_ok() {
        schedule(&["--other", "--pid", "0"])?;
    }
    Ok((result?, first.is_ok()))
}

fn tell(name: &str, sample: Sample) {
    say(format!(
        "{name:22} {:>9.0} requests/s {:>7.2} µs, {:.0} % busy",
        sample.per_second,
        sample.cpu(),
        sample.busy() * 100.0
    ));
}

/// The load of a server of ours.
fn measure_ours(server: &Running, connections: u32, seconds: u32) -> Result<Sample> {
    measure(
        server.address,
        "/",
        Mode::Plain,
        connections,
        seconds,
        || usage::cpu(server.pid()),
    )
}
