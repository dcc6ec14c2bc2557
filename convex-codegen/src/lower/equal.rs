//! Equality of generated types: the same fields or variants on the wire and in Rust, under any
//! name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Body, EnumShape, Field, Variant};

use super::draft::{DraftTy, NodeBody, NodeId, Nodes, Ref, node_references};

/// The number of a class of equal types.
pub(super) type Class = usize;

/// Types in classes, and what each of them refers to.
pub(super) struct Classes {
    of: Vec<Class>,
    references: Vec<Vec<NodeId>>,
    count: usize,
}

impl Classes {
    /// The classes of equal structure. The order of fields and of literals does not count, nor does
    /// documentation.
    ///
    /// Types begin as different where they differ in themselves, and are told apart further by what
    /// they refer to until nothing changes, so that types that contain themselves are compared,
    /// too.
    pub(super) fn new(nodes: &Nodes) -> Self {
        let mut own = BTreeMap::new();
        let mut classes = Self {
            of: Vec::with_capacity(nodes.0.len()),
            references: Vec::with_capacity(nodes.0.len()),
            count: 0,
        };
        for (_, node) in nodes.iter() {
            let (text, targets) = describe(&node.body);
            let next = own.len();
            classes.of.push(*own.entry(text).or_insert(next));
            classes.references.push(targets);
        }
        classes.count = own.len();
        while classes.refine(|classes, target| classes[target.0]) {}
        classes
    }

    /// The class of `id`.
    pub(super) fn of(&self, id: NodeId) -> Class {
        self.of[id.0]
    }

    /// Tells types apart that refer to types of which `identity` differs, and returns whether there
    /// were any.
    pub(super) fn refine(&mut self, identity: impl Fn(&[Class], NodeId) -> usize) -> bool {
        let mut refined = BTreeMap::new();
        let mut next = Vec::with_capacity(self.of.len());
        for (class, targets) in self.of.iter().zip(&self.references) {
            let mut key = Vec::with_capacity(targets.len() + 1);
            key.push(*class);
            key.extend(targets.iter().map(|target| identity(&self.of, *target)));
            let number = refined.len();
            next.push(*refined.entry(key).or_insert(number));
        }
        let count = std::mem::replace(&mut self.count, refined.len());
        self.of = next;
        self.count > count
    }
}

/// Describes a type and lists the nodes that it refers to, in an order set by the type alone.
fn describe(body: &NodeBody) -> (String, Vec<NodeId>) {
    let mut text = String::new();
    let mut targets = Vec::new();
    match body {
        NodeBody::Struct(members) => fields(members, &mut text, &mut targets),
        NodeBody::Unit(literal) => {
            let _ = write!(text, "unit {literal:?}");
        }
        // Equal to what it would have been, so that others find it.
        NodeBody::Own(_, was) => return describe(was),
        NodeBody::Same(target) => {
            text.push_str("same");
            targets.push(*target);
        }
        NodeBody::Enum(shape, variants) => {
            let _ = write!(text, "enum {shape:?}");
            let mut variants: Vec<&Variant<Ref>> = variants.iter().collect();
            // What is tried first counts in other unions.
            if *shape != EnumShape::Union {
                variants.sort_by(|a, b| a.name.cmp(&b.name));
            }
            for variant in variants {
                let _ = write!(text, "|{} {:?}", variant.name.text(), variant.literal);
                match &variant.body {
                    Body::Unit => {}
                    Body::Tuple(inner) => ty(inner, &mut text, &mut targets),
                    Body::Struct(members) => fields(members, &mut text, &mut targets),
                }
            }
        }
    }
    (text, targets)
}

fn fields(fields: &[Field<Ref>], text: &mut String, targets: &mut Vec<NodeId>) {
    let mut fields: Vec<&Field<Ref>> = fields.iter().collect();
    fields.sort_by(|a, b| a.name.wire.cmp(&b.name.wire));
    for field in fields {
        let name = &field.name;
        let optional = if field.optional { "?" } else { "" };
        let _ = write!(text, ",{:?} {}{optional}:", name.wire, name.rust.text());
        ty(&field.ty, text, targets);
    }
}

fn ty(ty: &DraftTy, text: &mut String, targets: &mut Vec<NodeId>) {
    // Nodes are compared by their class.
    let plain = ty.map(&mut |reference| match reference {
        Ref::Node(_) => crate::model::Ty::Named(None),
        Ref::TableId(table) => crate::model::Ty::Named(Some(table.clone())),
    });
    let _ = write!(text, "{plain:?}");
    targets.extend(node_references(ty));
}
