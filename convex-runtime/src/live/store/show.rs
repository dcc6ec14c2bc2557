//! Runs the optimistic updates, outside of the store's lock, and shows what they make of the
//! results.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{LayerId, LocalStore, Old, OptimisticUpdate, Store};

/// Others may change results while the updates run. After so many tries what is there is shown;
/// theirs shows right after it.
const TRIES: u32 = 16;

thread_local! {
    /// The stores whose updates run in this thread: what these change themselves shows when they
    /// have ended.
    static UPDATING: RefCell<Vec<*const Store>> = const { RefCell::new(Vec::new()) };
}

/// Returns whether an update of this store runs in this thread.
fn is_updating(store: &Store) -> bool {
    // An error: the thread ends, and no update runs.
    let updating = UPDATING.try_with(|stores| stores.borrow().contains(&std::ptr::from_ref(store)));
    updating.unwrap_or(false)
}

/// Shows all changes that were staged before this was called; another thread may be the one who
/// does it.
pub(super) fn show(store: &Store) {
    if is_updating(store) {
        return;
    }
    for tries in 1..=TRIES {
        let (staged, updates) = {
            let state = store.lock();
            if state.shown == state.staged {
                return;
            }
            (state.staged, state.layers.all())
        };
        let mut local = LocalStore::new(store);
        let panicked = run(store, &updates, &mut local);
        let overrides = local.into_overrides();
        let mut old = Old::default();
        let mut state = store.lock();
        state.layers.remove(&panicked, &mut old);
        if state.staged == staged || tries == TRIES {
            state.show(overrides, &mut old);
            return;
        }
        drop(state);
        old.values.extend(overrides.into_values());
    }
}

/// Runs updates one after another; returns those that panicked.
fn run(
    store: &Store,
    updates: &[(LayerId, OptimisticUpdate)],
    local: &mut LocalStore<'_>,
) -> Vec<LayerId> {
    let _ = UPDATING.try_with(|stores| stores.borrow_mut().push(store));
    let mut panicked = Vec::new();
    for (id, update) in updates {
        if catch_unwind(AssertUnwindSafe(|| update(local))).is_err() {
            tracing::error!(target: "convex::handle", "an optimistic update panicked and is taken back");
            panicked.push(*id);
        }
    }
    let _ = UPDATING.try_with(|stores| stores.borrow_mut().pop());
    panicked
}
