//! `bench coro`: what coroutines cost, against userland schedulers over PHP's Fibers and Swoole.
//!
//! Every number comes from a PHP process of its own, pinned to one core, that runs a
//! script of `benches/coro` and reports the processor time it used. Contenders take
//! turns within every round, and the order turns from round to round; ratios are
//! taken within a round, and medians are reported.

mod contender;
mod table;

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::report;
use crate::build_ext::{self, Profile};
use crate::process::say;
use contender::{Contender, Measured};

/// Arguments of `bench coro`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Only benchmarks whose script's name contains this.
    #[arg(long, value_name = "TEXT", default_value = "")]
    filter: String,
    /// Writes the whole table to docs/benchmarks.md.
    #[arg(long, conflicts_with = "filter")]
    write: bool,
}

/// One script of `benches/coro`.
struct Benchmark {
    script: &'static str,
    /// In tables: what one operation is.
    title: &'static str,
    /// Operations per measurement: long enough for the clock, short enough for a coffee.
    count: u32,
    unit: Unit,
    /// The most that is acceptable for ours, in `unit`.
    goal: Option<f64>,
}

/// What is counted per operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Processor time, user and system; measured in nanoseconds, told in microseconds.
    Time,
    /// Resident memory; measured in bytes, told in KiB.
    Memory,
}

impl Unit {
    fn tell(self, value: f64) -> f64 {
        match self {
            Self::Time => value / 1_000.0,
            Self::Memory => value / 1_024.0,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Time => "µs",
            Self::Memory => "KiB",
        }
    }
}

const BENCHMARKS: [Benchmark; 6] = [
    Benchmark {
        script: "spawn_await",
        title: "spawn and await an empty closure",
        count: 300_000,
        unit: Unit::Time,
        goal: Some(0.6),
    },
    Benchmark {
        script: "switch",
        title: "suspend and be resumed",
        count: 2_000_000,
        unit: Unit::Time,
        goal: Some(0.15),
    },
    Benchmark {
        script: "channel",
        title: "hop over a channel without room",
        count: 600_000,
        unit: Unit::Time,
        goal: Some(0.4),
    },
    Benchmark {
        script: "sleepers",
        title: "one of 10,000 that sleep 10 ms",
        count: 50_000,
        unit: Unit::Time,
        goal: None,
    },
    Benchmark {
        script: "await_all",
        title: "one of 1,000 that are awaited at once",
        count: 300_000,
        unit: Unit::Time,
        goal: None,
    },
    Benchmark {
        script: "parked",
        title: "memory of one of 10,000 that are parked",
        count: 10_000,
        unit: Unit::Memory,
        goal: Some(12.0),
    },
];

/// Parked coroutines that must fit, or be refused in words.
const MANY: u32 = 100_000;

/// Everything measured of one benchmark: per contender, per round.
struct Series {
    benchmark: &'static Benchmark,
    /// In the order of the contenders.
    values: Vec<Vec<f64>>,
}

/// Scripts that could not be run, by contender and what it lacks.
type Skips = BTreeMap<(&'static str, String), Vec<&'static str>>;

/// Builds the extension, measures everything, prints the table.
pub(super) fn run(args: &Args) -> Result<()> {
    let php = build_ext::prepare(None)?;
    let so = build_ext::build(&php, Profile::Release)?;
    let contenders = Contender::all(&php, &so);
    let chosen = |script: &str| script.contains(&args.filter);
    let mut series: Vec<Series> = BENCHMARKS
        .iter()
        .filter(|benchmark| chosen(benchmark.script))
        .map(|benchmark| Series {
            benchmark,
            values: vec![Vec::new(); contenders.len()],
        })
        .collect();
    let mut skips = Skips::new();
    for round in 0..args.rounds as usize {
        say(format!("Round {} of {}", round + 1, args.rounds));
        for one in &mut series {
            for turn in 0..contenders.len() {
                let number = (turn + round) % contenders.len();
                measure(one, number, &contenders[number], &mut skips)?;
            }
        }
    }
    let many = chosen("many")
        .then(|| many(contenders.first().context("ours comes first")?))
        .transpose()?;
    let text = table::render(args.rounds, &contenders, &series, many.as_ref(), &skips)?;
    println!("{text}");
    if args.write {
        report::write("coro", &text)?;
    }
    Ok(())
}

fn measure(
    series: &mut Series,
    number: usize,
    contender: &Contender,
    skips: &mut Skips,
) -> Result<()> {
    let Benchmark {
        script,
        count,
        unit,
        ..
    } = *series.benchmark;
    match contender.measure(script, count)? {
        Measured::Value(value) => {
            say(format!(
                "{script:12} {:12} {:>10.3} {}",
                contender.name(),
                unit.tell(value),
                unit.name()
            ));
            series.values[number].push(value);
        }
        Measured::Refused(why) => anyhow::bail!("{script} was refused: {why}"),
        Measured::Skipped(why) => {
            let scripts = skips.entry((contender.name(), why)).or_default();
            if !scripts.contains(&script) {
                scripts.push(script);
            }
        }
    }
    Ok(())
}

/// Parks [`MANY`] coroutines; a refusal is an answer as good as another, if it is one.
fn many(ours: &Contender) -> Result<Measured> {
    say(format!("Parking {MANY} coroutines"));
    ours.measure("many", MANY)
}
