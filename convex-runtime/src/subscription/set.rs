//! `QuerySet`: queries that come and go, read at one point in time.

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, Waker},
};

use futures_core::Stream;

use super::{Gate, QuerySetView, Subscriber};
use crate::{
    Error, Query, ToConvex,
    function::FunctionReference,
    live::{LiveLink, Shown},
    ordered::Map,
};

/// Names the queries of all sets.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A set of queries that grows and shrinks, by [`Client::query_set`](crate::Client::query_set).
///
/// A stream of [`QuerySetView`]s: one as soon as any result is known, then one whenever any result
/// has changed. All results of a view are of the same point in time. The stream ends when the
/// client is closed; an empty set waits. Dropping the set unsubscribes.
///
/// ```no_run
/// use convex_runtime::{Client, Query, QueryKey, ToConvex};
///
/// #[derive(ToConvex)]
/// struct PriceArgs { symbol: String }
///
/// const PRICE: Query<PriceArgs, f64> = Query::new("stocks:price");
///
/// # async fn example(client: &Client) {
/// let mut watched = client.query_set();
/// let apples = watched.add(PRICE, PriceArgs { symbol: "AAPL".to_owned() });
/// let oranges: QueryKey<f64> = watched.add(PRICE, PriceArgs { symbol: "ORAN".to_owned() });
/// if let Some(prices) = watched.next().await {
///     println!("{:?} {:?}", prices.get(apples), prices.get(oranges));
/// }
/// watched.remove(apples);
/// # }
/// ```
pub struct QuerySet {
    session: Option<Arc<str>>,
    link: Arc<LiveLink>,
    gate: Option<Gate>,
    queries: Map<u64, Member>,
    /// True while the gate was open when the set was looked at last.
    is_open: bool,
}

/// One query of a set.
struct Member {
    function: FunctionReference,
    args: Result<String, Error>,
    /// None while the gate is closed.
    subscriber: Option<Result<Subscriber, Error>>,
    /// The version of the result that was returned last.
    seen: u64,
}

/// The key of a query in a [`QuerySet`].
pub struct QueryKey<Returns> {
    id: u64,
    types: PhantomData<fn() -> Returns>,
}

impl QuerySet {
    pub(crate) fn new(link: &Arc<LiveLink>, gate: Option<Gate>, session: Option<Arc<str>>) -> Self {
        Self {
            session,
            link: Arc::clone(link),
            is_open: gate.is_none(),
            gate,
            queries: Map::new(),
        }
    }

    /// Adds a query. Its result is in the views that follow; arguments that cannot be expressed are
    /// its error.
    pub fn add<A: ToConvex, R>(&mut self, query: Query<A, R>, args: A) -> QueryKey<R> {
        let id = NEXT.fetch_add(1, Relaxed);
        let mut member = Member {
            function: query.reference(),
            args: query.reference().encode(self.session.as_deref(), &args),
            subscriber: None,
            seen: 0,
        };
        if self.is_open {
            member.subscribe(&self.link);
        }
        self.queries.insert(id, member);
        QueryKey {
            id,
            types: PhantomData,
        }
    }

    /// Removes a query. Returns `false` if it is not in this set.
    pub fn remove<R>(&mut self, key: QueryKey<R>) -> bool {
        self.queries.remove(&key.id).is_some()
    }

    /// Returns the number of queries.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Returns whether there are no queries.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// Returns the results as they are now, without waiting.
    pub fn view(&self) -> QuerySetView {
        // No version is that high: all of them are news.
        let seats = self.seats(|_| u64::MAX);
        let store = self.link.store();
        let shown = match store.poll_together(&seats.0, &seats.1, Waker::noop()) {
            Poll::Ready(Some(shown)) => shown,
            _ => Vec::new(),
        };
        self.view_of(shown.into_iter().map(|(_, shown)| shown))
    }

    /// Returns the next view; `None` once the client is closed.
    pub async fn next(&mut self) -> Option<QuerySetView> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The places of the queries that are subscribed to, and what was seen of each.
    fn seats(&self, seen: impl Fn(&Member) -> u64) -> (Vec<super::Seat>, Vec<u64>) {
        let members = self.queries.values();
        members
            .filter_map(|member| Some((member.seat()?, seen(member))))
            .unzip()
    }

    fn view_of(&self, shown: impl IntoIterator<Item = Shown>) -> QuerySetView {
        let mut shown = shown.into_iter();
        let mut view = QuerySetView::default();
        for (id, member) in &self.queries {
            let result = match &member.subscriber {
                None => Ok(Shown::Loading),
                Some(Err(error)) => Err(error.clone()),
                Some(Ok(_)) => Ok(shown.next().unwrap_or(Shown::Loading)),
            };
            view.insert(*id, (member.function, result));
        }
        view
    }

    /// Subscribes or unsubscribes as the gate says. Returns whether it has just closed.
    fn follow_gate(&mut self, context: &Context<'_>) -> bool {
        let Some(gate) = &mut self.gate else {
            return false;
        };
        gate.wait(context);
        let is_open = gate.closed().is_none();
        if std::mem::replace(&mut self.is_open, is_open) == is_open {
            return false;
        }
        for member in self.queries.values_mut() {
            member.subscriber = None;
            member.seen = 0;
            if is_open {
                member.subscribe(&self.link);
            }
        }
        !is_open
    }
}

impl Member {
    fn subscribe(&mut self, link: &Arc<LiveLink>) {
        let args = self.args.clone();
        let path = self.function.path;
        self.subscriber = Some(args.and_then(|args| Subscriber::new(link, None, (path, args))));
    }

    fn seat(&self) -> Option<super::Seat> {
        self.subscriber.as_ref()?.as_ref().ok()?.seat()
    }

    /// Returns whether it could not be subscribed to, and no view says so yet.
    fn has_failed(&self) -> bool {
        self.seen == 0 && matches!(self.subscriber, Some(Err(_)))
    }
}

impl Stream for QuerySet {
    type Item = QuerySetView;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.follow_gate(context) {
            return Poll::Ready(Some(this.view_of([])));
        }
        this.link.kick();
        let has_failed = this.queries.values().any(Member::has_failed);
        let (seats, seen) = this.seats(|member| if has_failed { u64::MAX } else { member.seen });
        let shown = if seats.is_empty() {
            if !has_failed {
                return Poll::Pending;
            }
            Vec::new()
        } else {
            let store = this.link.store();
            match std::task::ready!(store.poll_together(&seats, &seen, context.waker())) {
                Some(shown) => shown,
                None => return Poll::Ready(None),
            }
        };
        let mut versions = shown.iter().map(|(version, _)| *version);
        for member in this.queries.values_mut() {
            match &member.subscriber {
                Some(Ok(_)) => member.seen = versions.next().unwrap_or(member.seen),
                Some(Err(_)) => member.seen = 1,
                None => {}
            }
        }
        let shown = shown.into_iter().map(|(_, shown)| shown);
        Poll::Ready(Some(this.view_of(shown)))
    }
}

impl fmt::Debug for QuerySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = self.queries.values().map(|member| member.function.path);
        f.debug_struct("QuerySet")
            .field("paths", &paths.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl<Returns> QueryKey<Returns> {
    pub(super) fn id(self) -> u64 {
        self.id
    }
}

impl<Returns> Clone for QueryKey<Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Returns> Copy for QueryKey<Returns> {}

impl<Returns> PartialEq for QueryKey<Returns> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<Returns> Eq for QueryKey<Returns> {}

impl<Returns> Hash for QueryKey<Returns> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<Returns> fmt::Debug for QueryKey<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("QueryKey").field(&self.id).finish()
    }
}
