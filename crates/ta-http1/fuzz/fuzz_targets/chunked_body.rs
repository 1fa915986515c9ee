//! Arbitrary bytes as a chunked body, in pieces the input chooses; the same bytes as data must
//! survive being chunked.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_http1::testing::chunked_body(data));
