//! Authors' comments, made into documentation that rustdoc accepts.

use crate::{model::RustDocs, text::Docs};

use super::markdown;

/// `docs` of a field or a variant.
pub(super) fn rustdoc(docs: &Docs) -> RustDocs {
    RustDocs {
        lines: markdown::lines(&docs.text),
        deprecated: docs.deprecated.as_deref().map(note),
    }
}

/// `docs` of a type, or `otherwise` when the author wrote nothing; then `last`, apart.
///
/// Types are not marked as deprecated, since whatever mentions them would have to be, too; their
/// text says it.
pub(super) fn of_type(docs: &Docs, otherwise: &str, last: Option<String>) -> RustDocs {
    let mut rust = rustdoc(docs);
    if let Some(note) = rust.deprecated.take() {
        let text = if note.is_empty() {
            "Deprecated.".to_owned()
        } else {
            format!("Deprecated: {}", markdown::line(&note))
        };
        paragraph(&mut rust.lines, &text);
    }
    if rust.lines.is_empty() && !otherwise.is_empty() {
        rust.lines.push(markdown::clean(otherwise));
    }
    if let Some(last) = last {
        paragraph(&mut rust.lines, &last);
    }
    rust
}

/// `docs` of a function: its text, what it returns, then `last`. Parameters are documented at the
/// fields they are.
pub(super) fn of_function(docs: &Docs, last: &str) -> RustDocs {
    let mut rust = rustdoc(docs);
    if let Some(returns) = docs.returns.as_deref().map(markdown::line)
        && !returns.is_empty()
    {
        paragraph(&mut rust.lines, &format!("Returns {returns}"));
    }
    paragraph(&mut rust.lines, last);
    rust
}

/// Returns the text of `@param` for the argument `field`, written `field`, `args.field` or
/// `{ field }`.
pub(super) fn of_argument(function: &Docs, field: &str) -> Option<String> {
    let names = |name: &str| name.rsplit('.').next() == Some(field);
    let (_, text) = function.params.iter().find(|(name, _)| names(name))?;
    let text = text.trim().trim_start_matches("- ").trim();
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn paragraph(lines: &mut Vec<String>, text: &str) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(markdown::clean(text));
}

/// The note of `#[deprecated]`: plain text on one line.
fn note(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
