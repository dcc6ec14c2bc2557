//! The documents of a table: its validator with the fields that Convex adds.

use super::{Field, Origin, Type, TypeDef, TypeId, Types};
use crate::text::Docs;

/// Adds the type of a document as it is read: the validator's type with `_id` and `_creationTime`,
/// in each member of a union. Other types declare no fields and stay unchanged.
pub(crate) fn document(types: &mut Types, validator: TypeId, table: &str) -> TypeId {
    let origin = Origin::Document(table.to_owned());
    with_system_fields(
        types,
        validator,
        &Target {
            table,
            origin: Some(origin),
        },
    )
}

struct Target<'a> {
    table: &'a str,
    origin: Option<Origin>,
}

fn with_system_fields(types: &mut Types, id: TypeId, target: &Target<'_>) -> TypeId {
    let TypeDef { ty, docs, span, .. } = types[id].clone();
    let mut add = |ty, origin| {
        types.add(TypeDef {
            ty,
            origin,
            docs: Docs::default(),
            span,
        })
    };
    let ty = match ty {
        Type::Object(mut fields) => {
            let system = [
                ("_id", add(Type::Id(target.table.to_owned()), None)),
                ("_creationTime", add(Type::Float64, None)),
            ];
            fields.retain(|field| system.iter().all(|(name, _)| field.name != *name));
            let system = system.map(|(name, ty)| Field {
                name: name.to_owned(),
                ty,
                optional: false,
                docs: Docs::default(),
                span,
            });
            fields.splice(0..0, system);
            Type::Object(fields)
        }
        Type::Union(members) => {
            let member = Target {
                table: target.table,
                origin: None,
            };
            let members = members.into_iter();
            Type::Union(
                members
                    .map(|id| with_system_fields(types, id, &member))
                    .collect(),
            )
        }
        _ => return id,
    };
    types.add(TypeDef {
        ty,
        origin: target.origin.clone(),
        docs,
        span,
    })
}
