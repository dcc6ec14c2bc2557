//! Finds and reads the texts of a project and of its packages.

mod aliases;
mod boundary;
mod discover;
mod entry_points;
mod files;
mod functions_folder;
pub(crate) mod jsonc;
mod loader;
mod lock;
mod module_path;
mod package;
mod requirement;
mod subpaths;
pub(crate) mod text;
mod tsconfig;
pub(crate) mod version;
mod workspace;
mod yaml;

use std::path::{Path, PathBuf};

use crate::error::Error;
pub(crate) use crate::text::{FileId, SourceFile, Sources, Span};

pub(crate) use discover::{EntryPoint, Project, discover};
pub(crate) use files::Files;
use loader::normalize;
pub(crate) use loader::{Loaded, Loader};
pub(crate) use module_path::ModulePath;
pub(crate) use package::{installed as installed_package, split as package_name};
pub(crate) use requirement::{Required, Requirements};

/// The functions folder of the project at `dir`.
///
/// # Errors
///
/// If `dir` or its `convex.json` cannot be read, or `dir` is a project without functions.
pub(crate) fn functions_folder(dir: &Path) -> Result<PathBuf, Error> {
    let mut files = Files::disk();
    files.permit(boundary::root(&files.real(dir)));
    functions_folder::find(&mut files, dir)
}

/// The one file at `path`, relative to `base`.
///
/// # Errors
///
/// If it cannot be read, or is neither UTF-8 nor UTF-16.
pub(crate) fn file(base: &Path, path: &Path) -> Result<(Sources, FileId), Error> {
    let text = text::bytes(&base.join(path)).and_then(text::decode);
    let text = text.map_err(|source| Error::io("read", path, source))?;
    let mut sources = Sources::default();
    let file = sources.add(SourceFile {
        path: path.to_string_lossy().replace('\\', "/"),
        text,
    });
    Ok((sources, file))
}
