//! The version of a package that a project has, from its lock file or else its `package.json`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value;

use super::{Files, lock, version};

/// The sections of a manifest that list dependencies.
const KINDS: [&str; 4] = [
    "dependencies",
    "devDependencies",
    "optionalDependencies",
    "peerDependencies",
];

/// The package requirements around a folder: its lock files and manifests, nearest first.
#[derive(Debug, Default)]
pub struct Requirements {
    folder: PathBuf,
    locks: Vec<Lock>,
    manifests: Vec<Arc<Value>>,
    /// Answers given before, since a lock file is long.
    known: Mutex<BTreeMap<String, Option<Required>>>,
}

#[derive(Debug, Clone)]
struct Lock {
    /// Its place in [`lock::KINDS`].
    kind: usize,
    folder: PathBuf,
    text: Arc<str>,
}

/// The requirement for a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// This version, by a lock file.
    Locked(String),
    /// This range, by a manifest alone.
    Asked(String),
}

impl Required {
    /// The version or the range.
    pub fn text(&self) -> &str {
        match self {
            Self::Locked(text) | Self::Asked(text) => text,
        }
    }
}

impl Requirements {
    /// Those around `folder`.
    pub fn around(files: &mut Files, folder: &Path) -> Self {
        let mut requirements = Self {
            folder: folder.to_path_buf(),
            ..Self::default()
        };
        let project: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| files.permits(above))
            .collect();
        for above in project {
            for (kind, (name, _)) in lock::KINDS.iter().enumerate() {
                if let Ok(text) = files.text(&above.join(name)) {
                    requirements.locks.push(Lock {
                        kind,
                        folder: above.to_path_buf(),
                        text: text.into(),
                    });
                }
            }
            requirements
                .manifests
                .extend(files.json(&above.join("package.json")));
        }
        requirements
    }

    /// The locked version of `package`, or else the requested range; `None` if no file mentions it.
    pub fn of(&self, package: &str) -> Option<Required> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(package) {
            return known.clone();
        }
        let asked = self.asked(package);
        let found = self.locks.iter().filter_map(|lock| {
            let folder = self.folder.strip_prefix(&lock.folder).ok()?;
            let folder = folder.to_string_lossy().replace('\\', "/");
            let asked = lock::Asked {
                package,
                range: asked,
                folder: &folder,
            };
            let (_, read) = lock::KINDS[lock.kind];
            read(&lock.text, asked)
        });
        let mut found = found.peekable();
        let nearest = found.peek().cloned();
        // A lock file inside of a workspace is a leftover, which may be out of date.
        let locked = found.find(|locked| fits(asked, locked)).or(nearest);
        let asked = asked.map(|range| Required::Asked(range.to_owned()));
        let required = locked.map(Required::Locked).or(asked);
        known.insert(package.to_owned(), required.clone());
        required
    }

    fn asked(&self, package: &str) -> Option<&str> {
        self.manifests.iter().find_map(|manifest| {
            let mut kinds = KINDS.iter();
            kinds.find_map(|kind| manifest[kind][package].as_str())
        })
    }
}

/// Returns whether `locked` can be the version of a package that is asked for as `range`.
fn fits(range: Option<&str>, locked: &str) -> bool {
    let (Some(range), Some(locked)) = (range, version::parse(locked)) else {
        return true;
    };
    version::admits(range, &locked) != Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_says_more_than_a_manifest() {
        let manifest = r#"{ "dependencies": { "a": "^1.0.0", "b": "^2.0.0" } }"#;
        let lock = r#"{ "packages": { "node_modules/a": { "version": "1.4.0" } } }"#;
        let files = [("package.json", manifest), ("package-lock.json", lock)];
        let bytes = |(name, text): (&str, &str)| (Path::new("/p").join(name), text.into());
        let mut files = Files::memory(files.map(bytes));
        let requirements = Requirements::around(&mut files, Path::new("/p/convex"));
        let of = |package| requirements.of(package);
        assert_eq!(of("a"), Some(Required::Locked("1.4.0".to_owned())));
        assert_eq!(of("b"), Some(Required::Asked("^2.0.0".to_owned())));
        assert_eq!(of("c"), None);
    }

    #[test]
    fn a_lock_file_that_does_not_fit_is_passed_over() {
        let manifest = r#"{ "dependencies": { "a": "^4.0.0" } }"#;
        let lock = |version| {
            format!(r#"{{ "packages": {{ "node_modules/a": {{ "version": "{version}" }} }} }}"#)
        };
        let (leftover, root) = (lock("3.25.76"), lock("4.3.6"));
        let files = [
            ("app/package.json", manifest),
            ("app/package-lock.json", &leftover),
            ("package-lock.json", &root),
        ];
        let bytes = |(name, text): (&str, &str)| (Path::new("/p").join(name), text.into());
        let mut files = Files::memory(files.map(bytes));
        let requirements = Requirements::around(&mut files, Path::new("/p/app/convex"));
        assert_eq!(
            requirements.of("a"),
            Some(Required::Locked("4.3.6".to_owned()))
        );
    }
}
