//! Files on disk: changed files are written; files of earlier runs that are obsolete are removed.

mod printed;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process,
};

use crate::{error::Error, model::HEADER};

pub(crate) use printed::{Hashes, Printed, hash};

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// Relative to the output folder, separated by `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The hashes by which a later run knows it, where they are recorded.
    pub hashes: Option<Hashes>,
}

/// A file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its text; `None` if it does not exist or is not text.
    pub old: Option<String>,
    /// The text that it should have; `None` if it should not exist.
    pub new: Option<String>,
}

/// Makes the folder `dir` hold `files`, and returns the changes.
///
/// Each file is replaced at once, so that a build that is stopped never leaves half of one. A Rust
/// file that is not among them is removed when it starts with the header of generated files;
/// nothing else is touched.
///
/// # Errors
///
/// The first file or folder that cannot be read, written or removed.
pub(crate) fn write(dir: &Path, files: &[Output]) -> Result<Vec<Change>, Error> {
    let changes = changes(dir, files)?;
    for Change { path, new, .. } in &changes {
        match new {
            Some(text) => {
                replace(path, text).map_err(|source| Error::io("write", path, source))?;
            }
            None => remove(path, dir)?,
        }
    }
    Ok(changes)
}

/// Writes one file of `dir`, independently of the others.
pub(crate) fn write_one(dir: &Path, file: &Output) -> Result<(), Error> {
    let Some(Change { path, .. }) = change(dir, file) else {
        return Ok(());
    };
    replace(&path, &file.text).map_err(|source| Error::io("write", path, source))
}

/// The changes that would bring the folder `dir` to hold `files`.
///
/// # Errors
///
/// The first folder that cannot be read.
pub(crate) fn changes(dir: &Path, files: &[Output]) -> Result<Vec<Change>, Error> {
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| path_of(dir, file)).collect();
    let mut changes: Vec<Change> = files.iter().filter_map(|file| change(dir, file)).collect();
    stale(dir, &wanted, &mut changes)?;
    Ok(changes)
}

fn path_of(dir: &Path, file: &Output) -> PathBuf {
    let parts = file.path.split('/');
    parts.fold(dir.to_owned(), |path, part| path.join(part))
}

fn change(dir: &Path, file: &Output) -> Option<Change> {
    let path = path_of(dir, file);
    let old = fs::read_to_string(&path).ok();
    if old.as_ref().is_some_and(|old| same(old, &file.text)) {
        return None;
    }
    Some(Change {
        path,
        old,
        new: Some(file.text.clone()),
    })
}

/// Returns whether two texts of a file are the same but for the numbers of lines that its
/// documentation names.
///
/// A handler that grows moves all functions below it. Compiling everything again for that would
/// cost more than a number that is off until the next change.
fn same(old: &str, new: &str) -> bool {
    /// The pieces of a line of documentation that ends with a place, between its numbers.
    fn without_numbers(line: &str) -> Option<impl Iterator<Item = &str>> {
        let ends_with_place = line.ends_with(").") && (line.contains("(`") || line.contains("([`"));
        let is_doc = line.trim_start().starts_with("//");
        (is_doc && ends_with_place).then(|| {
            line.split(|c: char| c.is_ascii_digit())
                .filter(|piece| !piece.is_empty())
        })
    }
    fn same_line(old: &str, new: &str) -> bool {
        old == new
            || match (without_numbers(old), without_numbers(new)) {
                (Some(old), Some(new)) => old.eq(new),
                _ => false,
            }
    }
    old == new
        || old.lines().count() == new.lines().count()
            && old
                .lines()
                .zip(new.lines())
                .all(|(old, new)| same_line(old, new))
}

/// Replaces the file at `path` at once.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
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

/// Adds the generated files in `dir` and below that are no longer wanted.
fn stale(dir: &Path, wanted: &BTreeSet<PathBuf>, changes: &mut Vec<Change>) -> Result<(), Error> {
    let entries = match fs::read_dir(dir) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(()),
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
    for path in paths {
        // Links are the user's.
        let kind = fs::symlink_metadata(&path)
            .map_err(|source| Error::io("read", &path, source))?
            .file_type();
        if kind.is_dir() {
            stale(&path, wanted, changes)?;
        } else if kind.is_file() && !wanted.contains(&path) && is_generated(&path) {
            changes.push(Change {
                old: fs::read_to_string(&path).ok(),
                path,
                new: None,
            });
        }
    }
    Ok(())
}

/// Removes a file, and the folders below `dir` that are empty without it.
fn remove(path: &Path, dir: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(|source| Error::io("remove", path, source))?;
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != dir) {
        // Fails when something is left in it, which then is not ours.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn is_generated(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
        && fs::read(path).is_ok_and(|text| text.starts_with(HEADER.as_bytes()))
}
