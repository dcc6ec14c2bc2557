//! `Config::run_tsc`: brings `convex-types.d.ts` up to date inside a build script.

use std::path::{Path, PathBuf};

use crate::{
    Config, Types,
    error::Error,
    pipeline,
    typescript::{FILE_NAME, TypesFile},
};

/// Runs TypeScript if the types file does not exist or is older than the backend.
/// Returns a note for the user if that fails.
///
/// # Errors
///
/// When the backend or the file cannot be read. A compiler that cannot be run is a warning: the
/// file is used as it is.
pub(super) fn types(base: &Path, config: &Config) -> Result<Option<String>, Error> {
    // What `npx convex function-spec` wrote has no sources to ask about.
    if config.is_specification() {
        return Ok(None);
    }
    let file = file(base, config)?;
    let types = Types::new(&config.convex_dir).file(&file);
    if types.stale()?.is_empty() {
        return Ok(None);
    }
    match types.update(&mut |_| {}) {
        Ok(_) => Ok(None),
        Err(error @ Error::TypeScript(_)) => Ok(Some(format!(
            "cannot update `{}`, which is used as it is: {error}",
            file.display()
        ))),
        Err(error) => Err(error),
    }
}

/// The file that generation reads, or the one that it looks for first.
fn file(base: &Path, config: &Config) -> Result<PathBuf, Error> {
    if let Some(file) = &config.types_file {
        return Ok(base.join(file));
    }
    let program = pipeline::evaluate(base, &config.convex_dir)?.program;
    let found = TypesFile::find(base, &program.project.functions)?;
    Ok(found.map_or_else(|| base.join(FILE_NAME), |found| found.path))
}
