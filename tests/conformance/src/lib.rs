//! HTTP/1.1 to the letter, as data: a table of what clients send on a raw socket and what they
//! must get back, each case with the rule it stands for. The same table is played against the
//! Rust server (`tests/rust.rs` here) and against `php server.php` (`ta-blackbox`), with every
//! write whole and cut into single bytes.
//!
//! Nothing here links against a server or shares code with one: what frames an answer is
//! written a second time, and strictly. A server under test runs the small application that
//! [`pages`](mod@pages) describes and has the settings named there.

mod case;
pub mod pages;
mod play;
mod report;
mod table;
mod wire;

pub use case::{Case, Delivery, Need, Temper};
pub use report::{Subject, check};
pub use table::table;

/// How the bytes of one write reach the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// In one call.
    Whole,
    /// One call for each byte. Of a write of several kilobytes the inner part goes in pieces of
    /// an odd size: single bytes there would take minutes and show nothing new.
    ByteByByte,
}
