//! Arbitrary bytes as `Range`, `If-Range`, conditions and `Accept-Encoding`: ranges lie inside
//! the file and apart, what is chosen was acceptable, a tag matches itself.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_codec::testing::selection::selection(data));
