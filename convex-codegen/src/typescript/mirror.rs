//! A temporary image of the project in which TypeScript finds our probes and our `_generated`.
//!
//! Folders on the way from the workspace to the functions are real, everything beside them is a
//! symbolic link, so that every relative import, every `node_modules` and every `tsconfig.json` is
//! where it was. The project itself is only read.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{probe, temporary::TemporaryFolder};
use crate::error::Error;

/// The image; it is deleted when this is dropped.
#[derive(Debug)]
pub(super) struct Mirror {
    folder: TemporaryFolder,
    root: PathBuf,
    /// The functions folder in the image.
    pub functions: PathBuf,
    /// The folder that `tsc` writes to.
    pub out: PathBuf,
}

impl Mirror {
    /// An image of `workspace`, with what `functions` (a folder in it) holds, but for
    /// `_generated/{api,dataModel}`.
    pub(super) fn new(workspace: &Path, functions: &Path) -> Result<Self, Error> {
        let folder = TemporaryFolder::new()
            .map_err(|error| Error::io("create a folder in", std::env::temp_dir(), error))?;
        let real = fs::canonicalize(folder.path())
            .map_err(|error| Error::io("read", folder.path(), error))?;
        let root = real.join("workspace");
        let out = real.join("out");
        create(&root)?;
        let way = functions.strip_prefix(workspace).unwrap_or(Path::new(""));
        let (mut original, mut image) = (workspace.to_owned(), root.clone());
        for step in way {
            link_entries(&original, &image, |name| name != step)?;
            original.push(step);
            image.push(step);
            create(&image)?;
        }
        link_entries(functions, &image, |name| {
            name != "_generated" && name != probe::FOLDER
        })?;
        create(&image.join("_generated"))?;
        create(&image.join(probe::FOLDER))?;
        let committed = functions.join("_generated");
        if committed.is_dir() {
            link_entries(&committed, &image.join("_generated"), |name| {
                !is_replaced(name)
            })?;
        }
        Ok(Self {
            folder,
            root,
            functions: image,
            out,
        })
    }

    /// The path in the image of `original`, a path inside `workspace`.
    pub(super) fn image_of(&self, original: &Path, workspace: &Path) -> PathBuf {
        self.root
            .join(original.strip_prefix(workspace).unwrap_or(original))
    }

    /// Writes a file of the functions folder of the image.
    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Error> {
        let path = self.functions.join(path);
        fs::write(&path, text).map_err(|error| Error::io("write", path, error))
    }

    /// Puts `text` in the place of `original`, a file inside `workspace`. Returns its path in the
    /// image; `None` if the file is elsewhere.
    pub(super) fn replace(
        &self,
        original: &Path,
        workspace: &Path,
        text: &str,
    ) -> Result<Option<PathBuf>, Error> {
        let Ok(way) = original.strip_prefix(workspace) else {
            return Ok(None);
        };
        let (mut original, mut image) = (workspace.to_owned(), self.root.clone());
        let folders = way.parent().unwrap_or(Path::new(""));
        for step in folders {
            original.push(step);
            image.push(step);
            // What was one link to a folder becomes a folder of links.
            if image.is_symlink() {
                fs::remove_file(&image).map_err(|error| Error::io("remove", &image, error))?;
                create(&image)?;
                link_entries(&original, &image, |_| true)?;
            }
        }
        let file = self.root.join(way);
        if file.is_symlink() {
            fs::remove_file(&file).map_err(|error| Error::io("remove", &file, error))?;
        }
        fs::write(&file, text).map_err(|error| Error::io("write", &file, error))?;
        Ok(Some(file))
    }

    /// The declarations that `tsc` wrote for a file of the functions folder, `path` without
    /// extension.
    pub(super) fn declaration(&self, path: &str) -> Option<String> {
        let file = self.functions.join(format!("{path}.d.ts"));
        let below: PathBuf = file
            .components()
            .filter(|part| matches!(part, std::path::Component::Normal(_)))
            .collect();
        fs::read_to_string(self.out.join(below)).ok()
    }

    /// The file for the compiler's output.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.path().join("tsc.log")
    }
}

/// Returns whether our own text replaces the file `name` of `_generated`.
fn is_replaced(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    stem == "api" || stem == "dataModel"
}

fn create(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))
}

/// Links the entries of `original` that are `wanted` into `image`.
fn link_entries(
    original: &Path,
    image: &Path,
    wanted: impl Fn(&std::ffi::OsStr) -> bool,
) -> Result<(), Error> {
    let failed = |error| Error::io("read", original, error);
    for entry in fs::read_dir(original).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !wanted(&entry.file_name()) {
            continue;
        }
        let link = image.join(entry.file_name());
        symlink(&entry.path(), &link).map_err(|error| Error::io("link", link, error))?;
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(original: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(original, link)
}

#[cfg(windows)]
fn symlink(original: &Path, link: &Path) -> io::Result<()> {
    if original.is_dir() {
        std::os::windows::fs::symlink_dir(original, link)
    } else {
        // Links to files need a privilege, a second name of the file does not.
        fs::hard_link(original, link).or_else(|_| fs::copy(original, link).map(|_| ()))
    }
}
