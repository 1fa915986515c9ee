//! The process that is the parent of all servers, and that outlives whoever asked for them
//! by just as long as it takes to stop them.
//!
//! It prints `NAME=value` lines and `ready`, then waits for the end of its standard input.
//! Should it be killed itself, then the kernel ends the servers: each is started with a
//! parent-death signal.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::server::Server;
use super::{READY, http, mariadb, postgres, redis};

/// The subcommand, which nobody types.
pub(crate) const NAME: &str = "keep-services";

/// The longest that all of them may take to start.
const PATIENCE: Duration = Duration::from_secs(120);

/// A Unix socket's path has no more room, and PostgreSQL's file has some 20 characters.
const LONGEST_PATH: usize = 70;

/// Keeps servers until standard input ends.
pub(crate) fn run() -> Result<()> {
    let ended = watch_stdin();
    let directory = Directory::create()?;
    let mut servers = Vec::new();
    let result = keep(&directory.0, &mut servers, &ended);
    for server in &servers {
        server.ask_to_end();
    }
    // Their logs are read by now, and their data is nobody's.
    servers.clear();
    drop(directory);
    result
}

fn keep(directory: &Path, servers: &mut Vec<Server>, ended: &Ended) -> Result<()> {
    let [mysql, pgsql, redis] = free_ports()?;
    // All start at once; what takes long is theirs.
    servers.push(mariadb::spawn(&directory.join("mariadb"), mysql)?);
    servers.push(postgres::spawn(&directory.join("postgres"), pgsql)?);
    servers.push(redis::spawn(&directory.join("redis"), redis)?);
    servers.push(http::spawn(&directory.join("http"))?);

    let deadline = Instant::now() + PATIENCE;
    let mut environment = Vec::new();
    for server in servers.iter_mut() {
        loop {
            if ended.0.load(Ordering::Relaxed) {
                return Ok(());
            }
            if let Some(found) = server.probe() {
                environment.extend(found);
                break;
            }
            server.check()?;
            if Instant::now() > deadline {
                bail!("{} does not answer\n{}", server.name, server.log_tail());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let mut out = std::io::stdout().lock();
    for (name, value) in environment {
        writeln!(out, "{name}={value}")?;
    }
    writeln!(out, "{READY}")?;
    out.flush()?;
    drop(out);
    ended.wait();
    Ok(())
}

/// Whether standard input has ended.
struct Ended(Arc<AtomicBool>, mpsc::Receiver<()>);

impl Ended {
    fn wait(&self) {
        // The sender only ever goes away, and that is what is waited for.
        while self.1.recv().is_ok() {}
    }
}

fn watch_stdin() -> Ended {
    let flag = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel();
    let ended = Ended(Arc::clone(&flag), receiver);
    std::thread::spawn(move || {
        let mut byte = [0];
        // An error ends it as well: there is nobody left to wait for.
        while std::io::stdin()
            .read(&mut byte)
            .is_ok_and(|count| count > 0)
        {}
        flag.store(true, Ordering::Relaxed);
        drop(sender);
    });
    ended
}

/// Ports of the loopback interface that nobody listens on.
///
/// Below the range that the kernel gives to outgoing connections: none of those takes one
/// before its server does.
fn free_ports<const N: usize>() -> Result<[u16; N]> {
    let mut held = Vec::new();
    let seed = std::process::id() as u16;
    for step in 0..2_000_u16 {
        let port = 20_000 + seed.wrapping_mul(31).wrapping_add(step * 7) % 10_000;
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            held.push((port, listener));
        }
        if held.len() == N {
            return Ok(std::array::from_fn(|at| held[at].0));
        }
    }
    bail!("there are no {N} free ports on the loopback interface");
}

/// A new directory, removed in the end.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    /// Makes the one of this process.
    pub(crate) fn create() -> Result<Self> {
        let name = format!("ta-services-{}", std::process::id());
        let mut path = std::env::temp_dir().join(&name);
        if path.as_os_str().len() > LONGEST_PATH {
            path = Path::new("/tmp").join(name);
        }
        ensure!(
            path.is_absolute(),
            "the temporary directory {} is not absolute",
            path.display()
        );
        // Servers of another user must get in.
        std::fs::DirBuilder::new()
            .mode(0o755)
            .create(&path)
            .with_context(|| format!("cannot create {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("error: {} is left: {error}", self.0.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::free_ports;

    #[test]
    fn free_ports_are_different_ones() {
        let [a, b, c] = free_ports().expect("there are some");
        assert!(a != b && b != c && a != c, "{a} {b} {c}");
    }
}
