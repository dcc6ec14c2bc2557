//! `Subscription`: the results of a query, as they change.

mod batch;
mod gate;
mod set;
mod view;

pub use batch::BatchSubscription;
pub(crate) use gate::Gate;
use gate::Gated;
pub use set::{QueryKey, QuerySet};
pub use view::QuerySetView;

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;

use crate::{
    Error, FromConvex,
    function::FunctionReference,
    live::{Ending, Json, LiveLink, Seat, Shown, decode, unauthenticated},
    transport::{Progress, Reply},
};

/// The results of a query, as they change, by [`Client::subscribe`](crate::Client::subscribe).
///
/// A stream: yields the result as soon as it is known, then each one that differs. If results
/// change faster than they are read, only the latest is yielded. A failing query yields its error
/// and continues; the stream ends when the client is closed. Subscriptions to the same query with
/// the same arguments share the work; dropping the last one unsubscribes.
///
/// ```no_run
/// # use convex_runtime::{Client, Query};
/// # const COUNT: Query<(), f64> = Query::new("tasks:count");
/// # async fn example(client: &Client) {
/// let mut counts = client.subscribe(COUNT, ());
/// while let Some(count) = counts.next().await {
///     match count {
///         Ok(count) => println!("{count} tasks"),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// # }
/// ```
pub struct Subscription<Returns> {
    function: FunctionReference,
    source: Source,
    /// The version of the result that was returned last.
    seen: u64,
    types: PhantomData<fn() -> Returns>,
}

enum Source {
    Live(Subscriber),
    /// The subscription could not start.
    Failed(Option<Error>),
}

/// One subscriber of a query: unsubscribes when it is dropped.
pub(crate) struct Subscriber {
    link: Arc<LiveLink>,
    place: Place,
    leaves: Leaves,
}

/// The time at which a subscriber that is dropped is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaves {
    AtOnce,
    /// After the client has lingered.
    Lingering,
    After(Duration),
}

impl Leaves {
    fn leave(self, link: &Arc<LiveLink>, seat: Seat) {
        match self {
            Self::AtOnce => link.unsubscribe(seat),
            Self::Lingering => link.leave(seat),
            Self::After(time) => link.leave_after(seat, time),
        }
    }
}

/// The place of a subscriber.
enum Place {
    Seat(Seat),
    /// While a user is signed in.
    Gated(Box<Gated>),
}

impl Subscriber {
    /// Subscribes, as soon as the gate is open if there is one.
    pub(crate) fn new(
        link: &Arc<LiveLink>,
        gate: Option<Gate>,
        (path, args): (&str, impl Into<Json>),
    ) -> Result<Self, Error> {
        let (path, args) = (path.into(), args.into());
        let place = match gate {
            Some(gate) => {
                link.prepare()?;
                Place::Gated(Box::new(Gated::new(path, args, gate)))
            }
            None => Place::Seat(link.subscribe(&path, &args)?),
        };
        Ok(Self {
            link: Arc::clone(link),
            place,
            leaves: Leaves::Lingering,
        })
    }

    /// Returns a subscriber that leaves at once: of a query that no other will have.
    pub(crate) fn at_once(mut self) -> Self {
        self.leaves = Leaves::AtOnce;
        self
    }

    /// Leaves after so much time, for a subscriber that comes meanwhile.
    pub(crate) fn leave_after(mut self, time: Duration) {
        self.leaves = Leaves::After(time);
        if let Place::Gated(gated) = &self.place {
            // It has no seat before it is looked at; where the gate is closed there is none.
            let _ = gated.seat(&self.link, None);
        }
    }

    /// The view, once it is another version than `seen`. None when nothing more will come.
    pub(crate) fn poll(&self, seen: u64, context: &Context<'_>) -> Poll<Option<(u64, Shown)>> {
        self.link.kick();
        let seat = match &self.place {
            Place::Seat(seat) => *seat,
            Place::Gated(gated) => match gated.seat(&self.link, Some(context)) {
                Ok(Ok(seat)) => seat,
                Ok(Err(closed)) if closed.version() == seen => return Poll::Pending,
                Ok(Err(closed)) => {
                    return Poll::Ready(Some((closed.version(), gated.shown(&self.link, closed))));
                }
                // The client was closed meanwhile.
                Err(_) => return Poll::Ready(None),
            },
        };
        self.link.store().poll(seat, seen, context.waker())
    }

    /// The reason why nothing more will come.
    pub(crate) fn ending(&self) -> Ending {
        let seat = match &self.place {
            Place::Seat(seat) => Some(*seat),
            Place::Gated(gated) => gated.seat(&self.link, None).ok().and_then(Result::ok),
        };
        seat.map_or(Ending::Closed, |seat| self.link.store().ending(seat))
    }

    /// The first result of the deployment itself.
    pub(crate) fn poll_reply(
        &self,
        context: &Context<'_>,
        progress: &Progress,
    ) -> Poll<Result<Reply, Error>> {
        let mut seen = 0;
        loop {
            let Some((version, shown)) = std::task::ready!(self.poll(seen, context)) else {
                return Poll::Ready(Err(match self.ending() {
                    Ending::Closed => Error::CLIENT_CLOSED,
                    Ending::RuntimeGone => Error::RUNTIME_GONE,
                }));
            };
            seen = version;
            return Poll::Ready(match shown {
                // A call has its deadline: there may be a connection by then.
                Shown::Loading
                | Shown::Skipped
                | Shown::Local(_)
                | Shown::Page(..)
                | Shown::Unreachable(_) => continue,
                Shown::Unauthenticated(reason) => Err(unauthenticated(&reason)),
                Shown::Server(outcome) => {
                    progress.logged(outcome.logs().to_vec());
                    outcome.reply()
                }
            });
        }
    }

    /// The client's identity that the results belong to.
    pub(crate) fn generation(&self) -> u64 {
        self.link.store().generation()
    }

    pub(crate) fn shown(&self) -> Shown {
        match &self.place {
            Place::Seat(seat) => self.link.store().shown(*seat),
            Place::Gated(gated) => match gated.seat(&self.link, None) {
                Ok(Ok(seat)) => self.link.store().shown(seat),
                Ok(Err(closed)) => gated.shown(&self.link, closed),
                Err(_) => Shown::Loading,
            },
        }
    }

    /// Its seat, unless that depends on who is signed in.
    fn seat(&self) -> Option<Seat> {
        match self.place {
            Place::Seat(seat) => Some(seat),
            Place::Gated(_) => None,
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        match &self.place {
            Place::Seat(seat) => self.leaves.leave(&self.link, *seat),
            Place::Gated(gated) => gated.leave(&self.link, self.leaves),
        }
    }
}

impl<Returns> Subscription<Returns> {
    pub(crate) fn new(function: FunctionReference, subscriber: Result<Subscriber, Error>) -> Self {
        let source = match subscriber {
            Ok(subscriber) => Source::Live(subscriber),
            Err(error) => Source::Failed(Some(error)),
        };
        Self {
            function,
            source,
            seen: 0,
            types: PhantomData,
        }
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Subscription<Returns> {
    /// Returns the next result that differs from the one before; `None` once the client is closed.
    pub async fn next(&mut self) -> Option<Result<Returns, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the current result without waiting; `None` while it is not known.
    pub fn current(&self) -> Option<Result<Returns, Error>> {
        match &self.source {
            Source::Live(subscriber) => decode(self.function, &subscriber.shown()),
            Source::Failed(error) => error.clone().map(Err),
        }
    }

    /// The log lines of the current result; see
    /// [`CallReport::log_lines`](crate::CallReport::log_lines).
    pub fn log_lines(&self) -> Vec<String> {
        match &self.source {
            Source::Live(subscriber) => match subscriber.shown() {
                Shown::Server(outcome) => outcome.logs().to_vec(),
                _ => Vec::new(),
            },
            Source::Failed(_) => Vec::new(),
        }
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Stream for Subscription<Returns> {
    type Item = Result<Returns, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Returns, Error>>> {
        let this = &mut *self;
        match &mut this.source {
            Source::Failed(error) => Poll::Ready(error.take().map(Err)),
            Source::Live(subscriber) => loop {
                let Some((version, shown)) = std::task::ready!(subscriber.poll(this.seen, context))
                else {
                    return Poll::Ready(None);
                };
                this.seen = version;
                if let Some(result) = decode(this.function, &shown) {
                    return Poll::Ready(Some(result));
                }
            },
        }
    }
}

impl<Returns> fmt::Debug for Subscription<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("path", &self.function.path)
            .finish_non_exhaustive()
    }
}
