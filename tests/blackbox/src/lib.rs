//! What the black-box tests share: a `php server.php` process, a raw HTTP client
//! that believes nothing, and curl.
//!
//! Nothing here links against the server. A test sees what a user sees: a process
//! with an exit status, output and memory, and bytes on a socket. Every wait is
//! bounded; a server is killed when its test lets go of it.

pub mod browser;
pub mod census;
pub mod clients;
pub mod curl;
pub mod load;
pub mod memory;
pub mod port;
pub mod server;
pub mod wire;

/// Whether the long variants of tests were asked for (`TA_FULL=1`).
pub fn is_full() -> bool {
    std::env::var_os("TA_FULL").is_some_and(|value| value == "1")
}

/// `length` bytes that say which answer they belong to and where in it they stand.
///
/// The PHP scripts have the same function (`pattern()` in `php/pattern.inc`): a body
/// that was cut, shifted or mixed up with another one cannot match.
pub fn pattern(seed: u32, length: usize) -> Vec<u8> {
    let unit = format!("{seed:08x};");
    let mut bytes = unit.into_bytes().repeat(length / 9 + 1);
    bytes.truncate(length);
    // Position marks: one in every KiB.
    for (mark, at) in (1023..length).step_by(1024).enumerate() {
        bytes[at] = b'A' + (mark % 26) as u8;
    }
    bytes
}
