//! `MappedQuery`: a part of what a query shows, that changes only when the part does.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{QueryChanges, QueryHandle, QueryState, watcher::Owner};
use crate::{CallStatus, Error, FromConvex, ToConvex};

impl<Args, Returns> QueryHandle<Args, Returns>
where
    Args: ToConvex,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    /// Returns a handle of what `map` makes of the data. It shares this handle's subscription: each
    /// result is decoded once, mapped once, and passed on only when what `map` returns has changed.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query, use_convex_query};
    /// # const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
    /// # async fn example(client: &Client) {
    /// let count = use_convex_query(client, LIST, ()).map(Vec::len);
    /// let mut changes = count.changes();
    /// while let Some(state) = changes.next().await {
    ///     println!("{:?} tasks", state.data()); // not when only a title has changed
    /// }
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Where the mapped handle is read, if `map` panics.
    pub fn map<T: PartialEq>(
        &self,
        map: impl Fn(&Returns) -> T + Send + Sync + 'static,
    ) -> MappedQuery<Returns, T> {
        MappedQuery {
            watcher: Arc::clone(&self.watcher),
            mapping: Arc::new(Mapping {
                map: Box::new(map),
                last: Mutex::new(None),
            }),
        }
    }
}

/// A part of what a query shows, by [`QueryHandle::map`].
///
/// Cheap to clone; clones share the query and the mapped data. It keeps the query subscribed.
pub struct MappedQuery<Returns, T> {
    watcher: Arc<Owner<Returns>>,
    mapping: Arc<Mapping<Returns, T>>,
}

struct Mapping<Returns, T> {
    map: Box<dyn Fn(&Returns) -> T + Send + Sync>,
    /// The data that was mapped last, and what it became.
    last: Mutex<Option<(Arc<Returns>, Arc<T>)>>,
}

impl<Returns, T> MappedQuery<Returns, T>
where
    Returns: FromConvex + Clone + Send + Sync + 'static,
    T: PartialEq,
{
    /// Returns the current status, mapped data and error.
    pub fn state(&self) -> QueryState<T> {
        self.mapping.state(self.watcher.state())
    }

    /// Returns the status of the query.
    pub fn status(&self) -> CallStatus {
        self.watcher.state().status()
    }

    /// Returns the mapped data. Data that is equal to the data before is the same `Arc`.
    pub fn data(&self) -> Option<Arc<T>> {
        self.state().data
    }

    /// Returns the query's current error.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.watcher.state().error
    }

    /// Returns a stream of states: the current one, then each that differs.
    pub fn changes(&self) -> MappedChanges<Returns, T> {
        MappedChanges {
            inner: QueryChanges::new(self.watcher.share()),
            mapping: Arc::clone(&self.mapping),
            last: None,
        }
    }
}

impl<Returns, T: PartialEq> Mapping<Returns, T> {
    fn state(&self, state: QueryState<Returns>) -> QueryState<T> {
        QueryState {
            status: state.status,
            data: state.data.map(|data| self.apply(data)),
            error: state.error,
            is_stale: state.is_stale,
        }
    }

    /// Maps data, or returns what it was mapped to before. No code of users runs under the lock.
    fn apply(&self, data: Arc<Returns>) -> Arc<T> {
        let last = self.last().clone();
        let before = match last {
            Some((source, mapped)) if Arc::ptr_eq(&source, &data) => return mapped,
            last => last.map(|(_, mapped)| mapped),
        };
        let new = (self.map)(&data);
        let mapped = match before {
            Some(before) if *before == new => before,
            _ => Arc::new(new),
        };
        let former = self.last().replace((data, Arc::clone(&mapped)));
        drop(former);
        mapped
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<(Arc<Returns>, Arc<T>)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Returns, T> Clone for MappedQuery<Returns, T> {
    fn clone(&self) -> Self {
        Self {
            watcher: Arc::clone(&self.watcher),
            mapping: Arc::clone(&self.mapping),
        }
    }
}

impl<Returns, T> fmt::Debug for MappedQuery<Returns, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappedQuery").finish_non_exhaustive()
    }
}

/// A stream of a mapped query's states: the one of now first, then each that differs.
///
/// It ends when the client is closed.
pub struct MappedChanges<Returns, T> {
    inner: QueryChanges<Returns>,
    mapping: Arc<Mapping<Returns, T>>,
    last: Option<QueryState<T>>,
}

impl<Returns, T> MappedChanges<Returns, T>
where
    Returns: FromConvex + Clone + Send + Sync + 'static,
    T: PartialEq,
{
    /// Waits for the next state.
    pub async fn next(&mut self) -> Option<QueryState<T>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<Returns, T> Stream for MappedChanges<Returns, T>
where
    Returns: FromConvex + Clone + Send + Sync + 'static,
    T: PartialEq,
{
    type Item = QueryState<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(state) = ready!(Pin::new(&mut self.inner).poll_next(context)) else {
                return Poll::Ready(None);
            };
            let state = self.mapping.state(state);
            if self.last.as_ref() != Some(&state) {
                self.last = Some(state.clone());
                return Poll::Ready(Some(state));
            }
        }
    }
}

impl<Returns, T> fmt::Debug for MappedChanges<Returns, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MappedChanges").finish_non_exhaustive()
    }
}
