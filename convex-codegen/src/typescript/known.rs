//! The types that already have a name, by structure: a type with the same structure is that type.

use std::collections::BTreeMap;

use super::{from_ir, shape::Shape};
use crate::ir::{Api, Origin, Type, TypeId};

/// The documents of tables and the validators that are constants, by structure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    documents: BTreeMap<String, TypeId>,
    tables: BTreeMap<Shape, String>,
    types: BTreeMap<Shape, TypeId>,
}

impl Known {
    /// Indexes the named types of `api` by structure; if two share one, neither is used.
    pub(super) fn of(api: &Api) -> Self {
        let mut known = Self::default();
        let mut tables: BTreeMap<Shape, Vec<(&str, TypeId)>> = BTreeMap::new();
        for table in api.schema.iter().flat_map(|schema| &schema.tables) {
            known.documents.insert(table.name.clone(), table.document);
            let shape = from_ir::shape(&api.types, table.document);
            tables
                .entry(shape)
                .or_default()
                .push((&table.name, table.document));
        }
        for (shape, same) in tables {
            if let [(name, document)] = same.as_slice()
                && is_structure(&shape)
            {
                known.types.insert(shape.clone(), *document);
                known.tables.insert(shape, (*name).to_owned());
            }
        }
        let mut constants: BTreeMap<Shape, BTreeMap<&Origin, TypeId>> = BTreeMap::new();
        for (id, def) in api.types.iter() {
            if let (Some(origin @ Origin::Const { .. }), Type::Object(_) | Type::Union(_)) =
                (&def.origin, &def.ty)
            {
                constants
                    .entry(from_ir::shape(&api.types, id))
                    .or_default()
                    .entry(origin)
                    .or_insert(id);
            }
        }
        for (shape, same) in constants {
            if let Some(id) = same.values().next()
                && same.len() == 1
                && is_structure(&shape)
            {
                known.types.entry(shape).or_insert(*id);
            }
        }
        known
    }

    /// The type of that structure.
    pub(super) fn ty(&self, shape: &Shape) -> Option<TypeId> {
        self.types.get(shape).copied()
    }

    /// The document of `table`.
    pub(super) fn document(&self, table: &str) -> Option<TypeId> {
        self.documents.get(table).copied()
    }

    /// A union type whose members are all among `members`, with those.
    pub(super) fn part_of(&self, members: &[Shape]) -> Option<(TypeId, &[Shape])> {
        let unions = self.types.iter().filter_map(|(shape, id)| match shape {
            Shape::Union(parts) if parts.len() <= members.len() => Some((*id, parts.as_slice())),
            _ => None,
        });
        let mut fitting =
            unions.filter(|(_, parts)| parts.iter().all(|part| members.contains(part)));
        fitting.next()
    }

    /// `shape` with `Doc<"table">` wherever it has the structure of one.
    pub(super) fn name_documents(&self, shape: Shape) -> Shape {
        if let Some(table) = self.tables.get(&shape) {
            return Shape::Document(table.clone());
        }
        match shape {
            Shape::Union(mut members) => {
                let mut named = Vec::new();
                for (parts, table) in &self.tables {
                    if let Shape::Union(parts) = parts
                        && parts.iter().all(|part| members.contains(part))
                    {
                        members.retain(|member| !parts.contains(member));
                        named.push(Shape::Document(table.clone()));
                    }
                }
                named.extend(
                    members
                        .into_iter()
                        .map(|member| self.name_documents(member)),
                );
                Shape::union(named)
            }
            other => other.map_parts(|part| self.name_documents(part)),
        }
    }
}

/// Returns whether a structure is distinctive enough to identify a type.
fn is_structure(shape: &Shape) -> bool {
    match shape {
        Shape::Object(fields) => fields.len() > 1,
        Shape::Union(members) => {
            members.len() > 1
                && members
                    .iter()
                    .all(|member| matches!(member, Shape::Object(_) | Shape::Literal(_)))
        }
        _ => false,
    }
}
