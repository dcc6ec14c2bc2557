//! What TypeScript said of a backend, as it is kept in `convex-types.d.ts`.

use std::collections::BTreeMap;

use super::shape::Shape;
use crate::ir::{FunctionKind, Visibility};

/// The types of a backend's functions and what they were worked out from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedTypes {
    /// The version of TypeScript.
    pub typescript: String,
    /// Module → the fingerprint of its source and of what it imports.
    pub sources: BTreeMap<String, String>,
    /// Function (`payments/refunds:create`) → its signature.
    pub functions: BTreeMap<String, CheckedSignature>,
}

/// Both sides of a function's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSignature {
    /// What it takes.
    pub args: Shape,
    /// What it returns, without the promise.
    pub returns: Shape,
    /// What it is, where only TypeScript can tell.
    pub kind: Option<(FunctionKind, Visibility)>,
}

/// The words for what a function is: `public query`.
pub const KINDS: [(&str, FunctionKind, Visibility); 6] = [
    ("public query", FunctionKind::Query, Visibility::Public),
    (
        "public mutation",
        FunctionKind::Mutation,
        Visibility::Public,
    ),
    ("public action", FunctionKind::Action, Visibility::Public),
    ("internal query", FunctionKind::Query, Visibility::Internal),
    (
        "internal mutation",
        FunctionKind::Mutation,
        Visibility::Internal,
    ),
    (
        "internal action",
        FunctionKind::Action,
        Visibility::Internal,
    ),
];

/// What a function is, in words.
pub fn kind_of(words: &str) -> Option<(FunctionKind, Visibility)> {
    let found = KINDS.iter().find(|(name, ..)| *name == words);
    found.map(|(_, kind, visibility)| (*kind, *visibility))
}

impl CheckedTypes {
    /// The text of `convex-types.d.ts`; `data_model` is how it imports `_generated/dataModel`.
    pub fn text(&self, data_model: &str) -> String {
        super::file::write(self, data_model)
    }
}
