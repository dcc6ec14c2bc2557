//! `Principal`: the user that a call runs as, and its access.

use serde_json::{Map, Value as Json};

use super::Identity;

/// The caller of a function, as the server knows it once the credential is checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Principal {
    /// The user that the function sees.
    pub(super) identity: Option<Identity>,
    /// `true` if a deploy key was presented, which allows internal functions and components.
    pub(super) is_admin: bool,
}

impl Principal {
    pub(super) fn user(identity: Identity) -> Self {
        Self {
            identity: Some(identity),
            is_admin: false,
        }
    }

    /// The administrator, who may act as the user with these attributes.
    pub(super) fn admin(acting_as: Option<&Map<String, Json>>) -> Option<Self> {
        let identity = match acting_as {
            Some(attributes) => Some(Identity::from_attributes(attributes)?),
            None => None,
        };
        Some(Self {
            identity,
            is_admin: true,
        })
    }
}
