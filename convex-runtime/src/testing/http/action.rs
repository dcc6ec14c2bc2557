//! HTTP actions: requests below `/http`, where the server has those that come to its site. Another
//! process executes them; it has the stored files too.

use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{AUTHORIZATION, HeaderName, HeaderValue, TRANSFER_ENCODING},
};
use serde_json::json;

use super::{
    HttpError, Root,
    answer::{Answer, json_answer, text_answer},
    respond::collect,
};
use crate::testing::{
    ForeignHttp, ForeignRequest, ForeignResponse, Identity, backend::Backend, lock::lock,
    registry::HttpActions,
};

/// Returns whether another process stores the files.
pub(super) fn has_files(backend: &Backend) -> bool {
    lock(&backend.registry).http.is_some()
}

pub(super) async fn respond(
    backend: &Arc<Backend>,
    request: Request<Incoming>,
    root: Root,
) -> Result<Answer, HttpError> {
    let Some(actions) = action(backend, &request) else {
        let text = if lock(&backend.registry).routes.is_empty() {
            "This Convex deployment does not have HTTP actions enabled."
        } else {
            "No matching routes found"
        };
        let mut answer = text_answer(text, "text/plain; charset=utf-8");
        *answer.status_mut() = StatusCode::NOT_FOUND;
        return Ok(answer);
    };
    let target = request.uri().path_and_query();
    let request = ForeignRequest {
        method: request.method().to_string(),
        path: match root {
            Root::Api => target.map_or_else(String::new, ToString::to_string),
            Root::Site => format!("/http{}", target.map_or("/", |target| target.as_str())),
        },
        headers: pairs(request.headers()),
        identity: identity(request.headers(), backend),
        body: collect(request).await?.to_vec(),
    };
    let outcome = actions(request).await;
    // It may have run mutations.
    backend.publish();
    let request_id = backend.next_request_id();
    Ok(match outcome {
        Ok(response) => {
            answer(response).unwrap_or_else(|| failed(&request_id, "an impossible response"))
        }
        Err(thrown) => failed(&request_id, &thrown.message),
    })
}

/// The action for a request: a closure, else what another process has.
fn action(backend: &Backend, request: &Request<Incoming>) -> Option<ForeignHttp> {
    let registry = lock(&backend.registry);
    let path = request.uri().path();
    let path = path.strip_prefix("/http").unwrap_or(path);
    let closure = registry.routes.find(request.method().as_str(), path);
    closure.or_else(|| {
        registry
            .http
            .as_ref()
            .map(|HttpActions(actions)| Arc::clone(actions))
    })
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        Some((name.to_string(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(text).collect()
}

/// The caller's identity. HTTP actions may use the header otherwise, so invalid tokens are ignored.
fn identity(headers: &HeaderMap, backend: &Backend) -> Option<Identity> {
    let token = headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")?;
    backend.tokens.authenticate(token.trim()).ok()
}

fn answer(response: ForeignResponse) -> Option<Answer> {
    let body = Full::new(Bytes::from(response.body)).map_err(|never| match never {});
    let mut answer = Response::new(body.boxed_unsync());
    *answer.status_mut() = StatusCode::from_u16(response.status).ok()?;
    for (name, value) in response.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        // The body is whole.
        if name != TRANSFER_ENCODING {
            answer
                .headers_mut()
                .append(name, HeaderValue::from_str(&value).ok()?);
        }
    }
    Some(answer)
}

fn failed(request_id: &str, message: &str) -> Answer {
    let code = format!("[Request ID: {request_id}] Server Error");
    let mut answer = json_answer(&json!({ "code": code, "trace": message }));
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer
}
