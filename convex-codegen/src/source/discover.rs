//! Finds the functions folder and reads its modules. Fails on IO only.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    FileId, Loader, ModulePath, Sources,
    entry_points::{self, Role},
};
use crate::{diagnostics::Diagnostics, error::Error};

/// A Convex backend on disk: the texts read so far, and the means to read what they import.
#[derive(Debug)]
pub struct Project {
    /// The functions folder.
    pub functions: PathBuf,
    /// The texts.
    pub sources: Sources,
    /// The modules that Convex deploys, sorted by path.
    pub modules: Vec<EntryPoint>,
    /// `schema.ts` or `schema.js`.
    pub schema: Option<FileId>,
    /// Reads further files.
    pub loader: Loader,
}

/// A module that Convex deploys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPoint {
    /// How Convex names it.
    pub path: ModulePath,
    /// Its text.
    pub file: FileId,
}

/// Finds and reads the backend at `dir`: a folder with a `convex.json` or a `convex` folder in it, or the functions
/// folder itself. Messages name files relative to `base`.
///
/// # Errors
///
/// When a folder cannot be listed. A file that cannot be read is a diagnostic.
pub fn discover(base: &Path, dir: &Path, diagnostics: &mut Diagnostics) -> Result<Project, Error> {
    let dir = base.join(dir);
    let mut loader = Loader::new(base);
    let functions = functions_folder(&dir, &mut loader)?;
    let mut project = Project {
        sources: Sources::default(),
        modules: Vec::new(),
        schema: None,
        loader,
        functions,
    };
    let mut files = Vec::new();
    let folder = project.functions.clone();
    walk(&folder, "", &mut project.loader, &mut files)?;
    for relative in files {
        let path = folder.join(&relative);
        match entry_points::role(&relative) {
            Role::Skipped => {}
            Role::Schema => {
                // `schema.ts` wins over `schema.js`.
                if project.schema.is_none() || relative == "schema.ts" {
                    project.schema = project
                        .loader
                        .read(&path, &mut project.sources, diagnostics);
                }
            }
            Role::EntryPoint => {
                let Some(file) = project
                    .loader
                    .read(&path, &mut project.sources, diagnostics)
                else {
                    continue;
                };
                if entry_points::is_module(&relative, &project.sources.file(file).text) {
                    let stem = relative
                        .rsplit_once('.')
                        .map_or(relative.as_str(), |(stem, _)| stem);
                    project.modules.push(EntryPoint {
                        path: ModulePath::new(stem),
                        file,
                    });
                }
            }
        }
    }
    project.modules.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(project)
}

pub fn functions_folder(dir: &Path, loader: &mut Loader) -> Result<PathBuf, Error> {
    fs::read_dir(dir).map_err(|source| Error::io("list", dir, source))?;
    let config = dir.join("convex.json");
    match super::text::of(&config) {
        Ok(text) => {
            loader.note(&config);
            let json: serde_json::Value = serde_json::from_str(&text).map_err(|error| {
                Error::Config(format!("`{}` is not valid JSON: {error}", config.display()))
            })?;
            let functions = json
                .get("functions")
                .and_then(serde_json::Value::as_str)
                .unwrap_or("convex");
            return Ok(super::normalize(&dir.join(functions)));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("read", config, error)),
    }
    let inside = dir.join("convex");
    let named_convex = dir.file_name().is_some_and(|name| name == "convex");
    if inside.is_dir() && !named_convex {
        Ok(super::normalize(&inside))
    } else {
        Ok(super::normalize(dir))
    }
}

/// Lists `folder` in a fixed order. Links are not followed, as in the CLI, so there are no loops.
fn walk(
    folder: &Path,
    prefix: &str,
    loader: &mut Loader,
    files: &mut Vec<String>,
) -> Result<(), Error> {
    let failed = |source| Error::io("list", folder, source);
    let mut entries = fs::read_dir(folder)
        .map_err(failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    loader.note(folder);
    for entry in entries {
        // A name that is not Unicode cannot be a module's: Convex names modules by text.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let relative = format!("{prefix}{name}");
        if kind.is_dir() {
            // A folder with its own definition is a component: it is deployed by itself.
            let skipped = name == "node_modules"
                || relative == "_generated"
                || entry.path().join("convex.config.ts").exists();
            if !skipped {
                walk(&entry.path(), &format!("{relative}/"), loader, files)?;
            }
        } else if kind.is_file() {
            files.push(relative);
        }
    }
    Ok(())
}
