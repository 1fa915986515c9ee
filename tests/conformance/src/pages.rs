//! The application that servers under test run, and their settings. It exists once in Rust
//! (`tests/rust/app.rs`) and once in PHP (`tests/blackbox/php/conformance.php`); the cases rely
//! on what is written here.
//!
//! | Path | Answer |
//! |---|---|
//! | anything else | the request in lines: `method=`, `target=`, `path=`, `version=`, `keep-alive=true` or `false`, `body=`, then `NAME=VALUE` for every field; of repeated fields one line, joined by `, ` (`cookie`: `; `) |
//! | `/echo` | the body of the request |
//! | `/unread` | `unread`, without a look at the request's body |
//! | `/status/N` | status N with the body `status body` |
//! | `/status/304/length` | 304 with `content-length: 77` |
//! | `/close` | `bye`, with `connection: close` |
//! | `/fields` | `fields`, with two fields `x-twice` and the fields `content-length: 99`, `transfer-encoding: chunked` and `date: Thu, 01 Jan 1970 00:00:00 GMT` besides |
//! | `/reason` | `200 Fine by me` |
//! | `/delay/MS` | `delayed`, so many milliseconds later |
//! | `/fail` | an exception or a panic: 500 |
//! | `/stream/N` | `piece` and a line feed, N times, as a stream of unknown length |
//! | `/declared/N` | the same with its length declared |
//! | `/short/N` | the same with one byte more declared than sent |
//! | `/trailers` | one `piece` as a stream of unknown length, then the trailer `x-check: 1` |

/// Largest body of a request in bytes; 413 beyond.
pub const BODY_LIMIT: usize = 100_000;

/// An unread rest of a body up to so many bytes is thrown away, beyond it the connection ends.
pub const DISCARD_LIMIT: usize = 65_536;

/// The read timeout of an impatient server, in seconds.
pub const READ_TIMEOUT: u64 = 2;

/// The keep-alive timeout of an impatient server, in seconds.
pub const KEEP_ALIVE_TIMEOUT: u64 = 1;
