//! SELECT 1 over a connection that is there already: ours against php-fpm behind nginx.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::fpm::{self, Shape, Stack};
use super::{Args, Mode, Sample, measure, measure_ours, tell};
use crate::bench::contender::Contender;
use crate::bench::report::{self, median};
use crate::bench::{CLIENT_CORE, SERVER_CORE};
use crate::interpreter::Interpreter;
use crate::process::say;
use crate::services::Services;

/// One way to serve the handler.
enum Side<'a> {
    Ours(Contender),
    Fpm(&'static str, Stack<'a>),
}

impl Side<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Ours(contender) => contender.name,
            Self::Fpm(name, _) => name,
        }
    }

    /// A fresh server under load.
    fn measure(&self, args: &Args) -> Result<Sample> {
        match self {
            Self::Ours(contender) => {
                let server = contender.start()?;
                check(server.address)?;
                let sample = measure_ours(&server, args.connections, args.seconds)?;
                server.stop()?;
                Ok(sample)
            }
            Self::Fpm(_, stack) => {
                let stack = stack.start()?;
                check(stack.address)?;
                let (connections, seconds) = (args.connections, args.seconds);
                let sample = measure(
                    stack.address,
                    "/",
                    Mode::Plain,
                    connections,
                    seconds,
                    || stack.cpu(),
                )?;
                stack.stop()?;
                Ok(sample)
            }
        }
    }
}

/// Measures all sides in turns; the section's text.
///
/// # Errors
/// A server does not start, or answers anything but the query's result.
pub(super) fn run(args: &Args, php: &Interpreter, so: &Path) -> Result<String> {
    let services = Services::start()?;
    let environment: Vec<_> = services
        .environment()
        .filter(|(name, _)| *name == "TA_MYSQL_SOCKET")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    ensure!(!environment.is_empty(), "the services have no MariaDB");
    let settings = settings(php);
    let program = fpm::program(php)?;
    let stack = |shape| Stack {
        program: program.clone(),
        settings: &settings,
        environment: &environment,
        shape,
    };
    let ours = |name, file: &str| {
        let script = [format!("benches/io/{file}"), args.pool.to_string()];
        Side::Ours(
            Contender::script(name, php, so, &settings, &script).with_environment(&environment),
        )
    };
    let sides = [
        ours("ours, PDO's pool", "pdo_pool.php"),
        ours("ours, `Async\\Pool`", "async_pool.php"),
        Side::Fpm(
            "nginx + php-fpm",
            stack(Shape {
                children: args.pool,
                keep: false,
            }),
        ),
        Side::Fpm(
            "with keepalive between them",
            stack(Shape {
                children: args.connections,
                keep: true,
            }),
        ),
    ];

    let mut samples: Vec<Vec<Sample>> = sides.iter().map(|_| Vec::new()).collect();
    for round in 0..args.rounds as usize {
        say(format!("Database, round {} of {}", round + 1, args.rounds));
        for turn in 0..sides.len() {
            let number = (turn + round) % sides.len();
            let sample = sides[number].measure(args)?;
            tell(sides[number].name(), sample);
            samples[number].push(sample);
        }
    }
    drop(services);
    Ok(render(args, &sides, &samples))
}

/// The same for both sides: the modules that are no part of this PHP's interpreter, and
/// opcache as in production.
fn settings(php: &Interpreter) -> Vec<String> {
    let shared = |name: &str| php.extension_dir.join(format!("{name}.so")).is_file();
    let mut settings = Vec::new();
    if shared("opcache") {
        settings.push("zend_extension=opcache".to_owned());
    }
    settings.extend(
        ["mysqlnd", "pdo", "pdo_mysql"]
            .iter()
            .filter(|name| shared(name))
            .map(|name| format!("extension={name}")),
    );
    for setting in [
        "opcache.enable=1",
        "opcache.enable_cli=1",
        "opcache.validate_timestamps=0",
        "opcache.jit=disable",
    ] {
        settings.push(setting.to_owned());
    }
    settings
}

/// One request: speed without the right answer would mean nothing.
fn check(address: SocketAddr) -> Result<()> {
    let mut stream = TcpStream::connect(address).context("cannot connect")?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("no answer")?;
    ensure!(
        answer.starts_with(b"HTTP/1.1 200 ") && answer.ends_with(b"\r\n\r\n1"),
        "the answer is {:?}",
        String::from_utf8_lossy(&answer)
    );
    Ok(())
}

fn render(args: &Args, sides: &[Side<'_>], samples: &[Vec<Sample>]) -> String {
    let mut text = format!(
        "\n### A query on a kept connection\n\n\
         `SELECT 1` through PDO and mysqlnd over a Unix socket, `wrk -t1 -c{}`, loopback; {} interleaved rounds of \
         {} s, fresh servers for each measurement, medians. Ours is one process with a pool of at most {} connections. \
         php-fpm has `pm = static` and persistent connections, which PDO pings when a request takes one up; nginx has \
         one worker, and reaches php-fpm's {} children over a new Unix connection per request or, as many as there are \
         clients, over connections that it keeps. Both sides: opcache without JIT, no timestamp validation, no logs. \
         Servers have core {}; MariaDB and wrk share core {}. CPU is user + system time of all server processes, the \
         database's excluded; ratios are to ours with PDO's pool, within the same round.\n\n",
        args.connections, args.rounds, args.seconds, args.pool, args.pool, SERVER_CORE, CLIENT_CORE
    );
    let ours = &samples[0];
    let rows: Vec<_> = sides
        .iter()
        .zip(samples)
        .map(|(side, samples)| row(side.name(), samples, ours))
        .collect();
    text.push_str(&report::table(
        &[
            "",
            "requests/s",
            "× ours",
            "CPU µs/request",
            "user",
            "system",
            "× ours",
            "core used",
        ],
        &rows,
    ));
    text
}

fn row(name: &str, samples: &[Sample], ours: &[Sample]) -> Vec<String> {
    let each = |value: fn(&Sample) -> f64| median(&samples.iter().map(value).collect::<Vec<_>>());
    let ratio = |value: fn(&Sample) -> f64| {
        let ratios: Vec<f64> = samples
            .iter()
            .zip(ours)
            .map(|(it, our)| value(it) / value(our))
            .collect();
        format!("{:.2}", median(&ratios))
    };
    vec![
        name.to_owned(),
        format!("{:.0}", each(|s| s.per_second)),
        ratio(|s| s.per_second),
        format!("{:.1}", each(|s| s.cpu())),
        format!("{:.1}", each(|s| s.user)),
        format!("{:.1}", each(|s| s.system)),
        ratio(|s| s.cpu()),
        format!("{:.0} %", each(|s| s.busy()) * 100.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(per_second: f64, user: f64) -> Sample {
        Sample {
            per_second,
            user,
            system: 0.0,
        }
    }

    #[test]
    fn ratios_to_ours_are_paired_within_a_round() {
        // The machine got slower after the first round: unpaired medians would differ.
        let ours = [
            sample(1_000.0, 10.0),
            sample(300.0, 30.0),
            sample(250.0, 40.0),
        ];
        let theirs = [
            sample(500.0, 20.0),
            sample(150.0, 60.0),
            sample(125.0, 80.0),
        ];
        assert_eq!(
            row("theirs", &theirs, &ours),
            [
                "theirs", "150", "0.50", "60.0", "60.0", "0.0", "2.00", "1 %"
            ]
        );
    }
}
