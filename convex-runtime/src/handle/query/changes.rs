//! `QueryChanges`: the states of a query's handle, one after another.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{QueryState, watcher::Watcher};
use crate::{FromConvex, handle::listeners::Listener};

/// A stream of a query's states: the one of now first, then each change. Changes that follow each
/// other at once may come as one.
///
/// It ends when the client is closed.
///
/// ```
/// # use convex_runtime::QueryHandle;
/// async fn log(tasks: &QueryHandle<(), Vec<String>>) {
///     let mut changes = tasks.changes();
///     while let Some(state) = changes.next().await {
///         println!("{}", state.status());
///     }
/// }
/// ```
pub struct QueryChanges<Returns> {
    watcher: Arc<Watcher<Returns>>,
    listener: Listener,
    seen: u64,
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> QueryChanges<Returns> {
    pub(super) fn new(watcher: Arc<Watcher<Returns>>) -> Self {
        let listener = watcher.join();
        Self {
            watcher,
            listener,
            seen: 0,
        }
    }

    /// Waits for the next state.
    pub async fn next(&mut self) -> Option<QueryState<Returns>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Stream for QueryChanges<Returns> {
    type Item = QueryState<Returns>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = std::task::ready!(self.watcher.poll(self.seen, (&self.listener, context)));
        Poll::Ready(next.map(|(version, state)| {
            self.seen = version;
            state
        }))
    }
}

impl<Returns> fmt::Debug for QueryChanges<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryChanges").finish_non_exhaustive()
    }
}
