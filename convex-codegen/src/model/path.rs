//! Paths that users name: their own types and derives.

/// `crate::Address`, `::serde::Serialize`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RustPath {
    /// True if it starts with `::`.
    pub global: bool,
    /// Its names.
    pub names: Vec<String>,
}

impl RustPath {
    /// The path that `text` is, if it is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (global, rest) = match text.strip_prefix("::") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let names: Vec<String> = rest.split("::").map(str::to_owned).collect();
        let valid = names.iter().all(|name| is_identifier(name));
        valid.then_some(Self { global, names })
    }
}

/// Returns whether `text` can be a name of a type, a field or a function that a user chooses.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text != "_"
}
