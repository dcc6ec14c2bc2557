//! One request and its answer, by sockets.

use std::sync::Arc;

use reqwest::{RequestBuilder, Response};

use super::{
    Gauge,
    body::{Counted, Tracked},
    upload::Content,
};
use crate::{Error, Sent, platform, transport::Progress};

/// Results end at 16 MiB before encoding; escapes make them up to six times as long.
const MAX_ANSWER: usize = 100 * 1024 * 1024;

/// What the deployment is asked to know a call by: 16 digits, as its own ids.
pub(super) fn name(request: RequestBuilder, progress: &Progress) -> RequestBuilder {
    let id = format!("{:016x}", platform::random());
    let request = request.header("convex-request-id", &id);
    progress.known_by(id);
    request
}

/// The status and the text of the answer.
pub(super) async fn exchange(
    request: RequestBuilder,
    body: String,
    progress: Progress,
) -> Result<(u16, String), Error> {
    let body = reqwest::Body::wrap(Tracked::new(body, progress.clone()));
    let response = request
        .body(body)
        .send()
        .await
        .map_err(|error| transport(error, &progress))?;
    let status = response.status().as_u16();
    Ok((status, read(response, &progress).await?))
}

async fn read(mut response: Response, progress: &Progress) -> Result<String, Error> {
    let status = response.status().as_u16();
    let too_long = || Error::invalid_response(Some(status), "the answer is longer than 100 MiB");
    let announced = response
        .content_length()
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0);
    if announced > MAX_ANSWER {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(announced);
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport(error, progress))?
    {
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes)
        .map_err(|_| Error::invalid_response(Some(status), "the answer is not UTF-8"))
}

/// A connection that was never made carried nothing; neither did one that broke before the body was asked for.
fn transport(error: reqwest::Error, progress: &Progress) -> Error {
    let sent = if error.is_connect() {
        Sent::No
    } else {
        progress.sent()
    };
    // The deployment is known to the caller, and a URL may hold a password.
    Error::Transport {
        sent,
        source: Arc::new(error.without_url()),
    }
}

/// Sends a file; the status and the text of the answer.
pub(super) async fn upload(
    request: RequestBuilder,
    content: (Content, u64),
    gauge: Gauge,
) -> Result<(u16, String), Error> {
    // Nothing in an upload is a call that may be repeated.
    let sent = Progress::default();
    sent.leaves();
    let body = reqwest::Body::wrap(Counted::new(content, gauge)?);
    let response = request
        .body(body)
        .send()
        .await
        .map_err(|error| transport(error, &sent))?;
    let status = response.status().as_u16();
    Ok((status, read(response, &sent).await?))
}
