//! `Link`: the connection, as far as the machine knows it.

use std::time::Duration;

use crate::live::protocol::{Chunks, Credential, StateVersion, Timestamp};

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
    /// Whether `Connect` and the first query set were sent. They wait for a credential.
    pub(super) greeted: bool,
    pub(super) opened: Duration,
    /// When the deployment was heard last.
    pub(super) heard: Duration,
    /// When the deployment has to have said something at the latest, if it was asked.
    pub(super) answer_by: Option<Duration>,
    /// What the last transition led to.
    pub(super) version: StateVersion,
    /// How many `ModifyQuerySet` were sent.
    pub(super) query_set: u32,
    /// How many `Authenticate` were sent.
    pub(super) identity: u32,
    /// Who the deployment was told is calling. It starts out with nobody.
    pub(super) presented: Option<Credential>,
    /// The identity from which on results may be shown; none while the identity that is wanted was not sent.
    pub(super) shows_from: Option<u32>,
    pub(super) chunks: Chunks,
}

impl Session {
    pub(super) fn new(now: Duration, max_transition: usize) -> Self {
        Self {
            greeted: false,
            opened: now,
            heard: now,
            answer_by: None,
            version: StateVersion::default(),
            query_set: 0,
            identity: 0,
            presented: Some(Credential::Anonymous),
            shows_from: None,
            chunks: Chunks::new(max_transition),
        }
    }

    /// When the deployment has been silent for too long.
    pub(super) fn silent_at(&self, timeout: Duration) -> Duration {
        let silent = self.heard.saturating_add(timeout);
        self.answer_by.map_or(silent, |by| by.min(silent))
    }

    /// Whether what the deployment says is about who is calling now.
    pub(super) fn shows(&self) -> bool {
        self.shows_from
            .is_some_and(|from| self.version.identity >= from)
    }

    /// Up to when subscribers see all that has happened. Until the first query set is answered, they see what an earlier
    /// connection said.
    pub(super) fn shown_until(&self) -> Option<Timestamp> {
        (self.shows() && self.version.query_set > 0).then_some(self.version.ts)
    }
}
