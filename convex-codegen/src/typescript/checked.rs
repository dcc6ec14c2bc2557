//! TypeScript's types for a backend, as stored in `convex-types.d.ts`.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::Shape;
use crate::ir::{FunctionKind, Visibility};

/// The types of a backend's functions and what they were worked out from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CheckedTypes {
    /// The version of TypeScript.
    pub typescript: String,
    /// Module → the fingerprint of its source and of what it imports.
    pub sources: BTreeMap<String, String>,
    /// Function (`payments/refunds:create`) → its signature.
    pub functions: BTreeMap<String, CheckedSignature>,
    /// Place (`payments.ts:12`, relative to the functions folder) → the data of the `ConvexError`
    /// that is thrown there.
    pub thrown: BTreeMap<String, Shape>,
    /// Function → the places that it reaches.
    pub throws: BTreeMap<String, BTreeSet<String>>,
}

/// Both sides of a function's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CheckedSignature {
    /// Its arguments.
    pub args: Shape,
    /// Its result, without the promise.
    pub returns: Shape,
    /// Its kind and visibility, if only TypeScript can tell them.
    pub kind: Option<(FunctionKind, Visibility)>,
}

/// The words for what a function is: `public query`.
pub(super) const KINDS: [(&str, FunctionKind, Visibility); 6] = [
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

/// The kind and visibility that `words` name, e.g. `public query`.
pub(super) fn kind_of(words: &str) -> Option<(FunctionKind, Visibility)> {
    let found = KINDS.iter().find(|(name, ..)| *name == words);
    found.map(|(_, kind, visibility)| (*kind, *visibility))
}

impl CheckedTypes {
    /// The text of `convex-types.d.ts`; `data_model` is how it imports `_generated/dataModel`.
    pub(crate) fn text(&self, data_model: &str) -> String {
        super::file::write(self, data_model)
    }
}
