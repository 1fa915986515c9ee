//! `bench stream`: what a response of 64 chunks of 1 KiB costs, against hyper.
//!
//! Two kinds of handler: one has everything at hand, the other lets others
//! have a turn after each chunk, as one does that waits for what it sends.

use anyhow::Result;

use super::contender::Contender;
use super::report::{self, median};
use super::sample::{self, Sample};
use super::wrk::Mode;
use super::{strace, usage};
use crate::build_ext::{self, Profile};
use crate::process::say;

/// Arguments of `bench stream`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long one measurement takes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// Keep-alive connections.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    connections: u32,
    /// Writes the tables to docs/benchmarks.md.
    #[arg(long)]
    write: bool,
}

/// Most system calls that send, per response, that are acceptable for ours: one
/// for each of the 64 chunks and for what ends the body.
const MOST_SENDS: f64 = 65.0;

/// A response under way when the counting stops is sent but not answered.
const UNDER_WAY: f64 = 0.5;

/// The contender all ratios refer to.
const REFERENCE: &str = "hyper";

/// Everything measured of one contender with one kind of handler.
struct Series {
    contender: Contender,
    turns: bool,
    /// One per round.
    samples: Vec<Sample>,
    calls: f64,
    /// Those that send.
    sends: f64,
}

/// Builds all contenders, measures them, prints the tables.
pub(super) fn run(args: &Args) -> Result<()> {
    let mut series = Vec::new();
    for turns in [false, true] {
        for contender in contenders()? {
            let variables = [("TA_TURNS".to_owned(), u8::from(turns).to_string())];
            series.push(Series {
                contender: contender.with_environment(&variables),
                turns,
                samples: Vec::new(),
                calls: 0.0,
                sends: 0.0,
            });
        }
    }
    let count = series.len();
    for round in 0..args.rounds as usize {
        say(format!("Round {} of {}", round + 1, args.rounds));
        for turn in 0..count {
            let one = &mut series[(turn + round) % count];
            let server = one.contender.start()?;
            let sample = sample::measure(
                server.address,
                "/",
                Mode::Plain,
                args.connections,
                args.seconds,
                || usage::cpu(server.pid()),
            )?;
            server.stop()?;
            one.samples.push(sample);
        }
    }
    say("Counting system calls");
    for one in &mut series {
        let server = one.contender.start()?;
        one.calls = strace::calls_per_request(&server, Mode::Plain, args.connections)?;
        one.sends = strace::sends_per_request(&server, Mode::Plain, args.connections)?;
        server.stop()?;
    }
    let text = render(args, &series)?;
    println!("{text}");
    if args.write {
        report::write("stream", &text)?;
    }
    Ok(())
}

fn contenders() -> Result<[Contender; 3]> {
    let php = build_ext::prepare(None)?;
    let so = build_ext::build(&php, Profile::Release)?;
    let script = ["benches/stream/stream.php".to_owned()];
    let [hyper, rust] = Contender::streaming()?;
    Ok([
        Contender::script("PHP handler", &php, &so, &[], &script),
        rust,
        hyper,
    ])
}

fn render(args: &Args, series: &[Series]) -> Result<String> {
    let command = format!(
        "cargo xtask bench stream --rounds {} --seconds {} --connections {}",
        args.rounds, args.seconds, args.connections
    );
    let mut text = String::from("## Streamed responses\n\n");
    text.push_str(&report::provenance(&command)?);
    text.push_str(&format!(
        "64 chunks of 1 KiB, chunked. Server on core {}, `wrk -t1 -c{}` on core {}, loopback; {} interleaved rounds \
         of {} s, a fresh server for each measurement, medians. CPU is user + system time of the server process \
         divided by the answers wrk received; ratios are to hyper within the same round. System calls are \
         counted by strace in runs of their own; the goal is one that sends for each chunk and for the end of the \
         body, {MOST_SENDS}. PHP coroutines that stay ready have up to 64 turns before \
         sockets have theirs, so what they wrote leaves together.\n",
        super::SERVER_CORE, args.connections, super::CLIENT_CORE, args.rounds, args.seconds
    ));
    for (turns, title) in [
        (false, "Everything at hand"),
        (true, "A turn for others after each chunk"),
    ] {
        text.push_str(&format!("\n### {title}\n\n"));
        let rows: Vec<_> = series
            .iter()
            .filter(|one| one.turns == turns)
            .map(|one| row(one, series))
            .collect();
        text.push_str(&report::table(
            &[
                "",
                "requests/s",
                "CPU µs/request",
                "user",
                "system",
                "CPU × hyper",
                "syscalls/response",
                "of them sends",
            ],
            &rows,
        ));
    }
    Ok(text)
}

fn row(one: &Series, series: &[Series]) -> Vec<String> {
    let each =
        |value: fn(&Sample) -> f64| median(&one.samples.iter().map(value).collect::<Vec<_>>());
    let ratio = series
        .iter()
        .find(|other| other.turns == one.turns && other.contender.name == REFERENCE)
        .map(|reference| {
            let pairs = one.samples.iter().zip(&reference.samples);
            median(
                &pairs
                    .map(|(ours, theirs)| ours.cpu() / theirs.cpu())
                    .collect::<Vec<_>>(),
            )
        });
    let judged = if one.contender.name == REFERENCE || one.sends <= MOST_SENDS + UNDER_WAY {
        ""
    } else {
        " (missed)"
    };
    vec![
        one.contender.name.to_owned(),
        format!("{:.0}", each(|s| s.per_second)),
        format!("{:.2}", each(|s| s.cpu())),
        format!("{:.2}", each(|s| s.user)),
        format!("{:.2}", each(|s| s.system)),
        ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
        format!("{:.1}", one.calls),
        format!("{:.1}{judged}", one.sends),
    ]
}
