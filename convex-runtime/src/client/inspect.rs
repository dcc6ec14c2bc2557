//! Inspection: what a client is subscribed to, for tools and debugging pages.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use tokio::sync::watch;

use super::Client;
use crate::{ConnectionState, InspectedQuery, live::Store, transport::BoxFuture};

/// The state of a client and its clones, by [`Client::inspect`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// The state of the connection, with the calls that are on their way.
    pub connection: ConnectionState,
    /// The queries that are subscribed to, the oldest first.
    pub queries: Vec<InspectedQuery>,
}

impl Inspection {
    /// Returns the size of all results in bytes, as encoded JSON.
    pub fn size(&self) -> usize {
        self.queries.iter().map(|query| query.size).sum()
    }
}

impl Client {
    /// Returns what this client and its clones are subscribed to, and how that is going.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// fn print_queries(client: &Client) {
    ///     for query in client.inspect().queries {
    ///         println!("{} {:?} {} bytes for {:?}", query.path, query.phase, query.size, query.age);
    ///     }
    /// }
    /// ```
    pub fn inspect(&self) -> Inspection {
        inspect(self.live.store(), &self.live.state())
    }

    /// Returns a stream of [inspections](Self::inspect): the one of now first, then one after each
    /// change. Changes that follow each other at once come as one. It ends with the client.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// async fn watch(client: &Client) {
    ///     let mut inspections = client.inspections();
    ///     while let Some(inspection) = inspections.next().await {
    ///         println!("{} queries", inspection.queries.len());
    ///     }
    /// }
    /// ```
    pub fn inspections(&self) -> Inspections {
        let mut connection = self.live.state();
        connection.mark_changed();
        let source = Source {
            store: Arc::clone(self.live.store()),
            changes: self.live.store().changes(),
            connection,
        };
        Inspections {
            next: Box::pin(next(source)),
        }
    }
}

fn inspect(store: &Store, connection: &watch::Receiver<ConnectionState>) -> Inspection {
    Inspection {
        connection: connection.borrow().clone(),
        queries: store.inspect(),
    }
}

/// A stream of inspections, by [`Client::inspections`].
pub struct Inspections {
    next: BoxFuture<Option<(Inspection, Source)>>,
}

/// The state of a client, which it does not keep alive.
struct Source {
    store: Arc<Store>,
    changes: watch::Receiver<u64>,
    connection: watch::Receiver<ConnectionState>,
}

async fn next(mut source: Source) -> Option<(Inspection, Source)> {
    let is_gone = {
        let mut connection = pin!(source.connection.changed());
        let mut changes = pin!(source.changes.changed());
        poll_fn(|context| {
            if let Poll::Ready(changed) = connection.as_mut().poll(context) {
                return Poll::Ready(changed.is_err());
            }
            changes.as_mut().poll(context).map(|_| false)
        })
        .await
    };
    if is_gone {
        return None;
    }
    // What changes from here on is the next inspection.
    source.changes.mark_unchanged();
    source.connection.mark_unchanged();
    Some((inspect(&source.store, &source.connection), source))
}

impl Inspections {
    /// Waits for the next inspection; `None` once the client is gone.
    pub async fn next(&mut self) -> Option<Inspection> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for Inspections {
    type Item = Inspection;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Inspection>> {
        let Some((inspection, source)) = ready!(self.next.as_mut().poll(context)) else {
            self.next = Box::pin(std::future::ready(None));
            return Poll::Ready(None);
        };
        self.next = Box::pin(next(source));
        Poll::Ready(Some(inspection))
    }
}

impl fmt::Debug for Inspections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspections").finish_non_exhaustive()
    }
}
