//! Signing users in, in programs without a browser page of their own:
//! [`TokenSource`](crate::TokenSource)s for the usual providers, and where their secrets are kept.
//!
//! - [`ConvexAuth`]: the library Convex Auth, by its functions `auth:signIn` and `auth:signOut`.
//! - [`BetterAuth`]: a session of Better Auth, exchanged for tokens of Convex.
//! - [`Oidc`]: any OIDC provider, with PKCE and a redirect to loopback, for desktop and terminal
//!   programs.
//! - [`Credential::from_cookies`](crate::Credential::from_cookies), which needs no feature: the
//!   user of a request to a server.
//!
//! ```no_run
//! use convex_runtime::{Client, sign_in::{FileStore, Oidc}};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let oidc = Oidc::new(&client, "https://example.eu.auth0.com", "client id", FileStore::new("tokens.json"));
//! if !oidc.is_signed_in()? {
//!     let login = oidc.start().await?;
//!     println!("Open {}", login.url());
//!     login.finish().await?;
//! }
//! client.set_token_source(oidc);
//! # Ok(())
//! # }
//! ```

mod better_auth;
mod convex_auth;
mod form;
mod loopback;
mod oidc;
mod pkce;
mod store;

pub use better_auth::BetterAuth;
pub use convex_auth::{ConvexAuth, SignIn};
pub use oidc::{Oidc, OidcLogin};
pub use store::{FileStore, MemoryStore, TokenStore};
