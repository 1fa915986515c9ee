//! Driving wrk, pinned to the clients' core, and reading what it says.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{bench, paths, process};

/// How requests are sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// One request at a time per keep-alive connection.
    Plain,
    /// [`PIPELINE`] requests per write.
    Pipelined,
}

/// Requests per write in pipelined mode.
pub(super) const PIPELINE: usize = 16;

impl Mode {
    /// Both, in the order of the tables.
    pub(super) const ALL: [Self; 2] = [Self::Plain, Self::Pipelined];

    /// What it is called in tables.
    pub(super) fn name(self) -> String {
        match self {
            Self::Plain => "plain keep-alive".to_owned(),
            Self::Pipelined => format!("pipelined ×{PIPELINE}"),
        }
    }
}

/// What wrk counted.
#[derive(Debug, PartialEq)]
pub(super) struct Count {
    /// Complete answers.
    pub(super) requests: u64,
    /// As wrk computes it.
    pub(super) per_second: f64,
}

/// Loads `path` at `address` for a number of seconds.
///
/// # Errors
/// When wrk fails, or saw a single error or answer other than 2xx/3xx: a
/// number measured over failures would mean nothing.
pub(super) fn load(
    address: SocketAddr,
    path: &str,
    mode: Mode,
    connections: u32,
    seconds: f64,
) -> Result<Count> {
    let script = match mode {
        Mode::Plain => None,
        Mode::Pipelined => Some(script()?),
    };
    load_with(address, path, script.as_deref(), connections, seconds)
}

/// Loads a path of `address`, with the requests that a script makes.
///
/// # Errors
/// As [`load`].
pub(super) fn load_with(
    address: SocketAddr,
    path: &str,
    script: Option<&Path>,
    connections: u32,
    seconds: f64,
) -> Result<Count> {
    let mut command = Command::new("taskset");
    command.args(["-c", bench::CLIENT_CORE, "wrk", "-t1"]);
    command.arg(format!("-c{connections}"));
    // wrk takes whole seconds only.
    command.arg(format!("-d{}s", seconds.ceil().max(1.0)));
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    command.arg(format!("http://{address}{path}"));
    let text = process::capture(&mut command)?;
    read(&text).with_context(|| format!("`{}` printed:\n{text}", process::display(&command)))
}

/// A wrk script that sends [`PIPELINE`] requests in one write.
fn script() -> Result<PathBuf> {
    let text = format!(
        "local batch\n\
         init = function(args)\n  \
           batch = string.rep(wrk.format(\"GET\", \"/\"), {PIPELINE})\n\
         end\n\
         request = function() return batch end\n"
    );
    write_script("pipeline.lua", &text)
}

/// Puts a script where wrk can read it.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write_script(name: &str, text: &str) -> Result<PathBuf> {
    let dir = paths::target().join("bench");
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let file = dir.join(name);
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn read(text: &str) -> Result<Count> {
    let line = |start: &str| {
        text.lines()
            .map(str::trim)
            .find(|line| line.starts_with(start))
    };
    for bad in ["Socket errors", "Non-2xx"] {
        if let Some(line) = line(bad) {
            bail!("{line}");
        }
    }
    let requests = text
        .lines()
        .find_map(|line| line.trim().split_once(" requests in ")?.0.parse().ok())
        .context("no number of requests")?;
    let per_second = line("Requests/sec:")
        .and_then(|line| line.split_once(':')?.1.trim().parse().ok())
        .context("no rate")?;
    if requests == 0 {
        bail!("no request was answered");
    }
    Ok(Count {
        requests,
        per_second,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "Running 3s test @ http://127.0.0.1:1/\n  1 threads and 64 connections\n  \
        Thread Stats   Avg      Stdev     Max   +/- Stdev\n  300123 requests in 3.10s, 24.04MB read\n\
        Requests/sec:  96813.87\nTransfer/sec:      7.75MB\n";

    #[test]
    fn requests_and_rate_are_read_from_wrks_report() {
        assert_eq!(
            read(GOOD).expect("valid"),
            Count {
                requests: 300_123,
                per_second: 96_813.87
            }
        );
    }

    #[test]
    fn a_report_with_errors_is_no_measurement() {
        let text = GOOD.replace(
            "Requests/sec",
            "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec",
        );
        assert!(
            read(&text)
                .expect_err("errors")
                .to_string()
                .starts_with("Socket errors")
        );
        let text = GOOD.replace(
            "Requests/sec",
            "  Non-2xx or 3xx responses: 5\nRequests/sec",
        );
        assert!(read(&text).is_err());
    }
}
