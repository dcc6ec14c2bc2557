//! `Error`: why functions are not served.

use std::{fmt, io, path::PathBuf};

/// An error that keeps functions from being served.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Node or a package that executes functions is not installed. The text says how to install it.
    Missing(String),
    /// The functions do not load. The text is the message of esbuild, Node or `convex-test`.
    Load(String),
    /// The port cannot be listened on.
    Port {
        /// The port that was asked for; 0 for any.
        port: u16,
        /// The system's reason.
        source: io::Error,
    },
    /// A file or folder of the project cannot be used.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The attempted action: `read`, `write`, …
        action: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// The project is not a Convex backend that can be read.
    Backend(convex_codegen::Error),
    /// A cron job failed, or does not exist.
    Cron {
        /// The job's name.
        name: String,
        /// The message of what was thrown.
        message: String,
    },
    /// A process could not be started, or files cannot be watched.
    System(String),
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
            Self::Missing(text) | Self::Load(text) | Self::System(text) => f.write_str(text),
            Self::Port { port, source } => write!(f, "cannot listen on port {port}: {source}"),
            Self::Io {
                path,
                action,
                source,
            } => write!(f, "cannot {action} `{}`: {source}", path.display()),
            Self::Backend(error) => write!(f, "{error}"),
            Self::Cron { name, message } => write!(f, "the cron job `{name}` failed: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port { source, .. } | Self::Io { source, .. } => Some(source),
            Self::Backend(error) => Some(error),
            Self::Missing(_) | Self::Load(_) | Self::System(_) | Self::Cron { .. } => None,
        }
    }
}

impl From<convex_codegen::Error> for Error {
    fn from(error: convex_codegen::Error) -> Self {
        Self::Backend(error)
    }
}
