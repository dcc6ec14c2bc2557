//! `Caller`: the headers of a request.

use base64::{Engine, engine::general_purpose::STANDARD};
use hyper::{HeaderMap, header::AUTHORIZATION};
use serde_json::{Map, Value as Json};

use super::HttpError;
use crate::testing::{backend::Backend, export::Format, principal::Principal, token::Tokens};

/// The caller of a request, with its credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    pub(super) request_id: String,
    credential: Option<Credential>,
    /// Answers to it have this form unless it asks for another.
    pub(super) format: Format,
}

impl Caller {
    pub(super) fn read(headers: &HeaderMap, backend: &Backend) -> Result<Self, HttpError> {
        let client = ClientVersion::read(headers)?;
        client.check_supported()?;
        let request_id = text(headers, "convex-request-id")
            .map_or_else(|| backend.next_request_id(), str::to_owned);
        Ok(Self {
            request_id,
            credential: Credential::read(headers)?,
            format: client.format(),
        })
    }

    pub(super) fn authenticate(&self, backend: &Backend) -> Result<Principal, HttpError> {
        match &self.credential {
            None => Ok(Principal::default()),
            Some(Credential::Token(token)) => {
                backend.tokens.authenticate(token).map(Principal::user)
            }
            Some(Credential::Admin { key, acting_as }) => {
                Tokens::administrator(key, acting_as.as_ref())
            }
        }
    }
}

/// The contents of an `Authorization` header.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Credential {
    Token(String),
    /// A deploy key, and the attributes of the user to act as.
    Admin {
        key: String,
        acting_as: Option<Map<String, Json>>,
    },
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

impl Credential {
    fn read(headers: &HeaderMap) -> Result<Option<Self>, HttpError> {
        let Some(value) = headers.get(AUTHORIZATION) else {
            return Ok(None);
        };
        let value = value
            .to_str()
            .map_err(|_| HttpError::bad_request("HeaderParseFailure", "Failed to parse header"))?;
        let (Some(scheme), Some(rest)) = (value.get(..7), value.get(7..)) else {
            return Err(HttpError::bad_request(
                "InvalidHeaderFailure",
                "Invalid authentication header",
            ));
        };
        if scheme.eq_ignore_ascii_case("convex ") {
            return Self::admin(rest.trim()).map(Some);
        }
        if !scheme.eq_ignore_ascii_case("bearer ") {
            return Err(invalid_admin_key());
        }
        Ok(Some(Self::Token(rest.trim().to_owned())))
    }

    /// `prod:happy-otter-123|<key>`, and after a colon the base64 of the JSON of whom to act as.
    fn admin(text: &str) -> Result<Self, HttpError> {
        let key = text.rsplit('|').next().unwrap_or(text);
        let (key, acting_as) = match key.split_once(':') {
            Some((key, attributes)) => {
                let json = STANDARD
                    .decode(attributes)
                    .map_err(|_| invalid_admin_key())?;
                let attributes = serde_json::from_slice(&json);
                (key, Some(attributes.map_err(|_| invalid_admin_key())?))
            }
            None => (key, None),
        };
        Ok(Self::Admin {
            key: key.to_owned(),
            acting_as,
        })
    }
}

fn invalid_admin_key() -> HttpError {
    HttpError::bad_request("InvalidAdminKey", "Invalid admin key")
}

/// `npm-1.48.0`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::testing) struct ClientVersion {
    name: String,
    version: Option<[u64; 3]>,
}

impl ClientVersion {
    fn read(headers: &HeaderMap) -> Result<Self, HttpError> {
        text(headers, "convex-client").map_or_else(|| Ok(Self::default()), Self::parse)
    }

    /// Browsers cannot set headers on a socket: npm clients put their version into the path.
    pub(in crate::testing) fn of_socket(
        headers: &HeaderMap,
        path: &str,
    ) -> Result<Self, HttpError> {
        match path
            .strip_prefix("/api/")
            .and_then(|path| path.strip_suffix("/sync"))
        {
            Some(version) if !headers.contains_key("convex-client") => {
                Self::parse(&format!("npm-{version}"))
            }
            _ => Self::read(headers),
        }
    }

    /// Returns whether the client reassembles chunked transitions.
    pub(in crate::testing) fn takes_chunks(&self) -> bool {
        self.name == "npm" && self.version.is_some_and(|version| version >= [1, 28, 0])
    }

    fn parse(client: &str) -> Result<Self, HttpError> {
        if !client.contains('-') {
            let message = format!(
                "Failed to parse client version string: '{client}'. Expected format is {{client_name}}-{{semver}}, e.g. \
                 my-esolang-client-0.0.1"
            );
            return Err(HttpError::bad_request("InvalidClientVersion", message));
        }
        // The longest version that reads as one, from the right.
        let split = client
            .match_indices('-')
            .find_map(|(at, _)| Some((&client[..at], semver(&client[at + 1..])?)));
        let (name, version) = match split {
            Some((name, version)) => (name, Some(version)),
            None => (client.split('-').next().unwrap_or_default(), None),
        };
        Ok(Self {
            name: name.to_ascii_lowercase(),
            version,
        })
    }

    pub(in crate::testing) fn check_supported(&self) -> Result<(), HttpError> {
        let (last_unsupported, upgrade) = match self.name.as_str() {
            "npm" | "npm-cli" | "actions" => (
                [0, 19, 1],
                "Update your Convex npm version with `npx convex update` or `npm update`.",
            ),
            "rust" => (
                [0, 0, 1],
                "Update your Convex Rust crate version with `cargo update -p convex`.",
            ),
            _ => return Ok(()),
        };
        match self.version {
            Some(version) if version <= last_unsupported => {
                let [major, minor, patch] = version;
                let name = &self.name;
                let message = format!(
                    "The Convex {name} package at version {major}.{minor}.{patch} is no longer supported. {upgrade}"
                );
                Err(HttpError::bad_request("ClientVersionUnsupported", message))
            }
            _ => Ok(()),
        }
    }

    /// Old clients get the encoded form when they ask for none.
    fn format(&self) -> Format {
        let clean_since = match self.name.as_str() {
            "npm" | "npm-cli" | "actions" => [1, 4, 1],
            "python" | "python-convex" => [0, 5, 0],
            _ => return Format::Clean,
        };
        if self.version.is_some_and(|version| version > clean_since) {
            Format::Clean
        } else {
            Format::Encoded
        }
    }
}

/// The numbers of a version; what follows them does not matter here.
fn semver(text: &str) -> Option<[u64; 3]> {
    let numbers = text.split(['-', '+']).next()?;
    let mut parts = numbers.split('.').map(|part| part.parse().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_tells_its_name_and_version() {
        let client = |text| ClientVersion::parse(text).expect("valid");
        assert_eq!(
            client("npm-1.48.0"),
            ClientVersion {
                name: "npm".to_owned(),
                version: Some([1, 48, 0])
            }
        );
        assert_eq!(client("convex-runtime-0.1.0-beta.1").name, "convex-runtime");
        assert_eq!(client("my-thing").version, None);
        assert!(ClientVersion::parse("nonsense").is_err());
        assert!(client("npm-0.19.1").check_supported().is_err());
        assert!(client("npm-0.19.2").check_supported().is_ok());
        assert_eq!(client("npm-1.4.1").format(), Format::Encoded);
        assert_eq!(client("npm-1.48.0").format(), Format::Clean);
    }
}
