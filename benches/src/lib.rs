//! What the comparison servers share: where to listen, and what to answer.
//!
//! These servers exist to be measured beside ours by `cargo xtask bench`. They
//! are deliberately minimal and never part of a product.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::{Context, Result};

/// The body every contender answers with.
pub const BODY: &str = "Hello, World!";

/// What is streamed, piece by piece.
pub static CHUNK: [u8; 1024] = [b'c'; 1024];

/// So many pieces.
pub const CHUNKS: usize = 64;

/// Whether a server that streams lets others have a turn after each chunk.
pub fn takes_turns() -> bool {
    std::env::var_os("TA_TURNS").is_some_and(|value| value == "1")
}

/// Binds the address given as first argument, 127.0.0.1:8080 by default.
///
/// # Errors
/// When the argument is no socket address, or it cannot be bound.
pub fn listen() -> Result<TcpListener> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let address: SocketAddr = address
        .parse()
        .with_context(|| format!("{address:?} is no socket address"))?;
    let listener =
        TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
    listener
        .set_nonblocking(true)
        .context("cannot make the listener non-blocking")?;
    Ok(listener)
}

/// How long a request waits before it is answered: `TA_BENCH_NAP`, in microseconds,
/// not at all by default.
///
/// # Errors
/// When it is no number.
pub fn nap() -> Result<Duration> {
    let Some(text) = std::env::var_os("TA_BENCH_NAP") else {
        return Ok(Duration::ZERO);
    };
    let microseconds = text
        .to_str()
        .and_then(|text| text.parse().ok())
        .with_context(|| format!("TA_BENCH_NAP is {text:?}, and not in microseconds"))?;
    Ok(Duration::from_micros(microseconds))
}
