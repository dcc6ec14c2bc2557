//! `Cell`: one query in the store.

use std::{
    any::Any,
    fmt,
    sync::Arc,
    task::{Poll, Waker},
};

use super::{Ending, Key, Old};
use crate::{
    live::{machine::QueryView, protocol::QueryOutcome},
    platform::Moment,
};

/// One query in the store.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) key: Key,
    pub(super) subscribers: usize,
    /// The number of subscribers that there have been.
    numbers: u32,
    pub(super) server: QueryView,
    /// The preloaded result, until the deployment says something.
    pub(super) seed: Option<Arc<QueryOutcome>>,
    pub(super) shown: Shown,
    /// The time of the first subscription.
    pub(super) since: Moment,
    /// The time of the deployment's last result.
    pub(super) heard: Option<Moment>,
    /// Grows with each change of what is shown. Nothing is version 0.
    version: u64,
    ending: Option<Ending>,
    /// Of the subscribers that wait, in the order of their numbers.
    wakers: Vec<(u32, Waker)>,
}

/// The view of subscribers.
#[derive(Clone)]
pub(crate) enum Shown {
    Loading,
    /// Nothing: it is for users who are signed in, and none is.
    Skipped,
    /// The result or the error of the query.
    Server(Arc<QueryOutcome>),
    /// The result of an optimistic update: a value of the query's Rust type.
    Local(Arc<dyn Any + Send + Sync>),
    /// A page as the deployment says it is, with the items that an optimistic update made of it.
    Page(Arc<QueryOutcome>, Arc<dyn Any + Send + Sync>),
    Unauthenticated(Arc<str>),
    /// There has never been a connection.
    Unreachable(Arc<str>),
}

impl Cell {
    pub(super) fn new(key: Key) -> Self {
        Self {
            key,
            subscribers: 0,
            numbers: 0,
            server: QueryView::Loading,
            seed: None,
            shown: Shown::Loading,
            since: Moment::now(),
            heard: None,
            version: 0,
            ending: None,
            wakers: Vec::new(),
        }
    }

    /// Shows what an optimistic update says, else what the deployment says.
    pub(super) fn show(&mut self, local: Option<Shown>, old: &mut Old) {
        let shown = local.unwrap_or_else(|| self.confirmed());
        if self.shown.is_same(&shown) {
            old.values.push(shown);
        } else {
            old.values.push(std::mem::replace(&mut self.shown, shown));
            self.version += 1;
            self.wake(old);
        }
    }

    /// Shows what an optimistic update says, else what a server saw, before anyone has looked.
    pub(super) fn begin(&mut self, local: Option<Shown>, seed: Option<Arc<QueryOutcome>>) {
        self.seed = seed;
        let shown = local.unwrap_or_else(|| self.confirmed());
        if !self.shown.is_same(&shown) {
            self.shown = shown;
            self.version += 1;
        }
    }

    /// The view without optimistic updates.
    pub(super) fn confirmed(&self) -> Shown {
        match (&self.server, &self.seed) {
            (QueryView::Loading, Some(seed)) => Shown::Server(Arc::clone(seed)),
            (server, _) => Shown::from(server),
        }
    }

    pub(super) fn latest(&self) -> (u64, Shown) {
        (self.version, self.shown.clone())
    }

    pub(super) fn close(&mut self, ending: Ending, old: &mut Old) {
        self.ending.get_or_insert(ending);
        self.wake(old);
    }

    /// The number of times that what is shown has changed.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// The reason why nothing more will come.
    pub(super) fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// The number of a new subscriber.
    pub(super) fn join(&mut self) -> u32 {
        self.subscribers += 1;
        self.numbers = self.numbers.wrapping_add(1);
        self.numbers
    }

    /// Forgets a subscriber, and gives what it waited with.
    pub(super) fn leave(&mut self, subscriber: u32) -> Option<Waker> {
        self.subscribers -= 1;
        self.forget(subscriber)
    }

    /// Returns what a subscriber waited with; it is not woken any more.
    pub(super) fn forget(&mut self, subscriber: u32) -> Option<Waker> {
        let at = self.place(subscriber).ok()?;
        Some(self.wakers.remove(at).1)
    }

    /// The view, if it is another version than `seen`. None when nothing more will come.
    pub(super) fn after(&self, seen: u64) -> Poll<Option<(u64, Shown)>> {
        if self.version != seen {
            return Poll::Ready(Some((self.version, self.shown.clone())));
        }
        if self.ending.is_some() {
            return Poll::Ready(None);
        }
        Poll::Pending
    }

    /// Wakes `waker` at the next change, and no longer the subscriber's former one. The waker that
    /// is not needed is given back.
    pub(super) fn wait(&mut self, subscriber: u32, waker: Waker) -> Option<Waker> {
        match self.place(subscriber) {
            Ok(at) => {
                let known = &mut self.wakers[at].1;
                if known.will_wake(&waker) {
                    return Some(waker);
                }
                Some(std::mem::replace(known, waker))
            }
            Err(at) => {
                self.wakers.insert(at, (subscriber, waker));
                None
            }
        }
    }

    /// The place of the subscriber's waker: where it is, or where it would be.
    fn place(&self, subscriber: u32) -> Result<usize, usize> {
        self.wakers
            .binary_search_by_key(&subscriber, |(number, _)| *number)
    }

    fn wake(&mut self, old: &mut Old) {
        old.wakers
            .extend(self.wakers.drain(..).map(|(_, waker)| waker));
    }
}

impl Shown {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) | (Self::Skipped, Self::Skipped) => true,
            (Self::Server(outcome), Self::Server(before)) => {
                Arc::ptr_eq(outcome, before) || outcome.shows_the_same_as(before)
            }
            (Self::Local(value), Self::Local(before))
            | (Self::Page(_, value), Self::Page(_, before)) => Arc::ptr_eq(value, before),
            (Self::Unauthenticated(reason), Self::Unauthenticated(before))
            | (Self::Unreachable(reason), Self::Unreachable(before)) => reason == before,
            _ => false,
        }
    }
}

impl From<&QueryView> for Shown {
    fn from(view: &QueryView) -> Self {
        match view {
            QueryView::Loading => Self::Loading,
            QueryView::Ready(outcome) => Self::Server(Arc::clone(outcome)),
            QueryView::Unauthenticated(reason) => Self::Unauthenticated(Arc::clone(reason)),
            QueryView::Unreachable(reason) => Self::Unreachable(Arc::clone(reason)),
        }
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Results may be secret.
        f.write_str(match self {
            Self::Loading => "Loading",
            Self::Skipped => "Skipped",
            Self::Server(_) => "Server(..)",
            Self::Local(_) => "Local(..)",
            Self::Page(..) => "Page(..)",
            Self::Unauthenticated(_) => "Unauthenticated(..)",
            Self::Unreachable(_) => "Unreachable(..)",
        })
    }
}
