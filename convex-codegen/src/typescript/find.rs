//! Finds and reads `convex-types.d.ts`.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// The default name of the file.
pub(crate) const FILE_NAME: &str = "convex-types.d.ts";

/// A `convex-types.d.ts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypesFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl TypesFile {
    /// Reads the file next to the crate (`base`), or else next to the functions folder; `None` if
    /// neither exists.
    ///
    /// # Errors
    ///
    /// If the file exists but cannot be read.
    pub(crate) fn find(base: &Path, functions: &Path) -> Result<Option<Self>, Error> {
        let beside = functions.parent().unwrap_or(functions);
        for folder in [base, beside] {
            if let Some(found) = Self::read(&folder.join(FILE_NAME))? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Reads the file at `named`, or else the one that [`TypesFile::find`] finds.
    ///
    /// # Errors
    ///
    /// If `named` does not exist, or a file cannot be read.
    pub(crate) fn named_or_found(
        named: Option<&Path>,
        (base, functions): (&Path, &Path),
    ) -> Result<Option<Self>, Error> {
        let Some(named) = named else {
            return Self::find(base, functions);
        };
        let path = base.join(named);
        match Self::read(&path)? {
            Some(file) => Ok(Some(file)),
            None => Err(Error::Config(format!(
                "there is no `{}`, which `Config::types_file` names; `convex-codegen types --out` writes it",
                path.display()
            ))),
        }
    }

    /// Reads the file at `path`; `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// If the file exists but cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Error> {
        match crate::source::text::of(path) {
            Ok(text) => Ok(Some(Self {
                path: path.to_owned(),
                text,
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", path, error)),
        }
    }
}
