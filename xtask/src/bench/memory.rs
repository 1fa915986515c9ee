//! `bench memory`: does memory stay flat, and what does an idle connection cost?

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::client::Client;
use super::contender::Contender;
use super::report;
use super::{php_contender, usage};
use crate::interpreter::Interpreter;
use crate::process::say;

/// Arguments of `bench memory`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Requests after which memory is looked at again.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_001..=1_000_000_000))]
    requests: u64,
    /// Idle keep-alive connections.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=20_000))]
    connections: u32,
    /// Leaves one of ours out: php or rust.
    #[arg(long, value_parser = ["php", "rust"], value_name = "NAME")]
    without: Option<String>,
    /// Writes the table to docs/benchmarks.md.
    #[arg(long)]
    write: bool,
}

/// Requests until a server counts as warm.
const WARM: u64 = 10_000;

/// Connections that carry the requests.
const BUSY: u64 = 8;

/// Most bytes that may be added between [`WARM`] and the end.
const MOST_GROWTH: i64 = 2 * 1024 * 1024;

/// Most bytes of the process per idle connection; the kernel's are not counted.
const MOST_PER_CONNECTION: i64 = 2 * 1024;

/// What one server used, in bytes.
struct Reading {
    name: &'static str,
    warm: u64,
    end: u64,
    per_connection: i64,
}

impl Reading {
    fn growth(&self) -> i64 {
        self.end.cast_signed() - self.warm.cast_signed()
    }
}

/// Measures both of ours and prints the table.
pub(super) fn run(args: &Args) -> Result<()> {
    let with = |name: &str| args.without.as_deref() != Some(name);
    let mut readings = Vec::new();
    if with("php") {
        readings.push(measure(&php_contender()?, args.requests, args.connections)?);
    }
    if with("rust") {
        readings.push(measure(
            &Contender::rust()?,
            args.requests,
            args.connections,
        )?);
    }
    let text = render(args, &readings)?;
    println!("{text}");
    if args.write {
        report::write("memory", &text)?;
    }
    Ok(())
}

/// Fails when the PHP server exceeds its bounds.
///
/// # Errors
/// Names what was exceeded, and by how much.
pub(crate) fn check(php: &Interpreter, so: &Path) -> Result<()> {
    let reading = measure(&Contender::php(php, so), 1_000_000, 5_000)?;
    if reading.growth() > MOST_GROWTH {
        bail!(
            "memory grew by {} bytes over 1,000,000 requests, at most {MOST_GROWTH}",
            reading.growth()
        );
    }
    if reading.per_connection > MOST_PER_CONNECTION {
        bail!(
            "an idle connection costs {} bytes, at most {MOST_PER_CONNECTION}",
            reading.per_connection
        );
    }
    Ok(())
}

fn measure(contender: &Contender, requests: u64, connections: u32) -> Result<Reading> {
    raise_descriptor_limit(connections)?;
    let server = contender.start()?;
    let resident = || usage::resident(server.pid());

    say(format!("{}: {requests} requests", contender.name));
    send(&server.address, WARM)?;
    let warm = resident()?;
    send(&server.address, requests - WARM)?;
    let end = resident()?;

    say(format!(
        "{}: {connections} idle connections",
        contender.name
    ));
    let before = resident()?;
    let idle: Vec<Client> = connect_all(&server.address, connections)?;
    let per_connection =
        (resident()?.cast_signed() - before.cast_signed()) / i64::from(connections);
    drop(idle);
    server.stop()?;
    Ok(Reading {
        name: contender.name,
        warm,
        end,
        per_connection,
    })
}

/// Sends exactly `requests`, over a few connections one after the other.
fn send(address: &std::net::SocketAddr, requests: u64) -> Result<()> {
    let mut clients = (0..BUSY)
        .map(|_| Client::connect(*address))
        .collect::<Result<Vec<_>>>()?;
    let mut left = requests.saturating_sub(BUSY);
    while left > 0 {
        for client in &mut clients {
            let now = left.min(1024);
            client.repeat(now)?;
            left -= now;
        }
    }
    Ok(())
}

/// Opens idle connections in less time than a server's keep-alive timeout allows.
fn connect_all(address: &std::net::SocketAddr, count: u32) -> Result<Vec<Client>> {
    let stop = AtomicBool::new(false);
    // A connection that nobody reads from would hide its timeout; the caller
    // measures right after the last one, within the shortest default (5 s).
    let clients = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|part| {
                let stop = &stop;
                scope.spawn(move || -> Result<Vec<Client>> {
                    let mut clients = Vec::new();
                    for _ in (part..count).step_by(2) {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let client = Client::connect(*address)
                            .inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
                        clients.push(client);
                    }
                    Ok(clients)
                })
            })
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(
                thread
                    .join()
                    .map_err(|_| anyhow::anyhow!("a client thread panicked"))??,
            );
        }
        Ok::<_, anyhow::Error>(all)
    })?;
    std::thread::sleep(Duration::from_millis(200));
    Ok(clients)
}

/// Both ends of every connection need a descriptor, ours and, by inheritance, the server's.
fn raise_descriptor_limit(connections: u32) -> Result<()> {
    let wanted = u64::from(connections) + 1_000;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    let maximum = limit.maximum.map(|maximum| maximum.max(wanted));
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(wanted),
            maximum,
        },
    )
    .with_context(|| format!("cannot raise the limit of open files to {wanted} (ulimit -n)"))
}

fn render(args: &Args, readings: &[Reading]) -> Result<String> {
    let command = format!(
        "cargo xtask bench memory --requests {} --connections {}",
        args.requests, args.connections
    );
    let mut text = String::from("## Memory\n\n");
    text.push_str(&report::provenance(&command)?);
    text.push_str(&format!(
        "Resident memory (VmRSS) of the server process. An idle connection has had one request answered; its cost is \
         the growth over {} of them, without the kernel's own memory. Goals: at most 2 MiB growth, at most 2 KiB per \
         idle connection.\n\n",
        args.connections
    ));
    let mib = |bytes: f64| format!("{:.2}", bytes / (1024.0 * 1024.0));
    let rows: Vec<_> = readings
        .iter()
        .map(|reading| {
            vec![
                reading.name.to_owned(),
                mib(reading.warm as f64),
                mib(reading.end as f64),
                mib(reading.growth() as f64),
                reading.per_connection.to_string(),
            ]
        })
        .collect();
    let after = format!("after {}, MiB", args.requests);
    text.push_str(&report::table(
        &[
            "",
            "after 10000 requests, MiB",
            &after,
            "growth, MiB",
            "bytes per idle connection",
        ],
        &rows,
    ));
    Ok(text)
}
