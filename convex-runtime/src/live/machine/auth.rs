//! `Auth`: who is calling, and how to go on proving it.

use std::time::Duration;

use crate::live::protocol::SyncCredential;

/// Names one request for a token; an answer to an earlier one is ignored.
pub(crate) type FetchId = u64;

/// A token source's answer: `None` if the user is signed out, an error if the source failed.
pub(crate) type FetchedToken = Result<Option<String>, String>;

/// The way a client authenticates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AuthMode {
    /// With what never changes: nothing, a token, or a key.
    Fixed(SyncCredential),
    /// With a token from the user's source, which is asked again before it expires and when it is
    /// refused.
    Source,
}

/// So often in a row a fresh token may be refused before anyone is told. The source is asked on,
/// less and less often.
const REFUSALS: u32 = 3;

/// So old has a refusal to be that a call asks the source again, rather than hear of it at once.
const STALE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Auth {
    mode: AuthMode,
    /// The credential to present; `None` while the source has not answered.
    credential: Option<SyncCredential>,
    fetch: Fetch,
    issued: FetchId,
    /// The number of consecutive failures of the source.
    failures: u32,
    /// The number of consecutive refusals by the deployment.
    refusals: u32,
    /// The reason of the deployment's last refusal.
    last_refusal: String,
    /// `true` once the deployment has accepted a credential of this identity.
    is_accepted: bool,
    /// The reason and time of the final refusal, when no known credential is accepted.
    refused: Option<(String, Duration)>,
}

/// The state of the request to the token source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fetch {
    Nothing,
    Due {
        at: Duration,
        force_refresh: bool,
    },
    Running {
        fetch: FetchId,
        force_refresh: bool,
        until: Duration,
    },
}

/// The deployment's verdict on the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// It has not been presented, or there is none.
    Unknown,
    Accepted,
    /// It was refused, and another is sought.
    Refused(&'a str),
    /// It was refused for good.
    GivenUp(&'a str),
}

/// The effect of an authentication change on calls and queries.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AuthChange {
    Nothing,
    /// The identity has changed.
    Identity,
    /// The source could not say; calls that wait for it fail.
    Unavailable(String),
    /// The deployment takes nothing that is known.
    Refused(String),
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            mode: AuthMode::Fixed(SyncCredential::Anonymous),
            credential: Some(SyncCredential::Anonymous),
            fetch: Fetch::Nothing,
            issued: 0,
            failures: 0,
            refusals: 0,
            last_refusal: String::new(),
            is_accepted: false,
            refused: None,
        }
    }
}

impl Auth {
    /// Starts over with another way.
    pub(super) fn set(&mut self, mode: AuthMode, now: Duration) {
        let (credential, fetch) = match &mode {
            AuthMode::Fixed(credential) => (Some(credential.clone()), Fetch::Nothing),
            AuthMode::Source => (
                None,
                Fetch::Due {
                    at: now,
                    force_refresh: false,
                },
            ),
        };
        *self = Self {
            mode,
            credential,
            fetch,
            issued: self.issued,
            ..Self::default()
        };
    }

    /// Goes on with a newer token of the same user.
    pub(super) fn renew(&mut self, credential: SyncCredential) {
        self.mode = AuthMode::Fixed(credential.clone());
        self.credential = Some(credential);
        self.fetch = Fetch::Nothing;
    }

    pub(super) fn credential(&self) -> Option<&SyncCredential> {
        self.credential.as_ref()
    }

    pub(super) fn refused(&self) -> Option<&str> {
        self.refused.as_ref().map(|(reason, _)| reason.as_str())
    }

    /// The deployment has accepted what was presented last.
    pub(super) fn accepted(&mut self) {
        self.refusals = 0;
        self.refused = None;
        self.is_accepted = self.credential != Some(SyncCredential::Anonymous);
    }

    /// Returns the deployment's verdict on the credential.
    pub(super) fn standing(&self) -> Standing<'_> {
        match &self.refused {
            Some((reason, _)) => Standing::GivenUp(reason),
            None if self.refusals > 0 => Standing::Refused(&self.last_refusal),
            None if self.is_accepted => Standing::Accepted,
            None => Standing::Unknown,
        }
    }

    /// Asks the source again for a call, although its last token was refused. Returns `false` if
    /// that is pointless: no source exists, or it was asked just now.
    pub(super) fn ask_for_call(&mut self, now: Duration) -> bool {
        let fresh = |(_, at): &(String, Duration)| now < at.saturating_add(STALE);
        if self.mode != AuthMode::Source || self.refused.as_ref().is_some_and(fresh) {
            return false;
        }
        if let Fetch::Due { at, .. } = &mut self.fetch {
            *at = now.min(*at);
        }
        true
    }

    /// Asks the source again although it has not answered yet.
    pub(super) fn ask_anew(&mut self, now: Duration) {
        if let Fetch::Running { force_refresh, .. } = self.fetch {
            self.fetch = Fetch::Due {
                at: now,
                force_refresh,
            };
        }
    }

    /// Starts a fetch and returns it if one is due.
    pub(super) fn start_fetch(
        &mut self,
        now: Duration,
        timeout: Duration,
    ) -> Option<(FetchId, bool)> {
        let Fetch::Due { at, force_refresh } = self.fetch else {
            return None;
        };
        if at > now {
            return None;
        }
        self.issued += 1;
        self.fetch = Fetch::Running {
            fetch: self.issued,
            force_refresh,
            until: now.saturating_add(timeout),
        };
        Some((self.issued, force_refresh))
    }

    /// Returns the time of the next timer.
    pub(super) fn next_wake(&self) -> Option<Duration> {
        match self.fetch {
            Fetch::Nothing => None,
            Fetch::Due { at, .. } => Some(at),
            Fetch::Running { until, .. } => Some(until),
        }
    }

    /// The request for a token that has taken too long.
    pub(super) fn overdue(&self, now: Duration) -> Option<FetchId> {
        match self.fetch {
            Fetch::Running { fetch, until, .. } if until <= now => Some(fetch),
            _ => None,
        }
    }

    /// Returns whether this fetch is running.
    pub(super) fn is_fetching(&self, fetch: FetchId) -> bool {
        matches!(self.fetch, Fetch::Running { fetch: running, .. } if running == fetch)
    }

    /// The source has a token. `refresh` is when it should be asked again.
    pub(super) fn fetched(
        &mut self,
        token: Option<String>,
        refresh: Option<Duration>,
    ) -> AuthChange {
        self.failures = 0;
        let fresh = token.map_or(SyncCredential::Anonymous, SyncCredential::User);
        self.fetch = refresh.map_or(Fetch::Nothing, |at| Fetch::Due {
            at,
            force_refresh: true,
        });
        let signed_out = fresh == SyncCredential::Anonymous
            && matches!(self.credential, Some(SyncCredential::User(_)));
        if self.credential.as_ref() == Some(&fresh) {
            // It has no newer one: asking again would change nothing until the deployment refuses
            // this one.
            self.fetch = Fetch::Nothing;
        }
        let refused_before = self.refusals > 0 && fresh == SyncCredential::Anonymous;
        self.credential = Some(fresh);
        if signed_out || refused_before {
            AuthChange::Identity
        } else {
            AuthChange::Nothing
        }
    }

    /// The source could not say. It is asked again; a token that is still good stays in use.
    pub(super) fn fetch_failed(
        &mut self,
        reason: String,
        wait: impl FnOnce(u32) -> Duration,
        now: Duration,
    ) -> AuthChange {
        let wait = wait(self.failures);
        self.failures = self.failures.saturating_add(1);
        self.fetch = Fetch::Due {
            at: now.saturating_add(wait),
            force_refresh: true,
        };
        match self.credential {
            Some(_) => AuthChange::Nothing,
            None => AuthChange::Unavailable(reason),
        }
    }

    /// The deployment refused what was presented.
    pub(super) fn refuse(
        &mut self,
        reason: String,
        wait: impl FnOnce(u32) -> Duration,
        now: Duration,
    ) -> AuthChange {
        self.refusals = self.refusals.saturating_add(1);
        self.last_refusal.clone_from(&reason);
        self.credential = None;
        let known = self.refusals.checked_sub(REFUSALS);
        if self.mode != AuthMode::Source {
            self.fetch = Fetch::Nothing;
        } else if !matches!(self.fetch, Fetch::Running { .. }) {
            self.fetch = Fetch::Due {
                at: known.map_or(now, |times| now.saturating_add(wait(times))),
                force_refresh: true,
            };
        }
        if self.mode == AuthMode::Source && known.is_none() {
            return AuthChange::Nothing;
        }
        self.refused = Some((reason.clone(), now));
        AuthChange::Refused(reason)
    }
}
