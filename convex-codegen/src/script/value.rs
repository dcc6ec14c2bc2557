//! The values that an expression can evaluate to.

use super::{
    heap::ObjectId,
    native::{Namespace, Native},
};
use crate::{diagnostics::Diagnostic, syntax::Name};

/// A JavaScript value. Objects live on the [`Heap`](super::heap::Heap), since they have an identity
/// and can change.
#[derive(Debug, Clone)]
pub enum Value {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A `bigint`; larger ones are opaque.
    BigInt(i128),
    /// A string.
    String(Name),
    /// A symbol, as the key of the property that it names: it begins with a zero character.
    Symbol(Name),
    /// The gap in an array. It never leaves the array: who reads it gets `undefined`.
    Hole,
    /// Anything with an identity: objects, arrays, functions, validators, tables.
    Object(ObjectId),
    /// A built-in function.
    Native(&'static Native),
    /// A built-in object: `v`, `Object`, `Math`.
    Namespace(&'static Namespace),
    /// A reference to something outside of the program; so is each of its properties.
    Reference,
    /// Not known.
    Opaque(OpaqueId),
}

/// The number of an [`Opaque`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpaqueId(pub u32);

/// A library's hint at an unknown value, as a number of the library's own. It stays with the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint(pub u8);

/// A value that is not known, and why.
#[derive(Debug, Clone)]
pub struct Opaque {
    /// The reason and place, and the names it has passed through since.
    pub problem: Diagnostic,
    /// The library's hint at the value.
    pub hint: Option<Hint>,
    /// The kind of function whose code this is as text.
    pub code: Option<Code>,
}

/// The kind of function that code defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A class.
    Class,
    /// A function that is not a class.
    Function,
}

impl Value {
    /// A string.
    pub fn text(text: &str) -> Self {
        Self::String(Name::from(text))
    }

    /// The result of `typeof`; `None` if it is not known here.
    pub fn primitive_type(&self) -> Option<&'static str> {
        Some(match self {
            Self::Undefined | Self::Hole => "undefined",
            Self::Symbol(_) => "symbol",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::BigInt(_) => "bigint",
            Self::String(_) => "string",
            Self::Native(_) => "function",
            Self::Namespace(namespace)
                if namespace.call.is_some() || namespace.construct.is_some() =>
            {
                "function"
            }
            Self::Null | Self::Namespace(_) => "object",
            Self::Object(_) | Self::Reference | Self::Opaque(_) => return None,
        })
    }

    /// Returns whether it is known to be no object.
    pub fn is_primitive(&self) -> bool {
        matches!(
            self,
            Self::Undefined
                | Self::Null
                | Self::Bool(_)
                | Self::Number(_)
                | Self::BigInt(_)
                | Self::String(_)
                | Self::Symbol(_)
                | Self::Hole
        )
    }

    /// `===`; `None` when it is not known.
    pub fn strictly_equals(&self, other: &Self) -> Option<bool> {
        Some(match (self, other) {
            (Self::Opaque(_), _) | (_, Self::Opaque(_)) | (Self::Reference, Self::Reference) => {
                return None;
            }
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            #[expect(clippy::float_cmp, reason = "this is JavaScript's own comparison")]
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::BigInt(a), Self::BigInt(b)) => a == b,
            (Self::String(a), Self::String(b)) | (Self::Symbol(a), Self::Symbol(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            (Self::Native(a), Self::Native(b)) if std::ptr::eq(*a, *b) => true,
            // One function may have several names, as `Number.parseInt` has.
            (Self::Native(a), Self::Native(b)) if a.may_be(b) => return None,
            (Self::Namespace(a), Self::Namespace(b)) => std::ptr::eq(*a, *b),
            _ => false,
        })
    }

    /// Returns whether it equals `other` as a key of a `Map` and for `includes`; `None` if unknown.
    pub fn same_value_zero(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) if a.is_nan() && b.is_nan() => Some(true),
            _ => self.strictly_equals(other),
        }
    }

    /// `Object.is`; `None` when it is not known.
    pub fn same_value(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => {
                Some(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan())
            }
            _ => self.strictly_equals(other),
        }
    }

    /// Returns whether it is truthy; `None` if unknown.
    pub fn truthy(&self) -> Option<bool> {
        Some(match self {
            Self::Undefined | Self::Null | Self::Hole => false,
            Self::Bool(value) => *value,
            Self::Number(value) => !(*value == 0.0 || value.is_nan()),
            Self::BigInt(value) => *value != 0,
            Self::String(value) => !value.is_empty(),
            Self::Object(_)
            | Self::Native(_)
            | Self::Namespace(_)
            | Self::Reference
            | Self::Symbol(_) => true,
            Self::Opaque(_) => return None,
        })
    }

    /// Returns whether it is `undefined` or `null`; `None` if unknown.
    pub fn nullish(&self) -> Option<bool> {
        match self {
            Self::Opaque(_) => None,
            value => Some(matches!(value, Self::Undefined | Self::Null)),
        }
    }

    /// This item of an array as it is read: a gap is `undefined`.
    pub fn filled(&self) -> Self {
        match self {
            Self::Hole => Self::Undefined,
            value => value.clone(),
        }
    }
}
