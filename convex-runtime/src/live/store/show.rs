//! Runs the optimistic updates, outside of the store's lock, and shows what they make of the
//! results.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{LayerId, LocalStore, Old, OptimisticUpdate, Store};

/// Others may change results while the updates run. After so many tries what is there is shown;
/// theirs shows right after it.
const TRIES: u32 = 16;

thread_local! {
    /// True when an update runs in this thread: what it changes itself shows when it has ended.
    static UPDATING: Cell<bool> = const { Cell::new(false) };
}

/// Shows all changes that were staged before this was called; another thread may be the one who
/// does it.
pub(super) fn show(store: &Store) {
    if UPDATING.get() {
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
        let panicked = run(&updates, &mut local);
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
fn run(updates: &[(LayerId, OptimisticUpdate)], local: &mut LocalStore<'_>) -> Vec<LayerId> {
    UPDATING.set(true);
    let mut panicked = Vec::new();
    for (id, update) in updates {
        if catch_unwind(AssertUnwindSafe(|| update(local))).is_err() {
            tracing::error!(target: "convex::handle", "an optimistic update panicked and is taken back");
            panicked.push(*id);
        }
    }
    UPDATING.set(false);
    panicked
}
