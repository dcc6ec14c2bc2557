//! Types on their way into Rust: shapes are decided, names and derives are not.

use std::collections::BTreeMap;

use crate::{
    model::{EnumShape, Field, Literal, RustPath, Ty, Variant},
    source::Span,
    text::Docs,
};

use super::places::Place;

/// The number of a [`Node`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(pub usize);

/// A reference of a type before names are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ref {
    /// A struct or an enum.
    Node(NodeId),
    /// `tables::tasks::Id`, by the table's name on the wire.
    TableId(String),
}

/// A type whose generated types are still numbers.
pub(super) type DraftTy = Ty<Ref>;

/// A struct or an enum to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// Its module and the names it asks for.
    pub place: Place,
    /// The author's comment.
    pub docs: Docs,
    /// Its place in the source.
    pub span: Span,
    /// The table whose document it is.
    pub table: Option<String>,
    /// Derives that the user adds.
    pub derives: Vec<RustPath>,
    /// True if the user wants serde's traits.
    pub serde: bool,
    /// Its fields or variants.
    pub body: NodeBody,
}

/// The two kinds of generated type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeBody {
    /// A struct.
    Struct(Vec<Field<Ref>>),
    /// An enum.
    Enum(EnumShape, Vec<Variant<Ref>>),
    /// A struct without fields that stands for one literal, where a value is that literal and
    /// nothing else.
    Unit(Literal),
    /// A type that the user has already, in the place of what it would have been.
    Own(RustPath, Box<NodeBody>),
    /// Another name of a type that is equal.
    Same(NodeId),
}

/// All nodes by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Nodes(pub Vec<Node>);

impl Nodes {
    /// Adds `node` and returns its number.
    pub(super) fn add(&mut self, node: Node) -> NodeId {
        self.0.push(node);
        NodeId(self.0.len() - 1)
    }

    /// Numbers and nodes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.0
            .iter()
            .enumerate()
            .map(|(number, node)| (NodeId(number), node))
    }

    /// The type that `id` is another name of, or `id` itself.
    pub(super) fn same(&self, id: NodeId) -> NodeId {
        match self[id].body {
            NodeBody::Same(target) => target,
            _ => id,
        }
    }

    /// For each node the nodes that its fields and variants mention.
    pub(super) fn edges(&self) -> BTreeMap<NodeId, Vec<NodeId>> {
        let edges = |node: &Node| {
            let mut targets = Vec::new();
            for ty in node.body.types() {
                targets.extend(node_references(ty));
            }
            if let NodeBody::Same(target) = node.body {
                targets.push(target);
            }
            targets
        };
        self.iter().map(|(id, node)| (id, edges(node))).collect()
    }
}

impl std::ops::Index<NodeId> for Nodes {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.0[id.0]
    }
}

impl std::ops::IndexMut<NodeId> for Nodes {
    fn index_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.0[id.0]
    }
}

impl NodeBody {
    /// Returns whether it is an enum of string literals: what can be parsed, displayed and used as
    /// a key.
    pub(super) fn is_strings(&self) -> bool {
        let string = |variant: &Variant<Ref>| matches!(variant.literal, Some(Literal::String(_)));
        matches!(self, Self::Enum(EnumShape::Literals, variants) if variants.iter().all(string))
    }

    /// The fields of a struct that a value of it has in Rust.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field<Ref>> {
        let fields = match self {
            Self::Struct(fields) => fields.as_slice(),
            _ => &[],
        };
        let is_there = |field: &&Field<Ref>| !matches!(field.ty, Ty::Constant(_));
        fields.iter().filter(is_there)
    }

    /// The type of a union's only member: the union is a newtype of it.
    pub(super) fn only_member(&self) -> Option<&DraftTy> {
        use crate::model::Body;
        match self {
            Self::Enum(EnumShape::Union, variants) => match variants.as_slice() {
                [only] => match &only.body {
                    Body::Tuple(ty) => Some(ty),
                    Body::Unit | Body::Struct(_) => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// Every type it holds.
    pub(super) fn types(&self) -> Vec<&DraftTy> {
        use crate::model::Body;
        match self {
            Self::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
            Self::Unit(_) | Self::Own(..) | Self::Same(_) => Vec::new(),
            Self::Enum(_, variants) => variants
                .iter()
                .flat_map(|variant| match &variant.body {
                    Body::Unit => Vec::new(),
                    Body::Tuple(ty) => vec![ty],
                    Body::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
                })
                .collect(),
        }
    }

    /// Every type it holds, to be changed.
    pub(super) fn types_mut(&mut self) -> Vec<&mut DraftTy> {
        use crate::model::Body;
        match self {
            Self::Struct(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
            Self::Unit(_) | Self::Own(..) | Self::Same(_) => Vec::new(),
            Self::Enum(_, variants) => variants
                .iter_mut()
                .flat_map(|variant| match &mut variant.body {
                    Body::Unit => Vec::new(),
                    Body::Tuple(ty) => vec![ty],
                    Body::Struct(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
                })
                .collect(),
        }
    }
}

/// The nodes that `ty` mentions.
pub(super) fn node_references(ty: &DraftTy) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    ty.references(&mut |reference| {
        if let Ref::Node(id) = reference {
            nodes.push(*id);
        }
    });
    nodes
}
