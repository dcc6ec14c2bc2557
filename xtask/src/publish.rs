//! Packages each published crate as crates.io would get it, and checks what is inside.

use crate::command::{command, output};

/// Endings and names that no package needs.
const UNWANTED: &[&str] = &[".pem", ".key", ".snap.new", "node_modules/", ".env"];
/// Files that every package has.
const NEEDED: &[&str] = &["README.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"];

/// Verifies the packages as one set, since those of one release depend on each other; returns
/// whether all is well.
pub fn dry_run(crates: &[&str]) -> anyhow::Result<bool> {
    let mut well = true;
    for name in crates {
        let listed = output(&mut command(&format!(
            "cargo package --list --allow-dirty -p {name}"
        )))?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        for file in listed.lines() {
            if UNWANTED.iter().any(|unwanted| file.contains(unwanted)) {
                println!("{name}: `{file}` does not belong into the package");
                well = false;
            }
        }
        for needed in NEEDED {
            if !listed.lines().any(|file| file == *needed) {
                println!("{name}: `{needed}` is missing from the package");
                well = false;
            }
        }
    }
    let packages = crates.iter().flat_map(|name| ["-p", name]);
    let status = command("cargo publish --dry-run --allow-dirty")
        .args(packages)
        .status()?;
    Ok(well && status.success())
}
