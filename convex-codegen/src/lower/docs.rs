//! What authors wrote, made into documentation that rustdoc accepts.

use crate::{docs::Docs, model::RustDocs};

/// `docs` as rustdoc.
pub fn rustdoc(docs: &Docs) -> RustDocs {
    RustDocs {
        lines: docs.text.trim().lines().map(str::to_owned).collect(),
        deprecated: docs.deprecated.clone(),
    }
}

/// `docs`, or `otherwise` when the author wrote nothing; then `last`, apart.
pub fn rustdoc_with(docs: &Docs, otherwise: &str, last: Option<String>) -> RustDocs {
    let mut rust = rustdoc(docs);
    if rust.lines.is_empty() && !otherwise.is_empty() {
        rust.lines.push(otherwise.to_owned());
    }
    if let Some(last) = last {
        if !rust.lines.is_empty() {
            rust.lines.push(String::new());
        }
        rust.lines.push(last);
    }
    rust
}
