//! `Function`, `Table`, `Type`: the parts of a backend.

use std::sync::Arc;

use super::{Evidence, FunctionKind, Literal, Visibility};

/// A query, mutation or action.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Function {
    /// Module and export: `payments:charge`.
    pub path: String,
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// The visibility: clients can call public functions only.
    pub visibility: Visibility,
    /// Its arguments, an object or `any`.
    pub args: Signature,
    /// Its result.
    pub returns: Signature,
    /// The data that it is known to throw as `new ConvexError(data)`; it may throw other data, too.
    pub throws: Option<Throws>,
    /// The description in its doc comment, in Markdown; empty if there is none.
    pub docs: String,
    /// The text of `@deprecated`.
    pub deprecated: Option<String>,
    /// The export; `None` if the backend comes from a specification.
    pub place: Option<Place>,
}

/// The errors that a function is known to throw.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Throws {
    /// The type of the data.
    pub ty: Arc<Type>,
    /// The lines that throw, in the function and in what it calls.
    pub places: Vec<Place>,
}

/// One side of a function's signature.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Signature {
    /// The type; `any` if nothing declares one.
    pub ty: Arc<Type>,
    /// The source of the type; `None` if nothing declares it.
    pub from: Option<Evidence>,
    /// Paths of the parts that the generator did not understand, such as `args.filter[]`.
    pub opaque: Vec<String>,
}

impl Signature {
    /// Returns whether every part of the type is known.
    pub fn is_typed(&self) -> bool {
        self.from.is_some() && self.opaque.is_empty()
    }
}

/// A table of the schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The type passed to `defineTable`: a document without system fields.
    pub ty: Arc<Type>,
    /// The names of its indexes; `None` if some of them are not understood.
    pub indexes: Option<Vec<String>>,
    /// The description in its doc comment.
    pub docs: String,
    /// Its entry in the schema; `None` if the backend comes from a specification.
    pub place: Option<Place>,
}

/// A line of the backend's sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Place {
    /// The file, as it was named on the command line or in `Config`, separated by `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

/// The type of a value, in Convex's terms. Displayed as TypeScript.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Type {
    /// `v.any()`, or an undeclared type.
    Any,
    /// The generator did not understand it; a diagnostic says why.
    Unknown,
    /// `v.null()`.
    Null,
    /// `v.boolean()`.
    Boolean,
    /// `v.number()`.
    Number,
    /// `v.int64()`.
    Int64,
    /// `v.commitTs()`.
    CommitTs,
    /// `v.string()`.
    String,
    /// `v.bytes()`.
    Bytes,
    /// `v.id(table)`.
    Id(String),
    /// `v.literal(..)`.
    Literal(Literal),
    /// `v.array(..)`.
    Array(Arc<Type>),
    /// `v.object(..)`.
    Object(Vec<Field>),
    /// `v.record(keys, values)`.
    Record {
        /// The keys.
        keys: Arc<Type>,
        /// The values.
        values: Arc<Type>,
        /// `true` if the values may be absent.
        optional: bool,
    },
    /// `v.union(..)`.
    Union(Vec<Arc<Type>>),
    /// The type that contains this one, this many levels up.
    Recursive(usize),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The type of its value.
    pub ty: Arc<Type>,
    /// `true` if the key may be absent.
    pub optional: bool,
    /// The description in its doc comment.
    pub docs: String,
    /// The place of its declaration; `None` if the backend comes from a specification.
    pub place: Option<Place>,
}
