//! `bench hello`: what a hello-world answer costs, against hyper and a ceiling.
//!
//! Contenders take turns within every round, and the order turns from round to
//! round, so that a machine which gets slower or faster meanwhile does so for
//! all of them. Ratios are taken within a round; their median is reported.

use anyhow::{Result, bail};

use super::contender::Contender;
use super::report::{self, median};
use super::sample::{self, Sample};
use super::wrk::{Mode, PIPELINE};
use super::{php_contender, strace, usage};
use crate::process::say;

/// Arguments of `bench hello`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long one measurement takes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// Keep-alive connections.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1000))]
    connections: u32,
    /// Leaves contenders out, by name: php, rust, hyper, raw.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    without: Vec<String>,
    /// Skips counting system calls.
    #[arg(long)]
    no_syscalls: bool,
    /// Writes the tables to docs/benchmarks.md.
    #[arg(long)]
    write: bool,
}

/// The contender all ratios refer to.
const REFERENCE: &str = "hyper";

/// Most CPU per request that is acceptable, relative to [`REFERENCE`].
const GOALS: [(&str, Mode, f64); 4] = [
    ("Rust handler", Mode::Plain, 1.0),
    ("Rust handler", Mode::Pipelined, 0.85),
    ("PHP handler", Mode::Plain, 1.08),
    ("PHP handler", Mode::Pipelined, 1.4),
];

/// Most system calls per request that are acceptable for ours.
fn most_calls(mode: Mode) -> f64 {
    match mode {
        Mode::Plain => 2.0,
        Mode::Pipelined => 0.2,
    }
}

/// Everything measured of one contender in one mode.
struct Series {
    mode: Mode,
    name: &'static str,
    /// One per round.
    samples: Vec<Sample>,
    calls: Option<f64>,
}

/// Builds all contenders, measures them, prints the tables.
pub(super) fn run(args: &Args) -> Result<()> {
    let contenders = contenders(args)?;
    let mut series: Vec<Series> = Mode::ALL
        .iter()
        .flat_map(|&mode| {
            contenders.iter().map(move |c| Series {
                mode,
                name: c.name,
                samples: Vec::new(),
                calls: None,
            })
        })
        .collect();
    for round in 0..args.rounds {
        say(format!("Round {} of {}", round + 1, args.rounds));
        for mode in Mode::ALL {
            for turn in 0..contenders.len() {
                let contender = &contenders[(turn + round as usize) % contenders.len()];
                let sample = measure(contender, mode, args)?;
                say(format!(
                    "{:18} {:14} {:>9.0} requests/s {:>7.2} µs",
                    mode.name(),
                    contender.name,
                    sample.per_second,
                    sample.cpu()
                ));
                find(&mut series, mode, contender.name).samples.push(sample);
            }
        }
    }
    if !args.no_syscalls {
        say("Counting system calls");
        for mode in Mode::ALL {
            for contender in &contenders {
                let server = contender.start()?;
                let calls = strace::calls_per_request(&server, mode, args.connections)?;
                server.stop()?;
                find(&mut series, mode, contender.name).calls = Some(calls);
            }
        }
    }
    let text = render(args, &series)?;
    println!("{text}");
    if args.write {
        report::write("hello", &text)?;
    }
    Ok(())
}

fn contenders(args: &Args) -> Result<Vec<Contender>> {
    for name in &args.without {
        if !["php", "rust", "hyper", "raw"].contains(&name.as_str()) {
            bail!("--without {name}: php, rust, hyper or raw is expected");
        }
    }
    let with = |name: &str| !args.without.iter().any(|without| without == name);
    let mut contenders = Vec::new();
    if with("php") {
        contenders.push(php_contender()?);
    }
    if with("rust") {
        contenders.push(Contender::rust()?);
    }
    let [hyper, raw] = Contender::others()?;
    if with("hyper") {
        contenders.push(hyper);
    }
    if with("raw") {
        contenders.push(raw);
    }
    Ok(contenders)
}

fn find<'s>(series: &'s mut [Series], mode: Mode, name: &str) -> &'s mut Series {
    series
        .iter_mut()
        .find(|one| one.mode == mode && one.name == name)
        .expect("there is one per contender and mode")
}

/// A fresh server, a second to warm up, then the measurement.
fn measure(contender: &Contender, mode: Mode, args: &Args) -> Result<Sample> {
    let server = contender.start()?;
    let (connections, seconds) = (args.connections, args.seconds);
    let sample = sample::measure(server.address, "/", mode, connections, seconds, || {
        usage::cpu(server.pid())
    })?;
    server.stop()?;
    Ok(sample)
}

fn render(args: &Args, series: &[Series]) -> Result<String> {
    let mut command = format!(
        "cargo xtask bench hello --rounds {} --seconds {} --connections {}",
        args.rounds, args.seconds, args.connections
    );
    if !args.without.is_empty() {
        command.push_str(&format!(" --without {}", args.without.join(",")));
    }
    if args.no_syscalls {
        command.push_str(" --no-syscalls");
    }
    let mut text = String::from("## Hello, World!\n\n");
    text.push_str(&report::provenance(&command)?);
    text.push_str(&format!(
        "Server on core {}, `wrk -t1 -c{}` on core {}, loopback; {} interleaved rounds of {} s, a fresh server for \
         each measurement, medians. CPU is user + system time of the server process and its children divided by the \
         answers wrk received. Ratios are to hyper (current-thread runtime, `pipeline_flush`) within the same round. \
         System calls are counted by strace in a run of its own; raw epoll answers canned bytes without parsing.\n",
        super::SERVER_CORE, args.connections, super::CLIENT_CORE, args.rounds, args.seconds
    ));
    for mode in Mode::ALL {
        text.push_str(&format!("\n### {}\n\n", title(mode)));
        let mut rows = Vec::new();
        for one in series.iter().filter(|one| one.mode == mode) {
            let each = |value: fn(&Sample) -> f64| {
                median(&one.samples.iter().map(value).collect::<Vec<_>>())
            };
            let ratio = ratio(series, one);
            let goal = GOALS
                .iter()
                .find(|(name, of, _)| *name == one.name && *of == mode)
                .map(|goal| goal.2);
            rows.push(vec![
                one.name.to_owned(),
                format!("{:.0}", each(|s| s.per_second)),
                format!("{:.2}", each(|s| s.cpu())),
                format!("{:.2}", each(|s| s.user)),
                format!("{:.2}", each(|s| s.system)),
                ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
                goal.map_or("–".to_owned(), |goal| judged(goal, ratio)),
                one.calls.map_or("–".to_owned(), |calls| {
                    calls_cell(one, goal.is_some(), calls)
                }),
            ]);
        }
        text.push_str(&report::table(
            &[
                "",
                "requests/s",
                "CPU µs/request",
                "user",
                "system",
                "CPU × hyper",
                "goal",
                "syscalls/request",
            ],
            &rows,
        ));
    }
    Ok(text)
}

fn title(mode: Mode) -> String {
    match mode {
        Mode::Plain => "Plain keep-alive".to_owned(),
        Mode::Pipelined => format!("Pipelined, {PIPELINE} requests per write"),
    }
}

/// The median over the rounds of our cost divided by the reference's.
fn ratio(series: &[Series], one: &Series) -> Option<f64> {
    let reference = series
        .iter()
        .find(|other| other.mode == one.mode && other.name == REFERENCE)?;
    let pairs = one.samples.iter().zip(&reference.samples);
    Some(median(
        &pairs
            .map(|(ours, theirs)| ours.cpu() / theirs.cpu())
            .collect::<Vec<_>>(),
    ))
}

fn judged(goal: f64, ratio: Option<f64>) -> String {
    match ratio {
        Some(ratio) if ratio > goal + 0.005 => format!("≤ {goal:.2}, missed"),
        _ => format!("≤ {goal:.2}"),
    }
}

fn calls_cell(one: &Series, ours: bool, calls: f64) -> String {
    // epoll_wait is shared by all connections that are ready at once; a few
    // hundredths of a call per request are its share.
    if ours && calls > most_calls(one.mode) + 0.05 {
        format!("{calls:.2} (more than {})", most_calls(one.mode))
    } else {
        format!("{calls:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &'static str, costs: &[f64]) -> Series {
        let samples = costs
            .iter()
            .map(|&user| Sample {
                per_second: 1.0,
                user,
                system: 0.0,
            })
            .collect();
        Series {
            mode: Mode::Plain,
            name,
            samples,
            calls: None,
        }
    }

    #[test]
    fn ratios_are_paired_within_a_round() {
        // The machine got three times slower after the first round: unpaired medians would say 1.5.
        let all = [
            series("PHP handler", &[1.0, 3.0, 3.3]),
            series("hyper", &[1.0, 3.0, 3.0]),
        ];
        assert_eq!(ratio(&all, &all[0]), Some(1.0));
        assert_eq!(ratio(&all[..1], &all[0]), None, "no reference");
    }

    #[test]
    fn a_missed_goal_is_named() {
        assert_eq!(judged(1.08, Some(1.08)), "≤ 1.08");
        assert_eq!(judged(1.08, Some(1.2)), "≤ 1.08, missed");
    }
}
