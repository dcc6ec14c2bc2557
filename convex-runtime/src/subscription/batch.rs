//! `BatchSubscription`: the results of several queries, at one point in time.

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{Gate, Subscriber};
use crate::{
    Error, QueryBatch,
    batch::{BatchEntry, BatchReplies, BatchReply},
    function::FunctionReference,
    live::{LiveLink, Seat, Shown},
};

/// The results of several queries, as they change, by
/// [`Client::subscribe_batch`](crate::Client::subscribe_batch).
///
/// A stream, whose first item comes when all results are known, and the next ones whenever any of
/// them has changed. All results of an item are of the same point in time. Results that follow each
/// other faster than they are read come as one, the latest.
pub struct BatchSubscription<B> {
    link: Arc<LiveLink>,
    gate: Option<Gate>,
    /// The queries to subscribe to when the gate opens.
    entries: Vec<BatchEntry>,
    queries: Vec<(FunctionReference, Result<Subscriber, Error>)>,
    /// Of those that could begin.
    seats: Vec<Seat>,
    /// The versions of the results that were returned last; none before the first item.
    seen: Vec<u64>,
    is_started: bool,
    types: PhantomData<fn() -> B>,
}

impl<B> BatchSubscription<B> {
    pub(crate) fn new(link: &Arc<LiveLink>, gate: Option<Gate>, entries: Vec<BatchEntry>) -> Self {
        let mut batch = Self {
            link: Arc::clone(link),
            gate,
            entries,
            queries: Vec::new(),
            seats: Vec::new(),
            seen: Vec::new(),
            is_started: false,
            types: PhantomData,
        };
        if batch.gate.is_none() {
            batch.subscribe();
        }
        batch
    }

    fn subscribe(&mut self) {
        let subscribe = |entry: &BatchEntry| {
            let subscriber = entry
                .args
                .clone()
                .and_then(|args| Subscriber::new(&self.link, None, (entry.function.path, args)));
            (entry.function, subscriber)
        };
        self.queries = self.entries.iter().map(subscribe).collect();
        let began = |(_, subscriber): &(_, Result<Subscriber, Error>)| {
            subscriber.as_ref().ok().and_then(Subscriber::seat)
        };
        self.seats = self.queries.iter().filter_map(began).collect();
        self.seen = vec![0; self.seats.len()];
    }

    /// Subscribes if the gate is open, else unsubscribes. Returns whether it is closed.
    fn is_closed(&mut self, context: &Context<'_>) -> bool {
        let Some(gate) = &mut self.gate else {
            return false;
        };
        gate.wait(context);
        match (gate.closed(), self.queries.is_empty()) {
            (Some(_), _) => {
                self.queries.clear();
                self.seats.clear();
                true
            }
            (None, true) => {
                self.subscribe();
                false
            }
            (None, false) => false,
        }
    }
}

impl<B: QueryBatch> BatchSubscription<B> {
    /// Returns the next results; `None` if the client was closed, or nothing can change.
    pub async fn next(&mut self) -> Option<B::Results> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn results(&self, shown: Vec<(u64, Shown)>) -> B::Results {
        let mut shown = shown.into_iter();
        let mut replies = Vec::with_capacity(self.queries.len());
        for (function, subscriber) in &self.queries {
            let reply = match subscriber {
                Err(error) => BatchReply::Called(Err(error.clone())),
                Ok(_) => match shown.next() {
                    Some((_, shown)) => BatchReply::Shown(shown),
                    None => BatchReply::Called(Err(Error::CLIENT_CLOSED)),
                },
            };
            replies.push((*function, reply));
        }
        B::results(&mut BatchReplies::new(replies))
    }
}

impl<B: QueryBatch> Stream for BatchSubscription<B> {
    type Item = B::Results;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<B::Results>> {
        let this = &mut *self;
        this.link.kick();
        if this.is_closed(context) {
            return Poll::Pending;
        }
        if this.seats.is_empty() {
            let is_over = std::mem::replace(&mut this.is_started, true);
            return Poll::Ready((!is_over).then(|| this.results(Vec::new())));
        }
        loop {
            let store = this.link.store();
            let news = store.poll_together(&this.seats, &this.seen, context.waker());
            let Some(shown) = ready!(news) else {
                return Poll::Ready(None);
            };
            this.seen = shown.iter().map(|(version, _)| *version).collect();
            let is_known = |(_, shown): &(u64, Shown)| !matches!(shown, Shown::Loading);
            if shown.iter().all(is_known) {
                this.is_started = true;
                return Poll::Ready(Some(this.results(shown)));
            }
        }
    }
}

impl<B> fmt::Debug for BatchSubscription<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |entry: &BatchEntry| entry.function.path;
        f.debug_struct("BatchSubscription")
            .field("paths", &self.entries.iter().map(path).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
