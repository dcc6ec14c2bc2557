//! Prefetching: a query that is subscribed to before it is needed.

use std::time::Duration;

use super::Client;
use crate::{Query, QuerySet, ToConvex};

/// The time for which Convex's React client keeps what it prewarms.
const USUAL: Duration = Duration::from_secs(5);

impl Client {
    /// Subscribes to a query ahead of its use, so that a subscriber that comes soon has the result
    /// at once. It stays subscribed for 5 seconds, or as long as the client
    /// [lingers](crate::ClientBuilder::linger) if that is longer.
    ///
    /// Pages are not prefetched: each paginated handle has pages of its own.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # fn example(client: &Client) {
    /// // The pointer is over the link.
    /// client.prefetch(COUNT, ());
    /// # }
    /// ```
    pub fn prefetch<A: ToConvex, R>(&self, query: Query<A, R>, args: A) {
        let keep = self.live.options().linger.max(USUAL);
        self.prefetch_for(query, args, keep);
    }

    /// Subscribes to a query ahead of its use, as [`prefetch`](Self::prefetch) does, for this long.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use convex_runtime::{Client, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # fn example(client: &Client) {
    /// client.prefetch_for(COUNT, (), Duration::from_secs(60));
    /// # }
    /// ```
    pub fn prefetch_for<A: ToConvex, R>(&self, query: Query<A, R>, args: A, keep: Duration) {
        // What cannot be subscribed to fails for who needs it.
        if let Ok(subscriber) = self.subscriber(query.reference(), &args) {
            subscriber.leave_after(keep);
        }
    }

    /// Returns an empty set of queries, whose results are read at one point in time.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # async fn example(client: &Client) {
    /// let mut set = client.query_set();
    /// let count = set.add(COUNT, ());
    /// while let Some(results) = set.next().await {
    ///     println!("{:?}", results.get(count));
    /// }
    /// # }
    /// ```
    pub fn query_set(&self) -> QuerySet {
        QuerySet::new(&self.live, self.gate(), self.session.clone())
    }
}
