//! Counting a server's system calls.
//!
//! Tracing slows the server down many times over, so this happens in runs of
//! its own whose speed is never reported. Calls per request hardly depend on
//! speed where every request costs its own receive and send.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use super::contender::Running;
use super::wrk::{self, Mode};
use crate::{paths, process};

/// System calls per request under load.
///
/// # Errors
/// When strace cannot attach (some containers forbid it) or wrk fails.
pub(super) fn calls_per_request(server: &Running, mode: Mode, connections: u32) -> Result<f64> {
    count(server, mode, connections, "all")
}

/// Those among them that send.
///
/// # Errors
/// As [`calls_per_request`].
pub(super) fn sends_per_request(server: &Running, mode: Mode, connections: u32) -> Result<f64> {
    let sends = "write,writev,sendto,sendmsg,sendmmsg,sendfile";
    count(server, mode, connections, sends)
}

fn count(server: &Running, mode: Mode, connections: u32, calls: &str) -> Result<f64> {
    let file = paths::target()
        .join("bench")
        .join(format!("strace-{}.txt", server.pid()));
    std::fs::create_dir_all(file.parent().context("the file has a directory")?)?;
    let mut command = Command::new("strace");
    command
        .args(["-q", "-c", "-f", "-e"])
        .arg(format!("trace={calls}"))
        .arg("-o")
        .arg(&file)
        .arg("-p")
        .arg(server.pid().to_string());
    let mut strace = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start `{}`", process::display(&command)))?;
    // Attaching takes a moment and is not announced.
    std::thread::sleep(Duration::from_millis(300));
    if let Some(status) = strace.try_wait()? {
        bail!("strace could not attach: it ended with {status}");
    }
    let count = wrk::load(server.address, "/", mode, connections, 1.0);
    finish(&mut strace)?;
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    std::fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    let total = total(&text).with_context(|| format!("strace printed:\n{text}"))?;
    Ok(total as f64 / count?.requests as f64)
}

/// Lets strace detach and print its summary.
fn finish(strace: &mut Child) -> Result<()> {
    let pid = i32::try_from(strace.id())
        .ok()
        .and_then(Pid::from_raw)
        .context("a child has a pid")?;
    kill_process(pid, Signal::INT).context("cannot signal strace")?;
    strace.wait().context("cannot wait for strace")?;
    Ok(())
}

/// The calls of the summary's last line: `100.00 0.123 2 12345 67 total`.
fn total(text: &str) -> Option<u64> {
    let line = text
        .lines()
        .rev()
        .find(|line| line.trim_end().ends_with(" total"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn the_total_is_read_with_and_without_an_error_column() {
        let table = "% time     seconds  usecs/call     calls    errors syscall\n\
                     ------ ----------- ----------- --------- --------- ----------------\n \
                     60.00    0.060000           1     40000           sendto\n\
                     ------ ----------- ----------- --------- --------- ----------------\n";
        assert_eq!(
            total(&format!(
                "{table}100.00    0.100000           1     81234       120 total\n"
            )),
            Some(81_234)
        );
        assert_eq!(
            total(&format!(
                "{table}100.00    0.100000           1     81234           total\n"
            )),
            Some(81_234)
        );
        assert_eq!(total(table), None);
    }
}
