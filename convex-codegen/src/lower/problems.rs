//! What can go wrong between a backend and its Rust: one constructor per problem.

use crate::{
    diagnostics::{Code, Diagnostic, Label, Severity},
    source::Span,
};

use super::shapes::MAX_DEPTH;

fn warning(code: &'static str, message: String, primary: Label) -> Diagnostic {
    Diagnostic {
        code: Code(code),
        severity: Severity::Warning,
        message,
        primary,
        related: Vec::new(),
        help: None,
    }
}

fn label(span: Span, text: impl Into<String>) -> Label {
    Label {
        span,
        text: text.into(),
    }
}

/// Two names of the backend have one Rust spelling.
pub fn name_clash(what: &str, spelling: &str, members: &[(String, Span)]) -> Diagnostic {
    let message = format!("{what} meet in Rust as `{spelling}`");
    let mut labels = members
        .iter()
        .map(|(name, span)| label(*span, format!("`{name}`")));
    let primary = labels.next().expect("a clash has members");
    Diagnostic {
        related: labels.collect(),
        help: Some(
            "they got spellings of their own; choose better ones with `Config::rename`".to_owned(),
        ),
        ..warning("name-clash", message, primary)
    }
}

/// A type is nested deeper than the compiler looks.
pub fn too_deep(key: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` is nested deeper than {MAX_DEPTH} levels");
    Diagnostic {
        help: Some(
            "it is typed as `Value` from here on, since the compiler looks no deeper into a type"
                .to_owned(),
        ),
        ..warning("too-deep", message, label(span, "nested here"))
    }
}

/// A type contains itself with no struct or enum in between.
pub fn nameless_recursion(key: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` contains itself without an object in between");
    Diagnostic {
        help: Some("it is typed as `Value` there; Rust needs an object or a union to give the recursion a name".to_owned()),
        ..warning("nameless-recursion", message, label(span, "recursive"))
    }
}
