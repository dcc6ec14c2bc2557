//! `Placed`: a diagnostic with its place as text, for tools outside of this crate.

use super::{Diagnostic, Severity, render};
use crate::text::Sources;

/// A problem in a backend, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Placed {
    /// The stable name of this kind of problem, such as `unknown-validator`.
    pub code: &'static str,
    /// The severity; an error keeps output from being written.
    pub severity: Severity,
    /// One sentence that describes the problem.
    pub message: String,
    /// The suggested fix.
    pub help: Option<String>,
    /// The file, relative to the crate and separated by `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The last line, from 1.
    pub end_line: u32,
    /// The column after the last character, from 1.
    pub end_column: u32,
    /// The problem as rustc would print it, with the lines of the file; not coloured.
    pub rendered: String,
    /// The text of `rendered` with ANSI colours.
    pub coloured: String,
}

impl Placed {
    pub(crate) fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let diagnostic = &*diagnostic.in_project(sources);
        let span = diagnostic.primary.span;
        let (start, end) = (sources.position(span), sources.end(span));
        Self {
            code: diagnostic.code.0,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            path: sources.file(span.file).path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            rendered: render::snippet(diagnostic, sources),
            coloured: render::coloured(diagnostic, sources),
        }
    }
}
