//! Text to modules.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    // A panic that the library catches is not a finding; any other still ends the process.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| convex_codegen::fuzzing::parse(bytes)
);
