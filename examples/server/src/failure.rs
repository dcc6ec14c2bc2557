//! A route's response to a failed call.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use convex_runtime::{Error, Sent};
use serde_json::json;

/// A call that failed, as a status and what the caller may know of it.
#[derive(Debug)]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl Failure {
    /// The status: what the backend threw on purpose is the caller's business, the rest is not.
    pub fn status(&self) -> StatusCode {
        match &self.0 {
            Error::Application(thrown) => match thrown.code() {
                Some("UNAUTHENTICATED") => StatusCode::UNAUTHORIZED,
                Some("NOT_FOUND") => StatusCode::NOT_FOUND,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Error::Authentication { .. } => StatusCode::UNAUTHORIZED,
            // It did not run: the caller can try again.
            error if error.sent() == Sent::No => StatusCode::SERVICE_UNAVAILABLE,
            Error::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        let thrown = self.0.application().and_then(|thrown| thrown.text());
        let reason = thrown.or(status.canonical_reason());
        let body = json!({ "error": reason, "requestId": self.0.request_id() });
        (status, Json(body)).into_response()
    }
}
