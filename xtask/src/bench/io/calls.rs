//! What a redirected call costs in PHP's own functions: when it does not wait, and when
//! it does.

use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use rustix::io::{FdFlags, fcntl_setfd};

use super::undisturbed;
use crate::bench::SERVER_CORE;
use crate::bench::report::{self, median};
use crate::interpreter::Interpreter;
use crate::paths;
use crate::process::{self, say};

/// What benches/io/calls.php measures.
struct Kind {
    name: &'static str,
    title: &'static str,
    /// Calls to libc in a step, as many as are redirected.
    calls: u32,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "sockets",
        title: "`socket_send`, `socket_recv`",
        calls: 2,
    },
    Kind {
        name: "streams",
        title: "`fwrite`, `fread` over sockets",
        calls: 3,
    },
    Kind {
        name: "pipes",
        title: "`fwrite`, `fread` over pipes",
        calls: 2,
    },
    Kind {
        name: "file",
        title: "`fread` of a cached file",
        calls: 1,
    },
];

/// Steps per measurement: tenths of a second, more than the clock needs.
const STEPS: u32 = 100_000;

/// Most nanoseconds that a call which does not wait may cost over the plain one.
const MOST_READY: f64 = 60.0;

/// Most nanoseconds that a wait may cost.
const MOST_WAITING: f64 = 3_000.0;

/// What one run tells: nanoseconds per step.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    plain: f64,
    ready: f64,
    /// Not of a file, which never waits.
    waiting: Option<f64>,
}

/// Measures, and tells in a section.
///
/// # Errors
/// PHP fails, or says anything but measurements.
pub(super) fn run(rounds: u32, php: &Interpreter, so: &Path) -> Result<String> {
    let (samples, _) = undisturbed(|| measure_all(rounds, php, so))?;
    Ok(render(rounds, &samples))
}

fn measure_all(rounds: u32, php: &Interpreter, so: &Path) -> Result<[Vec<Sample>; KINDS.len()]> {
    let mut samples: [Vec<Sample>; KINDS.len()] = Default::default();
    for round in 0..rounds {
        say(format!("Calls, round {} of {rounds}", round + 1));
        for (kind, samples) in KINDS.iter().zip(&mut samples) {
            let sample = measure(kind, php, so)?;
            say(format!("{:10} {sample:.0?}", kind.name));
            samples.push(sample);
        }
    }
    Ok(samples)
}

/// A PHP process of its own, on one core.
fn measure(kind: &Kind, php: &Interpreter, so: &Path) -> Result<Sample> {
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(&php.php).arg("-n");
    if php.extension_dir.join("sockets.so").is_file() {
        command.args(["-d", "extension=sockets"]);
    }
    command
        .arg("-d")
        .arg(format!("extension={}", so.display()))
        .arg(paths::root().join("benches/io/calls.php"))
        .args([kind.name, &STEPS.to_string()]);
    let pipes = pipes()?;
    command.args(pipes.iter().map(|end| end.as_raw_fd().to_string()));
    let told = process::capture(&mut command)?;
    parse(&told).with_context(|| format!("{} printed {told:?}", kind.name))
}

/// The ends of two pipes, for whatever is started while they are open.
fn pipes() -> Result<Vec<OwnedFd>> {
    let mut ends = Vec::new();
    for _ in 0..2 {
        let (read, write) = std::io::pipe().context("cannot make a pipe")?;
        ends.extend([OwnedFd::from(read), OwnedFd::from(write)]);
    }
    for end in &ends {
        fcntl_setfd(end, FdFlags::empty())?;
    }
    Ok(ends)
}

fn parse(told: &str) -> Result<Sample> {
    let value = |name: &str| -> Option<f64> {
        told.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    };
    Ok(Sample {
        plain: value("plain").context("no plain")?,
        ready: value("ready").context("no ready")?,
        waiting: value("waiting"),
    })
}

fn render(rounds: u32, samples: &[Vec<Sample>]) -> String {
    let mut text = format!(
        "\n### Redirected calls\n\n\
         One process on core {SERVER_CORE}, its user + system time by getrusage; {rounds} rounds, a fresh process for \
         each, medians. A step sends one byte to itself and receives it; “plain” is before there is an event loop. \
         What a call costs more in a coroutine is the difference, over the calls to libc that make a step. A wait is \
         what a step costs more when two coroutines send each other a byte in turns: the call that would block, the \
         wait, the switch to the other and back, and the call again.\n\n"
    );
    let rows: Vec<_> = KINDS
        .iter()
        .zip(samples)
        .map(|(kind, samples)| row(kind, samples))
        .collect();
    text.push_str(&report::table(
        &[
            "",
            "calls",
            "plain step, ns",
            "a call more, ns",
            "goal",
            "a wait more, ns",
            "goal",
        ],
        &rows,
    ));
    text
}

fn row(kind: &Kind, samples: &[Sample]) -> Vec<String> {
    let middle = |values: Vec<f64>| median(&values);
    let ready = middle(
        samples
            .iter()
            .map(|one| (one.ready - one.plain) / f64::from(kind.calls))
            .collect(),
    );
    let waits: Vec<f64> = samples
        .iter()
        .filter_map(|one| Some(one.waiting? - one.plain))
        .collect();
    let (wait, goal) = match waits.as_slice() {
        [] => ("–".to_owned(), "–".to_owned()),
        waits => (
            format!("{:.0}", median(waits)),
            judged(median(waits), MOST_WAITING),
        ),
    };
    vec![
        kind.title.to_owned(),
        kind.calls.to_string(),
        format!(
            "{:.0}",
            middle(samples.iter().map(|one| one.plain).collect())
        ),
        format!("{ready:.0}"),
        judged(ready, MOST_READY),
        wait,
        goal,
    ]
}

fn judged(value: f64, most: f64) -> String {
    let missed = if value > most + 0.5 { ", missed" } else { "" };
    format!("≤ {most}{missed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_in_lines() {
        let told = "plain=1000.00\nready=1100.50\nwaiting=4000.00";
        let sample = Sample {
            plain: 1_000.0,
            ready: 1_100.5,
            waiting: Some(4_000.0),
        };
        assert_eq!(parse(told).expect("a sample"), sample);
        let file = parse("plain=1\nready=2").expect("a sample");
        assert_eq!(file.waiting, None);
        assert!(parse("Warning: x").is_err());
    }

    #[test]
    fn costs_are_differences_per_call_and_missed_goals_are_named() {
        let sample = Sample {
            plain: 1_000.0,
            ready: 1_100.0,
            waiting: Some(4_200.0),
        };
        assert_eq!(
            row(&KINDS[0], &[sample])[1..],
            ["2", "1000", "50", "≤ 60", "3200", "≤ 3000, missed"]
        );
    }
}
