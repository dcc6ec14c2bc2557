//! `PaginatedChanges`: the states of a paginated query's handle, one after another.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{PaginatedState, watcher::Watcher};
use crate::{Paginated, handle::listeners::Listener};

/// A stream of a paginated query's states: the one of now first, then each change. It ends when the
/// client is closed.
///
/// ```
/// # use convex_runtime::{Paginated, PaginatedArgs, PaginatedHandle};
/// async fn log<Args, Returns>(messages: &PaginatedHandle<Args, Returns>)
/// where
///     Args: PaginatedArgs,
///     Returns: Paginated<Item = String> + Clone + Send + Sync + 'static,
/// {
///     let mut changes = messages.changes();
///     while let Some(state) = changes.next().await {
///         println!("{} messages", state.results().len());
///     }
/// }
/// ```
pub struct PaginatedChanges<Returns: Paginated> {
    watcher: Arc<Watcher<Returns>>,
    listener: Listener,
    seen: u64,
}

impl<Returns> PaginatedChanges<Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    pub(super) fn new(watcher: Arc<Watcher<Returns>>) -> Self {
        let listener = watcher.join();
        Self {
            watcher,
            listener,
            seen: 0,
        }
    }

    /// Waits for the next state.
    pub async fn next(&mut self) -> Option<PaginatedState<Returns::Item>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<Returns> Stream for PaginatedChanges<Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    type Item = PaginatedState<Returns::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = std::task::ready!(self.watcher.poll(self.seen, (&self.listener, context)));
        Poll::Ready(next.map(|(version, state)| {
            self.seen = version;
            state
        }))
    }
}

impl<Returns: Paginated> fmt::Debug for PaginatedChanges<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaginatedChanges").finish_non_exhaustive()
    }
}
