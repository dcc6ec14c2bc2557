//! Boxes: one on each mention that would make a type contain itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Ty;

use super::{
    draft::{DraftTy, NodeBody, NodeId, Nodes, Ref},
    usage::reachable,
};

/// Boxes recursive types. Vectors and maps are indirect already.
pub(super) fn box_cycles(nodes: &mut Nodes) {
    let inline: BTreeMap<NodeId, Vec<NodeId>> = nodes
        .iter()
        .map(|(id, node)| {
            let same = match node.body {
                NodeBody::Same(target) => Some(target),
                _ => None,
            };
            let inside = node.body.types().into_iter().filter_map(inline_mention);
            (id, inside.chain(same).collect())
        })
        .collect();
    let cyclic = without_leaves(&inline);
    for &id in &cyclic {
        let back: BTreeSet<NodeId> = inline[&id]
            .iter()
            .copied()
            .filter(|target| {
                cyclic.contains(target) && reachable(&inline, vec![*target]).contains(&id)
            })
            .collect();
        for ty in nodes[id].body.types_mut() {
            if inline_mention(ty).is_some_and(|target| back.contains(&target)) {
                insert_box(ty);
            }
        }
    }
}

/// The node that a value of `ty` holds in itself.
fn inline_mention(ty: &DraftTy) -> Option<NodeId> {
    match ty {
        Ty::Named(Ref::Node(id)) => Some(*id),
        Ty::Option(inner) => inline_mention(inner),
        _ => None,
    }
}

fn insert_box(ty: &mut DraftTy) {
    match ty {
        Ty::Option(inner) => insert_box(inner),
        other => *other = Ty::Boxed(Box::new(std::mem::replace(other, Ty::Unit))),
    }
}

/// The nodes that lead to a cycle: what is left when leaves are taken off until none are left.
fn without_leaves(edges: &BTreeMap<NodeId, Vec<NodeId>>) -> BTreeSet<NodeId> {
    let mut users: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    let mut open: BTreeMap<NodeId, usize> = BTreeMap::new();
    for (&id, targets) in edges {
        open.insert(id, targets.len());
        for target in targets {
            users.entry(*target).or_default().push(id);
        }
    }
    let mut leaves: Vec<NodeId> = open
        .iter()
        .filter(|(_, open)| **open == 0)
        .map(|(id, _)| *id)
        .collect();
    while let Some(leaf) = leaves.pop() {
        for user in users.get(&leaf).into_iter().flatten() {
            let open = open.get_mut(user).expect("users are nodes");
            *open -= 1;
            if *open == 0 {
                leaves.push(*user);
            }
        }
    }
    open.into_iter()
        .filter(|(_, open)| *open > 0)
        .map(|(id, _)| id)
        .collect()
}
