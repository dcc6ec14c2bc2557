//! The sync protocol as a deterministic state machine, apart from all IO.
//!
//! Commands, messages, connection events and the time go in by methods; what has to be done comes
//! out of [`Machine::poll`]. The same inputs always give the same outputs: the clock, the session's
//! id and the seed of the jitter are inputs too.
//!
//! What holds at all times:
//!
//! - One session id, one counter of request ids, for life. With both a deployment recognises a
//!   mutation that it has seen.
//! - A mutation stays queued until it is answered, and is sent again, in order, on each new
//!   connection. An action is sent once.
//! - Every call ends by its deadline, and is not sent after it, however late the machine hears of
//!   the time.
//! - Without a credential, nothing is sent: a failed token fetch never turns into an anonymous
//!   call.
//! - An [`Output::Update`] holds everything that one transition changed, and comes before the calls
//!   that it settles.

mod auth;
mod backoff;
mod call;
mod config;
mod connection;
mod flush;
mod inbox;
mod outcome;
mod output;
mod queries;
mod requests;
mod session;
#[cfg(test)]
mod tests;
mod timers;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use self::{auth::Auth, backoff::Backoff, queries::Queries, requests::Requests, session::Link};
use super::protocol::{Json, QueryId, Timestamp};

pub(crate) use auth::{AuthMode, FetchId, FetchedToken, Standing};
pub(crate) use config::MachineConfig;
pub(crate) use connection::Room;
pub use connection::{ConnectionPhase, ConnectionState};
pub(crate) use outcome::CallOutcome;
pub(crate) use output::{Output, QueryView, Update};

/// The client's side of the sync protocol.
#[derive(Debug)]
pub(crate) struct Machine {
    config: MachineConfig,
    now: Moment,
    link: Link,
    backoff: Backoff,
    auth: Auth,
    requests: Requests,
    queries: Queries,
    outputs: VecDeque<Output>,
    /// The number of connections opened so far.
    connections: u32,
    last_close_reason: Option<String>,
    /// The reason the deployment seems unreachable: no connection was ever opened.
    unreachable: Option<Arc<str>>,
    room: Room,
    max_observed: Option<Timestamp>,
    life: Life,
    /// The last time that [`Machine::wake`] opened a connection.
    woken: Option<Duration>,
}

/// The time, as the driver reads it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Since any point before; never goes back.
    pub(crate) elapsed: Duration,
    /// Since 1970, as far as this machine knows.
    pub(crate) unix: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Running,
    /// Calls may end until then; new ones are refused.
    Draining {
        until: Duration,
    },
    Closed,
}

impl Machine {
    pub(crate) fn new(config: MachineConfig) -> Self {
        Self {
            backoff: Backoff::new(&config),
            config,
            now: Moment::default(),
            link: Link::Idle,
            auth: Auth::default(),
            requests: Requests::default(),
            queries: Queries::default(),
            outputs: VecDeque::new(),
            connections: 0,
            last_close_reason: Some("InitialConnect".to_owned()),
            unreachable: None,
            room: Room::Some,
            max_observed: None,
            life: Life::Running,
            woken: None,
        }
    }

    /// The next thing to do, if there is any. To be asked until there is none, after each input.
    pub(crate) fn poll(&mut self) -> Option<Output> {
        if self.outputs.is_empty() {
            self.advance();
        }
        self.outputs.pop_front()
    }

    /// Adds a subscriber to a query; the first one makes the query live.
    pub(crate) fn subscribe(&mut self, now: Moment, path: &Json, args: &Json) -> QueryId {
        self.now = now;
        self.queries.subscribe(path, args)
    }

    /// Takes a subscriber away; the last one ends the query.
    pub(crate) fn unsubscribe(&mut self, now: Moment, query: QueryId) {
        self.now = now;
        self.queries.unsubscribe(query);
    }

    /// Returns the function path of a subscribed query.
    pub(crate) fn path(&self, query: QueryId) -> Option<&str> {
        self.queries.path(query)
    }

    /// Returns the deployment's verdict on the credential.
    pub(crate) fn standing(&self) -> Standing<'_> {
        self.auth.standing()
    }

    /// Returns the view that subscribers of a query currently see.
    pub(crate) fn view(&self, query: QueryId) -> QueryView {
        if let Some(reason) = self.auth.refused() {
            return QueryView::Unauthenticated(reason.into());
        }
        match (self.queries.visible(query), &self.unreachable) {
            (Some(outcome), _) => QueryView::Ready(outcome),
            (None, Some(reason)) => QueryView::Unreachable(Arc::clone(reason)),
            (None, None) => QueryView::Loading,
        }
    }

    /// Ends all calls and the connection: at once when nothing is in flight, else when the last
    /// call has ended or `patience` is over.
    pub(crate) fn close(&mut self, now: Moment, patience: Duration) {
        self.now = now;
        if self.life == Life::Running {
            self.life = Life::Draining {
                until: now.elapsed.saturating_add(patience),
            };
        }
    }

    /// Returns whether the machine has closed for good.
    pub(crate) fn is_closed(&self) -> bool {
        self.life == Life::Closed
    }

    /// Returns whether a connection is needed: a call or a query is open.
    fn has_work(&self) -> bool {
        !(self.requests.is_empty() && self.queries.is_empty())
    }
}
