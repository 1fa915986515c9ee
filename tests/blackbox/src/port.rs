//! Ports for servers that tests start side by side.
//!
//! Not from the ephemeral range: a port the kernel just handed out may become the
//! local end of some other test's connection before the server binds it.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

const FIRST: u32 = 20_000;
const COUNT: u32 = 12_000;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A loopback port nobody listens on, and that this process has not given out yet.
///
/// # Panics
/// When none of a thousand ports is free.
pub fn free() -> u16 {
    // Test binaries of one run follow each other: start where no other did lately.
    let start = std::process::id().wrapping_mul(97);
    for _ in 0..1_000 {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + start.wrapping_add(step) % COUNT;
        let port = u16::try_from(port).expect("below 32,000");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no free port between {FIRST} and {}", FIRST + COUNT);
}
