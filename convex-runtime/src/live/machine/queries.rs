//! `Queries`: the subscribed queries and what they returned.

use std::sync::Arc;

use super::QueryView;
use crate::{
    live::protocol::{Json, Modification, QueryChange, QueryId, QueryOutcome},
    ordered::{Map, Set},
};

/// The subscribed queries and what they returned.
#[derive(Debug, Default)]
pub(super) struct Queries {
    next: QueryId,
    live: Map<QueryId, Query>,
    by_call: Map<(Json, Json), QueryId>,
    /// Queries to add on the connection.
    to_add: Set<QueryId>,
    to_remove: Set<QueryId>,
    /// Queries whose `remote` may differ from `visible`.
    unpublished: Set<QueryId>,
}

#[derive(Debug)]
struct Query {
    path: Json,
    args: Json,
    subscribers: usize,
    /// The journal of a paginated query's page; it is sent with the query on each new connection.
    journal: Option<String>,
    /// The last outcome on this connection.
    remote: Option<Arc<QueryOutcome>>,
    /// The outcome that subscribers see. Outlives connections.
    visible: Option<Arc<QueryOutcome>>,
}

impl Queries {
    pub(super) fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    pub(super) fn subscribe(&mut self, path: &Json, args: &Json) -> QueryId {
        let key = (Json::clone(path), Json::clone(args));
        if let Some(&id) = self.by_call.get(&key) {
            self.live
                .get_mut(&id)
                .expect("every key names a live query")
                .subscribers += 1;
            return id;
        }
        let id = self.next;
        self.next += 1;
        let (path, args) = key.clone();
        self.by_call.insert(key, id);
        self.live.insert(
            id,
            Query {
                path,
                args,
                subscribers: 1,
                journal: None,
                remote: None,
                visible: None,
            },
        );
        self.to_add.insert(id);
        id
    }

    pub(super) fn path(&self, id: QueryId) -> Option<&str> {
        self.live.get(&id).map(|query| &*query.path)
    }

    pub(super) fn unsubscribe(&mut self, id: QueryId) {
        let Some(query) = self.live.get_mut(&id) else {
            return;
        };
        query.subscribers -= 1;
        if query.subscribers > 0 {
            return;
        }
        if let Some(Query { path, args, .. }) = self.live.remove(&id) {
            self.by_call.remove(&(path, args));
        }
        self.unpublished.remove(&id);
        // One that the connection has never heard of needs no removal.
        if !self.to_add.remove(&id) {
            self.to_remove.insert(id);
        }
    }

    pub(super) fn visible(&self, id: QueryId) -> Option<Arc<QueryOutcome>> {
        self.live.get(&id)?.visible.clone()
    }

    /// Takes the changes to send over the connection.
    pub(super) fn take_changes(&mut self) -> Vec<QueryChange> {
        let removed = std::mem::take(&mut self.to_remove)
            .into_iter()
            .map(|query| QueryChange::Remove { query });
        let added = std::mem::take(&mut self.to_add).into_iter().map(|id| {
            let Query {
                path,
                args,
                journal,
                ..
            } = &self.live[&id];
            QueryChange::Add {
                query: id,
                path: Json::clone(path),
                args: Json::clone(args),
                journal: journal.clone(),
            }
        });
        removed.chain(added).collect()
    }

    pub(super) fn has_changes(&self) -> bool {
        !(self.to_add.is_empty() && self.to_remove.is_empty())
    }

    /// The connection is gone: the next one has to be told everything. What subscribers see stays.
    pub(super) fn disconnect(&mut self) {
        self.to_remove.clear();
        self.unpublished.clear();
        self.to_add = self.live.keys().copied().collect();
        for query in self.live.values_mut() {
            query.remote = None;
        }
    }

    /// Hides all results after an identity change, until they are confirmed.
    pub(super) fn mask(&mut self) {
        for query in self.live.values_mut() {
            query.visible = None;
        }
        self.unpublished = self.live.keys().copied().collect();
    }

    /// All queries, shown the same.
    pub(super) fn all(&self, view: &QueryView) -> Vec<(QueryId, QueryView)> {
        self.live.keys().map(|&id| (id, view.clone())).collect()
    }

    /// Takes in what a transition says; nothing is shown yet.
    pub(super) fn apply(&mut self, modification: Modification) {
        let (id, remote) = match modification {
            Modification::Ran {
                query,
                outcome,
                journal,
            } => {
                if let Some(live) = self.live.get_mut(&query) {
                    live.journal = journal;
                }
                (query, Some(Arc::new(outcome)))
            }
            Modification::Removed { query } => (query, None),
            Modification::Unknown => return,
        };
        // The deployment may still send results of a query without subscribers.
        if let Some(live) = self.live.get_mut(&id) {
            live.remote = remote;
            self.unpublished.insert(id);
        }
    }

    /// Shows what this connection has said, and returns where that makes a difference.
    pub(super) fn publish(&mut self) -> Vec<(QueryId, QueryView)> {
        let mut changed = Vec::new();
        for id in std::mem::take(&mut self.unpublished) {
            let query = self.live.get_mut(&id).expect("what is unpublished is live");
            let Some(remote) = &query.remote else {
                continue;
            };
            if query
                .visible
                .as_ref()
                .is_some_and(|visible| visible.shows_the_same_as(remote))
            {
                continue;
            }
            query.visible = Some(Arc::clone(remote));
            changed.push((id, QueryView::Ready(Arc::clone(remote))));
        }
        changed
    }
}
