//! Tables of `schema.ts`, with what `schema.export()` contains.

use super::TypeId;
use crate::{source::Span, text::Docs};

/// The default export of `schema.ts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Schema {
    /// The tables, in the order they are written.
    pub tables: Vec<Table>,
    /// `schemaValidation`: `true` if the server checks documents against it.
    pub validation: bool,
    /// `defineSchema(..)`.
    pub span: Span,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// Its name.
    pub name: String,
    /// The validator given to `defineTable`: an object or a union of objects, without system
    /// fields.
    pub validator: TypeId,
    /// A document as it is read: the validator's type with `_id` and `_creationTime`.
    pub document: TypeId,
    /// The validator given to `.staged(..)`, checked in the background while `validator` is
    /// enforced.
    pub staged: Option<TypeId>,
    /// Database, search and vector indexes; `None` where some of them are not understood.
    pub indexes: Option<Vec<Index>>,
    /// Its documentation.
    pub docs: Docs,
    /// The table's entry in the schema.
    pub span: Span,
}

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: IndexKind,
    /// `true` if it is staged: backfilled, but not used yet.
    pub staged: bool,
}

/// The three kinds of index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IndexKind {
    /// `.index(name, fields)`; `fields` as they are written: the server adds `_creationTime`.
    Database {
        /// Field paths.
        fields: Vec<String>,
    },
    /// `.searchIndex(..)`.
    Search {
        /// The text field.
        search_field: String,
        /// Fields to filter by.
        filter_fields: Vec<String>,
    },
    /// `.vectorIndex(..)`.
    Vector {
        /// The vector field.
        vector_field: String,
        /// Length of the vectors.
        dimensions: u32,
        /// Fields to filter by.
        filter_fields: Vec<String>,
    },
}
