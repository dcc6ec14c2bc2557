//! Directions of types: sent, received.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::NodeId;

/// The directions in which values of a type travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// To the backend.
    pub sent: bool,
    /// From the backend.
    pub received: bool,
}

/// Types at the ends of the wire.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Arguments of functions.
    pub sent: Vec<NodeId>,
    /// Results of functions, and documents.
    pub received: Vec<NodeId>,
    /// Types with serde's traits: a server answers with a document and takes arguments from a
    /// request.
    pub serialized: Vec<NodeId>,
}

/// The nodes that can be reached from what is sent and what is received, with how.
pub(super) fn usage(edges: &BTreeMap<NodeId, Vec<NodeId>>, ends: Ends) -> BTreeMap<NodeId, Usage> {
    let mut sent = reachable(edges, ends.sent);
    let mut received = reachable(edges, ends.received);
    let is_used = |id: &NodeId| sent.contains(id) || received.contains(id);
    let serialized = ends.serialized.into_iter().filter(is_used).collect();
    for id in reachable(edges, serialized) {
        sent.insert(id);
        received.insert(id);
    }
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
pub(super) fn reachable(
    edges: &BTreeMap<NodeId, Vec<NodeId>>,
    start: Vec<NodeId>,
) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut pending = start;
    while let Some(id) = pending.pop() {
        if found.insert(id) {
            pending.extend(edges.get(&id).into_iter().flatten());
        }
    }
    found
}
