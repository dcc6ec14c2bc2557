//! Names that a deployment accepts for fields and tables (`check_valid_identifier` of its backend).

use crate::{
    diagnostics::{Diagnostic, catalogue},
    source::Span,
};

/// The length of the longest name.
const LONGEST: usize = 64;

/// The warning that a deployment refuses `name`; `None` if it accepts it. It is not an error, since
/// the library accepts any name, and tests run without a deployment.
pub(super) fn check(name: &str, span: Span) -> Option<Diagnostic> {
    Some(catalogue::rejected(span, &refused(name)?))
}

/// The reason why a deployment refuses `name`; `None` if it accepts it.
fn refused(name: &str) -> Option<String> {
    let known = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let starts = !name.starts_with(|c: char| c.is_ascii_digit());
    let is_blank = name.chars().all(|c| c == '_');
    if known && starts && !is_blank && name.len() <= LONGEST {
        return None;
    }
    if name.is_empty() {
        return Some("a name cannot be empty".to_owned());
    }
    let shown: String = name.chars().take(LONGEST).collect();
    let shown = shown.escape_debug();
    Some(if !(known && starts) {
        format!(
            "the name `{shown}` must start with an ASCII letter or `_`, and contain only ASCII letters, digits and `_`"
        )
    } else if is_blank {
        format!("the name `{shown}` cannot consist of underscores only")
    } else {
        let length = name.len();
        format!("the name `{shown}…` has {length} characters, more than {LONGEST}")
    })
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
