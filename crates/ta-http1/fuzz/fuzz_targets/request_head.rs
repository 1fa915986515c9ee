//! Arbitrary bytes as a request head: no panic, no dependence on how they are split, and an
//! accepted head means the same when written anew.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_http1::testing::request_head(data));
