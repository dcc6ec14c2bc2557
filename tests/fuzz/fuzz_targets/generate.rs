//! Text to generated Rust.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| convex_codegen::fuzzing::generate(bytes));
