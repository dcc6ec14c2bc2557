//! The sender of a request.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use convex_runtime::{Client, Credential};

/// A client that calls as the request's sender: with the request's token, or anonymously.
///
/// It shares connections with the client of all requests, but no identity: a request can never use
/// another one's.
#[derive(Debug, Clone)]
pub struct Caller(pub Client);

impl FromRequestParts<Client> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, client: &Client) -> Result<Self, Infallible> {
        let header = parts.headers.get(AUTHORIZATION);
        let token = header.and_then(|header| header.to_str().ok()?.strip_prefix("Bearer "));
        let credential = token.map_or_else(Credential::anonymous, Credential::token);
        Ok(Self(client.with_credential(credential)))
    }
}
