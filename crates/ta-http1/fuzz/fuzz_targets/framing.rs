//! Arbitrary bytes as a connection, seen by us and by hyper: no message and no body may differ
//! but for what `compare` lists.

#![no_main]

#[path = "../../tests/hyper/compare.rs"]
mod compare;
#[path = "../../tests/hyper/peer.rs"]
mod peer;

libfuzzer_sys::fuzz_target!(|data: &[u8]| compare::same_messages(data));
