//! [`ir::Type`](crate::ir::Type) → [`Shape`], to compare validators with TypeScript's types.

use super::shape::{Property, Shape, TOO_DEEP};
use crate::ir::{Type, TypeId, Types};

/// Deepest nesting that is compared.
const DEPTH: usize = 64;

/// The structure of the type `id`.
pub(super) fn shape(types: &Types, id: TypeId) -> Shape {
    nested(types, id, 0)
}

fn nested(types: &Types, id: TypeId, depth: usize) -> Shape {
    if depth > DEPTH {
        return Shape::Unsupported(TOO_DEEP.to_owned());
    }
    let inner = |id: TypeId| nested(types, id, depth + 1);
    match &types[id].ty {
        Type::Any => Shape::Any,
        Type::Opaque => Shape::Unsupported("opaque".to_owned()),
        Type::Null => Shape::Null,
        Type::Boolean => Shape::Boolean,
        Type::Float64 => Shape::Number,
        Type::Int64 | Type::CommitTs => Shape::BigInt,
        Type::String => Shape::String,
        Type::Bytes => Shape::Bytes,
        Type::Id(table) => Shape::Id(table.clone()),
        Type::Literal(literal) => Shape::Literal(literal.clone()),
        Type::Array(element) => Shape::Array(Box::new(inner(*element))),
        Type::Object(fields) => Shape::object(fields.iter().map(|field| Property {
            name: field.name.clone(),
            optional: field.optional,
            shape: inner(field.ty),
        })),
        Type::Record {
            keys,
            values,
            optional,
        } => {
            let absent = optional.then_some(Shape::Undefined);
            let values = Shape::union([inner(*values)].into_iter().chain(absent));
            Shape::Record {
                keys: Box::new(inner(*keys)),
                values: Box::new(values),
            }
        }
        Type::Union(members) => Shape::union(members.iter().map(|member| inner(*member))),
    }
}
