//! Inspection: what the store holds, for people.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{Cell, Shown, Store};
#[cfg(not(target_arch = "wasm32"))]
use crate::platform;
use crate::{live::protocol::QueryOutcome, platform::guarded};

/// The phase of a query that is subscribed to.
///
/// ```
/// assert_ne!(convex_runtime::QueryPhase::Loading, convex_runtime::QueryPhase::Ready);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryPhase {
    /// There is no result yet.
    Loading,
    /// It has a result.
    Ready,
    /// It failed; its subscribers have the error.
    Failed,
    /// The deployment refused the client's token.
    Unauthenticated,
    /// There has never been a connection.
    Unreachable,
}

/// A query that is subscribed to, by [`Client::inspect`](crate::Client::inspect).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InspectedQuery {
    /// The path of the function.
    pub path: Arc<str>,
    /// The arguments, as encoded JSON. They are not part of the `Debug` output.
    pub args: Arc<str>,
    /// The phase of the query.
    pub phase: QueryPhase,
    /// The number of subscribers: subscriptions, handles, and what lingers or was prefetched.
    pub subscribers: usize,
    /// The number of times that what subscribers see has changed.
    pub changes: u64,
    /// The time since the first subscription.
    pub age: Duration,
    /// The time since the deployment's last result; `None` before the first.
    pub unchanged_for: Option<Duration>,
    /// The size of the result in bytes, as encoded JSON.
    pub size: usize,
    /// True while an optimistic update shows something else than the deployment's result.
    pub is_optimistic: bool,
}

impl Store {
    /// The queries that are subscribed to, in the order in which they were.
    pub(crate) fn inspect(&self) -> Vec<InspectedQuery> {
        self.lock().cells.values().map(Cell::inspect).collect()
    }

    /// Says when that has changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Tells who inspects when it is dropped: after the lock.
    pub(super) fn changing(&self) -> Change<'_> {
        Change(&self.changes)
    }
}

/// A change that is on its way.
pub(super) struct Change<'a>(&'a watch::Sender<u64>);

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if self.0.receiver_count() == 0 {
            return;
        }
        let changes = self.0.clone();
        let tell = move || guarded(|| changes.send_modify(|changes| *changes += 1));
        // What changes may be a handle, which is locked, and who is woken may ask it. In a browser
        // tasks are never woken inside of others.
        #[cfg(not(target_arch = "wasm32"))]
        if platform::is_running() {
            return platform::spawn(async move { tell() });
        }
        tell();
    }
}

impl Cell {
    fn inspect(&self) -> InspectedQuery {
        let confirmed = self.confirmed();
        let (phase, size) = match &confirmed {
            Shown::Server(outcome) => match &**outcome {
                QueryOutcome::Value { value, .. } => (QueryPhase::Ready, value.len()),
                QueryOutcome::Failure { .. } => (QueryPhase::Failed, 0),
            },
            Shown::Unauthenticated(_) => (QueryPhase::Unauthenticated, 0),
            Shown::Unreachable(_) => (QueryPhase::Unreachable, 0),
            Shown::Loading | Shown::Skipped | Shown::Local(_) | Shown::Page(..) => {
                (QueryPhase::Loading, 0)
            }
        };
        InspectedQuery {
            path: Arc::clone(&self.key.0),
            args: Arc::clone(&self.key.1),
            phase,
            subscribers: self.subscribers,
            changes: self.version(),
            age: self.since.elapsed(),
            unchanged_for: self.heard.map(|heard| heard.elapsed()),
            size,
            is_optimistic: matches!(self.shown, Shown::Local(_) | Shown::Page(..)),
        }
    }
}

impl fmt::Debug for InspectedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments may be secret.
        f.debug_struct("InspectedQuery")
            .field("path", &self.path)
            .field("phase", &self.phase)
            .field("subscribers", &self.subscribers)
            .field("changes", &self.changes)
            .field("age", &self.age)
            .field("unchanged_for", &self.unchanged_for)
            .field("size", &self.size)
            .field("is_optimistic", &self.is_optimistic)
            .finish_non_exhaustive()
    }
}
