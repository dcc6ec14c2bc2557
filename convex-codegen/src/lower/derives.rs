//! Derives of a type: by direction, and only where they hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::MapType,
    model::{Derive, EnumShape, Ty},
};

use super::{
    draft::{DraftTy, NodeBody, NodeId, Nodes, Ref, node_references},
    usage::Usage,
};

/// The derives of each used node, sorted.
///
/// `arguments` are what functions take; with required and optional fields both they get a builder.
pub(super) fn derives(
    nodes: &Nodes,
    usage: &BTreeMap<NodeId, Usage>,
    arguments: &BTreeSet<NodeId>,
    map: MapType,
) -> BTreeMap<NodeId, Vec<Derive>> {
    let inexact = users(nodes, holds_inexact);
    let sorted = map == MapType::BTreeMap;
    let unhashable = if sorted {
        BTreeSet::new()
    } else {
        users(nodes, holds_map)
    };
    let keys = map_keys(nodes);
    let of = |(&id, usage): (&NodeId, &Usage)| {
        let body = &nodes[id].body;
        let literals = matches!(
            body,
            NodeBody::Enum(EnumShape::Literals, _) | NodeBody::Unit(_)
        );
        let exact = !inexact.contains(&id);
        let key = sorted && keys.contains(&id);
        let wanted = [
            (Derive::Debug, true),
            (Derive::Clone, true),
            (Derive::Copy, literals),
            (Derive::PartialEq, true),
            (Derive::Eq, exact),
            (Derive::PartialOrd, key),
            (Derive::Ord, key),
            (Derive::Hash, exact && !unhashable.contains(&id)),
            (Derive::Default, has_default(body)),
            (Derive::FromConvex, usage.received),
            (Derive::ToConvex, usage.sent),
            (Derive::Literals, body.is_strings()),
            (Derive::Builder, arguments.contains(&id) && is_mixed(body)),
        ];
        let wanted = wanted.into_iter().filter(|(_, wanted)| *wanted);
        let others = nodes[id].derives.iter().cloned().map(Derive::Other);
        (id, wanted.map(|(derive, _)| derive).chain(others).collect())
    };
    usage.iter().map(of).collect()
}

/// Returns whether some fields can be left out and others cannot.
fn is_mixed(body: &NodeBody) -> bool {
    let mut fields = body.fields();
    fields.any(|field| field.optional) && !body.fields().all(|field| field.optional)
}

/// Nodes that hold what `holds` says or a type of the user, directly or not.
fn users(nodes: &Nodes, holds: fn(&DraftTy) -> bool) -> BTreeSet<NodeId> {
    let mut users: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    let mut pending = Vec::new();
    for (id, node) in nodes.iter() {
        if matches!(node.body, NodeBody::Own(..)) {
            pending.push(id);
        }
        if let NodeBody::Same(target) = node.body {
            users.entry(target).or_default().push(id);
        }
        for ty in node.body.types() {
            for target in node_references(ty) {
                users.entry(target).or_default().push(id);
            }
            if holds(ty) {
                pending.push(id);
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if found.insert(id) {
            pending.extend(users.get(&id).into_iter().flatten());
        }
    }
    found
}

fn holds_inexact(ty: &DraftTy) -> bool {
    match ty {
        // The traits of the user's own type are unknown here.
        Ty::F64 | Ty::Value | Ty::Pagination | Ty::Own(_) => true,
        Ty::Option(inner) | Ty::Vec(inner) | Ty::Boxed(inner) => holds_inexact(inner),
        Ty::Map(key, value) => holds_inexact(key) || holds_inexact(value),
        _ => false,
    }
}

fn holds_map(ty: &DraftTy) -> bool {
    match ty {
        Ty::Option(inner) | Ty::Vec(inner) | Ty::Boxed(inner) => holds_map(inner),
        ty => matches!(ty, Ty::Map(..)),
    }
}

fn map_keys(nodes: &Nodes) -> BTreeSet<NodeId> {
    fn visit(nodes: &Nodes, ty: &DraftTy, keys: &mut BTreeSet<NodeId>) {
        match ty {
            Ty::Option(inner) | Ty::Vec(inner) | Ty::Boxed(inner) => visit(nodes, inner, keys),
            Ty::Map(key, value) => {
                if let Ty::Named(Ref::Node(id)) = **key {
                    keys.insert(nodes.same(id));
                }
                visit(nodes, value, keys);
            }
            _ => {}
        }
    }
    let mut keys = BTreeSet::new();
    for (_, node) in nodes.iter() {
        node.body
            .types()
            .into_iter()
            .for_each(|ty| visit(nodes, ty, &mut keys));
    }
    keys
}

fn has_default(body: &NodeBody) -> bool {
    matches!(body, NodeBody::Struct(_)) && body.fields().all(|field| field.optional)
}
