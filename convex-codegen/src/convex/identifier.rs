//! Names that a deployment takes for fields and tables (`check_valid_identifier` of its backend).

use crate::{
    diagnostics::{Diagnostic, catalogue},
    source::Span,
};

/// The length of the longest name.
const LONGEST: usize = 64;

/// The warning that a deployment refuses `name`; `None` if it takes it. The library takes it, and
/// so do tests that run without a deployment.
pub(super) fn check(name: &str, span: Span) -> Option<Diagnostic> {
    Some(catalogue::rejected(span, &refused(name)?))
}

/// The reason why a deployment refuses `name`; `None` if it takes it.
fn refused(name: &str) -> Option<String> {
    let text: String = name.chars().take(LONGEST).collect();
    let text = text.escape_debug();
    let mut chars = name.chars();
    let Some(first) = chars.next() else {
        return Some("a name cannot be empty".to_owned());
    };
    let starts = first.is_ascii_alphabetic() || first == '_';
    if !starts || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Some(format!(
            "the name `{text}` must start with an ASCII letter or `_`, and have only ASCII letters, digits and `_`"
        ));
    }
    if name.len() > LONGEST {
        let length = name.len();
        return Some(format!(
            "the name `{text}…` has {length} characters, more than {LONGEST}"
        ));
    }
    let blank = name.chars().all(|c| c == '_');
    blank.then(|| format!("the name `{text}` cannot be underscores alone"))
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn names_are_identifiers_of_ascii() {
        for name in ["a", "_id", "_1", "aB_9", &"a".repeat(64)] {
            assert_eq!(refused(name), None);
        }
        for name in [
            "",
            "_",
            "__",
            "1a",
            "a-b",
            "a b",
            "größe",
            "$a",
            "a\n",
            &"a".repeat(65),
        ] {
            assert!(refused(name).is_some(), "{name:?}");
        }
    }
}
