//! What a probe needs to know of a backend: its functions by module, and what is not known of them.

use std::collections::BTreeMap;

use super::{annotation::Files as _, from_ir, shape::Shape, sources::SourceTypes};
use crate::ir::{Api, Function, Signature, Type, TypeId, Visibility};

/// The functions of a backend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backend {
    /// Sorted by path.
    pub functions: Vec<Probed>,
    /// Whether there is a `schema.ts`.
    pub schema: bool,
    /// The tables whose documents the schema says to the last field.
    pub tables: Vec<String>,
}

/// A function to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// `payments/refunds`.
    pub module: String,
    /// `create`.
    pub export: String,
    /// Whether clients may call it.
    pub public: bool,
    /// What it takes, where its validators say all of it and a builder of Convex's own hands them on as they are.
    pub args: Option<Shape>,
    /// What it returns, likewise.
    pub returns: Option<Shape>,
}

impl Probed {
    /// `payments/refunds:create`.
    pub fn path(&self) -> String {
        format!("{}:{}", self.module, self.export)
    }
}

/// One side of a function's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What it takes.
    Args,
    /// What it returns.
    Returns,
}

impl Side {
    /// `args` or `returns`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Args => "args",
            Self::Returns => "returns",
        }
    }
}

impl Backend {
    /// The functions of `api`, which was read from `sources`.
    pub fn of(api: &Api, sources: &mut SourceTypes<'_>) -> Self {
        let said = |signature: Signature| {
            signature.from?;
            let shape = from_ir::shape(&api.types, signature.ty);
            shape.is_supported().then_some(shape)
        };
        let functions = api.functions.iter().map(|function| Probed {
            module: function.path.module.as_str().to_owned(),
            export: function.path.export.clone(),
            public: function.visibility == Visibility::Public,
            args: said(function.args)
                .filter(|_| is_plain(function, sources) && is_own(api, function.args.ty, sources)),
            returns: said(function.returns),
        });
        let tables = api.schema.iter().flat_map(|schema| &schema.tables);
        // Where a validator says `any`, TypeScript may know more: such a document is recognised by its structure.
        let is_vague = |part: &Shape| matches!(part, Shape::Any | Shape::Unsupported(_));
        let whole =
            tables.filter(|table| !from_ir::shape(&api.types, table.document).some(&is_vague));
        let functions = functions.collect();
        Self {
            functions,
            schema: api.schema.is_some(),
            tables: whole.map(|table| table.name.clone()).collect(),
        }
    }

    /// What no validator says: the number of the function, and the side.
    pub fn questions(&self) -> Vec<(usize, Side)> {
        let sides = self
            .functions
            .iter()
            .enumerate()
            .flat_map(|(index, function)| {
                [
                    (index, Side::Args, &function.args),
                    (index, Side::Returns, &function.returns),
                ]
            });
        sides
            .filter(|(_, _, said)| said.is_none())
            .map(|(index, side, _)| (index, side))
            .collect()
    }

    /// The tree of modules that `api` (or `internal`) is.
    pub fn tree(&self, public: Scope) -> Node<'_> {
        let mut root = Node::default();
        for function in self
            .functions
            .iter()
            .filter(|function| function.public == (public == Scope::Public))
        {
            let mut node = &mut root;
            for segment in function.module.split('/').chain([function.export.as_str()]) {
                node = node.children.entry(segment).or_default();
            }
            node.function = Some(function);
        }
        root
    }
}

/// Whether a builder of `_generated/server` makes the function, right where it is exported: its arguments are then for
/// TypeScript what they are for its validators.
fn is_plain(function: &Function, sources: &mut SourceTypes<'_>) -> bool {
    let file = function.span.file;
    let builder = sources.after(function.span).trim_start();
    let builder = builder.strip_prefix('=').unwrap_or(builder).trim_start();
    let end = builder.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    let (name, rest) = builder.split_at(end.unwrap_or(builder.len()));
    if !rest.starts_with('(') {
        return false;
    }
    let name = name.to_owned();
    let types = sources.types(file);
    types
        .imports
        .get(&name)
        .is_some_and(|import| import.specifier.contains("_generated/server"))
}

/// Whether the backend's own sources say all of the type `id`. What packages build, from schemas of their own and for
/// callers of their own, is something else for TypeScript than for the server.
fn is_own(api: &Api, id: TypeId, sources: &SourceTypes<'_>) -> bool {
    let def = &api.types[id];
    let parts: Vec<TypeId> = match &def.ty {
        Type::Array(element) => vec![*element],
        Type::Object(fields) => fields.iter().map(|field| field.ty).collect(),
        Type::Record { keys, values, .. } => vec![*keys, *values],
        Type::Union(members) => members.clone(),
        _ => Vec::new(),
    };
    sources.is_own(def.span.file) && parts.into_iter().all(|part| is_own(api, part, sources))
}

/// `api` or `internal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `api`.
    Public,
    /// `internal`.
    Internal,
}

/// A folder, a module or a function; a module and a folder may share a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node<'a> {
    /// The function of that name.
    pub function: Option<&'a Probed>,
    /// What is below.
    pub children: BTreeMap<&'a str, Node<'a>>,
}
