//! Compares what the generator reads off real Convex code with what Convex's own library says of
//! it.
//!
//! The code is what npm packages ship ([`npm`] installs them), small applications in `projects/`,
//! and the features in `../probes`. The library's answer comes from the [`oracle`]:
//! `tests/agreement/oracle`, run under Node, its answers kept below `target/`. [`compare`] puts the
//! two side by side.

#![expect(clippy::panic, reason = "a test fails by panicking")]

pub mod compare;
pub mod crates;
pub mod npm;
pub mod oracle;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// A specification, which may nest deeper than `serde_json` allows at first.
///
/// # Panics
///
/// When `text` is not JSON.
pub fn parse(text: &[u8]) -> Value {
    let mut json = serde_json::Deserializer::from_slice(text);
    json.disable_recursion_limit();
    Value::deserialize(&mut json).expect("a specification is JSON")
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Returns the folder that keeps installed packages and answers between runs.
fn kept() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| root().join("target"))
        .join("corpus")
}
