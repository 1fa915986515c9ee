//! Arbitrary bytes as a whole connection, in pieces the input chooses, compared with the same
//! bytes delivered whole and one by one.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_http1::testing::connection(data));
