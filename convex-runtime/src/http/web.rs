//! One request and its answer, by a browser's `fetch`.

use std::future::poll_fn;

use bytes::Bytes;
use reqwest::RequestBuilder;
use tokio::sync::oneshot;

use super::{
    Gauge,
    upload::{Content, Pieces},
};
use crate::{Error, Sent, platform, transport::Progress};

/// Browsers ask the deployment first whether it takes a header that it does not know.
pub(super) fn name(request: RequestBuilder, _: &Progress) -> RequestBuilder {
    request
}

/// The status and the text of the answer.
///
/// `fetch` does not tell how far a request came, so that every failure is a `Sent::Maybe`. It runs in a task of its own, as its
/// future cannot move between threads and calls can; the task ends with the call.
pub(super) async fn exchange(
    request: RequestBuilder,
    (body, progress): (String, Progress),
    _: usize,
) -> Result<(u16, String), Error> {
    if !progress.leaves() {
        return Err(Error::DROPPED);
    }
    fetch(request.body(body)).await
}

async fn fetch(request: RequestBuilder) -> Result<(u16, String), Error> {
    let (mut sender, receiver) = oneshot::channel();
    platform::spawn(async move {
        let answer = {
            let fetch = async {
                let response = request.send().await?;
                Ok((response.status().as_u16(), response.text().await?))
            };
            platform::unless(fetch, sender.closed()).await
        };
        if let Some(answer) = answer {
            // Nobody may be waiting.
            let _ = sender.send(answer);
        }
    });
    match receiver.await {
        Ok(answer) => answer.map_err(|error: reqwest::Error| {
            Error::transport(Sent::Maybe, Failed(error.without_url().to_string()))
        }),
        Err(_) => Err(Error::DROPPED),
    }
}

/// What `fetch` says of a failure; its own error cannot move between threads.
#[derive(Debug)]
struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

/// What is in a stream; nothing is sent yet.
async fn whole(mut pieces: Pieces) -> Result<Bytes, Error> {
    let mut content = Vec::new();
    while let Some(piece) = poll_fn(|context| pieces.as_mut().poll_next(context)).await {
        let piece = piece.map_err(|error| {
            Error::transport(Sent::No, Failed(format!("the stream failed: {error}")))
        })?;
        content.extend_from_slice(&piece);
    }
    Ok(content.into())
}

/// Sends a file; the status and the text of the answer. `fetch` does not tell how far it is.
pub(super) async fn upload(
    request: RequestBuilder,
    (content, size, gauge): (Content, u64, Gauge),
    _: usize,
) -> Result<(u16, String), Error> {
    let content = match content {
        Content::Whole(content) => content,
        Content::Stream(pieces) => whole(Content::take(&pieces)?).await?,
    };
    let answer = fetch(request.body(content)).await?;
    gauge.leave(size);
    Ok(answer)
}
