//! Exports of which evaluation does not tell what they are.

use super::FunctionPath;
use crate::{diagnostics::Diagnostic, source::Span};

/// An export of a module that is deployed, whose value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Module and export.
    pub path: FunctionPath,
    /// The export.
    pub span: Span,
    /// Why it is not known.
    pub why: Diagnostic,
    /// Whether it may be a function, so that leaving it out is worth a word. A guessed function is one already.
    pub may_be_a_function: bool,
}
