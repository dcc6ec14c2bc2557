//! Which type gets which name: better claims first, the others their second spelling.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostics::{Diagnostics, catalogue},
    model::Ident,
};

use super::{
    draft::{Node, NodeId, Nodes},
    names::checksum,
    places::{ModuleKey, Rank, Root},
};

/// The name of each of `used`, distinct within its module.
pub fn names(
    nodes: &Nodes,
    used: &BTreeSet<NodeId>,
    problems: &mut Diagnostics,
) -> BTreeMap<NodeId, Ident> {
    let mut modules: BTreeMap<&ModuleKey, BTreeMap<&str, Vec<NodeId>>> = BTreeMap::new();
    for &id in used {
        let place = &nodes[id].place;
        modules
            .entry(&place.module)
            .or_default()
            .entry(&place.name)
            .or_default()
            .push(id);
    }
    let mut names = BTreeMap::new();
    for (module, claims) in modules {
        let mut taken: BTreeSet<String> = claims.keys().map(|name| (*name).to_owned()).collect();
        for (name, mut members) in claims {
            let claim = |id: &NodeId| (!nodes[*id].place.chosen, nodes[*id].place.rank);
            members.sort_by_key(claim);
            let reserved = module.root == Root::Tables && name == "Id";
            let best = members
                .iter()
                .filter(|id| claim(id) == claim(&members[0]))
                .count();
            let keeps = usize::from(!reserved && best == 1);
            if members.len() > keeps {
                problems.push(clash(nodes, name, &members));
            }
            for (position, id) in members.into_iter().enumerate() {
                let chosen = if position < keeps {
                    name.to_owned()
                } else {
                    second(&nodes[id], &taken)
                };
                taken.insert(chosen.clone());
                names.insert(id, Ident::new(chosen));
            }
        }
    }
    names
}

fn second(node: &Node, taken: &BTreeSet<String>) -> String {
    let name = &node.place.name;
    let telling = match node.place.rank {
        _ if node.place.chosen => format!("{name}{}", checksum(&node.place.key).to_uppercase()),
        Rank::Named => format!("{name}Validator"),
        Rank::Inline => format!("{name}Field"),
        Rank::Table | Rank::Function => {
            format!("{name}{}", checksum(&node.place.key).to_uppercase())
        }
    };
    if taken.contains(&telling) {
        format!("{name}{}", checksum(&node.place.key).to_uppercase())
    } else {
        telling
    }
}

fn clash(nodes: &Nodes, name: &str, members: &[NodeId]) -> crate::diagnostics::Diagnostic {
    let members: Vec<_> = members
        .iter()
        .map(|id| (nodes[*id].place.key.clone(), nodes[*id].span))
        .collect();
    catalogue::name_clash("types", name, &members)
}
