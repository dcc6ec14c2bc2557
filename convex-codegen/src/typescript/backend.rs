//! The part of a backend that a probe needs: its functions by module, and which of their types are
//! open.

use std::collections::{BTreeMap, BTreeSet};

use super::{from_ir, shape::Shape};
use crate::ir::{Api, FunctionPath, Signature, Visibility};

/// The functions of a backend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Backend {
    /// Sorted by path.
    pub functions: Vec<Probed>,
    /// `true` if there is a `schema.ts`.
    pub schema: bool,
    /// The tables whose documents the schema types completely.
    pub tables: Vec<String>,
}

/// A function to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Probed {
    /// `payments/refunds`.
    pub module: String,
    /// `create`.
    pub export: String,
    /// `true` if clients may call it.
    pub public: bool,
    /// Its arguments, if validators declare all of them: the server accepts nothing else, whatever
    /// the handler's own type is.
    pub args: Option<Shape>,
    /// Its result, if validators declare all of it.
    pub returns: Option<Shape>,
    /// `true` if only TypeScript can tell whether it is a function, and of which kind.
    pub is_candidate: bool,
}

impl Probed {
    /// `payments/refunds:create`.
    pub(super) fn path(&self) -> String {
        format!("{}:{}", self.module, self.export)
    }
}

/// One side of a function's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Its kind and visibility.
    Kind,
    /// Its arguments.
    Args,
    /// Its result.
    Returns,
}

impl Side {
    /// `kind`, `args` or `returns`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Args => "args",
            Self::Returns => "returns",
        }
    }
}

impl Backend {
    /// The functions of `api`, and the exports that may be one.
    pub(super) fn of(api: &Api) -> Self {
        let said = |signature: Signature| {
            signature.from?;
            let shape = from_ir::shape(&api.types, signature.ty);
            shape.is_supported().then_some(shape)
        };
        let candidates: BTreeSet<&FunctionPath> = api
            .candidates
            .iter()
            .map(|candidate| &candidate.path)
            .filter(|path| path.export != "*")
            .collect();
        let functions = api.functions.iter().map(|function| Probed {
            module: function.path.module.as_str().to_owned(),
            export: function.path.export.clone(),
            public: function.visibility == Visibility::Public,
            args: said(function.args),
            returns: said(function.returns),
            is_candidate: candidates.contains(&function.path),
        });
        let known: BTreeSet<&FunctionPath> = api
            .functions
            .iter()
            .map(|function| &function.path)
            .collect();
        let others = candidates.difference(&known).map(|path| Probed {
            module: path.module.as_str().to_owned(),
            export: path.export.clone(),
            public: true,
            args: None,
            returns: None,
            is_candidate: true,
        });
        let tables = api.schema.iter().flat_map(|schema| &schema.tables);
        // Where a validator says `any`, TypeScript may know more: such a document is recognised by
        // its structure.
        let is_vague = |part: &Shape| matches!(part, Shape::Any | Shape::Unsupported(_));
        let whole =
            tables.filter(|table| !from_ir::shape(&api.types, table.document).some(&is_vague));
        let functions = functions.chain(others).collect();
        Self {
            functions,
            schema: api.schema.is_some(),
            tables: whole.map(|table| table.name.clone()).collect(),
        }
    }

    /// The sides that evaluation leaves open, each with the index of its function.
    pub(super) fn questions(&self) -> Vec<(usize, Side)> {
        let sides = self
            .functions
            .iter()
            .enumerate()
            .flat_map(|(index, function)| {
                [
                    (index, Side::Kind, function.is_candidate),
                    (index, Side::Args, function.args.is_none()),
                    (index, Side::Returns, function.returns.is_none()),
                ]
            });
        sides
            .filter(|(_, _, is_open)| *is_open)
            .map(|(index, side, _)| (index, side))
            .collect()
    }

    /// The tree of modules below `api` (or `internal`).
    pub(super) fn tree(&self, public: Scope) -> Node<'_> {
        let mut root = Node::default();
        for function in self.functions.iter().filter(|function| {
            function.is_candidate || function.public == (public == Scope::Public)
        }) {
            let mut node = &mut root;
            for segment in function.module.split('/').chain([function.export.as_str()]) {
                node = node.children.entry(segment).or_default();
            }
            node.function = Some(function);
        }
        root
    }
}

/// `api` or `internal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// `api`.
    Public,
    /// `internal`.
    Internal,
}

/// A folder, a module or a function; a module and a folder may share a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node<'a> {
    /// The function of that name.
    pub function: Option<&'a Probed>,
    /// The nodes below, by name.
    pub children: BTreeMap<&'a str, Node<'a>>,
}
