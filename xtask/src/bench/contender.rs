//! One server under measurement: how to build it, start it and stop it.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::interpreter::Interpreter;
use crate::process::{self, say};
use crate::{bench, paths};

/// A server that can be started any number of times.
pub(super) struct Contender {
    /// What it is called in tables.
    pub(super) name: &'static str,
    program: OsString,
    /// Arguments; the address follows them unless it goes by environment.
    args: Vec<OsString>,
    address_by_env: bool,
    environment: Vec<(String, String)>,
}

impl Contender {
    /// `php examples/hello.php` with the extension, without ini files.
    pub(super) fn php(php: &Interpreter, so: &Path) -> Self {
        let script = ["examples/hello.php".to_owned()];
        Self::script("PHP handler", php, so, &[], &script)
    }

    /// A script of the repository with its arguments, with the extension and these
    /// settings, without ini files.
    pub(super) fn script(
        name: &'static str,
        php: &Interpreter,
        so: &Path,
        settings: &[String],
        script: &[String],
    ) -> Self {
        let mut args = vec!["-n".into()];
        for setting in settings {
            args.extend(["-d".into(), setting.into()]);
        }
        let mut extension = OsString::from("extension=");
        extension.push(so);
        args.extend(["-d".into(), extension]);
        if let Some((file, arguments)) = script.split_first() {
            args.push(paths::root().join(file).into());
            args.extend(arguments.iter().map(OsString::from));
        }
        Self {
            name,
            program: php.php.clone().into(),
            args,
            address_by_env: true,
            environment: Vec::new(),
        }
    }

    /// Adds variables to the environment it runs in.
    pub(super) fn with_environment(mut self, variables: &[(String, String)]) -> Self {
        self.environment.extend_from_slice(variables);
        self
    }

    /// ta-server's example, built in release.
    pub(super) fn rust() -> Result<Self> {
        build(&["--package", "ta-server", "--example", "hello"])?;
        Ok(Self::binary("Rust handler", "examples/hello"))
    }

    /// hyper and the raw responder, built in release.
    pub(super) fn others() -> Result<[Self; 2]> {
        build(&["--package", "ta-bench", "--bins"])?;
        Ok([
            Self::binary("hyper", "hyper-hello"),
            Self::binary("raw epoll", "raw-epoll"),
        ])
    }

    /// ta-server's example of uploads, built in release.
    pub(super) fn uploads(name: &'static str) -> Result<Self> {
        build(&["--package", "ta-server", "--example", "upload"])?;
        Ok(Self::binary(name, "examples/upload"))
    }

    /// hyper dropping request bodies, built in release.
    pub(super) fn hyper_drop() -> Result<Self> {
        build(&["--package", "ta-bench", "--bin", "hyper-drop"])?;
        Ok(Self::binary("hyper", "hyper-drop"))
    }

    /// ta-server's example that serves a directory, built in release.
    pub(super) fn rust_files(root: &Path) -> Result<Self> {
        build(&["--package", "ta-server", "--example", "files"])?;
        let mut contender = Self::binary("Rust mount", "examples/files");
        contender.args.push(root.into());
        Ok(contender)
    }

    /// hyper and ours, streaming, built in release.
    pub(super) fn streaming() -> Result<[Self; 2]> {
        build(&["--package", "ta-bench", "--bins"])?;
        Ok([
            Self::binary("hyper", "hyper-stream"),
            Self::binary("Rust handler", "rust-stream"),
        ])
    }

    fn binary(name: &'static str, file: &str) -> Self {
        let program = paths::target().join("release").join(file).into();
        Self {
            name,
            program,
            args: Vec::new(),
            address_by_env: false,
            environment: Vec::new(),
        }
    }

    /// Starts it on a free loopback port, pinned to the servers' core.
    ///
    /// # Errors
    /// When it cannot be started or does not listen within 10 s.
    pub(super) fn start(&self) -> Result<Running> {
        let address = free_address()?;
        let mut command = Command::new("taskset");
        command
            .args(["-c", bench::SERVER_CORE])
            .arg(&self.program)
            .args(&self.args)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        if self.address_by_env {
            command.env("TRUE_ASYNC_LISTEN", address.to_string());
        } else {
            command.arg(address.to_string());
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start `{}`", process::display(&command)))?;
        let mut running = Running { child, address };
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(address).is_err() {
            if let Some(status) = running.child.try_wait()? {
                bail!("{} ended with {status} before it listened", self.name);
            }
            if Instant::now() > deadline {
                bail!("{} does not listen on {address}", self.name);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(running)
    }
}

fn build(what: &[&str]) -> Result<()> {
    say(format!("Building {}", what.join(" ")));
    let mut cargo = process::cargo();
    process::run(
        cargo
            .args(["build", "--release", "--target-dir"])
            .arg(paths::target())
            .args(what),
    )
}

/// A port nobody listens on at this moment.
pub(super) fn free_address() -> Result<SocketAddr> {
    let probe = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free loopback port")?;
    Ok(probe.local_addr()?)
}

/// A started server; killed when dropped.
pub(super) struct Running {
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
}

impl Running {
    /// The process to measure; taskset has become it.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop and waits up to 5 s; a server that crashed under load is an error.
    ///
    /// # Errors
    /// When it had ended before it was asked to.
    pub(super) fn stop(mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the server ended by itself, with {status}");
        }
        let pid = i32::try_from(self.pid())
            .ok()
            .and_then(Pid::from_raw)
            .context("a child has a pid")?;
        kill_process(pid, Signal::TERM).context("cannot signal the server")?;
        let deadline = Instant::now() + Duration::from_secs(5);
        while self.child.try_wait()?.is_none() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only for a process that has ended and was waited for.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}
