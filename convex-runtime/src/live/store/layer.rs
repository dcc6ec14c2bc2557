//! `Layers`: the optimistic updates of mutations on their way, one above the other.

use std::{fmt, sync::Arc};

use super::{Key, LocalStore, Old, Shown, Store};
use crate::ordered::Map;

/// Names one optimistic update.
pub(crate) type LayerId = u64;

/// Changes what queries show. It runs again on each new result of the deployment.
pub(crate) type OptimisticUpdate = Arc<dyn Fn(&mut LocalStore<'_>) + Send + Sync>;

/// An optimistic update that shows until it is dropped.
pub(crate) struct Layer {
    id: LayerId,
    store: Arc<Store>,
}

impl Layer {
    pub(super) fn new(id: LayerId, store: Arc<Store>) -> Self {
        Self { id, store }
    }

    /// Takes the update away, although others may keep this.
    pub(crate) fn hide(&self) {
        self.store.remove_layer(self.id);
    }

    pub(crate) fn id(&self) -> LayerId {
        self.id
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        self.hide();
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layer").field(&self.id).finish()
    }
}

/// The optimistic updates of mutations on their way, in the order in which they were made.
#[derive(Default)]
pub(super) struct Layers {
    next: LayerId,
    updates: Map<LayerId, OptimisticUpdate>,
    /// The views of the queries that they change.
    overrides: Map<Key, Shown>,
}

impl Layers {
    pub(super) fn add(&mut self, update: OptimisticUpdate) -> LayerId {
        let id = self.next;
        self.next += 1;
        self.updates.insert(id, update);
        id
    }

    pub(super) fn is_empty(&self) -> bool {
        self.updates.is_empty()
    }

    pub(super) fn all(&self) -> Vec<(LayerId, OptimisticUpdate)> {
        let update = |(&id, update): (_, &OptimisticUpdate)| (id, Arc::clone(update));
        self.updates.iter().map(update).collect()
    }

    pub(super) fn remove(&mut self, ids: &[LayerId], old: &mut Old) {
        let removed = ids.iter().filter_map(|id| self.updates.remove(id));
        old.updates.extend(removed);
    }

    pub(super) fn clear(&mut self, old: &mut Old) {
        let removed = std::mem::take(&mut self.updates);
        old.updates.extend(removed.into_values());
    }

    /// The queries that they change.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Key> {
        self.overrides.keys()
    }

    pub(super) fn shown(&self, key: &Key) -> Option<Shown> {
        self.overrides.get(key).cloned()
    }

    /// Replaces what they make of queries.
    pub(super) fn replace(&mut self, overrides: Map<Key, Shown>) -> Map<Key, Shown> {
        std::mem::replace(&mut self.overrides, overrides)
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layers")
            .field("updates", &self.updates.len())
            .finish_non_exhaustive()
    }
}
