//! `Layers`: the optimistic updates of mutations on their way, one above the other.

use std::{
    collections::BTreeMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{CellId, Key, LocalStore, Shown, Store, cell::Cell};

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

    pub(crate) fn id(&self) -> LayerId {
        self.id
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        self.store.remove_layer(self.id);
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
    updates: BTreeMap<LayerId, OptimisticUpdate>,
    /// What they make of the queries that they change.
    overrides: BTreeMap<Key, Shown>,
}

impl Layers {
    pub(super) fn add(&mut self, update: OptimisticUpdate) -> LayerId {
        let id = self.next;
        self.next += 1;
        self.updates.insert(id, update);
        id
    }

    /// Whether any of them was there.
    pub(super) fn remove(&mut self, ids: &[LayerId]) -> bool {
        let before = self.updates.len();
        self.updates.retain(|id, _| !ids.contains(id));
        self.updates.len() < before
    }

    pub(super) fn clear(&mut self) {
        self.updates.clear();
    }

    /// The queries that they change.
    pub(super) fn touched(&self) -> Vec<Key> {
        self.overrides.keys().cloned().collect()
    }

    pub(super) fn shown(&self, key: &Key) -> Option<Shown> {
        self.overrides.get(key).cloned()
    }

    /// Runs all of them again, on what the deployment says now.
    pub(super) fn apply(
        &mut self,
        cells: &BTreeMap<CellId, Cell>,
        by_call: &BTreeMap<Key, CellId>,
    ) {
        let mut local = LocalStore::new(cells, by_call);
        self.updates.retain(|_, update| {
            let ran = catch_unwind(AssertUnwindSafe(|| update(&mut local)));
            if ran.is_err() {
                tracing::error!(target: "convex::handle", "an optimistic update panicked and is taken back");
            }
            ran.is_ok()
        });
        self.overrides = local.into_overrides();
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layers")
            .field("updates", &self.updates.len())
            .finish_non_exhaustive()
    }
}
