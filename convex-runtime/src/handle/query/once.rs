//! `Once`: a query that is asked once and not watched.

use std::{
    future::Future,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use tokio::sync::watch;

use super::QueryHandle;
use crate::{
    Error, FromConvex, ToConvex,
    auth::{Current, Identity},
    transport::BoxFuture,
};

impl<Args, Returns> QueryHandle<Args, Returns>
where
    Args: ToConvex,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    /// Loads the result once instead of following it: the handle unsubscribes when it has one, an
    /// error included. It loads again with new arguments, on [`refresh`](Self::refresh), and when
    /// the client's identity changes.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query, QueryHandle, use_convex_query};
    /// # const REPORT: Query<(), String> = Query::new("reports:yearly");
    /// fn report(client: &Client) -> QueryHandle<(), String> {
    ///     use_convex_query(client, REPORT, ()).once()
    /// }
    /// ```
    #[must_use]
    pub fn once(self) -> Self {
        self.watcher.once();
        self
    }

    /// Loads the result again where it is loaded [once](Self::once), and returns it; the former
    /// data is shown meanwhile. A handle that follows its query is up to date already: it has the
    /// connection looked after and returns what it shows.
    ///
    /// The query is asked again when this is called, not when the future is polled.
    ///
    /// ```no_run
    /// # use std::sync::Arc;
    /// # use convex_runtime::{Error, QueryHandle};
    /// async fn reload(report: &QueryHandle<(), String>) -> Result<Arc<String>, Arc<Error>> {
    ///     report.refresh().await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`loaded`](Self::loaded).
    pub fn refresh(&self) -> impl Future<Output = Result<Arc<Returns>, Arc<Error>>> + Send
    where
        Args: Send + Sync,
    {
        self.watcher.refresh();
        self.loaded()
    }
}

/// The state of a handle that loads its result once.
pub(super) struct Once {
    /// True when there is a result, and no subscription any more.
    pub(super) is_done: bool,
    identity: watch::Receiver<Current>,
    /// Ends with the next change of the client's identity.
    change: BoxFuture<watch::Receiver<Current>>,
}

impl Once {
    pub(super) fn new(identity: &Identity) -> Self {
        Self {
            is_done: false,
            identity: identity.subscribe(),
            change: change(identity.subscribe()),
        }
    }

    /// The client's identity now.
    pub(super) fn generation(&self) -> u64 {
        self.identity.borrow().generation
    }

    /// Wakes when the identity changes, from now on.
    pub(super) fn wait(&mut self, waker: &Waker) {
        let mut context = Context::from_waker(waker);
        while let Poll::Ready(identity) = self.change.as_mut().poll(&mut context) {
            self.change = change(identity);
        }
    }
}

fn change(mut identity: watch::Receiver<Current>) -> BoxFuture<watch::Receiver<Current>> {
    Box::pin(async move {
        if identity.changed().await.is_err() {
            // The client is gone, and its identity does not change any more.
            std::future::pending::<()>().await;
        }
        identity
    })
}
