//! Private servers for tests and examples: MariaDB, PostgreSQL, Redis, and a slow HTTP(S) endpoint.
//!
//! Each call of [`Services::start`] gets servers of its own: their data lies in a new
//! temporary directory, they listen on Unix sockets in it and on free ports of the loopback
//! interface. A second process, the keeper, is their parent. It stops them and removes the
//! directory when the pipe between us ends, and a pipe ends whatever happens to us: return,
//! panic, Ctrl-C or SIGKILL. Nothing that the system itself runs is touched.

pub(crate) mod keeper;

mod http;
mod mariadb;
mod postgres;
mod redis;
pub(crate) mod server;

use std::io::{BufRead, BufReader};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::packages;
use crate::process::{self, say};

/// What the keeper says when all servers answer.
const READY: &str = "ready";

/// Arguments of `services`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to run with their environment [default: $SHELL].
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Starts the servers and becomes a command that finds them in its environment.
pub(crate) fn run(args: &Args) -> Result<()> {
    let services = Services::start()?;
    services.describe();
    let mut command = match args.command.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments);
            command
        }
        None => Command::new(std::env::var_os("SHELL").unwrap_or_else(|| "sh".into())),
    };
    services.become_process(&mut command)
}

/// Running servers; stopped when dropped.
pub(crate) struct Services {
    environment: Vec<(String, String)>,
    keeper: Child,
    /// The keeper ends when nobody holds this any more.
    lifeline: Option<OwnedFd>,
}

impl Services {
    /// Installs what is missing, starts the servers and waits until all of them answer.
    ///
    /// Takes some seconds, most of them MariaDB's.
    ///
    /// # Errors
    /// A package is missing and cannot be installed, or a server does not start: the end
    /// of its log is part of the message.
    pub(crate) fn start() -> Result<Self> {
        packages::ensure(&[packages::SERVICES])?;
        let started = Instant::now();
        let mut keeper = Command::new(std::env::current_exe()?)
            .arg(keeper::NAME)
            // Ctrl-C is for us: the keeper follows when we are gone.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the keeper of the services")?;
        let lifeline = keeper.stdin.take().map(OwnedFd::from);
        let said = keeper.stdout.take().context("a pipe was asked for")?;
        let mut services = Self {
            environment: Vec::new(),
            keeper,
            lifeline,
        };
        for line in BufReader::new(said).lines() {
            let line = line.context("the keeper of the services ended")?;
            if line == READY {
                say(format!(
                    "MariaDB, PostgreSQL, Redis and HTTP(S) answer after {:.1} s",
                    started.elapsed().as_secs_f32()
                ));
                return Ok(services);
            }
            let (name, value) = line
                .split_once('=')
                .with_context(|| format!("the keeper of the services said {line:?}"))?;
            services.environment.push((name.into(), value.into()));
        }
        // It has said why on stderr.
        bail!("the services could not be started");
    }

    /// What tests and examples find them by.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Says where they are, in lines that a shell understands.
    pub(crate) fn describe(&self) {
        for (name, value) in self.environment() {
            eprintln!("export {name}='{value}'");
        }
        say("user, password and database of MariaDB and PostgreSQL: test");
    }

    /// Replaces this process by `command`; the servers live as long as that and its children.
    ///
    /// Returns only when that fails.
    ///
    /// # Errors
    /// The program cannot be executed.
    pub(crate) fn become_process(self, command: &mut Command) -> Result<()> {
        if let Some(lifeline) = &self.lifeline {
            rustix::io::fcntl_setfd(lifeline, rustix::io::FdFlags::empty())?;
        }
        let error = command.envs(self.environment()).exec();
        Err(error).with_context(|| format!("cannot start `{}`", process::display(command)))
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("error: the keeper of the services is lost: {error}");
        }
    }
}
