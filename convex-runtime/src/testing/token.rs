//! `Tokens`: which tokens stand for whom, and which are good.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Map, Value as Json};

use super::{Identity, http::HttpError, lock::lock, principal::Principal};

/// The tokens that the deployment accepts.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    accepted: Mutex<Accepted>,
}

#[derive(Debug, Default)]
struct Accepted {
    /// By token.
    identities: BTreeMap<String, (Identity, SystemTime)>,
    issued: u64,
    policy: TokenPolicy,
}

impl Tokens {
    /// A new token of this user.
    pub(super) fn issue(&self, identity: Identity, lifetime: Duration) -> String {
        let mut accepted = lock(&self.accepted);
        accepted.issued += 1;
        let expiry = SystemTime::now() + lifetime;
        let token = identity.to_token(accepted.issued, expiry);
        accepted
            .identities
            .insert(token.clone(), (identity, expiry));
        token
    }

    /// From now on every token is refused, or none but wrong ones.
    pub(super) fn set_policy(&self, policy: TokenPolicy) {
        lock(&self.accepted).policy = policy;
    }

    /// The key that the deployment's administrator presents.
    pub(super) const ADMIN_KEY: &'static str = "01a6b1f2c0ffee5eed";

    /// Checks a deploy key and the user to act as. The part before a `|` names the deployment.
    pub(super) fn administrator(
        key: &str,
        acting_as: Option<&Map<String, Json>>,
    ) -> Result<Principal, HttpError> {
        let secret = key.rsplit('|').next().unwrap_or(key);
        let principal = (secret == Self::ADMIN_KEY).then(|| Principal::admin(acting_as));
        principal.flatten().ok_or_else(|| {
            HttpError::unauthenticated(
                "BadAdminKey",
                "The provided admin key was invalid for this instance",
            )
        })
    }

    /// Makes a token expire now.
    pub(super) fn expire(&self, token: &str) {
        if let Some((_, expiry)) = lock(&self.accepted).identities.get_mut(token) {
            *expiry = UNIX_EPOCH;
        }
    }

    /// Returns the identity of the token's bearer.
    pub(super) fn authenticate(&self, token: &str) -> Result<Identity, HttpError> {
        let mut accepted = lock(&self.accepted);
        if accepted.policy == TokenPolicy::Reject {
            return Err(HttpError::unauthenticated("Unauthenticated", UNVERIFIED));
        }
        if accepted.policy == TokenPolicy::Trust && !accepted.identities.contains_key(token) {
            let claimed = Identity::claimed_by(token)
                .ok_or_else(|| HttpError::unauthenticated("InvalidAuthHeader", MALFORMED))?;
            accepted.identities.insert(token.to_owned(), claimed);
        }
        match accepted.identities.get(token) {
            Some((_, expiry)) if *expiry <= SystemTime::now() => {
                Err(HttpError::unauthenticated("Unauthenticated", UNVERIFIED))
            }
            Some((identity, _)) => Ok(identity.clone()),
            None if token.split('.').count() != 3 => {
                Err(HttpError::unauthenticated("InvalidAuthHeader", MALFORMED))
            }
            None => Err(HttpError::unauthenticated("NoAuthProvider", UNKNOWN)),
        }
    }

    /// Returns the time until a token expires.
    pub(super) fn lifetime(&self, token: &str) -> Option<Duration> {
        let (_, expiry) = lock(&self.accepted).identities.get(token)?.clone();
        Some(expiry.duration_since(SystemTime::now()).unwrap_or_default())
    }

    pub(super) fn is_expired(&self, token: &str) -> bool {
        lock(&self.accepted)
            .identities
            .get(token)
            .is_some_and(|(_, expiry)| *expiry <= SystemTime::now())
    }
}

/// The policy for tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum TokenPolicy {
    /// Tokens that were issued and have not expired are good.
    #[default]
    Accept,
    /// No token is good.
    Reject,
    /// Others are good too, and say themselves whose they are.
    Trust,
}

const UNVERIFIED: &str = "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.";
const MALFORMED: &str = "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.";
const UNKNOWN: &str = "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your \
                       configured providers";
