//! Which version of a package a project has: its lock file says, or else its `package.json`.

use std::path::{Path, PathBuf};

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

/// Where a manifest lists what it needs.
pub(super) const KINDS: [&str; 3] = ["dependencies", "devDependencies", "peerDependencies"];

/// Lines behind a package's name among which a lock file gives its version.
const NEAR: usize = 3;

/// What the files around a folder say of packages: its lock files and manifests, nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    locks: Vec<(PathBuf, String)>,
    manifests: Vec<(PathBuf, Value)>,
}

impl Requirements {
    /// Those around `folder`.
    pub fn around(folder: &Path) -> Self {
        let named = |names: &'static [&str]| {
            let paths = folder
                .ancestors()
                .flat_map(|above| names.iter().map(|name| above.join(name)));
            paths.filter_map(|path| Some((super::text::of(&path).ok()?, path)))
        };
        let locks = named(&LOCKS).map(|(text, path)| (path, text));
        let manifests = named(&["package.json"])
            .filter_map(|(text, path)| Some((path, serde_json::from_str(&text).ok()?)));
        Self {
            locks: locks.collect(),
            manifests: manifests.collect(),
        }
    }

    /// The files that say it.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let locks = self.locks.iter().map(|(path, _)| path.as_path());
        locks.chain(self.manifests.iter().map(|(path, _)| path.as_path()))
    }

    /// Whether the project has a version of `package` from before `change`, and the file that says so; `None` when no file mentions
    /// it. A range that admits `change` means the newest version: that is what a fresh installation brings.
    pub fn is_before(&self, package: &str, change: Version) -> Option<(bool, &Path)> {
        if let Some((text, path)) = self.locked(package) {
            return Some((version(text)? < change, path));
        }
        let (range, path) = self.asked(package)?;
        Some((ends_before(range, change), path))
    }

    /// The version of `package` that is locked, or else the range that is asked for.
    pub fn of(&self, package: &str) -> Option<&str> {
        let said = self.locked(package).or_else(|| self.asked(package));
        said.map(|(text, _)| text)
    }

    fn locked(&self, package: &str) -> Option<(&str, &Path)> {
        let mut locks = self.locks.iter();
        locks.find_map(|(path, text)| Some((locked(text, package)?, path.as_path())))
    }

    fn asked(&self, package: &str) -> Option<(&str, &Path)> {
        self.manifests.iter().find_map(|(path, manifest)| {
            let mut kinds = KINDS.iter();
            let range = kinds.find_map(|kind| manifest[kind][package].as_str())?;
            Some((range, path.as_path()))
        })
    }
}

/// The version of `package` that the text of a lock file names first, as it is written there.
fn locked<'a>(text: &'a str, package: &str) -> Option<&'a str> {
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
    use super::{ends_before, locked, version};

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
            let text = locked(lock, "@x/pool");
            assert_eq!(text.and_then(version), Some([0, 4, 12]), "{lock}");
            assert_eq!(locked(lock, "@x/other"), None);
            assert_eq!(text, Some("0.4.12"), "{lock}");
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
