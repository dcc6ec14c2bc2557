//! `Report`: the files, coverage and diagnostics of a generation.

use std::path::{Path, PathBuf};

use crate::{
    Config,
    diagnostics::{Placed, Severity, render},
    inspect,
    ir::Coverage,
    pipeline::Backend,
    write::Change,
};

/// The outcome of [`Config::run`](crate::Config::run).
///
/// ```
/// # let folder = tempfile::tempdir().expect("a temporary folder");
/// let report = convex_codegen::Config::new("../examples/quickstart/convex")
///     .out_dir(folder.path())
///     .run()?;
/// assert_eq!(report.typed(), report.functions());
/// assert!(report.changed().iter().any(|path| path.ends_with("api/payments.rs")));
/// # Ok::<(), convex_codegen::Error>(())
/// ```
#[derive(Debug)]
pub struct Report {
    pub(crate) backend: Backend,
    pub(crate) out_dir: PathBuf,
    pub(crate) changes: Vec<PathBuf>,
    pub(crate) notes: Vec<String>,
}

impl Report {
    pub(crate) fn new(backend: Backend, out_dir: PathBuf, notes: Vec<String>) -> Self {
        Self {
            backend,
            out_dir,
            changes: Vec::new(),
            notes,
        }
    }

    pub(crate) fn note_changes(&mut self, changes: Vec<Change>) {
        self.changes = changes.into_iter().map(|change| change.path).collect();
    }

    /// The folder with the generated files.
    pub fn out_dir(&self) -> &Path {
        &self.out_dir
    }

    /// Returns the number of functions, including those that `Config` omits.
    pub fn functions(&self) -> usize {
        self.coverage().functions
    }

    /// Returns the number of functions whose arguments and results are fully typed.
    pub fn typed(&self) -> usize {
        self.coverage().typed()
    }

    /// Returns the number of functions with a part that the generator could not evaluate.
    ///
    /// [`Report::diagnostics`] has the reasons.
    pub fn opaque(&self) -> usize {
        self.coverage().partly
    }

    /// Returns the number of functions that use `Value` for undeclared arguments or results.
    pub fn undeclared(&self) -> usize {
        let coverage = self.coverage();
        coverage.open_args + coverage.open_returns
    }

    /// One line: how many functions there are, and how many of them are typed.
    pub fn summary(&self) -> String {
        self.coverage().to_string()
    }

    /// The files below [`Report::out_dir`] that were written or removed; those whose types are the
    /// same are not rewritten.
    pub fn changed(&self) -> &[PathBuf] {
        &self.changes
    }

    /// Every file and folder that was read. Another result needs a change in one of them.
    pub fn read(&self) -> impl Iterator<Item = &Path> {
        self.backend.read.iter().map(PathBuf::as_path)
    }

    /// Returns the problems in the order in which they were found.
    pub fn diagnostics(&self) -> Vec<Placed> {
        self.backend.placed()
    }

    /// Remarks that belong to no place in a file, such as that the backend has no functions.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// All problems as rustc would print them, with the lines that they are about; empty if there
    /// are none.
    pub fn rendered(&self) -> String {
        render::report(&self.backend.diagnostics, &self.backend.sources)
    }

    /// Returns the backend as data. `config` is the one that produced the report.
    pub fn into_backend(self, config: &Config) -> inspect::Backend {
        inspect::Backend::new(self.backend, config.clone())
    }

    pub(crate) fn coverage(&self) -> Coverage {
        Coverage::of(&self.backend.api)
    }

    /// The problems that a build shows, each on a line.
    pub(crate) fn lines(&self, most: usize) -> Vec<String> {
        let shown = self.backend.diagnostics.iter();
        shown
            .filter(|diagnostic| diagnostic.severity >= Severity::Warning)
            .take(most)
            .map(|diagnostic| render::line(diagnostic, &self.backend.sources))
            .collect()
    }
}
