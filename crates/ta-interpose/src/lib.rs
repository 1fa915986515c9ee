//! Makes libc calls of a process suspend a coroutine instead of the thread.
//!
//! [`install`] rewrites the import tables of everything that is loaded, so that calls
//! like `recv` and `sleep` arrive here first. A call from a thread without a [`Host`],
//! or from code that its host does not let wait, goes straight on to libc. Any other
//! is tried without blocking; only when it would block the host is asked to wait, and
//! the call is tried again.
//!
//! ```text
//! patch        finds import slots, writes them, puts them back
//! hooks/       the calls: try, ask the host, try again
//! host         who can wait on this thread
//! readiness    an epoll set that a host can wait with
//! helpers      threads for what has no readiness
//! reaper       a thread for children that were left
//! descriptor   what the kernel says about a descriptor
//! known        what need not be asked again
//! limits       how long reads may wait
//! status       what all this is doing now
//! ```
//!
//! The crate knows nothing of what a coroutine is, and nothing of PHP. Calls that
//! libc makes inside itself are out of reach: `fread` of stdio never arrives here.

#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

mod descriptor;
mod errno;
mod helpers;
mod hooks;
mod host;
mod known;
mod limits;
mod patch;
mod readiness;
mod reaper;
mod status;

pub use helpers::{settle_thread, without_signals};
pub use host::{
    Call, Host, Standing, Ticket, Wait, Waited, follow_forks, host_on_this_thread, set_host,
};
pub use limits::{limit_reads, read_timed_out};
pub use patch::{Error, Refused, Report, State, install, rescan, restore};
pub use readiness::{Readiness, Watch};
pub use status::{Status, status};
