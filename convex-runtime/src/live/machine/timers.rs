//! Time: what happens because nothing else did.

use std::time::Duration;

use super::{
    AuthMode, CallOutcome, FetchId, FetchedToken, Life, Link, Machine, Moment, Output, Update,
    auth::AuthChange,
};
use crate::{
    auth::jwt,
    live::protocol::{ClientMessage, SyncCredential},
};

impl Machine {
    /// Returns the latest time for [`tick`](Self::tick), in [`Moment::elapsed`].
    pub(crate) fn next_wake(&self) -> Option<Duration> {
        let link = match &self.link {
            Link::Idle => None,
            Link::Waiting { until } | Link::Opening { until } => Some(*until),
            Link::Open(session) => {
                let silent = session.silent_at(self.config.silence_timeout);
                let probe = session.probe_at(self.config.probe_after);
                Some(probe.map_or(silent, |probe| probe.min(silent)))
            }
        };
        let life = match self.life {
            Life::Running => None,
            Life::Draining { until } => Some(until),
            Life::Closed => return None,
        };
        let auth = self.auth.next_wake().filter(|_| self.has_work());
        [link, life, auth, self.requests.next_deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self, now: Moment) {
        self.now = now;
        self.settle_overdue();
        if let Some(fetch) = self.auth.overdue(now.elapsed) {
            self.token_fetched(now, fetch, Err("the token source took too long".to_owned()));
        }
        match &mut self.link {
            Link::Waiting { until } if *until <= now.elapsed => self.link = Link::Idle,
            Link::Opening { until } if *until <= now.elapsed => self.drop_link("ConnectTimeout"),
            Link::Open(session)
                if session.silent_at(self.config.silence_timeout) <= now.elapsed =>
            {
                self.drop_link("InactiveServer");
            }
            Link::Open(session)
                if session
                    .probe_at(self.config.probe_after)
                    .is_some_and(|at| at <= now.elapsed) =>
            {
                session.alive_by = Some(now.elapsed.saturating_add(self.config.answer_timeout));
                self.outputs.push_back(Output::Ping);
            }
            _ => {}
        }
        if matches!(self.life, Life::Draining { until } if until <= now.elapsed) {
            self.finish();
        }
    }

    /// The deployment has answered a ping, or sent one.
    pub(crate) fn is_alive(&mut self, now: Moment) {
        self.now = now;
        if let Link::Open(session) = &mut self.link {
            session.heard(now.elapsed);
        }
    }

    /// A part of a message has come, which a slow line takes its time for. An answer to a ping comes
    /// behind it.
    pub(crate) fn is_hearing(&mut self, now: Moment) {
        self.now = now;
        if let Link::Open(session) = &mut self.link {
            session.heard_in_part(now.elapsed, self.config.silence_timeout);
        }
    }

    /// The machine has slept, or the network has changed: a lost connection is opened again at
    /// once, but no sooner than the first wait after the last time, and one that there is has to answer soon. Every change of the query set is answered,
    /// an empty one too.
    pub(crate) fn wake(&mut self, now: Moment) {
        self.now = now;
        match &mut self.link {
            Link::Waiting { until } => {
                self.backoff.reset();
                let again = |woken: Duration| woken.saturating_add(self.config.backoff_initial);
                match self.woken.map(again) {
                    Some(again) if again > now.elapsed => *until = again.min(*until),
                    _ => {
                        self.woken = Some(now.elapsed);
                        self.link = Link::Idle;
                    }
                }
            }
            Link::Open(session) if session.greeted && session.answer_by.is_none() => {
                session.answer_by = Some(now.elapsed.saturating_add(self.config.answer_timeout));
                let base_version = session.query_set;
                session.query_set += 1;
                self.outputs
                    .push_back(Output::Send(ClientMessage::ModifyQuerySet {
                        base_version,
                        changes: Vec::new(),
                    }));
            }
            Link::Idle | Link::Opening { .. } | Link::Open(_) => {}
        }
    }

    /// Changes the identity. Calls in flight end, and query results are hidden: they belong to the
    /// previous identity.
    pub(crate) fn set_auth(&mut self, now: Moment, mode: AuthMode) {
        self.now = now;
        self.auth.set(mode, now.elapsed);
        self.change_identity();
    }

    /// Replaces the token with a newer one of the same user.
    pub(crate) fn renew_auth(&mut self, now: Moment, credential: SyncCredential) {
        if self.auth.refused().is_some() {
            return self.set_auth(now, AuthMode::Fixed(credential));
        }
        self.now = now;
        self.auth.renew(credential);
    }

    /// The source's answer to [`Output::FetchToken`].
    pub(crate) fn token_fetched(&mut self, now: Moment, fetch: FetchId, token: FetchedToken) {
        self.now = now;
        if !self.auth.is_fetching(fetch) {
            return;
        }
        let change = match token {
            Ok(token) => {
                let refresh = token.as_deref().and_then(|token| self.refresh_at(token));
                self.auth.fetched(token, refresh)
            }
            Err(reason) => {
                let backoff = &mut self.backoff;
                self.auth
                    .fetch_failed(reason, |failures| backoff.wait(failures), now.elapsed)
            }
        };
        match change {
            AuthChange::Identity => self.change_identity(),
            AuthChange::Unavailable(reason) => {
                for request in self.requests.queued() {
                    self.settle(request, |sent| CallOutcome::Unauthenticated {
                        reason: reason.clone(),
                        sent,
                    });
                }
            }
            AuthChange::Nothing | AuthChange::Refused(_) => {}
        }
    }

    /// A token that lives shorter than the leeway is refreshed at half its life, never without a
    /// pause.
    fn refresh_at(&self, token: &str) -> Option<Duration> {
        let life = jwt::lifetime(token, self.now.unix)?;
        let early = life
            .saturating_sub(self.config.refresh_leeway)
            .max(life / 2)
            .max(Duration::from_secs(1));
        Some(self.now.elapsed.saturating_add(early))
    }

    fn change_identity(&mut self) {
        for request in self.requests.ids() {
            if self.requests.end(request, CallOutcome::Closed).is_some() {
                self.outputs.push_back(Output::Settle {
                    request,
                    outcome: CallOutcome::IdentityChanged,
                });
            }
        }
        self.queries.mask();
        let changed = self.queries.all(&super::QueryView::Loading);
        if !changed.is_empty() {
            self.outputs.push_back(Output::Update(Update {
                changed,
                reflected: Vec::new(),
            }));
        }
        if let Link::Open(session) = &mut self.link {
            session.shows_from = None;
            session.presented = None;
        }
    }
}
