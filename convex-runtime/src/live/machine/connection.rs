//! Connections: how they open, how they are lost, and what callers may know of them.

use std::{sync::Arc, time::Duration};

use super::{
    CallOutcome, Life, Link, Machine, Moment, Output, QueryView, Update, session::Session,
};
use crate::{live::protocol::CallKind, platform};

/// The room in a connection's write buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Some,
    None,
}

/// After so many failures in a row to open the first connection, subscribers are told. Refusals
/// they are told at once.
const HOPELESS: u32 = 4;

/// The maximum length of a stored reason; the deployment's text may be longer.
const LONGEST_REASON: usize = 300;

/// The state of a client's connection, by [`Client::connection`](crate::Client::connection).
///
/// ```
/// use convex_runtime::{ConnectionPhase, ConnectionState};
///
/// fn banner(state: &ConnectionState) -> Option<&'static str> {
///     (state.phase == ConnectionPhase::Reconnecting).then_some("Offline. Changes are sent when the connection is back.")
/// }
/// assert_eq!(banner(&ConnectionState::default()), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ConnectionState {
    /// The phase of the connection.
    pub phase: ConnectionPhase,
    /// The number of connections opened so far.
    pub connections: u32,
    /// The number of consecutive failed attempts to connect.
    pub retries: u32,
    /// The number of mutations that have not ended.
    pub mutations_in_flight: usize,
    /// The number of actions that have not ended.
    pub actions_in_flight: usize,
    /// The reason the last connection was lost or could not be opened; `None` while connected.
    pub last_error: Option<Arc<str>>,
    /// The time of the last phase change; `None` before the first.
    since: Option<platform::Moment>,
    /// The time at which the oldest unfinished call was made.
    oldest_call: Option<platform::Moment>,
}

impl ConnectionState {
    /// Returns the time since the phase last changed.
    pub fn since(&self) -> Duration {
        self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Returns the age of the oldest unfinished mutation or action; `None` if there are none.
    pub fn oldest_call(&self) -> Option<Duration> {
        self.oldest_call.map(|made| made.elapsed())
    }

    /// Returns whether a wanted connection has been missing for at least `time`, e.g. to show a
    /// banner.
    ///
    /// ```
    /// # use std::time::Duration;
    /// assert!(!convex_runtime::ConnectionState::default().is_offline_for(Duration::ZERO));
    /// ```
    pub fn is_offline_for(&self, time: Duration) -> bool {
        let is_offline = matches!(
            self.phase,
            ConnectionPhase::Connecting | ConnectionPhase::Reconnecting
        );
        is_offline && self.since() >= time
    }

    /// Returns this state with the times carried over from the previous one.
    pub(in crate::live) fn following(
        mut self,
        before: &Self,
        (started, now): (platform::Moment, platform::Moment),
        oldest: Option<Duration>,
    ) -> Self {
        self.since = match before.since {
            Some(since) if before.phase == self.phase => Some(since),
            _ => Some(now),
        };
        self.oldest_call = oldest.map(|made| started + made);
        self
    }
}

/// The phase of a client's connection.
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
            self.unreachable = None;
            self.room = Room::Some;
            self.link = Link::Open(Box::new(Session::new(
                now.elapsed,
                self.config.max_transition,
            )));
        }
    }

    /// The connection takes nothing more for the time being, or takes it again: what waits is not
    /// sent, and can still be taken back. Returns whether it takes it again.
    pub(crate) fn has_room(&mut self, room: Room) -> bool {
        std::mem::replace(&mut self.room, room) == Room::None && room == Room::Some
    }

    /// The deployment, or something on the way to it, has answered that there will be no
    /// connection.
    pub(crate) fn refused(&mut self, now: Moment, reason: &str) {
        self.disconnected(now, reason);
        self.show_unreachable(reason);
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
        let reason = shortened(reason);
        if let Link::Open(session) = &self.link
            && session.version.query_set > 0
        {
            let life = self.now.elapsed.saturating_sub(session.opened);
            self.backoff.lasted(life);
        }
        let slow = matches!(&self.link, Link::Opening { until } if *until <= self.now.elapsed);
        for request in self.requests.disconnect() {
            self.settle(request, |_| CallOutcome::Lost);
        }
        self.queries.disconnect();
        self.last_close_reason = Some(reason.to_owned());
        let until = self.now.elapsed.saturating_add(self.backoff.next());
        self.link = Link::Waiting { until };
        if slow || self.backoff.retries() >= HOPELESS {
            self.show_unreachable(reason);
        }
    }

    /// Queries that have nothing to show say why, as long as there has never been a connection. It
    /// is tried on.
    fn show_unreachable(&mut self, reason: &str) {
        if self.connections > 0 || self.life != Life::Running {
            return;
        }
        let reason: Arc<str> = shortened(reason).into();
        self.unreachable = Some(Arc::clone(&reason));
        let changed = self.queries.all(&QueryView::Unreachable(reason));
        if !changed.is_empty() {
            self.outputs.push_back(Output::Update(Update {
                changed,
                reflected: Vec::new(),
            }));
        }
    }

    /// Returns the reason for a lost connection; `None` while connected or before a failure.
    pub(crate) fn trouble(&self) -> Option<&str> {
        let is_lost = !matches!(self.link, Link::Open(_)) && self.backoff.retries() > 0;
        self.last_close_reason.as_deref().filter(|_| is_lost)
    }

    /// Returns the time at which the oldest unfinished call was made.
    pub(crate) fn oldest_call(&self) -> Option<Duration> {
        self.requests.oldest()
    }

    /// Returns the public state of the connection.
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
            last_error: self.trouble().map(Arc::from),
            since: None,
            oldest_call: None,
        }
    }
}

fn shortened(reason: &str) -> &str {
    cut(reason, LONGEST_REASON)
}

/// The beginning of a text, at most `longest` bytes.
pub(super) fn cut(text: &str, longest: usize) -> &str {
    let mut end = text.len().min(longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
