//! The model of a backend: functions, tables and types by id. No Rust, no TypeScript.
//!
//! Written by `evaluate` (or read from the JSON of `npx convex function-spec`), read-only from
//! there on.

mod candidate;
mod coverage;
mod document;
mod fingerprint;
mod function;
mod route;
pub(crate) mod spec;
mod table;
mod ty;

pub(crate) use candidate::Candidate;
pub(crate) use coverage::Coverage;
pub(crate) use document::document;
pub(crate) use fingerprint::{Fingerprint, of_functions as fingerprints, of_text as number_of};
pub use function::{Evidence, FunctionKind, Visibility};
pub(crate) use function::{Function, FunctionPath, Signature, Throws};
pub(crate) use route::Route;
pub(crate) use table::{Index, IndexKind, Schema, Table};
pub use ty::Literal;
pub(crate) use ty::{Field, Origin, Type, TypeDef, TypeId, Types};

use std::collections::BTreeMap;

/// A backend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Api {
    /// Queries, mutations and actions, sorted by path.
    pub functions: Vec<Function>,
    /// The schema, when there is one.
    pub schema: Option<Schema>,
    /// Routes of HTTP actions, as they were registered.
    pub routes: Vec<Route>,
    /// Exports that may be functions, or something else than they seem.
    pub candidates: Vec<Candidate>,
    /// The validators of functions as numbers, for comparison with a deployment.
    pub fingerprints: BTreeMap<FunctionPath, Fingerprint>,
    /// Every type they mention.
    pub types: Types,
}
