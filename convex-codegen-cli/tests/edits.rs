//! `diff` against Convex's own validation under Node: a single edit is breaking exactly if values
//! of one side are rejected by the other.
#![expect(clippy::panic, reason = "a test that cannot go on fails")]

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value as Json;

const EDITS: usize = 600;

fn diff(folder: &Path, old: &str, new: &str) -> Json {
    let output = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
        .args(["diff", old, new, "--format", "json"])
        .current_dir(folder)
        .output()
        .expect("it can be run");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The worst that is said of each side of each function.
fn verdicts(json: &Json) -> BTreeMap<String, String> {
    let rank = |impact: &str| {
        ["compatible", "unknown", "breaking"]
            .iter()
            .position(|known| *known == impact)
    };
    let mut worst: BTreeMap<String, String> = BTreeMap::new();
    for change in json["changes"].as_array().expect("a list") {
        let subject = change["subject"].as_str().expect("a subject");
        let impact = change["impact"].as_str().expect("an impact");
        let end = subject.find([']', '[', '{']).unwrap_or(subject.len());
        let mut parts = subject[..end].splitn(3, '.');
        let side = format!(
            "{}.{}",
            parts.next().unwrap_or(""),
            parts.next().unwrap_or("")
        );
        let entry = worst.entry(side).or_default();
        if rank(impact) > rank(entry) {
            impact.clone_into(entry);
        }
    }
    worst
}

#[test]
fn single_edits_are_classified_as_convex_validates() {
    let packages = corpus::npm::installed(&corpus::root().join("tests/running/e2e/npm"));
    let script = packages.join(format!("edits-{}.mjs", std::process::id()));
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits.mjs"),
        &script,
    )
    .expect("it can be copied");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = Command::new("node")
        .arg(&script)
        .arg(EDITS.to_string())
        .arg(folder.path())
        .output();
    fs::remove_file(&script).expect("it is ours");
    let made = made.expect("these tests need Node 20 or later");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );

    let verdicts = verdicts(&diff(folder.path(), "old.json", "new.json"));
    let truth = fs::read(folder.path().join("truth.json")).expect("it was written");
    let truth: BTreeMap<String, Option<bool>> = serde_json::from_slice(&truth).expect("it is JSON");
    let wrong: Vec<String> = truth
        .iter()
        .filter_map(|(side, fits)| {
            let fits = (*fits)?;
            let said = verdicts.get(side).map_or("compatible", String::as_str);
            let right = if fits { "compatible" } else { "breaking" };
            (said != right).then(|| format!("{side}: {said}, and Convex says {right}"))
        })
        .collect();
    let breaking = truth.values().filter(|fits| **fits == Some(false)).count();
    assert!(
        breaking > EDITS / 4 && breaking < EDITS * 7 / 4,
        "both happen: {breaking}"
    );
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        truth.len(),
        wrong.join("\n")
    );

    for spec in ["old.json", "new.json"] {
        let same = diff(folder.path(), spec, spec);
        assert_eq!(
            same["changes"],
            Json::Array(Vec::new()),
            "{spec} against itself"
        );
    }
}
