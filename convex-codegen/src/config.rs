//! What the user wants: a plain value with setters.

use std::path::{Path, PathBuf};

/// How to generate. [`Config::new`] is what [`generate`](crate::generate) uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub(crate) convex_dir: PathBuf,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) name: String,
    pub(crate) internal: bool,
    pub(crate) only: Vec<String>,
    pub(crate) except: Vec<String>,
}

impl Config {
    /// Everything of the backend in `convex_dir`, into `OUT_DIR`.
    pub fn new(convex_dir: impl Into<PathBuf>) -> Self {
        Self {
            convex_dir: convex_dir.into(),
            out_dir: None,
            name: "convex".to_owned(),
            internal: true,
            only: Vec::new(),
            except: Vec::new(),
        }
    }

    /// Writes below `dir` instead of `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// Names the backend, for a crate with several: `name("admin")` is brought in by `convex_runtime::include_api!("admin")`.
    /// Without it the name is `convex`, which is that of `include_api!()`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Leaves internal functions out. By default they are generated, in `internal`.
    #[must_use]
    pub fn without_internal(mut self) -> Self {
        self.internal = false;
        self
    }

    /// Generates only functions that match one of the patterns given: `payments:process`, `payments:*`, `payments/*`, `*:list`.
    #[must_use]
    pub fn only(mut self, pattern: impl Into<String>) -> Self {
        self.only.push(pattern.into());
        self
    }

    /// Leaves out functions that match `pattern`, which reads as in [`Config::only`].
    #[must_use]
    pub fn except(mut self, pattern: impl Into<String>) -> Self {
        self.except.push(pattern.into());
        self
    }

    /// The folder as file paths start: separated by `/`, no `/` at the end.
    pub(crate) fn functions_folder(&self) -> String {
        slashed(&self.convex_dir)
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace('\\', "/")
        .trim_end_matches('/')
        .to_owned()
}
