//! `respond`: from a request to its route.

use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderValue},
};
use serde_json::{Map, Value as Json, json};

use super::{
    HttpError, Root, action,
    answer::{Answer, Dropped, empty_answer, json_answer, text_answer},
    call::{Calls, Refusal, finish},
    headers::Caller,
    storage,
    stream::Valve,
};
use crate::{
    FunctionKind,
    testing::{backend::Backend, sync},
};

/// The maximum size of a request: the limit of arguments, with some room.
const MAX_BODY: usize = 20 << 20;

pub(super) async fn respond(
    backend: Arc<Backend>,
    valve: Valve,
    request: Request<Incoming>,
    root: Root,
) -> Result<Answer, Dropped> {
    if let Some(guard) = &backend.guard
        && let Some(reason) = guard.refusal(request.headers())
    {
        let mut answer = text_answer(reason, "text/plain; charset=utf-8");
        *answer.status_mut() = StatusCode::FORBIDDEN;
        return Ok(answer);
    }
    let path = request.uri().path();
    if root == Root::Site || path == "/http" || path.starts_with("/http/") {
        // They have headers and preflights of their own.
        return finish(
            action::respond(&backend, request, root)
                .await
                .map_err(Into::into),
        );
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut answer = finish(route(backend, valve, request).await)?;
    if let Some(origin) = origin {
        let headers = answer.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    Ok(answer)
}

async fn route(
    backend: Arc<Backend>,
    valve: Valve,
    mut request: Request<Incoming>,
) -> Result<Answer, Refusal> {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    if method == Method::OPTIONS {
        return Ok(preflight(&request));
    }
    match (&method, path.as_str()) {
        (&Method::GET, "/") => {
            let text = "This Convex deployment is running. See https://docs.convex.dev/.";
            return Ok(text_answer(text, "text/plain; charset=utf-8"));
        }
        (&Method::GET, "/version") => {
            return Ok(text_answer("unknown", "text/plain; charset=utf-8"));
        }
        (&Method::GET, path) if is_sync(path) => {
            return Ok(sync::upgrade(&backend, &valve, &mut request)?);
        }
        _ => {}
    }
    let Some(route) = path.strip_prefix("/api/") else {
        return Err(HttpError::not_found().into());
    };
    if let Some(route) = route.strip_prefix("storage/") {
        if action::has_files(&backend) {
            return Ok(action::respond(&backend, request, Root::Api).await?);
        }
        return Ok(storage::respond(&backend, route, request).await?);
    }
    let caller = Caller::read(request.headers(), &backend)?;
    let query = request.uri().query().unwrap_or_default().to_owned();
    let calls = Calls {
        backend,
        valve,
        caller,
    };
    match (&method, route) {
        (&Method::GET, "query") => {
            calls
                .call(FunctionKind::Query, &query_string(&query)?)
                .await
        }
        (&Method::GET, "stream_function_logs") => {
            calls.require_admin()?;
            let cursor = query
                .strip_prefix("cursor=")
                .and_then(|cursor| cursor.parse::<f64>().ok());
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a time in milliseconds"
            )]
            let cursor = cursor.unwrap_or(0.0).max(0.0) as u64;
            let log = calls.backend.system.log_after(cursor).await;
            Ok(json_answer(&log))
        }
        (&Method::POST, "update_environment_variables") => {
            calls.require_admin()?;
            let body = body(request).await?;
            calls.backend.change_environment(&body).await?;
            calls.backend.publish();
            Ok(empty_answer(StatusCode::OK))
        }
        (&Method::POST, "query_ts") => Ok(json_answer(
            &json!({ "ts": calls.backend.clock.now().encode() }),
        )),
        (&Method::POST, route) => {
            let body = body(request).await?;
            match route {
                "query" => calls.call(FunctionKind::Query, &body).await,
                "mutation" => calls.call(FunctionKind::Mutation, &body).await,
                "action" => calls.call(FunctionKind::Action, &body).await,
                "function" => calls.any_function(&body).await,
                "query_at_ts" => calls.query_at(&body).await,
                "query_batch" => calls.batch(&body).await,
                route => match route.strip_prefix("run/") {
                    Some(path) => calls.run_path(&percent_decode(path)?, &body).await,
                    None => Err(HttpError::not_found().into()),
                },
            }
        }
        _ => Err(HttpError::not_found().into()),
    }
}

/// `/api/sync` and `/api/1.48.0/sync`.
fn is_sync(path: &str) -> bool {
    match path
        .strip_prefix("/api/")
        .and_then(|path| path.strip_suffix("sync"))
    {
        Some("") => true,
        Some(version) => {
            version.len() > 1 && version.ends_with('/') && version.matches('/').count() == 1
        }
        None => false,
    }
}

async fn body(request: Request<Incoming>) -> Result<Json, HttpError> {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"));
    if !is_json {
        return Err(HttpError::bad_request(
            "BadJsonBody",
            "Expected request with `Content-Type: application/json`",
        ));
    }
    let bytes = collect(request).await?;
    serde_json::from_slice(&bytes).map_err(|error| {
        HttpError::bad_request(
            "BadJsonBody",
            format!("Failed to parse the request body as JSON: {error}"),
        )
    })
}

pub(super) async fn collect(request: Request<Incoming>) -> Result<Bytes, HttpError> {
    match Limited::new(request.into_body(), MAX_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => Err(HttpError::bad_request(
            "BadJsonBody",
            format!("Failed to buffer the request body: {error}"),
        )),
    }
}

/// `path`, `args` (as JSON text) and `format` of a query string.
fn query_string(query: &str) -> Result<Json, HttpError> {
    let mut body = Map::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = percent_decode(&value.replace('+', " "))?;
        let value = match name {
            "args" => serde_json::from_str(&value).map_err(|error| {
                HttpError::bad_request("BadQueryString", format!("`args` is not JSON: {error}"))
            })?,
            _ => Json::from(value),
        };
        body.insert(name.to_owned(), value);
    }
    Ok(Json::Object(body))
}

pub(super) fn percent_decode(text: &str) -> Result<String, HttpError> {
    let malformed = || HttpError::bad_request("BadQueryString", "malformed percent-encoding");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = rest
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .ok_or_else(malformed)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| malformed())?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

/// Browsers ask first.
fn preflight(request: &Request<Incoming>) -> Answer {
    let mut answer = empty_answer(StatusCode::NO_CONTENT);
    let headers = answer.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, OPTIONS"),
    );
    if let Some(asked) = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
    {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    answer
}
