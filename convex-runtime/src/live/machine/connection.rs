//! Connections: how they open, how they are lost, and what callers may know of them.

use super::{CallOutcome, Life, Link, Machine, Moment, Output, session::Session};
use crate::live::protocol::CallKind;

/// How a client's connection is, by [`Client::connection`](crate::Client::connection).
///
/// ```
/// use convex_runtime::{ConnectionPhase, ConnectionState};
///
/// fn banner(state: &ConnectionState) -> Option<&'static str> {
///     (state.phase == ConnectionPhase::Reconnecting).then_some("Offline. Changes are sent when the connection is back.")
/// }
/// assert_eq!(banner(&ConnectionState::default()), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ConnectionState {
    /// Whether there is a connection.
    pub phase: ConnectionPhase,
    /// How many connections were opened so far.
    pub connections: u32,
    /// How often in a row connecting has failed.
    pub retries: u32,
    /// How many mutations have not ended yet.
    pub mutations_in_flight: usize,
    /// How many actions have not ended yet.
    pub actions_in_flight: usize,
}

/// Whether there is a connection.
///
/// ```
/// assert_eq!(convex_runtime::ConnectionPhase::default(), convex_runtime::ConnectionPhase::Idle);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ConnectionPhase {
    /// Nothing needs one.
    #[default]
    Idle,
    /// The first one is being opened.
    Connecting,
    /// It is open.
    Connected,
    /// It was lost, or could not be opened, and will be tried again.
    Reconnecting,
    /// The client was closed.
    Closed,
}

impl Machine {
    /// The connection that [`Output::Connect`] asked for is open.
    pub(crate) fn connected(&mut self, now: Moment) {
        self.now = now;
        if matches!(self.link, Link::Opening { .. }) {
            self.link = Link::Open(Box::new(Session::new(now.elapsed)));
        }
    }

    /// The connection is gone, or could not be opened. `reason` goes to the deployment's logs.
    pub(crate) fn disconnected(&mut self, now: Moment, reason: &str) {
        self.now = now;
        if matches!(self.link, Link::Opening { .. } | Link::Open(_)) {
            self.lose_link(reason);
        }
    }

    /// Drops the connection, to open another one.
    pub(super) fn drop_link(&mut self, reason: &str) {
        self.outputs.push_back(Output::Disconnect);
        self.lose_link(reason);
    }

    fn lose_link(&mut self, reason: &str) {
        for request in self.requests.disconnect() {
            self.settle(request, |_| CallOutcome::Lost);
        }
        self.queries.disconnect();
        self.last_close_reason = Some(reason.to_owned());
        self.link = Link::Waiting {
            until: self.now.elapsed + self.backoff.next(),
        };
    }

    /// What callers may know of the connection.
    pub(crate) fn state(&self) -> ConnectionState {
        let phase = match (&self.link, self.life) {
            (_, Life::Closed) => ConnectionPhase::Closed,
            (Link::Open(session), _) if session.greeted => ConnectionPhase::Connected,
            (Link::Idle, _) if !self.has_work() => ConnectionPhase::Idle,
            _ if self.connections == 0 && self.backoff.retries() == 0 => {
                ConnectionPhase::Connecting
            }
            _ => ConnectionPhase::Reconnecting,
        };
        ConnectionState {
            phase,
            connections: self.connections,
            retries: self.backoff.retries(),
            mutations_in_flight: self.requests.count(CallKind::Mutation),
            actions_in_flight: self.requests.count(CallKind::Action),
        }
    }
}
