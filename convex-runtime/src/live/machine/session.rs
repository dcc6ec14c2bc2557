//! `Link`: the connection, as far as the machine knows it.

use std::time::Duration;

use crate::live::protocol::{Chunks, StateVersion, SyncCredential, Timestamp};

/// The connection, as far as the machine knows it.
#[derive(Debug)]
pub(super) enum Link {
    /// There is none and none is needed.
    Idle,
    /// The next try is at `until`.
    Waiting {
        until: Duration,
    },
    /// Being opened, until then at most.
    Opening {
        until: Duration,
    },
    Open(Box<Session>),
}

/// An open connection.
#[derive(Debug)]
pub(super) struct Session {
    /// `true` once `Connect` and the first query set are sent. They wait for a credential.
    pub(super) greeted: bool,
    pub(super) opened: Duration,
    /// The time of the deployment's last message.
    pub(super) heard: Duration,
    /// The deadline for a sign of life, if the deployment was asked for one.
    pub(super) alive_by: Option<Duration>,
    /// The deadline for the deployment's answer, if one is expected.
    pub(super) answer_by: Option<Duration>,
    /// The deadline for the next part of a transition, if one is unfinished.
    pub(super) rest_by: Option<Duration>,
    /// The state version after the last transition.
    pub(super) version: StateVersion,
    /// The number of `ModifyQuerySet` messages sent.
    pub(super) query_set: u32,
    /// The number of `Authenticate` messages sent.
    pub(super) identity: u32,
    /// The credential presented to the deployment. Each connection starts anonymous.
    pub(super) presented: Option<SyncCredential>,
    /// The identity from which on results may be shown; none while the identity that is wanted was
    /// not sent.
    pub(super) shows_from: Option<u32>,
    pub(super) chunks: Chunks,
}

impl Session {
    pub(super) fn new(now: Duration, max_transition: usize) -> Self {
        Self {
            greeted: false,
            opened: now,
            heard: now,
            alive_by: None,
            answer_by: None,
            rest_by: None,
            version: StateVersion::default(),
            query_set: 0,
            identity: 0,
            presented: Some(SyncCredential::Anonymous),
            shows_from: None,
            chunks: Chunks::new(max_transition),
        }
    }

    /// Returns the time at which the deployment counts as silent.
    pub(super) fn silent_at(&self, timeout: Duration) -> Duration {
        let silent = self.heard.saturating_add(timeout);
        let by = [self.answer_by, self.alive_by, self.rest_by];
        by.into_iter().flatten().fold(silent, Duration::min)
    }

    /// Notes that something was heard of the deployment.
    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.alive_by = None;
    }

    /// Notes that a message has come in part. The rest of it may take as long again.
    pub(super) fn heard_in_part(&mut self, now: Duration, silence: Duration) {
        self.heard(now);
        if let Some(by) = &mut self.rest_by {
            *by = now.saturating_add(silence);
        }
    }

    /// Returns the time at which the deployment is to be asked for a sign of life.
    pub(super) fn probe_at(&self, after: Option<Duration>) -> Option<Duration> {
        let after = after.filter(|_| self.alive_by.is_none())?;
        Some(self.heard.saturating_add(after))
    }

    /// Returns whether the deployment's results belong to the current identity.
    pub(super) fn shows(&self) -> bool {
        self.shows_from
            .is_some_and(|from| self.version.identity >= from)
    }

    /// Up to when subscribers see all that has happened. Until the first query set is answered,
    /// they see what an earlier connection said.
    pub(super) fn shown_until(&self) -> Option<Timestamp> {
        (self.shows() && self.version.query_set > 0).then_some(self.version.ts)
    }
}
