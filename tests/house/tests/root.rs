//! The contents of the repository's root.

use std::fs;

/// Everything that may be there, as git sees it.
const ROOT: &[&str] = &[
    ".cargo",
    ".ci",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "deny.toml",
    "rustfmt.toml",
    "typos.toml",
    "convex-codegen",
    "convex-codegen-cli",
    "convex-dioxus",
    "convex-leptos",
    "convex-macros",
    "convex-runtime",
    "docs",
    "examples",
    "tests",
    "xtask",
];

/// Entries that tools leave there and git ignores.
const IGNORED: &[&str] = &[".git", "target"];

#[test]
fn the_root_holds_what_a_stranger_expects_there() {
    let mut stray = Vec::new();
    for entry in fs::read_dir(house::root()).expect("the root can be read") {
        let name = entry.expect("its entries can be read").file_name();
        let name = name.to_string_lossy().into_owned();
        if !ROOT.contains(&&*name) && !IGNORED.contains(&&*name) {
            stray.push(name);
        }
    }
    assert!(
        stray.is_empty(),
        "these have no place in the root: {stray:?}"
    );
}
