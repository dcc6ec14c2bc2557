//! `Identity`: a user, as returned by `ctx.auth.getUserIdentity()`.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value as Json, json};

use super::export::encoded;
use crate::{
    Tape, Value,
    auth::{CLAIMS, HOUSEKEEPING},
};

/// A user of the deployment under test.
///
/// ```
/// use convex_runtime::testing::Identity;
///
/// let alice = Identity::new("alice").claim("email", "alice@example.com").claim("emailVerified", true);
/// assert_eq!(alice.subject(), "alice");
/// assert_eq!(alice.claims()["emailVerified"], true.into());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    issuer: String,
    subject: String,
    claims: BTreeMap<String, Value>,
}

impl Identity {
    /// The issuer of a testing deployment's tokens.
    pub const ISSUER: &'static str = "https://testing.convex.example";

    /// Creates a user with this subject, issued by [`ISSUER`](Self::ISSUER).
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            issuer: Self::ISSUER.to_owned(),
            subject: subject.into(),
            claims: BTreeMap::new(),
        }
    }

    /// Sets another issuer, for functions that read it.
    #[must_use]
    pub fn issued_by(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = issuer.into();
        self
    }

    /// Adds a claim by its name in `getUserIdentity()`: `name`, `email`, `emailVerified`.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// The user's id at the issuer.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The issuer, which vouches for the user.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The issuer and subject, which together are unique among all users.
    pub fn token_identifier(&self) -> String {
        format!("{}|{}", self.issuer, self.subject)
    }

    /// The claims beside issuer and subject.
    pub fn claims(&self) -> &BTreeMap<String, Value> {
        &self.claims
    }

    /// As `ctx.auth.getUserIdentity()` returns it.
    #[doc(hidden)]
    pub fn to_json(&self) -> Json {
        let mut json = json!({
            "subject": self.subject,
            "issuer": self.issuer,
            "tokenIdentifier": self.token_identifier(),
        });
        for (name, value) in &self.claims {
            json[name] = encoded(value);
        }
        json
    }

    /// The user whom an administrator acts as, by the attributes that `getUserIdentity()` returns.
    pub(super) fn from_attributes(attributes: &Map<String, Json>) -> Option<Self> {
        let text = |name: &str| Some(attributes.get(name)?.as_str()?.to_owned());
        let others = attributes
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "subject" | "issuer" | "tokenIdentifier"));
        let claims = others.map(|(name, value)| {
            let value = Tape::parse(&value.to_string()).ok()?.root().decode().ok()?;
            Some((name.clone(), value))
        });
        let identity = Self {
            issuer: text("issuer")?,
            subject: text("subject")?,
            claims: claims.collect::<Option<_>>()?,
        };
        // The server does not make one up.
        attributes
            .contains_key("tokenIdentifier")
            .then_some(identity)
    }

    /// A token in the form of a JWT, which official clients look into for its expiry; `number`
    /// tells tokens apart.
    pub(super) fn to_token(&self, number: u64, expiry: SystemTime) -> String {
        let seconds = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            since.as_secs()
        };
        let header = json!({ "alg": "none", "typ": "JWT" });
        let mut payload = json!({
            "iss": self.issuer,
            "sub": self.subject,
            "aud": "convex",
            "iat": seconds(SystemTime::now()),
            "exp": seconds(expiry),
            "jti": number.to_string(),
        });
        for (name, value) in &self.claims {
            let known = CLAIMS.iter().find(|(_, attribute)| attribute == name);
            payload[known.map_or(name.as_str(), |(claim, _)| claim)] = encoded(value);
        }
        let part = |json: &Json| URL_SAFE_NO_PAD.encode(json.to_string());
        format!(
            "{}.{}.{}",
            part(&header),
            part(&payload),
            URL_SAFE_NO_PAD.encode("testing")
        )
    }

    /// Reads the identity and expiry that a token claims, if it has the form of a JWT.
    pub(super) fn claimed_by(token: &str) -> Option<(Self, SystemTime)> {
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        let payload: BTreeMap<String, Json> = serde_json::from_slice(&payload).ok()?;
        let text = |name: &str| Some(payload.get(name)?.as_str()?.to_owned());
        let expiry = UNIX_EPOCH
            .checked_add(Duration::try_from_secs_f64(payload.get("exp")?.as_f64()?).ok()?)?;
        let claims = payload
            .iter()
            .filter(|(name, _)| !HOUSEKEEPING.contains(&name.as_str()))
            .filter_map(|(name, value)| {
                let known = CLAIMS.iter().find(|(claim, _)| claim == name);
                let name = known.map_or(name.as_str(), |(_, attribute)| attribute);
                let value = Tape::parse(&value.to_string()).ok()?.root().decode().ok()?;
                Some((name.to_owned(), value))
            });
        let identity = Self {
            issuer: text("iss")?,
            subject: text("sub")?,
            claims: claims.collect(),
        };
        Some((identity, expiry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_tells_whose_it_is() {
        let alice = Identity::new("alice")
            .issued_by("https://issuer.example")
            .claim("givenName", "Alice")
            .claim("emailVerified", true)
            .claim("role", Value::from_iter([("level", Value::Float64(3.0))]));
        let expiry = UNIX_EPOCH + Duration::from_secs(2_000_000_000);
        let token = alice.to_token(1, expiry);
        assert_eq!(Identity::claimed_by(&token), Some((alice, expiry)));
        assert_eq!(Identity::claimed_by("not.a.token"), None);
    }
}
