//! The problems with functions that are guessed.

use super::{Code, Diagnostic, Label, Severity};
use crate::text::Span;

/// Functions of which only the name of their builder says what they are.
pub(crate) fn guessed(functions: &[(String, Span)], what: &str) -> Diagnostic {
    let message = if let [(function, _)] = functions {
        format!("`{function}` is assumed to be {what}, because of its builder's name")
    } else {
        format!(
            "{} are each assumed to be {what}, because of their builder's name",
            named(functions)
        )
    };
    let related = functions[1..]
        .iter()
        .map(|(_, span)| Label {
            span: *span,
            text: String::new(),
        })
        .collect();
    let help = "install the package that the builder comes from (`npm install`), or declare the export's type, such as `RegisteredQuery<\"public\", ..>`";
    Diagnostic {
        code: Code("guessed"),
        severity: Severity::Warning,
        message,
        primary: Label {
            span: functions[0].1,
            text: String::new(),
        },
        related,
        help: Some(help.to_owned()),
    }
}

/// Names, as a list.
fn named(exports: &[(String, Span)]) -> String {
    let names: Vec<String> = exports
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    names.join(", ")
}
