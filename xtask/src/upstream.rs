//! `cargo xtask upstream`: the comparisons with Convex's packages and TypeScript, against their
//! newest versions.
//!
//! The manifests and lock files below `tests/` are written with the newest versions, the suites
//! that use them run, and the files are put back unless all suites pass: then the newer versions
//! can be committed as they are.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::command::{command, output, root};

/// The npm packages of the tests.
const MANIFESTS: &[&str] = &[
    "tests/agreement/oracle",
    "tests/agreement/corpus",
    "tests/agreement/types",
    "tests/running/clients/npm",
    "tests/running/e2e/npm",
];

/// What is compared, and the command that does it.
const SUITES: &[(&str, &str)] = &[
    (
        "what Convex's library says of probes, applications and components",
        "cargo test -p corpus --test agreement",
    ),
    (
        "what TypeScript infers",
        "cargo test -p corpus --test types",
    ),
    (
        "values past Convex's validation",
        "cargo test -p round-trip",
    ),
    (
        "Convex's npm clients against the testing deployment",
        "cargo test -p clients --test npm",
    ),
    ("TypeScript functions under Node", "cargo test -p e2e"),
];

/// One dependency that has a newer version.
struct Newer {
    manifest: &'static str,
    package: String,
    pinned: String,
    newest: String,
}

/// Runs the comparisons, prints and optionally writes the report, and fails if any of them did.
pub fn run(report: Option<&Path>) -> anyhow::Result<()> {
    let before = Files::read()?;
    let newer = newest()?;
    let mut text = String::from("# Newest upstream packages\n\n");
    for dependency in &newer {
        let Newer {
            manifest,
            package,
            pinned,
            newest,
        } = dependency;
        writeln!(text, "- `{package}` {pinned} → {newest} (`{manifest}`)")?;
    }
    if newer.is_empty() {
        text.push_str("All pinned versions are the newest.\n");
    }
    let compared = adopt(&newer).and_then(|()| compare(&mut text));
    let agrees = matches!(compared, Ok(true));
    if !agrees {
        before.restore()?;
    }
    println!("{text}");
    if let Some(report) = report {
        fs::write(report, &text).with_context(|| format!("cannot write {}", report.display()))?;
    }
    if compared? {
        return Ok(());
    }
    bail!("the newest versions differ; the manifests are as they were")
}

/// The pinned versions that are not the newest, as npm tells.
fn newest() -> anyhow::Result<Vec<Newer>> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut newer = Vec::new();
    for manifest in MANIFESTS {
        let file = root().join(manifest).join("package.json");
        let json: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let dependencies = json["dependencies"]
            .as_object()
            .context("a manifest has dependencies")?;
        for (package, pinned) in dependencies {
            let pinned = pinned.as_str().context("a version is a text")?;
            // An alias, such as `npm:typescript@7.0.2`; a compiler that is pinned to a major
            // version on purpose.
            if pinned.contains(':') || (package == "typescript" && manifest.ends_with("types")) {
                continue;
            }
            if !known.contains_key(package) {
                known.insert(package.clone(), version(package)?);
            }
            let newest = &known[package];
            if newest != pinned {
                newer.push(Newer {
                    manifest,
                    package: package.clone(),
                    pinned: pinned.to_owned(),
                    newest: newest.clone(),
                });
            }
        }
    }
    Ok(newer)
}

fn version(package: &str) -> anyhow::Result<String> {
    let asked = output(&mut command(&format!("npm view {package} version")))?;
    if !asked.status.success() {
        bail!(
            "`npm view {package} version`: {}",
            String::from_utf8_lossy(&asked.stderr).trim()
        );
    }
    Ok(String::from_utf8(asked.stdout)?.trim().to_owned())
}

/// Writes the newest versions into the manifests, and locks them.
fn adopt(newer: &[Newer]) -> anyhow::Result<()> {
    for manifest in MANIFESTS {
        let folder = root().join(manifest);
        let file = folder.join("package.json");
        let mut text = fs::read_to_string(&file)?;
        let mut changed = false;
        for dependency in newer
            .iter()
            .filter(|dependency| dependency.manifest == *manifest)
        {
            let Newer {
                package,
                pinned,
                newest,
                ..
            } = dependency;
            text = text.replace(
                &format!("\"{package}\": \"{pinned}\""),
                &format!("\"{package}\": \"{newest}\""),
            );
            changed = true;
        }
        if changed {
            fs::write(&file, text)?;
            let locked = output(
                command("npm install --package-lock-only --ignore-scripts --legacy-peer-deps --no-audit --no-fund")
                    .current_dir(&folder),
            )?;
            if !locked.status.success() {
                bail!(
                    "cannot lock {manifest}: {}",
                    String::from_utf8_lossy(&locked.stderr).trim()
                );
            }
        }
    }
    Ok(())
}

/// Runs all suites, whatever the first ones say; returns whether all agree.
fn compare(text: &mut String) -> anyhow::Result<bool> {
    let mut agrees = true;
    for (what, line) in SUITES {
        println!("== {line}");
        let ran = output(&mut command(line))?;
        let passed = ran.status.success();
        agrees &= passed;
        writeln!(
            text,
            "\n## {}: {what}\n\n`{line}`",
            if passed { "Agrees" } else { "Differs" }
        )?;
        if !passed {
            let printed = String::from_utf8_lossy(&ran.stdout).into_owned()
                + &String::from_utf8_lossy(&ran.stderr);
            let lines: Vec<&str> = printed.lines().collect();
            let last = lines[lines.len().saturating_sub(80)..].join("\n");
            writeln!(text, "\n```text\n{last}\n```")?;
        }
    }
    Ok(agrees)
}

/// The manifests and lock files as they were.
struct Files(Vec<(PathBuf, Vec<u8>)>);

impl Files {
    fn read() -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for manifest in MANIFESTS {
            for name in ["package.json", "package-lock.json"] {
                let file = root().join(manifest).join(name);
                let bytes =
                    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                files.push((file, bytes));
            }
        }
        Ok(Self(files))
    }

    fn restore(&self) -> anyhow::Result<()> {
        for (file, bytes) in &self.0 {
            fs::write(file, bytes).with_context(|| format!("cannot restore {}", file.display()))?;
        }
        Ok(())
    }
}
