//! Types by id: what a value of the backend can be.

use crate::{source::Span, text::Docs};

/// The number of a type in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub u32);

/// All types of an [`Api`](super::Api). A validator that is shared is one entry, used by its id
/// everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Types(Vec<TypeDef>);

impl Types {
    /// Adds a type and returns its id.
    pub(crate) fn add(&mut self, def: TypeDef) -> TypeId {
        let id = u32::try_from(self.0.len()).expect("fewer than 2^32 types");
        self.0.push(def);
        TypeId(id)
    }

    /// Fills in a type that was added before what it refers to was known: a recursive one.
    pub(crate) fn set(&mut self, id: TypeId, def: TypeDef) {
        self.0[id.0 as usize] = def;
    }

    /// All types with their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        (0..).map(TypeId).zip(&self.0)
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.0[id.0 as usize]
    }
}

/// A type with where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeDef {
    /// The type.
    pub ty: Type,
    /// The named thing that it comes from, if any; inline types are named after their path.
    pub origin: Option<Origin>,
    /// Documentation of the named thing.
    pub docs: Docs,
    /// Its place in the source.
    pub span: Span,
}

/// The named thing that a type comes from. Two uses of one origin are one type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A constant: `export const address = v.object(..)`, or a field of one.
    Const {
        /// The file, as [`SourceFile::path`](crate::source::SourceFile::path) has it.
        file: String,
        /// The constant, then the fields that lead to the validator.
        path: Vec<String>,
    },
    /// The validator of a table, without system fields.
    Table(String),
    /// The document of a table, with system fields.
    Document(String),
}

/// The type of a value. The names are Convex's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// `v.any()`.
    Any,
    /// Could not be evaluated: sent and received as any value. A diagnostic states the reason.
    Opaque,
    /// `v.null()`.
    Null,
    /// `v.boolean()`.
    Boolean,
    /// `v.number()`, `v.float64()`.
    Float64,
    /// `v.int64()`, `v.bigint()`.
    Int64,
    /// `v.commitTs()`: read as an integer, written as one or as the placeholder.
    CommitTs,
    /// `v.string()`.
    String,
    /// `v.bytes()`.
    Bytes,
    /// `v.id(table)`.
    Id(String),
    /// `v.literal(..)`.
    Literal(Literal),
    /// `v.array(element)`.
    Array(TypeId),
    /// `v.object(..)`.
    Object(Vec<Field>),
    /// `v.record(keys, values)`.
    Record {
        /// The keys: strings, ids, or a union of literals.
        keys: TypeId,
        /// The values.
        values: TypeId,
        /// `true` if the values may be absent, as in `v.record(k, v.optional(..))`.
        optional: bool,
    },
    /// `v.union(..)`, members in the order they are written.
    Union(Vec<TypeId>),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name on the wire.
    pub name: String,
    /// The type of its value.
    pub ty: TypeId,
    /// `v.optional(..)`: the key may be absent. So it is for a field of an opaque type, unless it
    /// is known to be there: the object is then accepted whatever the validator is.
    pub optional: bool,
    /// Its documentation.
    pub docs: Docs,
    /// The field.
    pub span: Span,
}

/// The value of `v.literal(..)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Literal {
    /// A string.
    String(String),
    /// A number, by its bits so that literals compare.
    Float64(u64),
    /// A `bigint`.
    Int64(i64),
    /// A boolean.
    Boolean(bool),
}

impl Literal {
    /// The literal of a number.
    pub fn number(value: f64) -> Self {
        Self::Float64(value.to_bits())
    }
}
