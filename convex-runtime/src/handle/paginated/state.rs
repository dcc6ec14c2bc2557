//! `PaginatedState`: what a paginated query's handle shows, in one piece.

use std::{fmt, sync::Arc};

use crate::{Error, Paginated, Preloaded};

/// The status of a paginated query.
///
/// ```
/// use convex_runtime::PaginationStatus;
///
/// assert!(PaginationStatus::LoadingMore.is_loading());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaginationStatus {
    /// The query is skipped.
    Skipped,
    /// The first page is loading.
    LoadingFirstPage,
    /// More items can be loaded.
    CanLoadMore,
    /// The next page is loading.
    LoadingMore,
    /// All items are loaded.
    Exhausted,
    /// A page failed; the pages before it are shown.
    Error,
}

impl PaginationStatus {
    /// Returns whether a page is loading.
    pub fn is_loading(self) -> bool {
        matches!(self, Self::LoadingFirstPage | Self::LoadingMore)
    }
}

/// A consistent snapshot of results, status and error.
///
/// ```
/// use convex_runtime::{PaginatedState, PaginationStatus};
///
/// fn button(state: &PaginatedState<String>) -> Option<&'static str> {
///     (state.status() == PaginationStatus::CanLoadMore).then_some("More")
/// }
/// # let _ = button;
/// ```
pub struct PaginatedState<Item> {
    pub(super) results: Arc<Vec<Item>>,
    pub(super) status: PaginationStatus,
    pub(super) error: Option<Arc<Error>>,
    pub(super) is_stale: bool,
}

impl<Item> PaginatedState<Item> {
    pub(super) fn skipped() -> Self {
        Self {
            results: Arc::default(),
            status: PaginationStatus::Skipped,
            error: None,
            is_stale: false,
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self {
            results: Arc::default(),
            status: PaginationStatus::Error,
            error: Some(Arc::new(error)),
            is_stale: false,
        }
    }

    /// Returns the state of a query that has no page yet, for hooks that render on a server.
    pub fn loading() -> Self {
        Self {
            status: PaginationStatus::LoadingFirstPage,
            ..Self::skipped()
        }
    }

    /// Returns the state of a query whose first page is `page`, by
    /// [`Client::preload_page`](crate::Client::preload_page), for hooks that render on a server.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] when the page came as text from a build with other types.
    pub fn preloaded<Returns>(page: &Preloaded<Returns>) -> Result<Self, Error>
    where
        Returns: Paginated<Item = Item>,
    {
        Ok(Self {
            results: Arc::new(page.value()?.into_items()),
            status: if page.is_done() {
                PaginationStatus::Exhausted
            } else {
                PaginationStatus::CanLoadMore
            },
            error: None,
            is_stale: false,
        })
    }

    /// Returns the items of all loaded pages, in order.
    pub fn results(&self) -> &Arc<Vec<Item>> {
        &self.results
    }

    /// The status of the query.
    pub fn status(&self) -> PaginationStatus {
        self.status
    }

    /// Returns the error of a failed page.
    pub fn error(&self) -> Option<&Arc<Error>> {
        self.error.as_ref()
    }

    /// Returns whether the items belong to previous arguments, which
    /// [`keep_previous`](crate::PaginatedHandle::keep_previous) shows while the first page loads.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }
}

/// A query that is skipped.
impl<Item> Default for PaginatedState<Item> {
    fn default() -> Self {
        Self::skipped()
    }
}

impl<Item> Clone for PaginatedState<Item> {
    fn clone(&self) -> Self {
        Self {
            results: Arc::clone(&self.results),
            status: self.status,
            error: self.error.clone(),
            is_stale: self.is_stale,
        }
    }
}

impl<Item> fmt::Debug for PaginatedState<Item> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The results may be secret.
        f.debug_struct("PaginatedState")
            .field("results", &self.results.len())
            .field("status", &self.status)
            .field("error", &self.error)
            .field("is_stale", &self.is_stale)
            .finish()
    }
}
