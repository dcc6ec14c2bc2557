//! The session of a user, and the client that calls as them.
//!
//! Stands where Clerk, Auth0 or a server of one's own would: it believes every name. What an
//! application needs of such a provider is a token, here from `token`.

#![allow(clippy::unused_async, reason = "server functions are async")]

use std::error::Error;

use convex_runtime::TokenRequest;
use leptos::prelude::*;

/// Signs in under a name.
#[server]
pub(crate) async fn sign_in(name: String) -> Result<(), ServerFnError> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(ServerFnError::new("A name has letters and digits."));
    }
    crate::server::set_cookie(&format!("name={name}; Path=/; HttpOnly; SameSite=Lax"));
    Ok(())
}

/// Signs out.
#[server]
pub(crate) async fn sign_out() -> Result<(), ServerFnError> {
    crate::server::set_cookie("name=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok(())
}

/// Returns a token of the signed-in user, for the deployment.
#[server]
pub(crate) async fn token() -> Result<Option<String>, ServerFnError> {
    Ok(crate::server::token())
}

/// Asks the server for a token, as a token source.
pub(crate) async fn ask(
    _request: TokenRequest,
) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
    token().await.map_err(|error| error.to_string().into())
}

/// The page's client, of the deployment that the server named.
#[cfg(target_arch = "wasm32")]
pub(crate) fn client() -> convex_runtime::Client {
    let url = document()
        .query_selector("meta[name=convex-url]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default();
    convex_runtime::Client::builder()
        .url(url)
        .token_source(ask)
        // Mutations over the socket survive a lost connection.
        .route(convex_runtime::Route::Socket)
        .build()
        .expect("the server names a deployment")
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use crate::server::{client, deployment_url};
