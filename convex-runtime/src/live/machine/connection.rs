//! Connections: how they open, how they are lost, and what callers may know of them.

use super::{CallOutcome, Life, Link, Machine, Moment, Output, session::Session};
use crate::live::protocol::CallKind;

/// What callers may know of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConnectionState {
    pub(crate) phase: ConnectionPhase,
    /// How many connections were opened so far.
    pub(crate) connections: u32,
    /// How often in a row connecting has failed.
    pub(crate) retries: u32,
    pub(crate) mutations_in_flight: usize,
    pub(crate) actions_in_flight: usize,
}

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionPhase {
    /// Nothing needs one.
    Idle,
    /// The first one is being opened.
    Connecting,
    Connected,
    /// It was lost, or could not be opened, and will be tried again.
    Reconnecting,
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
