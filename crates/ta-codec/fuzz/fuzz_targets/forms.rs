//! Arbitrary bytes as a query: no panic, and every name leads somewhere the limits permit.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_codec::testing::forms::forms(data));
