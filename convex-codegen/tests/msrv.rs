//! The stated `rust-version` is not below what any dependency states. Clippy's `incompatible_msrv`
//! holds it for our own code.

use std::process::Command;

use serde_json::Value;

/// `1.88` and `1.88.0` as numbers that compare.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn no_dependency_wants_a_newer_compiler_than_we_state() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs the tests, so it is there");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().expect("there are packages");
    assert!(packages.len() > 50, "the dependencies are among them");
    let newer: Vec<String> = packages
        .iter()
        .filter(|package| {
            package["rust_version"]
                .as_str()
                .is_some_and(|text| version(text) > ours)
        })
        .map(|package| format!("{} wants {}", package["name"], package["rust_version"]))
        .collect();
    assert!(newer.is_empty(), "{}", newer.join("\n"));
}
