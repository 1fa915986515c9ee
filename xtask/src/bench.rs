//! `cargo xtask bench`: speed, cost and memory, measured side by side.
//!
//! Servers run pinned to one core and their client to the other, on loopback,
//! for a bounded time. What is compared is what a request costs the server:
//! requests per second alone would measure the client as much.

mod bodies;
mod client;
mod contender;
mod coro;
mod files;
mod hello;
mod io;
pub(crate) mod memory;
mod report;
mod sample;
mod strace;
mod stream;
mod usage;
mod wrk;

use anyhow::Result;

use crate::build_ext::{self, Profile};
use crate::packages;
use contender::Contender;

/// The core servers run on.
const SERVER_CORE: &str = "0";

/// The core clients run on.
const CLIENT_CORE: &str = "1";

/// Arguments of `bench`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// A hello-world answer: ours in PHP and in Rust, hyper, and a raw responder.
    Hello(hello::Args),
    /// Uploads: bodies whole and streamed against hyper, forms, and the parser alone.
    Bodies(bodies::Args),
    /// Resident memory over many requests and per idle connection.
    Memory(memory::Args),
    /// Coroutines against userland schedulers over Fibers, and Swoole where it is installed.
    Coro(coro::Args),
    /// Waiting: a database, sleeping handlers, and what a redirected call costs.
    Io(io::Args),
    /// Files: our mounts against nginx with sendfile.
    Files(files::Args),
    /// Streamed responses: ours in PHP and in Rust, and hyper.
    Stream(stream::Args),
}

/// Runs the chosen benchmark.
pub(crate) fn run(args: &Args) -> Result<()> {
    packages::ensure(&[packages::BENCHMARK])?;
    match &args.what {
        What::Hello(args) => hello::run(args),
        What::Bodies(args) => bodies::run(args),
        What::Memory(args) => memory::run(args),
        What::Coro(args) => coro::run(args),
        What::Io(args) => io::run(args),
        What::Files(args) => files::run(args),
        What::Stream(args) => stream::run(args),
    }
}

/// Ours with a PHP handler, as users get it.
fn php_contender() -> Result<Contender> {
    let php = build_ext::prepare(None)?;
    let so = build_ext::build(&php, Profile::Release)?;
    Ok(Contender::php(&php, &so))
}
