//! `Generated`: the Rust of a backend in memory.

use std::path::{Path, PathBuf};

use crate::{
    Error, Report,
    write::{self, Change, Output, Printed},
};

/// The Rust of a backend in memory, from [`Config::prepare`](crate::Config::prepare).
#[derive(Debug)]
pub struct Generated {
    pub(crate) outputs: Vec<Output>,
    /// The record to bring up to date when they are written.
    pub(crate) printed: Option<Printed>,
    pub(crate) report: Report,
}

/// A file that writing would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file, below [`Report::out_dir`].
    pub path: PathBuf,
    /// Its present text; `None` if it does not exist.
    pub old: Option<String>,
    /// Its text to come; `None` if it is to be removed.
    pub new: Option<String>,
}

impl Generated {
    /// The files and their texts, by their paths relative to [`Report::out_dir`].
    pub fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        let files = self.outputs.iter();
        files.map(|output| (Path::new(&output.path), output.text.as_str()))
    }

    /// Returns the report on the backend. Nothing is written yet.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The files that [`Generated::write`] would write or remove.
    ///
    /// A file whose documentation alone names other lines counts as unchanged, as it does for a
    /// build.
    ///
    /// # Errors
    ///
    /// When the output folder exists and cannot be read.
    pub fn changes(&self) -> Result<Vec<FileChange>, Error> {
        let changes = write::changes(&self.report.out_dir, &self.outputs)?;
        let changes = changes.into_iter();
        Ok(changes
            .map(|Change { path, old, new }| FileChange { path, old, new })
            .collect())
    }

    /// Writes the files that changed and removes generated ones that are no longer wanted.
    ///
    /// # Errors
    ///
    /// When a file or folder cannot be read, written or removed.
    pub fn write(mut self) -> Result<Report, Error> {
        let changes = write::write(&self.report.out_dir, &self.outputs)?;
        if let Some(printed) = &self.printed {
            printed.record(&self.outputs)?;
        }
        self.report.note_changes(changes);
        Ok(self.report)
    }
}
