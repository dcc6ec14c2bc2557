//! `Answer`, `HttpError`: HTTP responses.

use std::time::Duration;

use futures_util::stream;
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Response, StatusCode,
    body::{Bytes, Frame},
    header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use serde_json::{Value as Json, json};

pub(in crate::testing) type Answer = Response<UnsyncBoxBody<Bytes, Dropped>>;

/// The connection is to break.
#[derive(Debug)]
pub(in crate::testing) struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

/// A failure outside of a function: a status, a code and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::testing) struct HttpError {
    status: StatusCode,
    code: String,
    message: String,
}

impl HttpError {
    pub(in crate::testing) fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    pub(in crate::testing) fn unauthenticated(code: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    pub(super) fn forbidden(code: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            ..Self::unauthenticated(code, message)
        }
    }

    pub(super) fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "NotFound".to_owned(),
            message: "There is no such route.".to_owned(),
        }
    }

    /// Creates a response with a status that a test requests.
    pub(super) fn injected(status: u16, code: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = status
            .canonical_reason()
            .unwrap_or("The server answers so on purpose.")
            .to_owned();
        Self {
            status,
            code: code.to_owned(),
            message,
        }
    }

    pub(super) fn answer(&self) -> Answer {
        let mut answer = json_answer(&json!({ "code": self.code, "message": self.message }));
        *answer.status_mut() = self.status;
        answer
    }
}

/// As the sync protocol says it.
impl std::fmt::Display for HttpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// A status and headers.
pub(in crate::testing) fn empty_answer(status: StatusCode) -> Answer {
    let mut answer = Response::new(
        Full::default()
            .map_err(|never| match never {})
            .boxed_unsync(),
    );
    *answer.status_mut() = status;
    answer
}

pub(super) fn json_answer(json: &Json) -> Answer {
    text_answer(json.to_string(), "application/json")
}

pub(super) fn text_answer(text: impl Into<Bytes>, content_type: &'static str) -> Answer {
    let body = Full::new(text.into()).map_err(|never| match never {});
    let mut answer = Response::new(body.boxed_unsync());
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

/// Makes the connection close after this answer.
pub(super) fn last(mut answer: Answer) -> Answer {
    answer
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Half of an answer, after which the connection breaks.
pub(super) fn truncated(json: &Json) -> Answer {
    let whole = Bytes::from(json.to_string());
    let half = whole.slice(..whole.len() / 2);
    let frames = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) if !half.is_empty() => Some((Ok(Frame::data(half)), Some(Bytes::new()))),
            Some(_) => {
                // Time for the first half to leave.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Err(Dropped), None))
            }
            None => None,
        }
    });
    let mut answer = Response::new(StreamBody::new(frames).boxed_unsync());
    answer
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
