//! Credentials, identities and identity changes.

mod credential;
mod identity;
pub(crate) mod jwt;
mod keeper;
mod source;
mod state;
mod user;

pub use credential::Credential;
#[cfg(feature = "live")]
pub(crate) use credential::CredentialKind;
pub(crate) use identity::{Current, Identity, Masked, Proof};
#[cfg(feature = "live")]
pub(crate) use keeper::{Need, token};
pub(crate) use keeper::{TokenKeeper, Tokens};
pub use source::{TokenRequest, TokenSource};
pub(crate) use state::AuthWatch;
pub use state::{AuthState, AuthStatus};
pub use user::UserIdentity;
#[cfg(feature = "testing")]
pub(crate) use user::{CLAIMS, HOUSEKEEPING};

#[cfg(test)]
mod tests;
