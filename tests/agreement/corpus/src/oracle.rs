//! Asks Convex's own library what a project is.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{Command, id},
    sync::OnceLock,
};

use serde_json::Value;

/// `tests/agreement/oracle` with its packages.
fn installed() -> &'static Path {
    static ORACLE: OnceLock<PathBuf> = OnceLock::new();
    ORACLE.get_or_init(|| super::npm::installed(&super::root().join("tests/agreement/oracle")))
}

/// Returns the oracle's description of the functions folder `convex`.
///
/// Answers are cached by the contents of the folder around it.
///
/// # Panics
///
/// When Node is missing or the oracle fails.
pub fn answer(convex: &Path) -> Value {
    let oracle = installed();
    let mut hasher = DefaultHasher::new();
    oracle.hash(&mut hasher);
    convex.hash(&mut hasher);
    hash_folder(convex.parent().unwrap_or(convex), &mut hasher);
    let kept = super::kept()
        .join("answers")
        .join(format!("{:016x}.json", hasher.finish()));
    let text = fs::read(&kept).unwrap_or_else(|_| {
        let text = ask(oracle, convex);
        fs::create_dir_all(kept.parent().expect("it has a folder"))
            .expect("the folder can be made");
        let aside = kept.with_extension(format!("{}.new", id()));
        fs::write(&aside, &text).expect("the answer can be written");
        fs::rename(aside, &kept).expect("the answer can be put in place");
        text
    });
    super::parse(&text)
}

fn ask(oracle: &Path, convex: &Path) -> Vec<u8> {
    let output = Command::new("node")
        .arg(oracle.join("oracle.mjs"))
        .arg(convex)
        .output();
    let output = output.unwrap_or_else(|error| panic!("these tests need Node: {error}"));
    assert!(
        output.status.success(),
        "the oracle on {}: {}",
        convex.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Names and contents of all files below `folder`, packages aside.
fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            hash_folder(&path, hasher);
        } else if path.is_file() {
            path.hash(hasher);
            fs::read(&path).expect("files can be read").hash(hasher);
        }
    }
}
