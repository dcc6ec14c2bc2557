//! `UserIdentity`: a user, as Convex functions see one.

use std::collections::BTreeMap;

use crate::{EncodeError, Encoder, Tape, Value, base64};

/// A user, as `ctx.auth.getUserIdentity()` describes one: issuer, subject and further attributes.
///
/// ```
/// use convex_runtime::UserIdentity;
///
/// let ann = UserIdentity::new("https://example.com", "ann").attribute("email", "ann@example.com");
/// assert_eq!(ann.token_identifier(), "https://example.com|ann");
/// assert_eq!(ann.attributes()["email"], "ann@example.com".into());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct UserIdentity {
    issuer: String,
    subject: String,
    attributes: BTreeMap<String, Value>,
}

impl UserIdentity {
    /// The user whom `issuer`, a URL, knows as `subject`.
    pub fn new(issuer: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            subject: subject.into(),
            attributes: BTreeMap::new(),
        }
    }

    /// Adds an attribute, by the name that `getUserIdentity()` has for it: `name`, `email`,
    /// `emailVerified`.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Returns the URL of the auth provider that authenticated the user.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the user's id at the issuer.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Issuer and subject: unique among all users.
    pub fn token_identifier(&self) -> String {
        format!("{}|{}", self.issuer, self.subject)
    }

    /// The attributes beside issuer and subject.
    pub fn attributes(&self) -> &BTreeMap<String, Value> {
        &self.attributes
    }

    /// The user whom a JWT names; nothing is verified.
    pub(super) fn of_token(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        let payload = base64::decode_url(payload.trim_end_matches('='))?;
        let claims = Tape::parse(std::str::from_utf8(&payload).ok()?).ok()?;
        let Value::Object(claims) = claims.root().decode().ok()? else {
            return None;
        };
        let text = |name: &str| match claims.get(name)? {
            Value::String(text) => Some(text.clone()),
            _ => None,
        };
        let mut user = Self::new(text("iss")?, text("sub")?);
        for (name, value) in claims {
            if !HOUSEKEEPING.contains(&name.as_str()) {
                let known = CLAIMS.iter().find(|(claim, _)| *claim == name);
                user = user.attribute(
                    known.map_or(name.as_str(), |(_, attribute)| attribute),
                    value,
                );
            }
        }
        Some(user)
    }

    /// The JSON that a deployment takes for the user to act as.
    ///
    /// An error for attributes whose names Convex does not take.
    pub(super) fn to_json(&self) -> Result<String, EncodeError> {
        let mut out = Encoder::new();
        out.begin_object();
        out.field("issuer", &*self.issuer);
        out.field("subject", &*self.subject);
        out.field("tokenIdentifier", &*self.token_identifier());
        for (name, value) in &self.attributes {
            if !matches!(name.as_str(), "issuer" | "subject" | "tokenIdentifier") {
                out.entry(name, value);
            }
        }
        out.end_object();
        out.finish()
    }
}

/// Standard claims that `getUserIdentity()` has under other names.
pub(crate) const CLAIMS: &[(&str, &str)] = &[
    ("given_name", "givenName"),
    ("family_name", "familyName"),
    ("preferred_username", "preferredUsername"),
    ("profile", "profileUrl"),
    ("picture", "pictureUrl"),
    ("website", "websiteUrl"),
    ("email_verified", "emailVerified"),
    ("birthdate", "birthday"),
    ("zoneinfo", "timezone"),
    ("locale", "language"),
    ("phone_number", "phoneNumber"),
    ("phone_number_verified", "phoneNumberVerified"),
    ("updated_at", "updatedAt"),
];

/// Claims about the token, which functions do not see.
pub(crate) const HOUSEKEEPING: &[&str] = &[
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "fva",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
];

#[cfg(test)]
mod tests {
    use ::base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    #[test]
    fn a_token_names_its_user() {
        let claims = r#"{"iss":"https://issuer.example","sub":"ann","email_verified":true,"role":"admin","exp":9,"iat":1}"#;
        let token = format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims));
        let ann = UserIdentity::new("https://issuer.example", "ann")
            .attribute("emailVerified", true)
            .attribute("role", "admin");
        assert_eq!(UserIdentity::of_token(&token), Some(ann));
        for token in ["", "opaque", "a.b.c", "e30.e30.sig"] {
            assert_eq!(UserIdentity::of_token(token), None, "{token}");
        }
    }
}
