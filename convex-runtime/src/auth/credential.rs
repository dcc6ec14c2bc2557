//! `Credential`: who calls.

use std::{fmt, sync::Arc};

use super::UserIdentity;
use crate::{Error, base64, json::Reader};

/// A credential that authenticates calls. Its `Debug` output hides the secret.
///
/// ```
/// use convex_runtime::Credential;
///
/// let user = Credential::token("eyJhbGciOi...");
/// assert_eq!(format!("{user:?}"), "Credential::User(..)");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credential(CredentialKind);

/// The parts of a credential.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    #[default]
    Anonymous,
    User(Arc<str>),
    Admin {
        key: Arc<str>,
        /// The JSON of the user's attributes.
        acting_as: Option<Arc<str>>,
    },
}

/// Cookies in which auth libraries store the token. Prefixed names are for `https`, where no other
/// host can set them.
const COOKIES: [&str; 4] = [
    "__Host-__convexAuthJWT",
    "__convexAuthJWT",
    "__Secure-better-auth.convex_jwt",
    "better-auth.convex_jwt",
];

impl Credential {
    /// Returns the anonymous credential.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// Creates a user's credential from a JWT of an auth provider configured in the deployment.
    pub fn token(jwt: impl Into<Arc<str>>) -> Self {
        Self(CredentialKind::User(jwt.into()))
    }

    /// Creates the administrator's credential from a deploy key; it may call internal functions.
    pub fn admin(deploy_key: impl Into<Arc<str>>) -> Self {
        Self(CredentialKind::Admin {
            key: deploy_key.into(),
            acting_as: None,
        })
    }

    /// Creates the administrator's credential acting as a user. `identity` is the JSON of the
    /// user's attributes, such as `{"subject": "u1", "issuer": "https://example.com"}`.
    ///
    /// # Errors
    ///
    /// Returns an error if `identity` is not a JSON object.
    pub fn admin_acting_as(deploy_key: &str, identity: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(identity);
        let object = reader.fields(&mut |_, _| Ok(false));
        object.and_then(|()| reader.end()).map_err(|error| {
            Error::configuration(format!("the identity to act as is no JSON object: {error}"))
        })?;
        Ok(Self(CredentialKind::Admin {
            key: deploy_key.into(),
            acting_as: Some(identity.into()),
        }))
    }

    /// Creates a credential from the `Cookie` header of a request to a server, with the token that
    /// Convex Auth or Better Auth keeps in the browser. Anonymous without a token; only the
    /// deployment verifies it.
    ///
    /// ```
    /// use convex_runtime::Credential;
    ///
    /// let user = Credential::from_cookies("theme=dark; __Host-__convexAuthJWT=eyJhbGciOi...");
    /// assert!(!user.is_anonymous());
    /// assert!(Credential::from_cookies("theme=dark").is_anonymous());
    /// ```
    pub fn from_cookies(header: &str) -> Self {
        let cookies = header
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='));
        let token = |(name, value): (&str, &str)| {
            let value = value.trim_matches('"');
            (COOKIES.contains(&name) && !value.is_empty()).then(|| Self::token(value))
        };
        let mut tokens = cookies.filter_map(token);
        tokens.next().unwrap_or_default()
    }

    /// The administrator, acting as `user`.
    pub(crate) fn acting_as(deploy_key: Arc<str>, user: &UserIdentity) -> Result<Self, Error> {
        let json = user.to_json().map_err(|error| {
            Error::configuration(format!("the attributes of the user to act as: {error}"))
        })?;
        Ok(Self(CredentialKind::Admin {
            key: deploy_key,
            acting_as: Some(json.into()),
        }))
    }

    /// Returns whether the credential is anonymous.
    pub fn is_anonymous(&self) -> bool {
        matches!(self.0, CredentialKind::Anonymous)
    }

    /// The `Authorization` header, for transports.
    pub fn authorization(&self) -> Option<String> {
        match &self.0 {
            CredentialKind::Anonymous => None,
            CredentialKind::User(jwt) => Some(format!("Bearer {jwt}")),
            CredentialKind::Admin {
                key,
                acting_as: None,
            } => Some(format!("Convex {key}")),
            CredentialKind::Admin {
                key,
                acting_as: Some(identity),
            } => Some(format!(
                "Convex {key}:{}",
                base64::encode(identity.as_bytes())
            )),
        }
    }

    /// The user's token, if it is one.
    pub(super) fn user(&self) -> Option<&str> {
        match &self.0 {
            CredentialKind::User(jwt) => Some(jwt),
            _ => None,
        }
    }

    /// The parts of the credential, for transports.
    #[cfg(feature = "live")]
    pub(crate) fn kind(&self) -> &CredentialKind {
        &self.0
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            CredentialKind::Anonymous => "Credential::Anonymous",
            CredentialKind::User(_) => "Credential::User(..)",
            CredentialKind::Admin { .. } => "Credential::Admin(..)",
        })
    }
}
