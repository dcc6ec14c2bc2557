//! Finds the functions folder and reads its modules. Fails on IO only.

use std::path::{Path, PathBuf};

use super::{
    FileId, Files, Loader, ModulePath, Sources, boundary,
    entry_points::{self, Role},
    files::Kind,
    functions_folder,
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
    /// Its path as Convex names it.
    pub path: ModulePath,
    /// Its text.
    pub file: FileId,
}

/// Finds and reads the backend at `dir` among `files`: a folder with a `convex.json` or a `convex`
/// folder in it, or the functions folder itself. Messages name files relative to `base`.
///
/// # Errors
///
/// If a folder cannot be listed. A file that cannot be read is reported as a diagnostic.
pub(crate) fn discover(
    mut files: Files,
    (base, dir): (&Path, &Path),
    diagnostics: &mut Diagnostics,
) -> Result<Project, Error> {
    let dir = files.real(&base.join(dir));
    files.permit(boundary::root(&dir));
    let functions = functions_folder::find(&mut files, &dir)?;
    let functions = files.real(&functions);
    files.permit(boundary::around(&functions));
    let mut project = Project {
        sources: Sources::default(),
        modules: Vec::new(),
        schema: None,
        loader: Loader::new(files, base),
        functions,
    };
    let mut relative_paths = Vec::new();
    let folder = project.functions.clone();
    walk(project.loader.files(), (&folder, ""), &mut relative_paths)?;
    for relative in relative_paths {
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

/// Lists `folder` in a fixed order. Links are not followed, as in the CLI, so it always ends.
fn walk(
    files: &mut Files,
    (folder, prefix): (&Path, &str),
    found: &mut Vec<String>,
) -> Result<(), Error> {
    // A name that is not Unicode cannot be a module's: Convex names modules by text.
    let entries = files.list(folder);
    for entry in entries.map_err(|source| Error::io("list", folder, source))? {
        let relative = format!("{prefix}{}", entry.name);
        let path = folder.join(&entry.name);
        match entry.kind {
            Kind::Folder => {
                // A folder with its own definition is a component: it is deployed by itself.
                let skipped = entry.name == "node_modules"
                    || relative == "_generated"
                    || files.is_file(&path.join("convex.config.ts"));
                if !skipped {
                    walk(files, (&path, &format!("{relative}/")), found)?;
                }
            }
            Kind::File => found.push(relative),
            Kind::Other => {}
        }
    }
    Ok(())
}
