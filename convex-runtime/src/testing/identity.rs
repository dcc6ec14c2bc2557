//! `Identity` and the tokens that stand for one.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value as Json, json};

use super::{http::HttpError, lock::lock};

/// A user of the deployment under test.
///
/// ```
/// use convex_runtime::testing::Identity;
///
/// let alice = Identity::new("alice");
/// assert_eq!(alice.subject(), "alice");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    subject: String,
    claims: BTreeMap<String, String>,
}

impl Identity {
    /// Who issues the tokens of a testing deployment.
    pub const ISSUER: &'static str = "https://testing.convex.example";

    /// The user whom the issuer knows by this subject.
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            claims: BTreeMap::new(),
        }
    }

    /// Whose a token says it is, if it has the form of a JWT.
    fn claimed_by(token: &str) -> Option<Self> {
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        let payload: BTreeMap<String, Json> = serde_json::from_slice(&payload).ok()?;
        let claims = payload
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let subject = payload.get("sub")?.as_str()?.to_owned();
        Some(Self {
            subject,
            claims: claims.collect(),
        })
    }

    /// Adds a claim such as `name` or `email`.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// The id that the issuer gave to the user.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The claims that were added.
    pub fn claims(&self) -> &BTreeMap<String, String> {
        &self.claims
    }

    /// As `ctx.auth.getUserIdentity()` returns it.
    #[doc(hidden)]
    pub fn to_json(&self) -> Json {
        let mut json = json!({
            "subject": self.subject,
            "issuer": Self::ISSUER,
            "tokenIdentifier": format!("{}|{}", Self::ISSUER, self.subject),
        });
        for (name, value) in &self.claims {
            json[name] = json!(value);
        }
        json
    }
}

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
    /// Issues a token in the form of a JWT, which official clients look into for its expiry.
    pub(super) fn issue(&self, identity: Identity, lifetime: Duration) -> String {
        let mut accepted = lock(&self.accepted);
        accepted.issued += 1;
        let now = SystemTime::now();
        let seconds = |time: SystemTime| {
            time.duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .as_secs()
        };
        let header = json!({ "alg": "none", "typ": "JWT" });
        let payload = json!({
            "iss": Identity::ISSUER,
            "sub": identity.subject,
            "aud": "convex",
            "iat": seconds(now),
            "exp": seconds(now + lifetime),
            "jti": accepted.issued.to_string(),
        });
        let part = |json: &Json| URL_SAFE_NO_PAD.encode(json.to_string());
        let token = format!(
            "{}.{}.{}",
            part(&header),
            part(&payload),
            URL_SAFE_NO_PAD.encode("testing")
        );
        accepted
            .identities
            .insert(token.clone(), (identity, now + lifetime));
        token
    }

    /// From now on every token is refused, or none but wrong ones.
    pub(super) fn set_policy(&self, policy: TokenPolicy) {
        lock(&self.accepted).policy = policy;
    }

    /// Makes a token expire now.
    pub(super) fn expire(&self, token: &str) {
        if let Some((_, expiry)) = lock(&self.accepted).identities.get_mut(token) {
            *expiry = UNIX_EPOCH;
        }
    }

    /// Who the bearer is.
    pub(super) fn authenticate(&self, token: &str) -> Result<Identity, HttpError> {
        let accepted = lock(&self.accepted);
        match accepted.identities.get(token) {
            _ if accepted.policy == TokenPolicy::Reject => {
                Err(HttpError::unauthenticated("Unauthenticated", UNVERIFIED))
            }
            Some((_, expiry)) if *expiry <= SystemTime::now() => {
                Err(HttpError::unauthenticated("Unauthenticated", UNVERIFIED))
            }
            Some((identity, _)) => Ok(identity.clone()),
            None if accepted.policy == TokenPolicy::Trust => Identity::claimed_by(token)
                .ok_or_else(|| HttpError::unauthenticated("InvalidAuthHeader", MALFORMED)),
            None if token.split('.').count() != 3 => {
                Err(HttpError::unauthenticated("InvalidAuthHeader", MALFORMED))
            }
            None => Err(HttpError::unauthenticated("NoAuthProvider", UNKNOWN)),
        }
    }

    /// How long a token is still good.
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

/// What happens to tokens.
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
