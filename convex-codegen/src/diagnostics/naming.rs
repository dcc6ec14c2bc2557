//! The problems with names and shapes that Rust cannot have.

use super::{
    Diagnostic, Label, Severity,
    catalogue::{unknown, with_help},
};
use crate::text::Span;

/// Two names of the backend, each with its place, have one Rust spelling.
pub(crate) fn name_clash(what: &str, spelling: &str, members: &[(String, Span)]) -> Diagnostic {
    let mut labels = members.iter().map(|(name, span)| Label {
        span: *span,
        text: format!("`{name}`"),
    });
    let primary = labels.next().expect("a clash has members");
    let message = format!("several {what} map to the Rust name `{spelling}`");
    let mut problem = unknown("name-clash", primary.span, message);
    problem.primary = primary;
    problem.related = labels.collect();
    with_help(
        problem,
        "each was given a distinct name; choose your own with `Config::rename`",
    )
}

/// Types of one module would like the same name; `members` are their paths, each with the name that
/// it got.
pub(crate) fn types_clash(spelling: &str, members: &[(String, String, Span)]) -> Diagnostic {
    const SHOWN: usize = 6;
    let mut labels = members.iter().take(SHOWN).map(|(path, rust, span)| Label {
        span: *span,
        text: format!("`{path}` is `{rust}`"),
    });
    let primary = labels.next().expect("a clash has members");
    let message = format!(
        "several types of this module would be called `{spelling}`; longer names tell them apart"
    );
    let mut problem = unknown("types-renamed", primary.span, message);
    problem.severity = Severity::Note;
    problem.primary = primary;
    problem.related = labels.collect();
    with_help(
        problem,
        "choose a name with `Config::rename_type`, or give the validator a name of its own by making it a constant",
    )
}

/// A type is nested deeper than the compiler looks, which is `most` levels.
pub(crate) fn type_too_deep(span: Span, key: &str, most: usize) -> Diagnostic {
    let message = format!("`{key}` is nested deeper than {most} levels");
    let mut problem = unknown("deep-type", span, message);
    "nested here".clone_into(&mut problem.primary.text);
    with_help(
        problem,
        "flatten the type: deeper levels are typed as `Value` because of rustc's recursion limit",
    )
}

/// A type contains itself with no struct or enum in between.
pub(crate) fn nameless_recursion(span: Span, key: &str) -> Diagnostic {
    let message = format!("`{key}` contains itself without an object in between");
    let mut problem = unknown("nameless-recursion", span, message);
    "recursive".clone_into(&mut problem.primary.text);
    with_help(
        problem,
        "wrap the recursive part in an object: a recursive Rust type needs a named struct; here it is typed as `Value`",
    )
}
