//! Which types are sent, which are received.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::NodeId;

/// The directions in which values of a type travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// To the backend.
    pub sent: bool,
    /// From the backend.
    pub received: bool,
}

/// The nodes that can be reached from what is `sent` and what is `received`, with how.
pub fn usage(
    edges: &BTreeMap<NodeId, Vec<NodeId>>,
    sent: Vec<NodeId>,
    received: Vec<NodeId>,
) -> BTreeMap<NodeId, Usage> {
    let (sent, received) = (reachable(edges, sent), reachable(edges, received));
    let usage = |id: NodeId| {
        (
            id,
            Usage {
                sent: sent.contains(&id),
                received: received.contains(&id),
            },
        )
    };
    sent.union(&received).copied().map(usage).collect()
}

/// Everything that can be reached from `start`, which is included.
pub fn reachable(edges: &BTreeMap<NodeId, Vec<NodeId>>, start: Vec<NodeId>) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut pending = start;
    while let Some(id) = pending.pop() {
        if found.insert(id) {
            pending.extend(edges.get(&id).into_iter().flatten());
        }
    }
    found
}
