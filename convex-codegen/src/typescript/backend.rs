//! What a probe needs to know of a backend: its functions by module.

use std::collections::BTreeMap;

use crate::ir::{Api, Visibility};

/// The functions of a backend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backend {
    /// Sorted by path.
    pub functions: Vec<Probed>,
    /// Whether there is a `schema.ts`.
    pub schema: bool,
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
}

impl Probed {
    /// `payments/refunds:create`.
    pub fn path(&self) -> String {
        format!("{}:{}", self.module, self.export)
    }
}

impl Backend {
    /// The functions of `api`.
    pub fn of(api: &Api) -> Self {
        let functions = api.functions.iter().map(|function| Probed {
            module: function.path.module.as_str().to_owned(),
            export: function.path.export.clone(),
            public: function.visibility == Visibility::Public,
        });
        Self {
            functions: functions.collect(),
            schema: api.schema.is_some(),
        }
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
