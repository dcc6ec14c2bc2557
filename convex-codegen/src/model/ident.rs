//! Rust identifiers, and the pair of a wire name with its identifier.

use std::fmt;

use heck::ToLowerCamelCase;

use super::plain;

/// A valid Rust identifier. Keywords are raw (`r#loop`); those that cannot be raw end in `_`
/// (`self_`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Ident(Box<str>);

impl Ident {
    /// Returns the identifier `text`, which must be a letter or `_`, then letters, digits and `_`.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        if matches!(text.as_str(), "self" | "Self" | "super" | "crate" | "_") {
            text.push('_');
        }
        Self(text.into_boxed_str())
    }

    /// Returns whether it is a keyword, and so is written `r#..`.
    pub(crate) fn is_raw(&self) -> bool {
        is_keyword(&self.0)
    }

    /// Returns whether the derives find the wire name `wire` from this name alone.
    pub(crate) fn names_by_itself(&self, wire: &str) -> bool {
        let text = self.text();
        match plain::camel(text) {
            Some(name) => name == wire,
            None => text.to_lower_camel_case() == wire,
        }
    }

    /// Its spelling without `r#`.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = if self.is_raw() { "r#" } else { "" };
        write!(f, "{prefix}{}", self.0)
    }
}

/// Both names of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name {
    /// Convex's.
    pub wire: String,
    /// Rust's.
    pub rust: Ident,
}

impl Name {
    /// Returns whether the derives find the wire name by themselves, from the Rust name alone.
    pub(crate) fn is_conventional(&self) -> bool {
        self.rust.names_by_itself(&self.wire)
    }
}

/// Returns whether `text` is a keyword of editions 2015 to 2024, strict or reserved, that can be raw.
#[rustfmt::skip]
fn is_keyword(text: &str) -> bool {
    matches!(
        text,
        "abstract" | "as" | "async" | "await" | "become" | "box" | "break" | "const" | "continue" | "do" | "dyn"
        | "else" | "enum" | "extern" | "false" | "final" | "fn" | "for" | "gen" | "if" | "impl" | "in" | "let"
        | "loop" | "macro" | "match" | "mod" | "move" | "mut" | "override" | "priv" | "pub" | "ref" | "return"
        | "static" | "struct" | "trait" | "true" | "try" | "type" | "typeof" | "unsafe" | "unsized" | "use"
        | "virtual" | "where" | "while" | "yield"
    )
}
