//! The structure of a TypeScript type: no names to resolve, fields and members in a fixed order.

use crate::ir::Literal;

/// The reason for cutting off a type that is too deep.
pub(super) const TOO_DEEP: &str = "nested too deeply";

/// The structure of a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// `"a"`, `1`, `true`.
    Literal(Literal),
    /// `boolean`.
    Boolean,
    /// `number`.
    Number,
    /// `bigint`.
    BigInt,
    /// `string`.
    String,
    /// `ArrayBuffer`.
    Bytes,
    /// `Id<"tasks">`.
    Id(String),
    /// `Doc<"tasks">`.
    Document(String),
    /// `T[]`; tuples are arrays of their elements' union.
    Array(Box<Shape>),
    /// An object, its fields sorted by name.
    Object(Vec<Property>),
    /// An object with an index signature.
    Record {
        /// Strings, or the ids of a table.
        keys: Box<Shape>,
        /// With [`Shape::Undefined`] when they may be absent.
        values: Box<Shape>,
    },
    /// Two or more members, sorted, none of them a union.
    Union(Vec<Shape>),
    /// The array, object or record that many levels above this type: recursion.
    Up(usize),
    /// Convex's `Value`: any value at all.
    Value,
    /// `any`.
    Any,
    /// `unknown`.
    Unknown,
    /// `never`, which has no values.
    Never,
    /// A type that is not a Convex value or could not be resolved; the reason, in a few words.
    Unsupported(String),
    /// `null`.
    Null,
    /// `undefined` or `void`: a field that is absent, a function that returns nothing.
    Undefined,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Property {
    /// Its name.
    pub name: String,
    /// `true` if it may be absent.
    pub optional: bool,
    /// Its type, without [`Shape::Undefined`].
    pub shape: Shape,
}

impl Shape {
    /// The union of `members`: flat, sorted, each once, without what another member includes.
    pub(crate) fn union(members: impl IntoIterator<Item = Shape>) -> Self {
        let mut flat = Vec::new();
        for member in members {
            match member {
                Self::Union(inner) => flat.extend(inner),
                Self::Never => {}
                other => flat.push(other),
            }
        }
        flat.sort();
        flat.dedup();
        if let Some(everything) = [Self::Any, Self::Unknown]
            .into_iter()
            .find(|all| flat.contains(all))
        {
            return everything;
        }
        let literal = |value| Self::Literal(Literal::Boolean(value));
        if flat.contains(&literal(true)) && flat.contains(&literal(false)) {
            flat.push(Self::Boolean);
        }
        let wide: Vec<Self> = flat
            .iter()
            .filter(|shape| shape.is_primitive())
            .cloned()
            .collect();
        flat.retain(|shape| !wide.iter().any(|wide| wide.includes_literal(shape)));
        flat.sort();
        match flat.len() {
            0 => Self::Never,
            1 => flat.swap_remove(0),
            _ => Self::Union(flat),
        }
    }

    /// An object of `fields`. A field that is always absent is omitted.
    pub(crate) fn object(fields: impl IntoIterator<Item = Property>) -> Self {
        let mut kept: Vec<Property> = Vec::new();
        for field in fields {
            let (shape, absent) = field.shape.without_undefined();
            if shape == Self::Never && (absent || field.optional) {
                continue;
            }
            kept.push(Property {
                name: field.name,
                optional: field.optional || absent,
                shape,
            });
        }
        kept.sort();
        Self::Object(kept)
    }

    /// The type without `undefined`, and whether that was one of its members.
    pub(crate) fn without_undefined(self) -> (Self, bool) {
        match self {
            Self::Undefined => (Self::Never, true),
            Self::Union(mut members) => {
                let before = members.len();
                members.retain(|member| *member != Self::Undefined);
                let absent = members.len() < before;
                (Self::union(members), absent)
            }
            other => (other, false),
        }
    }

    /// Applies `change` to each type directly inside this one. Keys of records stay.
    pub(crate) fn map_parts(self, mut change: impl FnMut(Self) -> Self) -> Self {
        match self {
            Self::Array(element) => Self::Array(Box::new(change(*element))),
            Self::Record { keys, values } => Self::Record {
                keys,
                values: Box::new(change(*values)),
            },
            Self::Object(mut fields) => {
                for field in &mut fields {
                    field.shape = change(std::mem::replace(&mut field.shape, Self::Never));
                }
                Self::Object(fields)
            }
            Self::Union(members) => Self::union(members.into_iter().map(change)),
            other => other,
        }
    }

    /// Returns whether `wanted` holds for this type or any part of it.
    pub(crate) fn some(&self, wanted: &impl Fn(&Self) -> bool) -> bool {
        wanted(self)
            || match self {
                Self::Array(element) => element.some(wanted),
                Self::Record { values, .. } => values.some(wanted),
                Self::Object(fields) => fields.iter().any(|field| field.shape.some(wanted)),
                Self::Union(members) => members.iter().any(|member| member.some(wanted)),
                _ => false,
            }
    }

    /// Returns whether every part of it is supported.
    pub(crate) fn is_supported(&self) -> bool {
        !self.some(&|part| matches!(part, Self::Unsupported(_)))
    }

    /// The members of a union, or the type itself.
    pub(crate) fn members(&self) -> &[Self] {
        match self {
            Self::Union(members) => members,
            other => std::slice::from_ref(other),
        }
    }

    fn is_primitive(&self) -> bool {
        matches!(
            self,
            Self::Boolean | Self::Number | Self::BigInt | Self::String
        )
    }

    fn includes_literal(&self, other: &Self) -> bool {
        let Self::Literal(literal) = other else {
            return false;
        };
        match self {
            Self::String => matches!(literal, Literal::String(_)),
            Self::Number => matches!(literal, Literal::Float64(_)),
            Self::BigInt => matches!(literal, Literal::Int64(_)),
            Self::Boolean => matches!(literal, Literal::Boolean(_)),
            _ => false,
        }
    }
}
