//! Paths behind the prefix of a mount: whatever they are, none leads out of it.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &str| ta_server::files::fuzz_path(raw));
