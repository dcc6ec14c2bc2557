//! [`Shape`] → [`ir::Type`](crate::ir::Type).

use super::{
    known::Known,
    shape::{Property, Shape},
};
use crate::{
    ir::{Field, Type, TypeDef, TypeId, Types},
    source::Span,
    text::Docs,
};

/// Adds the types of one function's signature to an [`Api`](crate::ir::Api).
#[derive(Debug)]
pub(super) struct Lowering<'a> {
    /// The types to add to.
    pub types: &'a mut Types,
    /// The types that already have a name.
    pub known: &'a Known,
    /// The function.
    pub span: Span,
    /// The arrays, objects and records around the current place.
    around: Vec<TypeId>,
    /// The reasons why parts of the signature are opaque.
    pub problems: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// Nothing is lowered yet.
    pub(super) fn new(types: &'a mut Types, known: &'a Known, span: Span) -> Self {
        Self {
            types,
            known,
            span,
            around: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Adds the result of a function; Convex sends `undefined` as `null`.
    pub(super) fn returns(&mut self, shape: &Shape) -> TypeId {
        let members = shape.members().iter().map(|member| match member {
            Shape::Undefined => Shape::Null,
            other => other.clone(),
        });
        self.shape(&Shape::union(members))
    }

    /// Adds any type other than a function's result.
    pub(super) fn shape(&mut self, shape: &Shape) -> TypeId {
        if let Some(id) = self.known.ty(shape) {
            return id;
        }
        let ty = match shape {
            Shape::Null | Shape::Undefined => Type::Null,
            Shape::Boolean => Type::Boolean,
            Shape::Number => Type::Float64,
            Shape::BigInt => Type::Int64,
            Shape::String => Type::String,
            Shape::Bytes => Type::Bytes,
            Shape::Literal(literal) => Type::Literal(literal.clone()),
            Shape::Id(table) => Type::Id(table.clone()),
            Shape::Document(table) => return self.document(table),
            Shape::Array(element) => {
                return self.inside(|lowering| Type::Array(lowering.shape(element)));
            }
            Shape::Object(fields) => return self.inside(|lowering| lowering.object(fields)),
            Shape::Record { keys, values } => {
                return self.inside(|lowering| lowering.record(keys, values));
            }
            Shape::Union(members) => self.union(members),
            Shape::Up(levels) => match self.around.iter().rev().nth(*levels) {
                Some(id) => return *id,
                None => self.opaque("a recursion that leads nowhere"),
            },
            // Of an empty array TypeScript knows that it has no elements; what a newer version puts
            // in is not known.
            Shape::Value | Shape::Any | Shape::Unknown | Shape::Never => Type::Any,
            Shape::Unsupported(reason) => self.opaque(reason),
        };
        self.add(ty)
    }

    fn inside(&mut self, build: impl FnOnce(&mut Self) -> Type) -> TypeId {
        let id = self.add(Type::Any);
        self.around.push(id);
        let ty = build(self);
        self.around.pop();
        let def = self.def(ty);
        self.types.set(id, def);
        id
    }

    fn object(&mut self, fields: &[Property]) -> Type {
        let fields = fields.iter().map(|field| Field {
            name: field.name.clone(),
            ty: self.shape(&field.shape),
            optional: field.optional,
            docs: Docs::default(),
            span: self.span,
        });
        Type::Object(fields.collect())
    }

    fn record(&mut self, keys: &Shape, values: &Shape) -> Type {
        let (values, optional) = values.clone().without_undefined();
        Type::Record {
            keys: self.shape(keys),
            values: self.shape(&values),
            optional,
        }
    }

    /// Adds the members; those that together form a table's document become that one type.
    fn union(&mut self, members: &[Shape]) -> Type {
        let mut rest = members.to_vec();
        let mut ids = Vec::new();
        while let Some((id, parts)) = self.known.part_of(&rest) {
            rest.retain(|member| !parts.contains(member));
            ids.push(id);
        }
        ids.extend(
            rest.iter()
                .map(|member| self.shape(member))
                .collect::<Vec<_>>(),
        );
        Type::Union(ids)
    }

    fn document(&mut self, table: &str) -> TypeId {
        if let Some(id) = self.known.document(table) {
            return id;
        }
        let ty = self.opaque(&format!("the table of `Doc<\"{table}\">` is not known"));
        self.add(ty)
    }

    fn opaque(&mut self, reason: &str) -> Type {
        self.problems.push(reason.to_owned());
        Type::Opaque
    }

    fn add(&mut self, ty: Type) -> TypeId {
        let def = self.def(ty);
        self.types.add(def)
    }

    fn def(&self, ty: Type) -> TypeDef {
        TypeDef {
            ty,
            origin: None,
            docs: Docs::default(),
            span: self.span,
        }
    }
}
