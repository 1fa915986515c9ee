//! `bench files`: what a file costs, against nginx with sendfile.
//!
//! All of them open and look at the file for every request: caches of open files are
//! off. Contenders take turns within every round, and the order turns from round to round.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;

use super::contender::{self, Contender, free_address};
use super::io::fpm;
use super::report::{self, median};
use super::sample::{self, Sample};
use super::usage::{self, Cpu};
use super::wrk::Mode;
use crate::build_ext::{self, Profile};
use crate::packages;
use crate::process::say;
use crate::services::keeper::Directory;
use crate::services::server::{self, Server};

/// Arguments of `bench files`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often everything is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long one measurement takes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    seconds: u32,
    /// Leaves the PHP server out, which takes long to build.
    #[arg(long)]
    without_php: bool,
    /// Writes the tables to docs/benchmarks.md.
    #[arg(long)]
    write: bool,
}

/// One size of file.
struct Size {
    title: &'static str,
    path: &'static str,
    bytes: usize,
    connections: u32,
}

const SIZES: [Size; 2] = [
    Size {
        title: "10 KiB, 64 connections",
        path: "/small.bin",
        bytes: 10 << 10,
        connections: 64,
    },
    Size {
        title: "10 MiB, 8 connections",
        path: "/large.bin",
        bytes: 10 << 20,
        connections: 8,
    },
];

/// Most CPU per request that is acceptable, relative to nginx.
const GOAL: f64 = 1.1;

const SITE: &str = "\
worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache off;
    keepalive_requests 1000000000;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {
        listen ADDRESS backlog=1024;
        root ROOT;
    }
}
";

/// Who is measured.
enum Side {
    Ours(Contender),
    Nginx,
}

enum Running {
    Ours(contender::Running),
    Nginx(Server, SocketAddr),
}

impl Side {
    fn name(&self) -> &'static str {
        match self {
            Self::Ours(contender) => contender.name,
            Self::Nginx => "nginx",
        }
    }

    fn start(&self, prefix: &Path) -> Result<Running> {
        match self {
            Self::Ours(contender) => Ok(Running::Ours(contender.start()?)),
            Self::Nginx => nginx(prefix),
        }
    }
}

impl Running {
    fn address(&self) -> SocketAddr {
        match self {
            Self::Ours(running) => running.address,
            Self::Nginx(_, address) => *address,
        }
    }

    fn cpu(&self) -> Result<Cpu> {
        usage::cpu(match self {
            Self::Ours(running) => running.pid(),
            Self::Nginx(server, _) => server.pid(),
        })
    }

    fn stop(self) -> Result<()> {
        match self {
            Self::Ours(running) => running.stop(),
            Self::Nginx(mut server, _) => server.check(),
        }
    }
}

fn nginx(prefix: &Path) -> Result<Running> {
    let address = free_address()?;
    // Every start has a directory of its own.
    let root = prefix.join("root");
    let prefix = &prefix.join(address.port().to_string());
    server::directory(prefix)?;
    let site = SITE
        .replace("ROOT", &root.display().to_string())
        .replace("ADDRESS", &address.to_string());
    fs::write(prefix.join("nginx.conf"), site)?;
    let server = fpm::nginx(prefix, address)?;
    Ok(Running::Nginx(server, address))
}

/// Builds all contenders, measures them, prints the tables.
pub(super) fn run(args: &Args) -> Result<()> {
    packages::ensure(&[packages::WEB])?;
    let directory = Directory::create()?;
    let prefix = directory.0.join("web");
    server::directory(&prefix)?;
    let root = prefix.join("root");
    server::directory(&root)?;
    for size in &SIZES {
        let content: Vec<u8> = (0..size.bytes).map(|at| (at % 251) as u8).collect();
        fs::write(root.join(&size.path[1..]), content)?;
    }

    let mut sides = vec![Side::Ours(Contender::rust_files(&root)?), Side::Nginx];
    if !args.without_php {
        let php = build_ext::prepare(None)?;
        let so = build_ext::build(&php, Profile::Release)?;
        let script = ["examples/files.php".to_owned(), root.display().to_string()];
        let contender = Contender::script("PHP mount", &php, &so, &[], &script);
        sides.insert(0, Side::Ours(contender));
    }
    let mut samples: Vec<Vec<Vec<Sample>>> = vec![vec![Vec::new(); sides.len()]; SIZES.len()];
    for round in 0..args.rounds {
        say(format!("Round {} of {}", round + 1, args.rounds));
        for (size, samples) in SIZES.iter().zip(&mut samples) {
            for turn in 0..sides.len() {
                let number = (turn + round as usize) % sides.len();
                let running = sides[number].start(&prefix)?;
                let sample = sample::measure(
                    running.address(),
                    size.path,
                    Mode::Plain,
                    size.connections,
                    args.seconds,
                    || running.cpu(),
                )?;
                running.stop()?;
                say(format!(
                    "{:24} {:10} {:>9.0} requests/s {:>9.2} µs",
                    size.title,
                    sides[number].name(),
                    sample.per_second,
                    sample.cpu()
                ));
                samples[number].push(sample);
            }
        }
    }
    let text = render(args, &sides, &samples)?;
    println!("{text}");
    if args.write {
        report::write("files", &text)?;
    }
    Ok(())
}

fn render(args: &Args, sides: &[Side], samples: &[Vec<Vec<Sample>>]) -> Result<String> {
    let without = if args.without_php {
        " --without-php"
    } else {
        ""
    };
    let command = format!(
        "cargo xtask bench files --rounds {} --seconds {}{without}",
        args.rounds, args.seconds
    );
    let mut text = String::from("## Files\n\n");
    text.push_str(&report::provenance(&command)?);
    text.push_str(&format!(
        "Server on core {}, `wrk -t1` on core {}, loopback; {} interleaved rounds of {} s, a fresh server for each \
         measurement, medians. nginx has one worker, `sendfile on`, `tcp_nopush on`; nobody caches open files. Ratios \
         of CPU per request are to nginx within the same round.\n",
        super::SERVER_CORE, super::CLIENT_CORE, args.rounds, args.seconds
    ));
    let nginx = sides.len() - 1;
    for (size, samples) in SIZES.iter().zip(samples) {
        text.push_str(&format!("\n### {}\n\n", size.title));
        let rows: Vec<_> = sides
            .iter()
            .zip(samples)
            .map(|(side, own)| {
                let each =
                    |value: fn(&Sample) -> f64| median(&own.iter().map(value).collect::<Vec<_>>());
                let pairs = own.iter().zip(&samples[nginx]);
                let ratio = median(
                    &pairs
                        .map(|(one, other)| one.cpu() / other.cpu())
                        .collect::<Vec<_>>(),
                );
                let goal = match side {
                    Side::Nginx => "–".to_owned(),
                    Side::Ours(_) if ratio > GOAL + 0.005 => format!("≤ {GOAL:.2}, missed"),
                    Side::Ours(_) => format!("≤ {GOAL:.2}"),
                };
                vec![
                    side.name().to_owned(),
                    format!("{:.0}", each(|s| s.per_second)),
                    format!("{:.1}", each(|s| s.cpu())),
                    format!("{:.1}", each(|s| s.user)),
                    format!("{:.1}", each(|s| s.system)),
                    format!("{ratio:.2}"),
                    goal,
                ]
            })
            .collect();
        text.push_str(&report::table(
            &[
                "",
                "requests/s",
                "CPU µs/request",
                "user",
                "system",
                "CPU × nginx",
                "goal",
            ],
            &rows,
        ));
    }
    Ok(text)
}
