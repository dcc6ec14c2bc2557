//! Names of types: the best claim wins, the others get longer names that say more of their place.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, naming},
    model::Ident,
};

use super::{
    draft::{Node, NodeId, Nodes},
    names::{Case, exact, is_taken, spell},
    nouns,
    places::{ModuleKey, Rank, Root},
    share::Home,
};

/// A type that has no name yet.
struct Open {
    id: NodeId,
    /// From the one that it would like best to one that few others want.
    names: Vec<String>,
    next: usize,
    /// Set once the names that are rarely needed have been added.
    is_last: bool,
}

impl Open {
    /// Goes on to the next name. After all others comes one that nothing else has.
    fn step(&mut self, nodes: &Nodes) {
        self.next += 1;
        if self.next == self.names.len() && !self.is_last {
            self.is_last = true;
            self.names.extend(of_outer(&nodes[self.id].place.key));
        }
        if self.next == self.names.len() {
            let last = self.names.last().map_or("", String::as_str);
            let exact = exact(&nodes[self.id].place.key);
            let next = if last.starts_with(&exact) {
                format!("{last}_")
            } else {
                exact
            };
            self.names.push(next);
        }
    }
}

/// The name of each type that is written somewhere, distinct within its module but for types that
/// are one.
pub(super) fn names(
    nodes: &Nodes,
    homes: &BTreeMap<NodeId, Home>,
    problems: &mut Diagnostics,
) -> BTreeMap<NodeId, Ident> {
    let mut modules: BTreeMap<&ModuleKey, Vec<Open>> = BTreeMap::new();
    for (&id, home) in homes {
        if !home.direct {
            let node = &nodes[id];
            modules.entry(&node.place.module).or_default().push(Open {
                id,
                names: wishes(node),
                next: 0,
                is_last: false,
            });
        }
    }
    let mut names = BTreeMap::new();
    for (module, open) in modules {
        let reserved = (module.root == Root::Tables).then(|| "Id".to_owned());
        settle(nodes, homes, (open, reserved), &mut names, problems);
    }
    names
}

/// Round by round, those that want the same name are looked at together, so that their order does
/// not matter.
fn settle(
    nodes: &Nodes,
    homes: &BTreeMap<NodeId, Home>,
    (mut open, reserved): (Vec<Open>, Option<String>),
    names: &mut BTreeMap<NodeId, Ident>,
    problems: &mut Diagnostics,
) {
    let leader = |id: NodeId| homes[&id].leader;
    let mut taken: BTreeMap<String, Option<NodeId>> =
        reserved.map(|name| (name, None)).into_iter().collect();
    let mut settled: BTreeMap<String, NodeId> = BTreeMap::new();
    let mut clashes: BTreeMap<String, BTreeSet<NodeId>> = BTreeMap::new();
    while !open.is_empty() {
        let mut wanted: BTreeMap<String, Vec<Open>> = BTreeMap::new();
        for one in open.drain(..) {
            wanted
                .entry(one.names[one.next].clone())
                .or_default()
                .push(one);
        }
        for (name, claims) in wanted {
            let best = claims.iter().map(|one| claim(&nodes[one.id])).min();
            let best: BTreeSet<NodeId> = claims
                .iter()
                .filter(|one| Some(claim(&nodes[one.id])) == best)
                .map(|one| leader(one.id))
                .collect();
            let holder = match (taken.get(&name), best.first()) {
                (Some(holder), _) => *holder,
                (None, Some(only)) if best.len() == 1 => Some(*only),
                _ => None,
            };
            taken.insert(name.clone(), holder);
            for mut one in claims {
                if holder == Some(leader(one.id)) {
                    names.insert(one.id, Ident::new(name.clone()));
                    settled.entry(name.clone()).or_insert(one.id);
                    continue;
                }
                clashes.entry(name.clone()).or_default().insert(one.id);
                one.step(nodes);
                open.push(one);
            }
        }
    }
    for (name, mut members) in clashes {
        // The type that has the name is part of the story.
        members.extend(settled.get(&name));
        problems.push(clash(nodes, names, (&name, &members)));
    }
}

fn claim(node: &Node) -> (bool, Rank) {
    (!node.place.chosen, node.place.rank)
}

/// The names that a type could have, best first.
fn wishes(node: &Node) -> Vec<String> {
    let place = &node.place;
    let mut names = Vec::new();
    if !place.chosen && !place.short.is_empty() && !is_taken(&place.short) {
        names.push(place.short.clone());
    }
    names.push(place.name.clone());
    if !place.long.is_empty() {
        names.push(place.long.clone());
    }
    if place.rank == Rank::Inline && !place.short.is_empty() && !place.outer.is_empty() {
        names.push(format!("{}In{}", place.short, place.outer));
    } else if place.rank == Rank::Inline
        && let (Root::Tables, [table]) = (place.module.root, place.module.segments.as_slice())
    {
        // The field of the document itself: `TaskStatus`.
        let table = spell(table, Case::Pascal);
        let table = nouns::singular(&table).unwrap_or(table);
        names.push(format!("{table}{}", place.name));
    } else if place.rank == Rank::Inline {
        names.push(format!("{}Field", place.name));
    }
    names.dedup();
    names
}

/// The last part of a path, of the parts before it without the module: `StatusOfCampaignAudience`
/// beside `AudienceStatusOfCampaign`, which would both be `CampaignAudienceStatus`.
fn of_outer(key: &str) -> Option<String> {
    let (outer, last) = key.rsplit_once('.')?;
    let parts: Vec<&str> = outer.split(['.', ':']).skip(1).collect();
    let outer = spell(&parts.join(" "), Case::Pascal);
    (!parts.is_empty()).then(|| format!("{}Of{outer}", spell(last, Case::Pascal)))
}

fn clash(
    nodes: &Nodes,
    names: &BTreeMap<NodeId, Ident>,
    (name, members): (&str, &BTreeSet<NodeId>),
) -> Diagnostic {
    let members: Vec<_> = members
        .iter()
        .map(|id| {
            let own = names.get(id).map(ToString::to_string).unwrap_or_default();
            (nodes[*id].place.key.clone(), own, nodes[*id].span)
        })
        .collect();
    naming::types_clash(name, &members)
}
