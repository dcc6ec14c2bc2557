//! One request and its answer, by a browser's `fetch`.

use std::future::poll_fn;

use bytes::Bytes;
use js_sys::{Function, JsString, Promise, Reflect, Uint8Array};
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use super::{
    CLIENT, Gauge, Head, Method, Outgoing,
    upload::{Content, Pieces},
};
use crate::{Error, Sent, platform, transport::Progress};

/// The browser makes connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wire;

/// Browsers make the connections of sockets too.
#[cfg(feature = "live")]
pub(crate) type Dialer = Wire;

/// Browsers ask the deployment first whether it takes a header that it does not know.
pub(super) fn name(_: &mut Outgoing, _: &Progress) {}

/// The status and the text of the answer.
///
/// `fetch` does not tell how far a request came, so that every failure is a `Sent::Maybe`. It runs
/// in a task of its own, as its future cannot move between threads and calls can; the task ends
/// with the call.
pub(super) async fn exchange(
    (_, request): (&Wire, Outgoing),
    (body, progress): (String, Progress),
    max: usize,
) -> Result<(u16, String), Error> {
    if !progress.leaves() {
        return Err(Error::DROPPED);
    }
    fetch(request, Body::Text(body), max).await
}

/// The status and the text of an answer; None for a text that is longer than is accepted.
type Answer = (u16, Option<String>);

enum Body {
    Text(String),
    Bytes(Bytes),
}

async fn fetch(request: Outgoing, body: Body, max: usize) -> Result<(u16, String), Error> {
    let (mut sender, receiver) = oneshot::channel();
    platform::spawn(async move {
        if let Some(answer) = platform::unless(fetched(request, body, max), sender.closed()).await {
            // The caller may have stopped waiting.
            let _ = sender.send(answer);
        }
    });
    match receiver.await {
        Ok(Ok((status, Some(text)))) => Ok((status, text)),
        Ok(Ok((status, None))) => Err(super::too_long(status, max)),
        Ok(Err(error)) => Err(Error::transport(Sent::Maybe, Failed(error))),
        Err(_) => Err(Error::DROPPED),
    }
}

async fn fetched(request: Outgoing, body: Body, max: usize) -> Result<Answer, String> {
    let abort = Abort(AbortController::new().map_err(|error| describe(&error))?);
    answer((request, body), &abort, max)
        .await
        .map_err(|error| describe(&error))
}

async fn answer(request: (Outgoing, Body), abort: &Abort, max: usize) -> Result<Answer, JsValue> {
    let response = respond(request, abort).await?;
    let status = response.status();
    let announced = response.headers().get("content-length")?;
    let announced = announced.and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return Ok((status, None));
    }
    let text = JsFuture::from(response.text()?).await?;
    // Before it is copied into the memory of the program. UTF-8 is never shorter than UTF-16.
    let units = text.dyn_ref::<JsString>().map_or(0, JsString::length);
    if units as usize > max {
        return Ok((status, None));
    }
    let text = text.as_string().unwrap_or_default();
    Ok((status, (text.len() <= max).then_some(text)))
}

async fn respond((request, body): (Outgoing, Body), abort: &Abort) -> Result<Response, JsValue> {
    let headers = web_sys::Headers::new()?;
    headers.append("convex-client", CLIENT)?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    let is_empty = matches!(&body, Body::Text(text) if text.is_empty());
    if request.method != Method::Get && !(is_empty && request.method != Method::Post) {
        init.set_body(&match body {
            Body::Text(text) => text.into(),
            Body::Bytes(bytes) => Uint8Array::from(&*bytes).into(),
        });
    }
    // Of a window or of a worker.
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    let promise: Promise = fetch
        .call2(&global, &request.url.into(), &init)?
        .dyn_into()?;
    JsFuture::from(promise).await?.dyn_into()
}

/// Aborts a request whose caller has stopped waiting.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The message of an exception.
fn describe(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    let text = message.and_then(|message| message.as_string());
    text.unwrap_or_else(|| "`fetch` failed".to_owned())
}

/// The message of a `fetch` error, because the error itself is not `Send`.
#[derive(Debug)]
struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

/// Reads a stream to its end; nothing is sent yet.
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
    (_, request): (&Wire, Outgoing),
    (content, size, gauge): (Content, u64, Gauge),
    max: usize,
) -> Result<(u16, String), Error> {
    let content = match content {
        Content::Whole(content) => content,
        Content::Stream(pieces) => whole(Content::take(&pieces)?).await?,
    };
    let answer = fetch(request, Body::Bytes(content), max).await?;
    gauge.leave(size);
    Ok(answer)
}

/// The body of an answer, as it comes. A task of its own reads it, as promises cannot move between
/// threads; it ends when this is dropped.
pub(crate) struct Incoming(mpsc::Receiver<Result<Bytes, String>>);

impl Incoming {
    /// The next piece; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.0.recv().await.transpose();
        chunk.map_err(|error| Error::transport(Sent::Maybe, Failed(error)))
    }
}

/// Sends a request and reads what comes before the body of its answer.
pub(super) async fn open(
    (_, request): (&Wire, Outgoing),
    body: Option<(Content, u64)>,
) -> Result<(Head, Incoming), Error> {
    let body = match body {
        None => Body::Text(String::new()),
        Some((Content::Whole(content), _)) => Body::Bytes(content),
        Some((Content::Stream(pieces), _)) => Body::Bytes(whole(Content::take(&pieces)?).await?),
    };
    let (head, opened) = oneshot::channel();
    let (sender, receiver) = mpsc::channel(1);
    platform::spawn(async move {
        let gone = sender.clone();
        let reading = read((request, body), (head, sender));
        // Dropping it aborts the request.
        let _ = platform::unless(reading, gone.closed()).await;
    });
    match opened.await {
        Ok(Ok(head)) => Ok((head, Incoming(receiver))),
        Ok(Err(error)) => Err(Error::transport(Sent::Maybe, Failed(error))),
        Err(_) => Err(Error::DROPPED),
    }
}

/// The two who wait for an answer: for its head, and for the pieces of its body.
type Waiting = (
    oneshot::Sender<Result<Head, String>>,
    mpsc::Sender<Result<Bytes, String>>,
);

async fn read(request: (Outgoing, Body), (head, pieces): Waiting) {
    let opened = async {
        let abort = Abort(AbortController::new()?);
        let response = respond(request, &abort).await?;
        let known = Head {
            status: response.status(),
            headers: headers_of(&response)?,
        };
        Ok((abort, reader(&response)?, known))
    };
    let (_abort, reader, known) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            // The caller may have stopped waiting.
            let _ = head.send(Err(describe(&error)));
            return;
        }
    };
    if head.send(Ok(known)).is_err() {
        return;
    }
    let Some(reader) = reader else { return };
    loop {
        let piece = piece(&reader).await.map_err(|error| describe(&error));
        let is_last = !matches!(piece, Ok(Some(_)));
        if let Some(piece) = piece.transpose()
            && pieces.send(piece).await.is_err()
        {
            return;
        }
        if is_last {
            return;
        }
    }
}

/// The reader of the body, if there is a body.
fn reader(response: &Response) -> Result<Option<JsValue>, JsValue> {
    let body = Reflect::get(response, &"body".into())?;
    if body.is_null() || body.is_undefined() {
        return Ok(None);
    }
    let get: Function = Reflect::get(&body, &"getReader".into())?.dyn_into()?;
    get.call0(&body).map(Some)
}

async fn piece(reader: &JsValue) -> Result<Option<Bytes>, JsValue> {
    let read: Function = Reflect::get(reader, &"read".into())?.dyn_into()?;
    let promise: Promise = read.call0(reader)?.dyn_into()?;
    let piece = JsFuture::from(promise).await?;
    if Reflect::get(&piece, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
    Ok(Some(bytes.to_vec().into()))
}

/// The headers that the browser lets pages see.
fn headers_of(response: &Response) -> Result<Vec<(String, String)>, JsValue> {
    let entries = js_sys::try_iter(&response.headers())?;
    let mut headers = Vec::new();
    for entry in entries.into_iter().flatten() {
        let entry: js_sys::Array = entry?.dyn_into()?;
        if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
            headers.push((name, value));
        }
    }
    Ok(headers)
}
