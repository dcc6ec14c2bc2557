//! `Validator`: a validator of the deployment, as the server has it.

mod check;
pub(super) mod display;
mod json;

use std::collections::BTreeMap;

use crate::{Literal as StaticLiteral, Value, convert};

/// The depth to which recursive Rust types are checked.
///
/// Convex itself has no recursive validators and nests values 64 deep.
const MAX_DEPTH: usize = 16;

/// Checks values as the server does, with its messages.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Validator {
    Any,
    Null,
    Boolean,
    Int64,
    Float64,
    String,
    Bytes,
    Id(String),
    Literal(Literal),
    Array(Box<Self>),
    Record(Box<Self>, Box<Self>),
    Object(Fields),
    Union(Vec<Self>),
}

/// Sorted by name, as the server checks and prints them.
pub(super) type Fields = BTreeMap<String, Field>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) validator: Validator,
    pub(super) is_optional: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    String(String),
    Float64(f64),
    Int64(i64),
    Boolean(bool),
}

impl Literal {
    fn value(&self) -> Value {
        match self {
            Self::String(value) => Value::String(value.clone()),
            Self::Float64(value) => Value::Float64(*value),
            Self::Int64(value) => Value::Int64(*value),
            Self::Boolean(value) => Value::Boolean(*value),
        }
    }
}

impl From<StaticLiteral> for Literal {
    fn from(literal: StaticLiteral) -> Self {
        match literal {
            StaticLiteral::String(value) => Self::String(value.to_owned()),
            StaticLiteral::Float64(value) => Self::Float64(value),
            StaticLiteral::Int64(value) => Self::Int64(value),
            StaticLiteral::Boolean(value) => Self::Boolean(value),
        }
    }
}

impl Validator {
    /// Expands the validator of a Rust type.
    pub(super) fn of(shape: convert::Validator) -> Self {
        expand(shape, 0)
    }

    /// The arguments of a function: no arguments are an empty object.
    pub(super) fn of_args(shape: convert::Validator) -> Self {
        match Self::of(shape) {
            Self::Null => Self::Object(Fields::new()),
            args => args,
        }
    }

    /// The arguments of a function to which clients add their session.
    pub(super) fn with_session(mut self, field: Option<&str>) -> Self {
        if let (Self::Object(fields), Some(name)) = (&mut self, field) {
            let session = Field {
                validator: Self::String,
                is_optional: false,
            };
            fields.insert(name.to_owned(), session);
        }
        self
    }
}

fn expand(shape: convert::Validator, depth: usize) -> Validator {
    use convert::Validator as Shape;

    if depth > MAX_DEPTH {
        return Validator::Any;
    }
    let part = |part: fn() -> Shape| expand(part(), depth + 1);
    match shape {
        Shape::Any => Validator::Any,
        Shape::Null => Validator::Null,
        Shape::Boolean => Validator::Boolean,
        Shape::Int64 => Validator::Int64,
        Shape::Float64 => Validator::Float64,
        Shape::String => Validator::String,
        Shape::Bytes => Validator::Bytes,
        Shape::Id(table) => Validator::Id(table.to_owned()),
        Shape::Array(item) => Validator::Array(Box::new(part(item))),
        Shape::Record(value) => {
            Validator::Record(Box::new(Validator::String), Box::new(part(value)))
        }
        Shape::Object(fields) => Validator::Object(
            fields
                .iter()
                .map(|field| {
                    let is_optional = field.presence == convert::Presence::Optional;
                    (
                        field.name.to_owned(),
                        Field {
                            validator: part(field.validator),
                            is_optional,
                        },
                    )
                })
                .collect(),
        ),
        Shape::Nullable(inner) => match part(inner) {
            Validator::Union(mut members) => {
                members.push(Validator::Null);
                Validator::Union(members)
            }
            Validator::Any => Validator::Any,
            inner => Validator::Union(vec![inner, Validator::Null]),
        },
        Shape::Literals([only]) => Validator::Literal((*only).into()),
        Shape::Literals(several) => Validator::Union(
            several
                .iter()
                .map(|literal| Validator::Literal((*literal).into()))
                .collect(),
        ),
        Shape::Union(members) => {
            Validator::Union(members.iter().map(|member| part(*member)).collect())
        }
    }
}
