//! What a request costs a server under load.

use std::net::SocketAddr;

use anyhow::Result;

use super::usage::Cpu;
use super::wrk::{self, Count, Mode};

/// One measurement under load.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    pub(super) per_second: f64,
    /// Microseconds of processor time per request.
    pub(super) user: f64,
    pub(super) system: f64,
}

impl Sample {
    pub(super) fn cpu(self) -> f64 {
        self.user + self.system
    }

    /// How much of its core the server has used, 1 for all.
    pub(super) fn busy(self) -> f64 {
        self.per_second * self.cpu() / 1_000_000.0
    }
}

/// A second to warm up, then the measurement; `cpu` is what the server has used so far.
///
/// # Errors
/// wrk cannot run, or the server has gone.
pub(super) fn measure(
    address: SocketAddr,
    path: &str,
    mode: Mode,
    connections: u32,
    seconds: u32,
    cpu: impl Fn() -> Result<Cpu>,
) -> Result<Sample> {
    measure_with(seconds, cpu, |seconds| {
        wrk::load(address, path, mode, connections, seconds)
    })
}

/// [`measure`] with a load of one's own, which is given its seconds.
///
/// # Errors
/// The load's, or the server has gone.
pub(super) fn measure_with(
    seconds: u32,
    cpu: impl Fn() -> Result<Cpu>,
    load: impl Fn(f64) -> Result<Count>,
) -> Result<Sample> {
    load(1.0)?;
    let before = cpu()?;
    let count = load(seconds.into())?;
    let (user, system) = cpu()?.since(before);
    let requests = count.requests as f64;
    Ok(Sample {
        per_second: count.per_second,
        user: user / requests,
        system: system / requests,
    })
}
