//! Files over real sockets: mounts, files that handlers send, and what is on
//! the wire of them.

#[allow(dead_code, reason = "shared with tests that need all of it")]
#[path = "../http1/client.rs"]
mod client;
mod site;

mod delivery;
mod mounts;
mod ranges;
mod sending;
mod siblings;
mod traversal;
