//! One server: a process without privileges, its directory, its log, and how to ask it
//! whether it is there yet.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, geteuid, kill_process};

/// `nobody` on every system: databases refuse to run as root.
const NOBODY: u32 = 65_534;

/// The longest that a server may take to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lines of a log that are shown.
const TAIL: usize = 20;

/// Environment variables under which tests find a server.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// Asks a server whether it serves.
pub(crate) type Probe = Box<dyn Fn() -> Option<Environment>>;

/// A running server; killed when dropped.
pub(crate) struct Server {
    pub(super) name: &'static str,
    child: Child,
    log: PathBuf,
    /// Ends it at once, with its children.
    signal: Signal,
    probe: Probe,
}

impl Server {
    /// Runs a shell script that ends in `exec SERVER`, in a new directory of its own.
    ///
    /// # Errors
    /// The directory cannot be made, or there is no `setpriv`.
    pub(crate) fn spawn(
        name: &'static str,
        directory: &Path,
        script: &str,
        arguments: &[&str],
        signal: Signal,
        probe: Probe,
    ) -> Result<Self> {
        let log = directory.join("log");
        let out = File::create(&log).with_context(|| format!("cannot create {}", log.display()))?;
        let mut command = Command::new("setpriv");
        // The kernel's own promise, for the case that our parent is killed.
        command.args(["--pdeathsig", "KILL"]);
        if geteuid().is_root() {
            let id = NOBODY.to_string();
            command.args(["--reuid", &id, "--regid", &id, "--clear-groups"]);
        }
        command
            .args(["sh", "-ec", script, name])
            .args(arguments)
            .current_dir(directory)
            .env("LC_ALL", "C")
            .env("HOME", directory)
            .stdin(Stdio::null())
            .stderr(out.try_clone()?)
            .stdout(out);
        let child = command
            .spawn()
            .context("cannot start setpriv (Debian package: util-linux)")?;
        Ok(Self {
            name,
            child,
            log,
            signal,
            probe,
        })
    }

    /// The process, from the first command of its script to its end.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its environment once it serves.
    pub(crate) fn probe(&self) -> Option<Environment> {
        (self.probe)()
    }

    /// # Errors
    /// It has ended.
    pub(crate) fn check(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("{} ended with {status}\n{}", self.name, self.log_tail());
        }
        Ok(())
    }

    /// The last lines it wrote.
    pub(crate) fn log_tail(&self) -> String {
        let text = match std::fs::read(&self.log) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => return format!("{}: {error}", self.log.display()),
        };
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(TAIL)..].join("\n")
    }

    /// Sends its signal and does not wait.
    pub(super) fn ask_to_end(&self) {
        self.kill(self.signal);
    }

    fn kill(&self, signal: Signal) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // It fails for a process that has ended, and that is what is wanted.
            let _ended = kill_process(pid, signal);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ask_to_end();
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Ok(None) => {
                    eprintln!("error: {} does not end and is killed", self.name);
                    self.kill(Signal::KILL);
                    let _reaped = self.child.wait();
                    return;
                }
                Ok(Some(_)) | Err(_) => return,
            }
        }
    }
}

/// Makes a directory that the server may write to.
///
/// # Errors
/// The system's.
pub(crate) fn directory(path: &Path) -> Result<()> {
    std::fs::DirBuilder::new()
        .mode(0o755)
        .create(path)
        .with_context(|| format!("cannot create {}", path.display()))?;
    if geteuid().is_root() {
        chown(path, Some(NOBODY), Some(NOBODY))
            .with_context(|| format!("cannot give {} away", path.display()))?;
    }
    Ok(())
}

/// Sends `question` and returns what comes back first; `None` as long as nothing does.
pub(super) fn ask(mut stream: impl Read + Write, question: &[u8]) -> Option<Vec<u8>> {
    stream.write_all(question).ok()?;
    let mut answer = vec![0; 512];
    let count = stream.read(&mut answer).ok()?;
    answer.truncate(count);
    (count > 0).then_some(answer)
}
