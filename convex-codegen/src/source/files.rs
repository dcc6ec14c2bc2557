//! Reads sources from a disk or from memory; only the project and its packages can be read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{boundary, normalize, text};

/// Files to read, the folders that may be read, and a record of the files that were read.
#[derive(Debug)]
pub struct Files {
    place: Place,
    /// Folders below which everything may be read, by their real paths.
    inside: Vec<PathBuf>,
    read: BTreeSet<PathBuf>,
    manifests: BTreeMap<PathBuf, Option<Arc<serde_json::Value>>>,
}

#[derive(Debug)]
enum Place {
    Disk,
    #[cfg_attr(
        not(any(test, fuzzing)),
        expect(dead_code, reason = "tests and fuzz targets read from memory")
    )]
    Memory(BTreeMap<PathBuf, Vec<u8>>),
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// Its kind. A link is neither a file nor a folder.
    pub kind: Kind,
}

/// The kind of a folder's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, a device.
    Other,
}

impl Files {
    /// The files of the disk; no folder may be read yet.
    pub fn disk() -> Self {
        Self {
            place: Place::Disk,
            inside: Vec::new(),
            read: BTreeSet::new(),
            manifests: BTreeMap::new(),
        }
    }

    /// Files in memory, by absolute path. All of them may be read.
    #[cfg(any(test, fuzzing))]
    pub fn memory(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Self {
        Self {
            place: Place::Memory(files.into_iter().collect()),
            inside: vec![PathBuf::from("/")],
            read: BTreeSet::new(),
            manifests: BTreeMap::new(),
        }
    }

    /// Permits reading below `folder`, a real path.
    pub fn permit(&mut self, folder: PathBuf) {
        if !self.permits(&folder) {
            self.inside.push(folder);
        }
    }

    /// Returns whether `path` is in a folder that may be read.
    pub fn permits(&self, path: &Path) -> bool {
        let within = |folder: &PathBuf| path.starts_with(folder);
        self.inside.iter().any(within) && !boundary::is_of_system(path)
    }

    /// Every file and folder that was read, sorted.
    pub fn noted(&self) -> impl Iterator<Item = &Path> {
        self.read.iter().map(PathBuf::as_path)
    }

    /// Records that `path` was read.
    pub fn note(&mut self, path: &Path) {
        self.read.insert(path.to_path_buf());
    }

    /// Returns whether there is a file at `path`, links followed, that may be read.
    pub fn is_file(&self, path: &Path) -> bool {
        self.permits(path)
            && match &self.place {
                Place::Disk => path.is_file(),
                Place::Memory(files) => files.contains_key(path),
            }
    }

    /// Returns whether there is a folder at `path`, links followed.
    pub fn is_folder(&self, path: &Path) -> bool {
        match &self.place {
            Place::Disk => path.is_dir(),
            Place::Memory(files) => files.keys().any(|file| file.starts_with(path)),
        }
    }

    /// The bytes of the file at `path`, links followed.
    ///
    /// # Errors
    ///
    /// If it does not exist, is not a regular file, is too large, or lies outside the project and
    /// its packages.
    pub fn bytes(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let real = self.real(path);
        if !self.permits(&real) {
            let problem = "it lies outside of the project and its packages";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, problem));
        }
        let bytes = match &self.place {
            Place::Disk => text::bytes(&real)?,
            Place::Memory(files) => files.get(&real).cloned().ok_or(io::ErrorKind::NotFound)?,
        };
        self.note(path);
        Ok(bytes)
    }

    /// The text of the file at `path`. Bytes that are not UTF-8 become U+FFFD, as Node and esbuild
    /// have it.
    ///
    /// # Errors
    ///
    /// Those of [`Files::bytes`].
    pub fn text(&mut self, path: &Path) -> io::Result<String> {
        let text = text::lossy(self.bytes(path)?);
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// The JSON of the file at `path`, parsed once; `None` when there is none.
    pub fn json(&mut self, path: &Path) -> Option<Arc<serde_json::Value>> {
        if let Some(known) = self.manifests.get(path) {
            return known.clone();
        }
        let text = self.text(path).ok();
        let json = text.and_then(|text| serde_json::from_str(&text).ok());
        let json = json.map(Arc::new);
        self.manifests.insert(path.to_path_buf(), json.clone());
        json
    }

    /// The entries of `folder`, which counts as read.
    ///
    /// # Errors
    ///
    /// Those of [`Files::entries`].
    pub fn list(&mut self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.note(folder);
        self.entries(folder)
    }

    /// The entries of `folder` whose names are Unicode, sorted.
    ///
    /// # Errors
    ///
    /// If the folder does not exist or cannot be listed.
    pub fn entries(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let Place::Memory(files) = &self.place else {
            return list_disk(folder);
        };
        let mut entries: BTreeMap<String, Kind> = BTreeMap::new();
        for path in files.keys() {
            let mut parts = path.strip_prefix(folder).into_iter().flatten();
            if let Some(name) = parts.next().and_then(|name| name.to_str()) {
                let kind = match parts.next() {
                    Some(_) => Kind::Folder,
                    None => Kind::File,
                };
                entries.insert(name.to_owned(), kind);
            }
        }
        let entries = entries.into_iter();
        Ok(entries.map(|(name, kind)| Entry { name, kind }).collect())
    }

    /// The path of the file or folder at `path` with links resolved; `path` itself, normalized, if
    /// nothing is there.
    pub fn real(&self, path: &Path) -> PathBuf {
        match &self.place {
            Place::Disk => fs::canonicalize(path).unwrap_or_else(|_| normalize(path)),
            Place::Memory(_) => normalize(path),
        }
    }
}

fn list_disk(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        entries.push(Entry { name, kind });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}
