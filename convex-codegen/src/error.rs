//! Errors of generation.

use std::{fmt, io, path::PathBuf};

use crate::diagnostics::Placed;

/// An error that stopped generation. The output of the last successful run stays in place.
///
/// `Debug` prints the same report as `Display`, because that is what `main` shows when a build
/// script returns it:
///
/// ```ignore
/// fn main() -> Result<(), convex_codegen::Error> {
///     convex_codegen::generate("convex")
/// }
/// ```
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The attempted action: `read`, `write`, …
        action: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// The backend has errors: a syntax error in a `.ts` file, or two things with one name.
    Backend {
        /// All of them, each with a snippet of its file.
        report: String,
        /// The number of errors.
        errors: usize,
        /// All diagnostics as data, including warnings.
        diagnostics: Vec<Placed>,
    },
    /// The configuration is at odds with itself, with the environment or with the backend.
    Config(String),
    /// The project's TypeScript compiler could not be found or run, or wrote nothing that can be
    /// used.
    TypeScript(String),
}

impl Error {
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io {
            path: path.into(),
            action,
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                path,
                action,
                source,
            } => match (*action, source.kind()) {
                ("list", io::ErrorKind::NotFound) => {
                    write!(f, "there is no folder `{}`", path.display())
                }
                _ => write!(f, "cannot {action} `{}`: {source}", path.display()),
            },
            Self::Backend { report, errors, .. } => {
                let s = if *errors == 1 { "" } else { "s" };
                write!(f, "the Convex backend has {errors} error{s}\n\n{report}")
            }
            Self::Config(message) | Self::TypeScript(message) => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Backend { .. } | Self::Config(_) | Self::TypeScript(_) => None,
        }
    }
}
