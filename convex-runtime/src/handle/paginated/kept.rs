//! `Kept`: the items of previous arguments, shown while the first page of the new ones loads.

use std::sync::Arc;

use super::{PaginatedState, PaginationStatus};

/// The items of previous arguments, if they are to be shown.
pub(super) struct Kept<Item> {
    /// True when items are kept at all.
    pub(super) is_on: bool,
    /// The items, and the client's identity that they belong to.
    items: Option<(u64, Arc<Vec<Item>>)>,
}

impl<Item> Kept<Item> {
    pub(super) fn off() -> Self {
        Self {
            is_on: false,
            items: None,
        }
    }

    /// Keeps what is shown. Returns what was kept before, to be dropped after the lock.
    pub(super) fn keep(
        &mut self,
        generation: u64,
        shown: &PaginatedState<Item>,
    ) -> Option<Arc<Vec<Item>>> {
        if !self.is_on || shown.results.is_empty() {
            return None;
        }
        let items = (generation, Arc::clone(&shown.results));
        self.items.replace(items).map(|(_, items)| items)
    }

    /// Adds what is kept to a state that has nothing of its own yet. Data is never kept across
    /// identities.
    pub(super) fn show(&self, generation: u64, state: &mut PaginatedState<Item>) {
        if state.status == PaginationStatus::LoadingFirstPage
            && let Some((of, items)) = &self.items
            && *of == generation
        {
            state.results = Arc::clone(items);
            state.is_stale = true;
        }
    }

    /// Forgets what is kept once there is something else to show. It is returned, to be dropped
    /// after the lock.
    pub(super) fn forget(&mut self, state: &PaginatedState<Item>) -> Option<Arc<Vec<Item>>> {
        if state.status == PaginationStatus::LoadingFirstPage {
            return None;
        }
        self.items.take().map(|(_, items)| items)
    }
}
