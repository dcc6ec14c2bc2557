//! Problems found on the way, as data. Rendering them is `render`'s work, wording them
//! `catalogue`'s.

pub(crate) mod catalogue;
mod explanations;
pub(crate) mod guesses;
pub(crate) mod naming;
mod placed;
pub(crate) mod render;

pub(crate) mod suggest;

pub use explanations::EXPLANATIONS;
pub use placed::Placed;

use std::borrow::Cow;

use indexmap::IndexSet;

use crate::text::{Sources, Span};

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The output is complete; the note is for information.
    Note,
    /// The output is complete but less precise than it could be.
    Warning,
    /// No output is written.
    Error,
}

/// The stable name of a kind of problem, as printed in `error[unknown-validator]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// A place in a file with a short text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The text for the place.
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// One sentence that describes the problem.
    pub message: String,
    /// The place of the problem.
    pub primary: Label,
    /// The way there: aliases and imports that were followed, or the other side of a clash.
    pub related: Vec<Label>,
    /// The suggested fix.
    pub help: Option<String>,
}

impl Diagnostic {
    /// The problem without places in built-in texts, which its reader cannot change: the import of
    /// such a text stands for it.
    fn in_project(&self, sources: &Sources) -> Cow<'_, Self> {
        let built_in = |label: &Label| sources.written(label.span);
        let import = built_in(&self.primary);
        if import.is_none() && self.related.iter().all(|label| built_in(label).is_none()) {
            return Cow::Borrowed(self);
        }
        let mut moved = self.clone();
        moved.related.retain(|label| built_in(label).is_none());
        if let Some(span) = import {
            moved.related.retain(|label| label.span != span);
            moved.primary.span = span;
            let says_why = self.primary.text.contains(' ');
            if !says_why {
                "in what this imports".clone_into(&mut moved.primary.text);
            }
        }
        Cow::Owned(moved)
    }
}

/// The problems of a run, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(IndexSet<Diagnostic>);

impl Diagnostics {
    /// Adds a problem, unless it has been added already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.insert(diagnostic);
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Returns the number of problems that keep output from being written.
    pub fn errors(&self) -> usize {
        let errors = self.iter().filter(|d| d.severity == Severity::Error);
        errors.count()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}
