//! `Validator`: the values that a type sends or receives, for the testing deployment.

use super::Literal;

/// The validator of a type. Parts are functions, so that recursive types have one too.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Validator {
    /// `v.any()`, also for types that do not say.
    Any,
    /// `v.null()`.
    Null,
    /// `v.boolean()`.
    Boolean,
    /// `v.int64()`.
    Int64,
    /// `v.number()`.
    Float64,
    /// `v.string()`.
    String,
    /// `v.bytes()`.
    Bytes,
    /// `v.id(table)`.
    Id(&'static str),
    /// `v.array(item)`.
    Array(fn() -> Validator),
    /// `v.record(v.string(), value)`.
    Record(fn() -> Validator),
    /// `v.object(fields)`.
    Object(&'static [FieldValidator]),
    /// `v.union(value, v.null())`.
    Nullable(fn() -> Validator),
    /// A union of literals; `v.literal(..)` when there is only one.
    Literals(&'static [Literal]),
    /// `v.union(..members)`.
    Union(&'static [fn() -> Validator]),
}

/// A field of [`Validator::Object`].
#[derive(Debug, Clone, Copy)]
pub struct FieldValidator {
    /// Its name on the wire.
    pub name: &'static str,
    /// True if it may be absent.
    pub presence: Presence,
    /// Validator of its value.
    pub validator: fn() -> Validator,
}

/// Presence of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has to be there.
    Required,
    /// `v.optional(..)`.
    Optional,
}
