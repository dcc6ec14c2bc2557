//! Files on disk: only what changed is written, and what was written before and is no longer wanted goes.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process,
};

use crate::{error::Error, model::HEADER};

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative to the output folder, separated by `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Brings the folder `dir` to hold `files`.
///
/// Each file is replaced at once, so that a build that is stopped never leaves half of one. A Rust file that is not
/// among them is removed when it starts with the header of generated files; nothing else is touched.
///
/// # Errors
///
/// The first file or folder that cannot be read, written or removed.
pub fn write(dir: &Path, files: &[Output]) -> Result<(), Error> {
    let mut wanted = BTreeSet::new();
    for file in files {
        let path = file
            .path
            .split('/')
            .fold(dir.to_owned(), |path, part| path.join(part));
        let unchanged = fs::read_to_string(&path).is_ok_and(|old| same(&old, &file.text));
        if !unchanged {
            replace(&path, &file.text).map_err(|source| Error::io("write", &path, source))?;
        }
        wanted.insert(path);
    }
    remove_stale(dir, &wanted).map(drop)
}

/// Whether two texts of a file are the same but for the numbers of lines that its documentation names.
///
/// A handler that grows moves all functions below it. Compiling everything again for that would cost more than a
/// number that is off until the next change.
fn same(old: &str, new: &str) -> bool {
    fn place(line: &str) -> Option<&str> {
        let (place, end) = line.trim_start().strip_prefix("//")?.rsplit_once(':')?;
        let number = end.strip_suffix("`).")?;
        number
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(place)
    }
    old == new
        || old.lines().count() == new.lines().count()
            && old.lines().zip(new.lines()).all(|(old, new)| {
                old == new || place(old).is_some_and(|old| place(new) == Some(old))
            })
}

/// Replaces the file at `path` at once.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    // Beside it, as a file cannot be moved from one file system to another.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = parent.join(format!(".{name}.{}", process::id()));
    let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Removes what is no longer wanted in `dir` and below, and says whether there was anything.
fn remove_stale(dir: &Path, wanted: &BTreeSet<PathBuf>) -> Result<bool, Error> {
    let entries = match fs::read_dir(dir) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(false),
        entries => entries.map_err(|source| Error::io("read", dir, source))?,
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        paths.push(
            entry
                .map_err(|source| Error::io("read", dir, source))?
                .path(),
        );
    }
    paths.sort();
    let mut removed = false;
    for path in paths {
        // Links are nobody's but the user's.
        let kind = fs::symlink_metadata(&path)
            .map_err(|source| Error::io("read", &path, source))?
            .file_type();
        if kind.is_dir() {
            if remove_stale(&path, wanted)? {
                removed = true;
                // Fails when something is left in it, which then is not ours.
                let _ = fs::remove_dir(&path);
            }
        } else if kind.is_file() && !wanted.contains(&path) && is_generated(&path) {
            fs::remove_file(&path).map_err(|source| Error::io("remove", &path, source))?;
            removed = true;
        }
    }
    Ok(removed)
}

fn is_generated(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
        && fs::read(path).is_ok_and(|text| text.starts_with(HEADER.as_bytes()))
}
