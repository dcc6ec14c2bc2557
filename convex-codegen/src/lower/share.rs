//! Sharing of equal types: one is written out, the others are names of it.
//!
//! | a type written | is |
//! |---|---|
//! | in a field, equal to a constant's | the constant's: of its own file first, then one called like the field |
//! | in a field, equal to that of a field of this name elsewhere | one with it: a table's first |
//! | as arguments or result of a function, equal to others of the file | one with them |
//! | as a constant, equal to another constant of this name | one with it |
//!
//! Where the type lives in another module or under another name, its own name is an alias: a name
//! that is there stays there, whatever functions come and go. Tables are the exception: they do not
//! depend on functions, so what is theirs is named by them alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    draft::{NodeBody, NodeId, Nodes},
    equal::{Class, Classes},
    places::{ModuleKey, Place, Rank, Root},
};

/// The type that equal types share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    /// The type that is written out.
    pub leader: NodeId,
    /// True if it is used under its own name alone.
    pub direct: bool,
}

/// The bond that makes two equal types one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Bond<'a> {
    Constant(&'a str),
    Field(&'a str),
    Function(&'a [String]),
}

/// The home of each of `used`.
///
/// Types that refer to equal types which are not one, as two constants are, are not one either:
/// what an author kept apart stays apart.
pub(super) fn homes(nodes: &Nodes, used: &BTreeSet<NodeId>) -> BTreeMap<NodeId, Home> {
    let mut classes = Classes::new(nodes);
    loop {
        let homes = homes_in(nodes, used, &classes);
        let leader = |id: NodeId| homes.get(&id).map_or(id, |home| home.leader);
        if !classes.refine(|_, target| leader(target).0) {
            return homes;
        }
    }
}

fn homes_in(nodes: &Nodes, used: &BTreeSet<NodeId>, classes: &Classes) -> BTreeMap<NodeId, Home> {
    let mut members: BTreeMap<Class, Vec<NodeId>> = BTreeMap::new();
    for &id in used {
        members.entry(classes.of(id)).or_default().push(id);
    }
    let mut homes = BTreeMap::new();
    for members in members.into_values() {
        if let [only] = members.as_slice() {
            homes.insert(*only, alone(*only));
        } else {
            equal(nodes, &members, &mut homes);
        }
    }
    homes
}

const fn alone(id: NodeId) -> Home {
    Home {
        leader: id,
        direct: false,
    }
}

/// The homes of types that are equal.
fn equal(nodes: &Nodes, members: &[NodeId], homes: &mut BTreeMap<NodeId, Home>) {
    let constants: Vec<NodeId> = members
        .iter()
        .copied()
        .filter(|id| nodes[*id].place.rank == Rank::Named)
        .collect();
    let mut bonds: BTreeMap<Bond<'_>, Vec<NodeId>> = BTreeMap::new();
    for &id in members {
        let node = &nodes[id];
        if node.table.is_some() || node.place.rank == Rank::Table {
            homes.insert(id, alone(id));
            continue;
        }
        // The user's own type stands in one place, unless that is a table's or a constant's: then
        // others follow it.
        let is_followed = node.place.module.root == Root::Tables || node.place.rank == Rank::Named;
        if matches!(node.body, NodeBody::Own(..)) && !is_followed {
            homes.insert(id, alone(id));
            continue;
        }
        bonds
            .entry(bond(nodes, id, &constants))
            .or_default()
            .push(id);
    }
    for (bond, bound) in bonds {
        let leader = match bond {
            Bond::Constant(key) => constants
                .iter()
                .copied()
                .find(|id| nodes[*id].place.key == key),
            Bond::Field(_) | Bond::Function(_) => None,
        };
        let Some(leader) = leader.or_else(|| {
            bound
                .iter()
                .copied()
                .min_by_key(|id| claim(&nodes[*id].place))
        }) else {
            continue;
        };
        let is_table = nodes[leader].place.module.root == Root::Tables;
        for id in bound {
            let outside = nodes[id].place.module.root != Root::Tables;
            let direct = is_table && outside && matches!(bond, Bond::Field(_));
            homes.insert(id, Home { leader, direct });
        }
    }
}

/// The smallest is written out: a table's, then a public type, then a constant's, then the least
/// deep.
fn claim(place: &Place) -> (u8, bool, bool, usize, &str) {
    let root = match place.module.root {
        Root::Tables => 0,
        Root::Api => 1,
        Root::Internal => 2,
        Root::Shared => 3,
    };
    (root, !place.chosen, !place.named, place.depth, &place.key)
}

fn bond<'a>(nodes: &'a Nodes, id: NodeId, constants: &[NodeId]) -> Bond<'a> {
    let place = &nodes[id].place;
    let of_function = place.short.is_empty();
    let constant = constants
        .iter()
        .copied()
        .filter(|constant| {
            let other = &nodes[*constant].place;
            match place.rank {
                // Two constants are two types, unless they are called the same.
                Rank::Named => other.short == place.short,
                // What a function takes or returns resembles constants of other files by chance.
                _ => !of_function || other.module.segments == place.module.segments,
            }
        })
        .min_by_key(|constant| {
            let other = &nodes[*constant].place;
            (
                place.rank != Rank::Named && other.module.segments != place.module.segments,
                other.short != place.short,
                other.module.root,
                other.key.as_str(),
            )
        });
    match constant {
        Some(constant) => Bond::Constant(&nodes[constant].place.key),
        None if of_function => Bond::Function(&place.module.segments),
        None => Bond::Field(&place.short),
    }
}

/// Makes what was found so: under each of `names` there is one node, which is the type itself or
/// another name of it. Returns which node stands for which.
pub(super) fn unite(
    nodes: &mut Nodes,
    homes: &BTreeMap<NodeId, Home>,
    names: &BTreeMap<NodeId, crate::model::Ident>,
) -> BTreeMap<NodeId, NodeId> {
    let mut holders: BTreeMap<(usize, &str), Vec<NodeId>> = BTreeMap::new();
    let mut modules: BTreeMap<ModuleKey, usize> = BTreeMap::new();
    for (id, name) in names {
        let next = modules.len();
        let module = nodes[*id].place.module.clone();
        let module = *modules.entry(module).or_insert(next);
        holders.entry((module, name.text())).or_default().push(*id);
    }
    let mut stand_ins: BTreeMap<NodeId, NodeId> = homes
        .iter()
        .filter(|(_, home)| home.direct)
        .map(|(id, home)| (*id, home.leader))
        .collect();
    // What the user wants of one of them, all have.
    for (&id, home) in homes.iter().filter(|(id, home)| **id != home.leader) {
        let (derives, serde) = (nodes[id].derives.clone(), nodes[id].serde);
        let leader = &mut nodes[home.leader];
        leader.serde |= serde;
        for derive in derives {
            if !leader.derives.contains(&derive) {
                leader.derives.push(derive);
            }
        }
    }
    let mut aliases = Vec::new();
    for ids in holders.into_values() {
        let leader = homes[&ids[0]].leader;
        let holder = if ids.contains(&leader) {
            leader
        } else {
            let first = ids
                .iter()
                .copied()
                .min_by_key(|id| claim(&nodes[*id].place));
            let first = first.unwrap_or(ids[0]);
            aliases.push((first, leader));
            first
        };
        stand_ins.extend(ids.into_iter().map(|id| (id, holder)));
    }
    for (alias, leader) in aliases {
        nodes[alias].body = NodeBody::Same(leader);
    }
    stand_ins
}
