//! `cargo xtask`: everything one does with this repository besides editing it.
//!
//! One file per subcommand; the helpers beside them (`process`, `packages`,
//! `paths`, `interpreter`, `module`) are shared. Nothing here ships to users of
//! the extension or of the library crates.

mod bench;
mod build_ext;
mod fuzz;
mod install_ext;
mod interpreter;
mod memcheck;
mod module;
mod packages;
mod paths;
mod php;
mod process;
mod serve;
mod services;
mod soak;
mod stubs;
mod test;
mod uninstall_ext;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Project automation for the TrueAsync Server.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the extension and runs a PHP server script.
    Serve(serve::Args),
    /// Starts MariaDB, PostgreSQL, Redis and a slow HTTP(S) server for a command.
    Services(services::Args),
    /// The parent process of those servers; it ends them with its standard input.
    #[command(name = services::keeper::NAME, hide = true)]
    KeepServices,
    /// Builds true_async_server.so; the last line of stdout is its path.
    BuildExt(build_ext::Args),
    /// Puts the extension and its ini file where php-config says.
    InstallExt(install_ext::Args),
    /// Removes what install-ext put there.
    UninstallExt(uninstall_ext::Args),
    /// Runs every check and test, or the named suites.
    Test(test::Args),
    /// Runs the fuzz targets.
    Fuzz(fuzz::Args),
    /// Measures speed, cost and memory against a library and a ceiling.
    Bench(bench::Args),
    /// Loads a PHP server for long, with every answer checked and memory watched.
    Soak(soak::Args),
    /// Compares the IDE stubs with the extension, or brings them up to date.
    Stubs(stubs::Args),
    /// Runs the .phpt files under valgrind.
    Memcheck(memcheck::Args),
    /// Fetches a private PHP for tests and prints its php-config.
    Php {
        /// Major and minor version, for example 8.6.
        version: String,
    },
}

/// An error that ends the process with its own exit status.
///
/// Status 2 means "this system lacks something I may not install for you".
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Serve(args) => serve::run(&args),
        Task::Services(args) => services::run(&args),
        Task::KeepServices => services::keeper::run(),
        Task::BuildExt(args) => build_ext::run(&args),
        Task::InstallExt(args) => install_ext::run(&args),
        Task::UninstallExt(args) => uninstall_ext::run(&args),
        Task::Test(args) => return test::run(&args),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Soak(args) => soak::run(&args),
        Task::Stubs(args) => stubs::run(&args),
        Task::Memcheck(args) => memcheck::run(&args),
        Task::Php { version } => php::run(&version),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            exit_code_of(&error)
        }
    }
}

/// 2 for something missing on this system, 1 for everything else.
pub(crate) fn exit_code_of(error: &anyhow::Error) -> ExitCode {
    if error.downcast_ref::<Refusal>().is_some() {
        ExitCode::from(2)
    } else {
        ExitCode::FAILURE
    }
}
