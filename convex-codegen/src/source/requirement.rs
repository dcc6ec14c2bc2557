//! Which version of a package a project has: its lock file says, or else its `package.json`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// `0.4.16`.
pub type Version = [u64; 3];

/// Lock files of npm, pnpm, Yarn and Bun. All are text that names a package and its version close to each other.
const LOCKS: [&str; 4] = [
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
];

const KINDS: [&str; 3] = ["dependencies", "devDependencies", "peerDependencies"];

/// Lines behind a package's name among which a lock file gives its version.
const NEAR: usize = 3;

/// Whether the project around `folder` has a version of `package` from before `change`, and the file that says so; `None` when no
/// file mentions it. A range that admits `change` means the newest version: that is what a fresh installation brings.
pub fn is_before(folder: &Path, package: &str, change: Version) -> Option<(bool, PathBuf)> {
    let locked = folder.ancestors().find_map(|above| {
        LOCKS.iter().find_map(|lock| {
            let path = above.join(lock);
            let version = locked(&fs::read_to_string(&path).ok()?, package)?;
            Some((version < change, path))
        })
    });
    locked.or_else(|| {
        folder.ancestors().find_map(|above| {
            let path = above.join("package.json");
            let manifest: Value = serde_json::from_str(&fs::read_to_string(&path).ok()?).ok()?;
            let range = KINDS
                .iter()
                .find_map(|kind| manifest[kind][package].as_str())?;
            Some((ends_before(range, change), path))
        })
    })
}

/// What the files around a folder say of packages: the texts of its lock files and manifests, nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    locks: Vec<String>,
    manifests: Vec<Value>,
}

impl Requirements {
    /// Those around `folder`, and the files that say it.
    pub fn around(folder: &Path) -> (Self, Vec<PathBuf>) {
        let (mut found, mut files) = (Self::default(), Vec::new());
        let named = |names: &[&str]| -> Vec<(PathBuf, String)> {
            let paths = folder
                .ancestors()
                .flat_map(|above| names.iter().map(|name| above.join(name)));
            let texts = paths.map(|path| (fs::read_to_string(&path), path));
            texts
                .filter_map(|(text, path)| Some((path, text.ok()?)))
                .collect()
        };
        for (path, text) in named(&LOCKS) {
            found.locks.push(text);
            files.push(path);
        }
        for (path, text) in named(&["package.json"]) {
            if let Ok(manifest) = serde_json::from_str(&text) {
                found.manifests.push(manifest);
                files.push(path);
            }
        }
        (found, files)
    }

    /// The version of `package` that is locked, or else the range that is asked for.
    pub fn of(&self, package: &str) -> Option<&str> {
        let locked = self
            .locks
            .iter()
            .find_map(|text| locked_text(text, package));
        locked.or_else(|| {
            self.manifests.iter().find_map(|manifest| {
                KINDS
                    .iter()
                    .find_map(|kind| manifest[kind][package].as_str())
            })
        })
    }
}

/// The version of `package` that the text of a lock file names first.
fn locked(text: &str, package: &str) -> Option<Version> {
    version(locked_text(text, package)?)
}

/// The same, as it is written there.
fn locked_text<'a>(text: &'a str, package: &str) -> Option<&'a str> {
    let written = |text: &'a str| {
        version(text)?;
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+'));
        text.get(..end.unwrap_or(text.len()))
    };
    text.match_indices(package).find_map(|(at, _)| {
        let rest = &text[at + package.len()..];
        // pnpm: `'@scope/name@1.2.3'`; Bun: `"@scope/name@1.2.3"`; earlier pnpm: `/@scope/name/1.2.3`.
        if let Some(version) = rest.strip_prefix(['@', '/']).and_then(written) {
            return Some(version);
        }
        // An entry: npm's `"node_modules/@scope/name": {`, Yarn's `"@scope/name@^1.0.0":`, pnpm's `'@scope/name':`.
        let mut lines = rest.lines();
        let head = lines.next()?;
        if !head.starts_with(['"', '\'', ':', '@']) || !head.ends_with([':', '{']) {
            return None;
        }
        lines.take(NEAR).find_map(|line| {
            let value = line.trim_start().trim_start_matches('"');
            let value = value.strip_prefix("version")?;
            written(value.trim_start_matches(['"', ':', ' ']))
        })
    })
}

/// Whether all versions in `range` are from before `change`.
fn ends_before(range: &str, change: Version) -> bool {
    let range = range.strip_prefix("npm:").unwrap_or(range).trim();
    let (operator, number) = range.split_at(range.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
    let Some(low) = version(number) else {
        return false;
    };
    match operator {
        "" | "=" | "v" => low < change,
        "~" => [low[0], low[1] + 1, 0] <= change,
        "^" => {
            let end = match low {
                [0, 0, patch] => [0, 0, patch + 1],
                [0, minor, _] => [0, minor + 1, 0],
                [major, ..] => [major + 1, 0, 0],
            };
            end <= change
        }
        _ => false,
    }
}

/// The version at the start of `text`.
fn version(text: &str) -> Option<Version> {
    let end = text
        .find(|c: char| c != '.' && !c.is_ascii_digit())
        .unwrap_or(text.len());
    let mut parts = text[..end].split('.').map(str::parse);
    match (parts.next()?, parts.next()?, parts.next()?) {
        (Ok(major), Ok(minor), Ok(patch)) => Some([major, minor, patch]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ends_before, locked, locked_text};

    #[test]
    fn a_lock_file_of_each_kind_names_the_version() {
        let npm = r#"{ "packages": {
    "": {
      "dependencies": {
        "@x/pool": "^0.4.1"
      }
    },
    "node_modules/@x/pool/node_modules/y": {
      "version": "9.9.9"
    },
    "node_modules/@x/pool": {
      "version": "0.4.12",
      "license": "MIT"
    } } }"#;
        let pnpm = "importers:\n  .:\n    dependencies:\n      '@x/pool':\n        specifier: ^0.4.1\n        version: 0.4.12(convex@1.48.0)\n";
        let packages = "packages:\n\n  '@x/pool@0.4.12':\n    resolution: {}\n";
        let yarn = "\"@x/pool@^0.4.1\":\n  version \"0.4.12\"\n";
        let berry = "\"@x/pool@npm:^0.4.1\":\n  version: 0.4.12\n";
        let bun = "{ \"packages\": { \"@x/pool\": [\"@x/pool@0.4.12\", \"\", {}] } }";
        for lock in [npm, pnpm, packages, yarn, berry, bun] {
            assert_eq!(locked(lock, "@x/pool"), Some([0, 4, 12]), "{lock}");
            assert_eq!(locked(lock, "@x/other"), None);
            assert_eq!(locked_text(lock, "@x/pool"), Some("0.4.12"), "{lock}");
        }
    }

    #[test]
    fn a_range_means_its_newest_version() {
        let change = [0, 4, 16];
        for before in ["0.4.12", "^0.3.1", "~0.3.9", "^0.2.0", "0.1.0", "=0.4.15"] {
            assert!(ends_before(before, change), "{before}");
        }
        for since in [
            "^0.4.1",
            "~0.4.1",
            "0.4.16",
            "^1.0.0",
            "latest",
            "*",
            "workspace:*",
            ">=0.3.0",
            "",
        ] {
            assert!(!ends_before(since, change), "{since}");
        }
    }
}
