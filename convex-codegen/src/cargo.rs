//! What a build script says to cargo, as text.

use std::{collections::BTreeSet, path::Path};

/// Asks cargo to run the build script again when one of `paths` changes. A folder stands for all that is below it.
pub fn rerun_if_changed<'a>(paths: impl IntoIterator<Item = &'a Path>) -> String {
    let paths: BTreeSet<&Path> = paths.into_iter().collect();
    let lines = paths
        .iter()
        .map(|path| format!("cargo::rerun-if-changed={}", path.display()));
    lines.chain([String::new()]).collect::<Vec<_>>().join("\n")
}

/// Shows `message` with the build; each of its lines is a warning.
pub fn warning(message: &str) -> String {
    let lines = message
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("cargo::warning={line}"));
    lines.chain([String::new()]).collect::<Vec<_>>().join("\n")
}

/// Says `directives` to cargo.
#[expect(
    clippy::print_stdout,
    reason = "this is how a build script talks to cargo"
)]
pub fn tell(directives: &str) {
    print!("{directives}");
}
