//! `payments/refunds`: how Convex names the module of a file.

use std::fmt;

/// A module of the functions folder: its path below that folder, without extension, separated by
/// `/`.
///
/// Convex keeps folders and `index` as they are: `convex/a/index.ts` is `a/index`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModulePath(Box<str>);

impl ModulePath {
    /// The module that `path` (with `/`, without extension) names.
    pub fn new(path: impl Into<Box<str>>) -> Self {
        Self(path.into())
    }

    /// The whole path: `payments/refunds`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts: `payments`, `refunds`.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }
}

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
