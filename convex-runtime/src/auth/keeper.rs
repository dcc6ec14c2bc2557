//! `TokenKeeper`: asks a token source, once at a time, and keeps what it said.

use std::{
    fmt,
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::sync::Mutex;

use super::{AuthWatch, Credential, TokenRequest, TokenSource, jwt};
use crate::{
    Error,
    platform::{self, Moment},
};

/// How long before its expiry a token is not used any more.
const LEEWAY: Duration = Duration::from_secs(10);

/// Asks a token source, once at a time, and keeps what it said.
pub(crate) struct TokenKeeper {
    source: Box<dyn TokenSource>,
    /// Who hears of answers, and for which of the client's identities.
    told: std::sync::Mutex<Option<(Arc<AuthWatch>, u64)>>,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    credential: Credential,
    /// None for tokens that do not say when they expire.
    until: Option<Moment>,
}

/// Which token will do.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need<'a> {
    /// Any that has not expired.
    Any,
    /// A new one.
    #[cfg(feature = "live")]
    Fresh,
    /// Any but this one, which was refused.
    Other(&'a Credential),
}

impl TokenKeeper {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        Self {
            source: Box::new(source),
            told: std::sync::Mutex::default(),
            kept: Mutex::new(None),
        }
    }

    /// What to present. An error when the source cannot say.
    pub(crate) async fn credential(&self, need: Need<'_>) -> Result<Credential, Error> {
        let mut kept = self.kept.lock().await;
        let usable = |kept: &&Kept| match need {
            Need::Any => kept.until.is_none_or(|until| Moment::now() < until),
            #[cfg(feature = "live")]
            Need::Fresh => false,
            Need::Other(refused) => kept.credential.user() != refused.user(),
        };
        if let Some(kept) = kept.as_ref().filter(usable) {
            return Ok(kept.credential.clone());
        }
        let request = TokenRequest {
            force_refresh: kept.is_some() || !matches!(need, Need::Any),
        };
        let token = match self.source.token(request).await {
            Ok(token) => token,
            Err(error) => {
                self.report(|auth, generation| auth.unavailable(generation, &error.to_string()));
                return Err(Error::token_unavailable(&*error));
            }
        };
        let unix = platform::since_epoch();
        let life = token
            .as_deref()
            .and_then(|token| jwt::lifetime(token, unix));
        let credential = token.map_or_else(Credential::anonymous, Credential::token);
        self.report(|auth, generation| auth.fetched(generation, &credential));
        *kept = Some(Kept {
            credential: credential.clone(),
            until: life.map(|life| Moment::now() + life.saturating_sub(LEEWAY).max(life / 2)),
        });
        Ok(credential)
    }

    /// Reports answers from now on, as the client's identity with this number.
    pub(super) fn tell(&self, auth: Arc<AuthWatch>, generation: u64) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some((auth, generation));
    }

    fn report(&self, report: impl FnOnce(&AuthWatch, u64)) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((auth, generation)) = &*told {
            report(auth, *generation);
        }
    }

    /// The token for the sync protocol.
    #[cfg(feature = "live")]
    pub(crate) async fn token(&self, need: Need<'_>) -> Result<Option<String>, String> {
        match self.credential(need).await {
            Ok(credential) => Ok(credential.user().map(str::to_owned)),
            Err(error) => Err(error.message().unwrap_or_default().to_owned()),
        }
    }
}

impl fmt::Debug for TokenKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeeper").finish_non_exhaustive()
    }
}
