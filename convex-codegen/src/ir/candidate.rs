//! Exports whose kind evaluation cannot tell.

use super::FunctionPath;
use crate::{diagnostics::Diagnostic, source::Span};

/// An export of a deployed module whose value is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Module and export.
    pub path: FunctionPath,
    /// The export.
    pub span: Span,
    /// The reason why it is not known.
    pub why: Diagnostic,
    /// `true` if it may be a function, so that skipping it deserves a diagnostic; `false` for a
    /// guessed function, which is not skipped.
    pub may_be_a_function: bool,
}
