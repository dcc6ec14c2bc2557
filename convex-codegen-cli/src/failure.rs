//! `Failure`: why a command could not do its work.

use std::{fmt, io, path::PathBuf};

use convex_codegen::Diagnostic;

/// The result of a part of a command.
pub(crate) type Outcome<T> = Result<T, Failure>;

/// An error that stopped a command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A backend that has errors.
    Backend {
        /// All its diagnostics.
        diagnostics: Vec<Diagnostic>,
        /// The work that is not done therefore: `nothing is generated`.
        consequence: &'static str,
    },
    /// A sentence for the user.
    Text(String),
}

impl Failure {
    /// A file or folder that cannot be used.
    pub(crate) fn io(action: &str, path: impl Into<PathBuf>, error: &io::Error) -> Self {
        Self::Text(format!(
            "cannot {action} `{}`: {error}",
            path.into().display()
        ))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backend { consequence, .. } => {
                write!(f, "the Convex backend has errors; {consequence}")
            }
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<convex_codegen::Error> for Failure {
    fn from(error: convex_codegen::Error) -> Self {
        match error {
            convex_codegen::Error::Backend { diagnostics, .. } => Self::Backend {
                diagnostics,
                consequence: "nothing is generated",
            },
            convex_codegen::Error::Io {
                path,
                action,
                source,
            } => {
                // As it was given: relative to the current folder.
                let here = std::env::current_dir().unwrap_or_default();
                let path = path.strip_prefix(&here).map(PathBuf::from).unwrap_or(path);
                let shown = convex_codegen::Error::Io {
                    path,
                    action,
                    source,
                };
                Self::Text(shown.to_string())
            }
            other => Self::Text(other.to_string()),
        }
    }
}

impl From<crate::serve::Error> for Failure {
    fn from(error: crate::serve::Error) -> Self {
        Self::Text(error.to_string())
    }
}

impl From<convex_runtime::Error> for Failure {
    fn from(error: convex_runtime::Error) -> Self {
        Self::Text(error.to_string())
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
