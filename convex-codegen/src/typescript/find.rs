//! Reads `convex-types.d.ts` from where it is kept.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// The file's name when nothing else is said.
pub const FILE_NAME: &str = "convex-types.d.ts";

/// A `convex-types.d.ts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypesFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl TypesFile {
    /// The file next to the crate (`base`), or else next to the functions folder; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When it is there but cannot be read.
    pub fn find(base: &Path, functions: &Path) -> Result<Option<Self>, Error> {
        let beside = functions.parent().unwrap_or(functions);
        for folder in [base, beside] {
            if let Some(found) = Self::read(&folder.join(FILE_NAME))? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The file at `named`, or else where [`TypesFile::find`] looks.
    ///
    /// # Errors
    ///
    /// When `named` is not there, or a file cannot be read.
    pub fn named_or_found(
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

    /// The file at `path`; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When it is there but cannot be read.
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
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
