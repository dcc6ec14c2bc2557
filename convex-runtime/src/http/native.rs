//! One request and its answer, by sockets.

use bytes::Bytes;
use reqwest::{
    RequestBuilder, Response,
    header::{HeaderMap, HeaderName, HeaderValue, LOCATION},
};

pub(crate) use super::wire::Wire;
use super::{
    Gauge, Head, Headers, Meter, Method, Outgoing,
    body::{Counted, Tracked},
    upload::Content,
};
use crate::{Error, Sent, platform, transport::Progress};

/// An answer announces its length. No more than this is believed before it comes.
const BELIEVED: usize = 64 * 1024;

/// The letters that an error quotes of where a redirect leads.
const LONGEST_PLACE: usize = 300;

/// The HTTP client that makes connections for sockets. None of them is kept.
#[cfg(feature = "live")]
pub(crate) type Dialer = reqwest::Client;

/// The id that the deployment is asked to know a call by: 16 digits, as its own ids. A call whose
/// token was refused keeps it when it is sent again.
pub(super) fn name(request: &mut Outgoing, progress: &Progress) {
    let id = match progress.request_id() {
        Some(known) => known.to_owned(),
        None => format!("{:016x}", platform::random()),
    };
    request
        .headers
        .push(("convex-request-id".to_owned(), id.clone()));
    progress.known_by(id);
}

/// Headers for the library; none of them shows in a log.
pub(super) fn header_map(headers: &Headers) -> HeaderMap {
    let parsed = headers.iter().filter_map(|(name, value)| {
        let mut value = HeaderValue::try_from(value).ok()?;
        value.set_sensitive(true);
        Some((HeaderName::try_from(name).ok()?, value))
    });
    parsed.collect()
}

fn builder((wire, request): (&Wire, Outgoing)) -> Result<RequestBuilder, Error> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
        Method::Options => reqwest::Method::OPTIONS,
    };
    let builder = wire.client()?.request(method, request.url);
    Ok(builder.headers(header_map(&request.headers)))
}

/// The status and the text of the answer.
pub(super) async fn exchange(
    request: (&Wire, Outgoing),
    (body, progress): (String, Progress),
    max: usize,
) -> Result<(u16, String), Error> {
    let body = reqwest::Body::wrap(Tracked::new(body, progress.clone()));
    let response = builder(request)?
        .body(body)
        .send()
        .await
        .map_err(|error| transport(error, &progress))?;
    let status = response.status().as_u16();
    if let Some(place) = response.headers().get(LOCATION)
        && response.status().is_redirection()
    {
        let place = super::without_secrets(&String::from_utf8_lossy(place.as_bytes()));
        let place: String = place.chars().take(LONGEST_PLACE).collect();
        let wrong = format!("it is a redirect to {place}, and calls do not follow redirects");
        return Err(Error::invalid_response(Some(status), wrong));
    }
    Ok((status, read(response, &progress, max).await?))
}

async fn read(mut response: Response, progress: &Progress, max: usize) -> Result<String, Error> {
    let status = response.status().as_u16();
    let announced = response
        .content_length()
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0);
    if announced > max {
        return Err(super::too_long(status, max));
    }
    let mut bytes = Vec::with_capacity(announced.min(BELIEVED));
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport(error, progress))?
    {
        if bytes.len() + chunk.len() > max {
            return Err(super::too_long(status, max));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes)
        .map_err(|_| Error::invalid_response(Some(status), "the answer is not UTF-8"))
}

/// A connection that was never made carried nothing; neither did one that broke before the body was
/// asked for.
fn transport(error: reqwest::Error, progress: &Progress) -> Error {
    let sent = if error.is_connect() {
        Sent::No
    } else {
        progress.sent()
    };
    // The deployment is known to the caller, and a URL may hold a password.
    Error::transport(sent, error.without_url())
}

/// Sends a file; the status and the text of the answer.
pub(super) async fn upload(
    request: (&Wire, Outgoing),
    (content, size, gauge): (Content, u64, Gauge),
    max: usize,
) -> Result<(u16, String), Error> {
    // Nothing in an upload is a call that may be repeated.
    let sent = Progress::default();
    let _first = sent.leaves();
    let body = reqwest::Body::wrap(Counted::new((content, size), gauge)?);
    let response = builder(request)?
        .body(body)
        .send()
        .await
        .map_err(|error| transport(error, &sent))?;
    let status = response.status().as_u16();
    Ok((status, read(response, &sent, max).await?))
}

/// The body of an answer, as it comes.
pub(crate) struct Incoming(Response);

impl Incoming {
    /// The next piece; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.0.chunk().await;
        chunk.map_err(|error| Error::transport(Sent::Maybe, error.without_url()))
    }
}

/// Sends a request and reads what comes before the body of its answer.
pub(super) async fn open(
    request: (&Wire, Outgoing),
    body: Option<(Content, u64)>,
) -> Result<(Head, Incoming), Error> {
    // What the deployment does with it is not known.
    let sent = Progress::default();
    let _first = sent.leaves();
    let mut builder = builder(request)?;
    if let Some(body) = body {
        let gauge = Meter::default().start(body.1);
        builder = builder.body(reqwest::Body::wrap(Counted::new(body, gauge)?));
    }
    let response = builder
        .send()
        .await
        .map_err(|error| transport(error, &sent))?;
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    let head = Head {
        status: response.status().as_u16(),
        headers: response.headers().iter().filter_map(text).collect(),
    };
    Ok((head, Incoming(response)))
}
