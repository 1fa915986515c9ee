//! Arbitrary bytes as a multipart body, in pieces the input chooses, compared with the same
//! bytes delivered whole and one by one; as the value of a field they must survive.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ta_codec::testing::multipart::multipart(data));
