//! `bench bodies`: what an upload of 1 MiB costs: whole, piece by piece, as a form
//! with a file; against hyper, which reads it and drops it. And what the multipart
//! parser alone makes of file content.
//!
//! Contenders take turns within every round; ratios are taken within a round, and
//! their median is reported.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::contender::Contender;
use super::report::{self, median};
use super::sample::{self, Sample};
use super::{usage, wrk};
use crate::build_ext::{self, Profile};
use crate::process::{self, say};
use crate::{bench, paths};

/// Arguments of `bench bodies`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long one measurement takes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// Keep-alive connections.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=500))]
    connections: u32,
    /// Leaves the PHP handlers out.
    #[arg(long)]
    without_php: bool,
    /// Writes the tables to docs/benchmarks.md.
    #[arg(long, conflicts_with = "without_php")]
    write: bool,
}

/// Bytes of one upload.
const SIZE: usize = 1 << 20;

/// Most CPU per upload that is acceptable for a whole body, relative to hyper.
const GOAL: f64 = 1.2;

/// Least GB/s of file content through the parser that is acceptable.
const PARSER_GOAL: f64 = 2.0;

/// One way to take an upload.
struct Way {
    name: &'static str,
    contender: Contender,
    path: &'static str,
    form: bool,
    goal: Option<f64>,
    samples: Vec<Sample>,
}

/// Builds all contenders, measures them, prints the tables.
pub(super) fn run(args: &Args) -> Result<()> {
    let mut ways = ways(args)?;
    let body = wrk::write_script("body.lua", &script("application/octet-stream", "", ""))?;
    let form = wrk::write_script(
        "form.lua",
        &script(
            "multipart/form-data; boundary=XX",
            "--XX\\r\\nContent-Disposition: form-data; name=\\\"f\\\"; filename=\\\"f\\\"\\r\\n\\r\\n",
            "\\r\\n--XX--\\r\\n",
        ),
    )?;
    for round in 0..args.rounds as usize {
        say(format!("Round {} of {}", round + 1, args.rounds));
        for turn in 0..ways.len() {
            let at = (turn + round) % ways.len();
            let way = &mut ways[at];
            let script = if way.form { &form } else { &body };
            let sample = measure(way, script, args)?;
            say(format!(
                "{:22} {:>7.0} uploads/s {:>7.1} µs",
                way.name,
                sample.per_second,
                sample.cpu()
            ));
            way.samples.push(sample);
        }
    }
    let text = render(args, &ways, &parser()?)?;
    println!("{text}");
    if args.write {
        report::write("bodies", &text)?;
    }
    Ok(())
}

fn ways(args: &Args) -> Result<Vec<Way>> {
    let way = |name, contender, path, form, goal| Way {
        name,
        contender,
        path,
        form,
        goal,
        samples: Vec::new(),
    };
    let rust = Contender::uploads;
    let mut ways = vec![
        way("hyper", Contender::hyper_drop()?, "/", false, None),
        way("Rust, whole", rust("Rust")?, "/whole", false, Some(GOAL)),
        way("Rust, streamed", rust("Rust")?, "/read", false, None),
        way("Rust, form", rust("Rust")?, "/form", true, None),
    ];
    if !args.without_php {
        let php = build_ext::prepare(None)?;
        let so = build_ext::build(&php, Profile::Release)?;
        let script = ["benches/bodies/server.php".to_owned()];
        let handler = |streaming: &str| {
            let variable = ("TA_STREAMING".to_owned(), streaming.to_owned());
            Contender::script("PHP", &php, &so, &[], &script).with_environment(&[variable])
        };
        ways.extend([
            way("PHP, getBody()", handler("0"), "/whole", false, None),
            way("PHP, readBody()", handler("1"), "/read", false, None),
            way("PHP, getFile()", handler("0"), "/form", true, None),
        ]);
    }
    Ok(ways)
}

/// A wrk script that uploads [`SIZE`] bytes between `front` and `back`, which are Lua.
fn script(media_type: &str, front: &str, back: &str) -> String {
    format!(
        "wrk.method = \"POST\"\n\
         wrk.headers[\"Content-Type\"] = \"{media_type}\"\n\
         wrk.body = \"{front}\" .. string.rep(\"0123456789abcdef\", {SIZE} / 16) .. \"{back}\"\n"
    )
}

/// A fresh server, a second to warm up, then the measurement.
fn measure(way: &Way, script: &Path, args: &Args) -> Result<Sample> {
    let server = way.contender.start()?;
    let sample = sample::measure_with(
        args.seconds,
        || usage::cpu(server.pid()),
        |seconds| {
            wrk::load_with(
                server.address,
                way.path,
                Some(script),
                args.connections,
                seconds,
            )
        },
    )?;
    server.stop()?;
    Ok(sample)
}

/// What the benchmark of the parser says of one kind of content.
#[derive(Debug, PartialEq)]
struct Speed {
    what: String,
    best: f64,
    median: f64,
}

/// Runs the benchmark of the parser on the servers' core.
fn parser() -> Result<Vec<Speed>> {
    say("Measuring the multipart parser");
    let mut command = Command::new("taskset");
    command
        .args(["-c", bench::SERVER_CORE])
        .arg(process::cargo().get_program())
        .args(["bench", "--package", "ta-codec", "--bench", "multipart"])
        .arg("--target-dir")
        .arg(paths::target())
        .current_dir(paths::root());
    let text = process::capture(&mut command)?;
    let speeds: Vec<_> = text.lines().filter_map(read_speed).collect();
    (!speeds.is_empty())
        .then_some(speeds)
        .with_context(|| format!("the benchmark of the parser printed:\n{text}"))
}

/// Reads `random bytes  chunks of 64 KiB:  1.0 GB/s at best,  0.9 median`.
fn read_speed(line: &str) -> Option<Speed> {
    let (what, numbers) = line.split_once(": ")?;
    let (best, median) = numbers.split_once(" GB/s at best, ")?;
    Some(Speed {
        what: what
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(" chunks", ", chunks"),
        best: best.trim().parse().ok()?,
        median: median.strip_suffix(" median")?.trim().parse().ok()?,
    })
}

fn render(args: &Args, ways: &[Way], speeds: &[Speed]) -> Result<String> {
    let mut command = format!(
        "cargo xtask bench bodies --rounds {} --seconds {} --connections {}",
        args.rounds, args.seconds, args.connections
    );
    if args.without_php {
        command.push_str(" --without-php");
    }
    let mut text = String::from("## Request bodies\n\n");
    text.push_str(&report::provenance(&command)?);
    text.push_str(&format!(
        "Uploads of 1 MiB with a Content-Length, `wrk -t1 -c{}` on core {}, server on core {}, loopback; {} interleaved \
         rounds of {} s, a fresh server for each measurement, medians. CPU is user + system time of all threads of the \
         server process divided by the answers wrk received. hyper reads the body frame by frame and drops it; ratios are \
         to that within the same round. Forms have one file, which is written to the directory for temporary files and \
         deleted.\n\n",
        args.connections, super::CLIENT_CORE, super::SERVER_CORE, args.rounds, args.seconds
    ));
    let reference = &ways[0].samples;
    let rows: Vec<_> = ways
        .iter()
        .map(|way| {
            let each = |value: fn(&Sample) -> f64| {
                median(&way.samples.iter().map(value).collect::<Vec<_>>())
            };
            let pairs = way.samples.iter().zip(reference);
            let ratios: Vec<_> = pairs.map(|(one, other)| one.cpu() / other.cpu()).collect();
            let ratio = median(&ratios);
            vec![
                way.name.to_owned(),
                format!("{:.0}", each(|s| s.per_second)),
                format!("{:.1}", each(|s| s.cpu())),
                format!("{:.1}", each(|s| s.user)),
                format!("{:.1}", each(|s| s.system)),
                format!("{ratio:.2}"),
                way.goal.map_or("–".to_owned(), |goal| judged(goal, ratio)),
            ]
        })
        .collect();
    text.push_str(&report::table(
        &[
            "",
            "uploads/s",
            "CPU µs/upload",
            "user",
            "system",
            "CPU × hyper",
            "goal",
        ],
        &rows,
    ));
    text.push_str(&format!(
        "\nFile content through the multipart parser on one core, without any I/O; at least {PARSER_GOAL} GB/s of random \
         bytes are wanted.\n\n"
    ));
    let rows: Vec<_> = speeds
        .iter()
        .map(|speed| {
            vec![
                speed.what.clone(),
                format!("{:.1}", speed.best),
                format!("{:.1}", speed.median),
            ]
        })
        .collect();
    text.push_str(&report::table(&["", "GB/s at best", "GB/s, median"], &rows));
    Ok(text)
}

fn judged(goal: f64, ratio: f64) -> String {
    if ratio > goal + 0.005 {
        format!("≤ {goal:.2}, missed")
    } else {
        format!("≤ {goal:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_read_from_what_the_parsers_benchmark_prints() {
        let line = "random bytes         chunks of 64 KiB:   12.3 GB/s at best,   11.0 median";
        assert_eq!(
            read_speed(line),
            Some(Speed {
                what: "random bytes, chunks of 64 KiB".to_owned(),
                best: 12.3,
                median: 11.0
            })
        );
        assert_eq!(read_speed("Finished `bench` profile"), None);
    }

    #[test]
    fn a_missed_goal_is_named() {
        assert_eq!(judged(1.2, 1.2), "≤ 1.20");
        assert_eq!(judged(1.2, 1.3), "≤ 1.20, missed");
    }
}
