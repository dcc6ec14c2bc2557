//! Calls for which the library throws, so that the module that makes them cannot be loaded.

use super::{
    Interpreter,
    value::{OpaqueId, Value},
};
use crate::{
    diagnostics::{Diagnostic, Severity},
    source::Span,
};

impl Interpreter<'_> {
    /// Returns the unknown result of a call for which the library throws `problem`. It is an error
    /// if the call is sure to run and nothing catches what it throws.
    pub fn failed(&mut self, mut problem: Diagnostic) -> Value {
        if self.runs_for_sure() && self.program.is_own(problem.primary.span.file) {
            problem.severity = Severity::Error;
            self.diagnostics.push(problem.clone());
        }
        self.opaque(problem)
    }

    /// The result of calling the unknown value `why`, which `callee` names. A member that its
    /// library does not have may be asked for, but not called.
    pub(super) fn unknown_callee(&mut self, why: OpaqueId, callee: Span) -> Value {
        let problem = self.problem_of(why);
        if problem.primary.span == callee && self.ports.library.is_absent(problem) {
            let problem = problem.clone();
            return self.failed(problem);
        }
        Value::Opaque(why)
    }

    /// Returns `false` if the code that runs is only tried, or is inside a `try`.
    fn runs_for_sure(&self) -> bool {
        self.trials.is_empty() && self.trying == 0
    }
}
