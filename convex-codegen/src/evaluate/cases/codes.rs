//! Every code of the catalogue has a case.

use std::{fs, path::Path};

/// Codes of later stages, whose tests are theirs.
const ELSEWHERE: &[&str] = &["types-file", "stale-types", "no-value", "unknown-returns"];

#[test]
fn every_code_has_a_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |path: &str| fs::read_to_string(root.join(path)).expect("it is part of the repository");
    let catalogue = read("src/diagnostics/catalogue.rs");
    let cases = read("tests/cases/diagnostics.md") + &read("src/evaluate/cases/bad_input.rs");
    let starts = ["problem(", "unknown(", "Code("];
    let calls = starts
        .iter()
        .flat_map(|start| catalogue.split(start).skip(1));
    let codes = calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
    let missing: Vec<&str> = codes
        .filter(|code| !ELSEWHERE.contains(code))
        .filter(|code| !cases.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
