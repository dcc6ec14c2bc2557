//! What TypeScript said of a backend, as it is kept in `convex-types.d.ts`.

use std::collections::BTreeMap;

use super::shape::Shape;

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
}

impl CheckedTypes {
    /// The text of `convex-types.d.ts`; `data_model` is how it imports `_generated/dataModel`.
    pub fn text(&self, data_model: &str) -> String {
        super::file::write(self, data_model)
    }
}
