//! Rust shapes of types: a type of the language, a struct, an enum.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, naming},
    ir::{self, Literal, Origin, Type, TypeId, Types},
    model::{Field, Ident, Name, RustDocs, SystemTable, Ty},
    text::Docs,
};

use super::{
    about, docs,
    draft::{DraftTy, Node, NodeBody, NodeId, Nodes, Ref},
    names::Case,
    places::{ModuleKey, Place, Rank},
    renames::Renames,
    same,
};

/// Types nest no deeper: a `Vec` takes 4 of the 128 steps that rustc and rustdoc go into a type by
/// default.
pub(super) const MAX_DEPTH: usize = 24;

/// Shapes types, one root after another. Named types come first, so that inline ones find them.
pub(super) struct Shapes<'a> {
    pub(super) types: &'a Types,
    /// The functions folder, as file paths start.
    folder: &'a str,
    pub(super) nodes: Nodes,
    pub(super) problems: &'a mut Diagnostics,
    pub(super) renames: &'a mut Renames,
    /// Types that are written in a table, a constant or an alias: one Rust type wherever they are
    /// used.
    known: BTreeMap<TypeId, DraftTy>,
    origins: BTreeMap<&'a Origin, TypeId>,
    /// The documents of tables, by table.
    documents: BTreeMap<&'a str, TypeId>,
    places: BTreeMap<(ModuleKey, String), (TypeId, NodeId)>,
    /// The types that are being shaped, with their node as soon as there is one.
    open: Vec<(TypeId, Option<NodeId>)>,
}

impl<'a> Shapes<'a> {
    /// Shapes for the types of `api`.
    pub(super) fn new(
        api: &'a ir::Api,
        folder: &'a str,
        renames: &'a mut Renames,
        problems: &'a mut Diagnostics,
    ) -> Self {
        let tables = api.schema.iter().flat_map(|schema| &schema.tables);
        Self {
            types: &api.types,
            folder,
            nodes: Nodes::default(),
            problems,
            renames,
            known: BTreeMap::new(),
            origins: BTreeMap::new(),
            documents: tables
                .map(|table| (table.name.as_str(), table.document))
                .collect(),
            places: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    /// The shape of `id`, which is written at `place` unless it has a name of its own.
    pub(super) fn ty(&mut self, id: TypeId, place: &Place) -> DraftTy {
        if let Some(ty) = self.known.get(&id) {
            return ty.clone();
        }
        let types = self.types;
        let def = &types[id];
        if let Some(document) = self.document_of_structure(id) {
            return self.ty(document, place);
        }
        if let Some((_, node)) = self.open.iter().find(|(open, _)| *open == id) {
            if let Some(node) = node {
                return Ty::Named(Ref::Node(*node));
            }
            self.problems
                .push(naming::nameless_recursion(def.span, &place.key));
            return Ty::Value;
        }
        if place.depth > MAX_DEPTH {
            self.problems
                .push(naming::type_too_deep(def.span, &place.key, MAX_DEPTH));
            return Ty::Value;
        }
        let place = match &def.origin {
            Some(origin) => match self.origins.get(origin) {
                Some(&first) if first != id && same::same(types, first, id) => {
                    return self.ty(first, place);
                }
                Some(&first) if first != id => place.clone(),
                _ => {
                    self.origins.insert(origin, id);
                    Place {
                        depth: place.depth,
                        ..Place::named(origin, self.folder, def.span)
                    }
                }
            },
            None => place.clone(),
        };
        self.open.push((id, None));
        let ty = self.shape(id, &place);
        self.open.pop();
        if place.named {
            self.known.insert(id, ty.clone());
        }
        ty
    }

    /// The shape of `id`, which is written one level below `outer` at the place that `place` makes.
    /// Most fields are scalars, whose shape does not depend on it.
    fn below(&mut self, id: TypeId, outer: &Place, place: impl FnOnce(&Place) -> Place) -> DraftTy {
        let def = &self.types[id];
        match scalar(&def.ty) {
            Some(scalar) if def.origin.is_none() && outer.depth < MAX_DEPTH => scalar,
            _ => self.ty(id, &place(outer)),
        }
    }

    /// The document that `id` is written out as, in place or as a constant:
    /// `validator.extend({ _id, _creationTime })`.
    fn document_of_structure(&self, id: TypeId) -> Option<TypeId> {
        let Type::Object(fields) = &self.types[id].ty else {
            return None;
        };
        let key = fields.iter().find(|field| field.name == "_id")?;
        let Type::Id(table) = &self.types[key.ty].ty else {
            return None;
        };
        let document = *self.documents.get(table.as_str())?;
        (document != id && same::same_structure(self.types, document, id)).then_some(document)
    }

    fn shape(&mut self, id: TypeId, place: &Place) -> DraftTy {
        let types = self.types;
        match &types[id].ty {
            Type::Array(element) => Ty::Vec(Box::new(self.below(*element, place, Place::item))),
            Type::Record { keys, values, .. } => {
                let key = match self.ty(*keys, &place.key()) {
                    Ty::Named(Ref::Node(node)) if !self.nodes[node].body.is_strings() => Ty::String,
                    key @ (Ty::Named(_) | Ty::SystemId(_)) => key,
                    _ => Ty::String,
                };
                Ty::Map(Box::new(key), Box::new(self.ty(*values, &place.value())))
            }
            Type::Object(fields) if is_pagination(types, fields) => Ty::Pagination,
            Type::Object(fields) => self.node(id, place, |shapes| {
                NodeBody::Struct(shapes.fields(fields, place))
            }),
            Type::Literal(_) => self.literals(id, &[id], place),
            Type::Union(members) => self.union(id, members, place),
            other => scalar(other).unwrap_or(Ty::Value),
        }
    }

    /// A struct or enum for `id` at `place`. Its number is known inside `build`, for types that
    /// contain themselves.
    pub(super) fn node(
        &mut self,
        id: TypeId,
        place: &Place,
        build: impl FnOnce(&mut Self) -> NodeBody,
    ) -> DraftTy {
        let key = (place.module.clone(), place.key.clone());
        if let Some(&(first, node)) = self.places.get(&key)
            && same::same(self.types, first, id)
        {
            return Ty::Named(Ref::Node(node));
        }
        let def = &self.types[id];
        let node = self.nodes.add(Node {
            place: place.clone(),
            docs: if place.rank == Rank::Function && def.origin.is_none() {
                Docs::default()
            } else {
                def.docs.clone()
            },
            span: def.span,
            table: None,
            derives: Vec::new(),
            serde: false,
            body: NodeBody::Struct(Vec::new()),
        });
        self.places.insert(key, (id, node));
        if let Some(open) = self.open.last_mut() {
            open.1 = Some(node);
        }
        self.nodes[node].body = build(self);
        Ty::Named(Ref::Node(node))
    }

    /// The fields of a struct or of a struct variant.
    pub(super) fn fields(&mut self, fields: &[ir::Field], place: &Place) -> Vec<Field<Ref>> {
        let constants: Vec<Option<&Literal>> =
            fields.iter().map(|field| self.constant(field.ty)).collect();
        let is_constant = |at: usize| constants[at].is_some() && !fields[at].optional;
        let (all, fields) = (fields, (0..fields.len()).filter(|at| !is_constant(*at)));
        let fields: Vec<&ir::Field> = fields.map(|at| &all[at]).collect();
        let wire: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let path = |name: &str| format!("{}.{name}", place.key);
        let (names, clashes) = self.renames.spell(&wire, Case::Snake, path);
        for clash in clashes {
            let member = |&at: &usize| (fields[at].name.clone(), fields[at].span);
            let members: Vec<_> = clash.members.iter().map(member).collect();
            let what = format!("fields of `{}`", place.key);
            let problem = naming::name_clash(&what, &clash.spelling, &members);
            // A table's document and its fields without the system's meet at the same places.
            let is_said =
                |other: &Diagnostic| other.code == problem.code && other.primary == problem.primary;
            if !self.problems.iter().any(is_said) {
                self.problems.push(problem);
            }
        }
        let mut names = names.into_iter();
        let mut lowered = Vec::with_capacity(all.len());
        for (at, (field, constant)) in all.iter().zip(&constants).enumerate() {
            let name = if is_constant(at) {
                Some(Name {
                    wire: field.name.clone(),
                    rust: Ident::new("_"),
                })
            } else {
                names.next()
            };
            let ty = match constant {
                Some(literal) if field.optional => Ty::Flag((*literal).clone()),
                Some(literal) => Ty::Constant((*literal).clone()),
                None => {
                    let ty = self.below(field.ty, place, |place| place.field(&field.name));
                    if field.optional { ty.optional() } else { ty }
                }
            };
            let docs = docs::rustdoc(&field.docs);
            lowered.extend(name.map(|name| Field {
                name,
                docs: match &ty {
                    Ty::Flag(literal) => about::flag(docs, literal),
                    _ => docs,
                },
                ty,
                optional: field.optional,
            }));
        }
        lowered
    }

    /// The document of `table`: always a type of its own, because the table's id names it.
    pub(super) fn document(&mut self, table: &ir::Table) {
        let place = Place::table(&table.name, "Doc", table.span);
        let ty = self.ty(table.document, &place);
        let node = match ty {
            Ty::Named(Ref::Node(node)) if self.nodes[node].place.key == place.key => node,
            other => self.wrap(other, &place),
        };
        self.nodes[node].table = Some(table.name.clone());
        self.nodes[node].docs = table.docs.clone();
    }

    /// The document of a table that no schema describes: any value.
    pub(super) fn unknown_document(&mut self, table: &str, place: &Place) {
        let node = self.wrap(Ty::Value, place);
        self.nodes[node].table = Some(table.to_owned());
    }

    fn wrap(&mut self, ty: DraftTy, place: &Place) -> NodeId {
        use crate::model::{Body, EnumShape, Variant};
        let variant = Variant {
            name: Ident::new("Value"),
            docs: RustDocs::default(),
            literal: None,
            body: Body::Tuple(ty),
        };
        self.nodes.add(Node {
            place: place.clone(),
            docs: Docs::default(),
            span: place.owner,
            table: None,
            derives: Vec::new(),
            serde: false,
            body: NodeBody::Enum(EnumShape::Union, vec![variant]),
        })
    }
}

/// The shape of a type without parts.
fn scalar(ty: &Type) -> Option<DraftTy> {
    Some(match ty {
        Type::Any | Type::Opaque => Ty::Value,
        Type::Null => Ty::Unit,
        Type::Boolean => Ty::Bool,
        Type::Float64 => Ty::F64,
        Type::Int64 | Type::CommitTs => Ty::I64,
        Type::String => Ty::String,
        Type::Bytes => Ty::Bytes,
        Type::Id(table) => match table.as_str() {
            "_storage" => Ty::SystemId(SystemTable::StorageFile),
            "_scheduled_functions" => Ty::SystemId(SystemTable::ScheduledFunction),
            table => Ty::Named(Ref::TableId(table.to_owned())),
        },
        _ => return None,
    })
}

/// Returns whether an object is `paginationOptsValidator`, for which the runtime has a type.
fn is_pagination(types: &Types, fields: &[ir::Field]) -> bool {
    const FIELDS: [(&str, bool); 6] = [
        ("cursor", false),
        ("endCursor", true),
        ("id", true),
        ("maximumBytesRead", true),
        ("maximumRowsRead", true),
        ("numItems", false),
    ];
    let has = |(name, optional): &(&str, bool)| {
        let field = fields.iter().find(|field| field.name == *name);
        field.is_some_and(|field| {
            let ty = &types[field.ty].ty;
            let is_cursor = name.to_lowercase().ends_with("cursor");
            field.optional == *optional
                && (is_cursor && is_nullable_string(types, ty)
                    || !is_cursor && *ty == Type::Float64)
        })
    };
    fields.len() == FIELDS.len() && FIELDS.iter().all(has)
}

fn is_nullable_string(types: &Types, ty: &Type) -> bool {
    let Type::Union(members) = ty else {
        return false;
    };
    let mut kinds = members.iter().map(|member| &types[*member].ty);
    members.len() == 2
        && kinds.clone().any(|ty| *ty == Type::String)
        && kinds.any(|ty| *ty == Type::Null)
}
