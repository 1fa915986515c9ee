//! `cargo xtask soak`: long concurrent load with every answer checked, and memory watched.
//!
//! Starts `php/soak.php`, sends mixed requests over many connections, stops the server and
//! judges: no socket error, no wrong byte, flat memory, an orderly end. With `--coroutines`
//! the server is `php/coroutines.php`, with `--clients` it is `php/clients.php` on the
//! tracing JIT; no coroutine, descriptor or child may be left when the load is over.
//! Prints a summary; the exit status is 1 when anything was not so.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use ta_blackbox::census::Census;
use ta_blackbox::load::{self, Mix, Plan, Tally};
use ta_blackbox::server::{self, Script, Server};
use ta_blackbox::wire::Connection;
use ta_blackbox::{clients, memory};

/// Most bytes the resident memory may grow by after the warm-up.
const MOST_GROWTH: u64 = 8 * 1024 * 1024;

const USAGE: &str =
    "usage: soak [--seconds N] [--connections N] [--seed N] [--coroutines | --clients | --wrk]";

struct Options {
    seconds: u64,
    connections: usize,
    seed: u64,
    mix: Mix,
    wrk: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let mut options = Options {
        seconds: 30,
        connections: 256,
        seed: 1,
        mix: Mix::Http,
        wrk: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut number = |least: u64, most: u64| -> Result<u64> {
            let value = arguments.next().context(USAGE)?;
            let number = value.parse().with_context(|| format!("{name}: {value}"))?;
            ensure!(
                (least..=most).contains(&number),
                "{name} is {least}..={most}, not {number}"
            );
            Ok(number)
        };
        match name.as_str() {
            "--seconds" => options.seconds = number(3, 86_400)?,
            "--connections" => options.connections = number(1, 10_000)? as usize,
            "--seed" => options.seed = number(0, u64::MAX)?,
            "--coroutines" => options.mix = Mix::Coroutines,
            "--clients" => options.mix = Mix::Clients,
            "--wrk" => options.wrk = true,
            _ => bail!("{name}: {USAGE}"),
        }
    }
    ensure!(
        options.mix == Mix::Http || !options.wrk,
        "wrk knows other requests only: {USAGE}"
    );
    Ok(options)
}

fn run(options: &Options) -> Result<()> {
    let server = start(options.mix)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, server.port()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!(
        "{} connections for {} s against {address}, seed {}",
        options.connections, options.seconds, options.seed
    );
    let plan = Plan {
        address,
        connections: options.connections,
        time: Duration::from_secs(options.seconds),
        seed: options.seed,
        mix: options.mix,
    };
    let before = match options.mix {
        Mix::Http => None,
        Mix::Coroutines => Some(Census::take(&server)),
        Mix::Clients => {
            // What a library opens once and keeps is open then. The same requests come
            // again, and are judged then.
            let time = plan.time / 10;
            runtime.block_on(load::run(Plan {
                time,
                ..plan.clone()
            }));
            drain(&server);
            Some(Census::at_rest(&server))
        }
    };

    let (tally, samples) = runtime.block_on(async {
        let sampler = tokio::spawn(sample(server.pid(), plan.time));
        let tally = load::run(plan).await;
        (tally, sampler.await)
    });
    let mut failures = judge(&tally, options.mix);
    failures.extend(memory_verdict(
        &samples.context("the sampler does not panic")?,
    ));
    if let Some(before) = before {
        failures.extend(census_verdict(&server, options.mix, before));
    }
    if options.wrk {
        failures.extend(wrk(options, address)?);
    }

    // Said before the end: a server that lost something may not end at all.
    for failure in &failures {
        eprintln!("error: {failure}");
    }
    let lost = failures.len();
    let end = server.terminate();
    if end.status.code() != Some(0) {
        failures.push(format!("the server ended with {}", end.status));
    }
    for (name, text) in [("stdout", &end.stdout), ("stderr", &end.stderr)] {
        if !text.is_empty() {
            failures.push(format!("the server wrote to {name}: {text}"));
        }
    }
    for failure in &failures[lost..] {
        eprintln!("error: {failure}");
    }
    ensure!(failures.is_empty(), "{} findings", failures.len());
    println!("nothing lost, nothing wrong, memory flat, orderly end");
    Ok(())
}

/// Starts the script that the mix is for.
fn start(mix: Mix) -> Result<Server> {
    Ok(match mix {
        Mix::Http => Server::start("soak.php"),
        Mix::Coroutines => Server::start("coroutines.php"),
        Mix::Clients => {
            let missing = clients::missing(&server::php(), &clients::MODULES);
            ensure!(
                missing.is_empty(),
                "this PHP lacks the extensions {}",
                missing.join(", ")
            );
            Script::new("clients.php").with_clients().with_jit().start()
        }
    })
}

/// Closes the connections that the server keeps for later.
fn drain(server: &Server) {
    let idle = Connection::open(server.port()).get("/drain");
    println!("{} pooled connections closed", idle.text());
}

fn judge(tally: &Tally, mix: Mix) -> Vec<String> {
    let seconds = tally.time.as_secs_f64();
    println!(
        "{} answers ({:.0}/s), {:.1} MiB of bodies, {} connections, slowest answer {} ms ({})",
        tally.total(),
        tally.total() as f64 / seconds,
        tally.bytes as f64 / (1024.0 * 1024.0),
        tally.connections,
        tally.slowest.0.as_millis(),
        tally
            .slowest
            .1
            .map_or_else(String::new, |kind| format!("{kind:?}"))
    );
    for &(kind, _) in mix.kinds() {
        println!("  {:>9}  {kind:?}", tally.answered[kind]);
    }
    println!(
        "{} socket errors, {} wrong answers",
        tally.socket_errors, tally.wrong_answers
    );
    let mut failures = Vec::new();
    if tally.socket_errors + tally.wrong_answers > 0 {
        failures.push(format!(
            "{} socket errors and {} wrong answers, the first: {:#?}",
            tally.socket_errors, tally.wrong_answers, tally.errors
        ));
    }
    for kind in tally.unanswered(mix) {
        failures.push(format!("no {kind:?} was answered: this run proves nothing"));
    }
    failures
}

/// Whatever the load has made must go soon after it.
fn census_verdict(server: &Server, mix: Mix, before: Census) -> Option<String> {
    if mix == Mix::Clients {
        drain(server);
    }
    let after = before.settled(server);
    println!("before the load: {before}");
    println!("after it:        {after}");
    (after != before).then(|| {
        let open = memory::open_files(server.pid());
        format!("{after} are left, there were {before} before; open: {open:#?}")
    })
}

/// Resident memory over the run, a sample every 200 ms.
async fn sample(pid: u32, time: Duration) -> Vec<u64> {
    let started = Instant::now();
    let mut samples = Vec::new();
    while started.elapsed() < time {
        samples.push(memory::resident(pid));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    samples
}

/// The first third is warm-up; the last third must be where the second was.
///
/// Medians, because a sample sees whatever large bodies are on their way just then.
fn memory_verdict(samples: &[u64]) -> Option<String> {
    let third = samples.len() / 3;
    let (warm, end) = (
        median(&samples[third..2 * third]),
        median(&samples[2 * third..]),
    );
    let mib = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
    let first = samples.first().copied().unwrap_or_default();
    println!(
        "resident memory: {:.1} MiB at first, {:.1} MiB after the warm-up, {:.1} MiB at the end",
        mib(first),
        mib(warm),
        mib(end)
    );
    (end > warm + MOST_GROWTH).then(|| {
        format!(
            "memory grew by {:.1} MiB after the warm-up",
            mib(end - warm)
        )
    })
}

fn median(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// An independent client's opinion on socket errors; it does not look at bodies.
fn wrk(options: &Options, address: SocketAddr) -> Result<Vec<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/wrk/mixed.lua");
    let output = Command::new("wrk")
        .args(["-t", "1", "-c", &options.connections.to_string()])
        .args(["-d", &format!("{}s", options.seconds), "--timeout", "20s"])
        .args(["-s", script, &format!("http://{address}/")])
        .output()
        .context("cannot start wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    print!("{text}");
    let mut failures = Vec::new();
    if !output.status.success() {
        failures.push(format!("wrk ended with {}", output.status));
    }
    if let Some(line) = text.lines().find(|line| line.contains("Socket errors")) {
        failures.push(format!("wrk: {}", line.trim()));
    }
    if !text.contains(" requests in ") {
        failures.push("wrk did not say how many requests it made".into());
    }
    Ok(failures)
}
