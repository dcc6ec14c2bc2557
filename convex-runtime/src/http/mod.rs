//! The HTTP transport.

mod body;
pub(crate) mod tls;

use std::{sync::Arc, time::Duration};

use reqwest::{
    Response, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use tokio::sync::Mutex;

use crate::{
    Error, FunctionKind, Sent,
    transport::{BoxFuture, Call, Progress, Reply, Transport},
};

/// What the server's logs and its deprecation rules know this crate by.
const CLIENT: &str = concat!("convex-runtime-", env!("CARGO_PKG_VERSION"));

/// A connection that takes longer will not come.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Results end at 16 MiB before encoding; escapes make them up to six times as long.
const MAX_ANSWER: usize = 100 * 1024 * 1024;

/// Whether mutations of one client wait for each other.
///
/// ```
/// use convex_runtime::{Client, MutationOrder};
///
/// let client = Client::builder().url("https://happy-otter-123.convex.cloud").mutation_order(MutationOrder::Concurrent).build()?;
/// # Ok::<(), convex_runtime::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MutationOrder {
    /// They run one at a time, in the order in which they were made, as with Convex's own clients.
    #[default]
    Queued,
    /// They run as they come.
    Concurrent,
}

/// Calls over HTTP. One request per call; nothing is ever repeated.
#[derive(Debug, Clone)]
pub(crate) struct HttpTransport {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    http: reqwest::Client,
    deployment: Url,
    mutation_order: MutationOrder,
    mutations: Mutex<()>,
}

/// What a transport is made from.
#[derive(Debug, Default)]
pub(crate) struct HttpOptions {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) mutation_order: MutationOrder,
}

impl HttpTransport {
    pub(crate) fn new(url: &str, options: HttpOptions) -> Result<Self, Error> {
        let deployment = deployment(url)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(deployment.scheme())?)
            .default_headers(headers(options.headers)?)
            .connect_timeout(CONNECT_TIMEOUT)
            // The longer a connection lies idle, the likelier the next call meets one that the server has just closed.
            .pool_idle_timeout(IDLE_TIMEOUT)
            // A call that was redirected or repeated may run twice.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|error| Error::configuration(error.to_string()))?;
        let shared = Shared {
            http,
            deployment,
            mutation_order: options.mutation_order,
            mutations: Mutex::new(()),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }
}

impl Transport for HttpTransport {
    fn call(&self, call: Call) -> BoxFuture<Result<Reply, Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let queued = call.kind == FunctionKind::Mutation
                && shared.mutation_order == MutationOrder::Queued;
            let _turn = if queued {
                Some(shared.mutations.lock().await)
            } else {
                None
            };
            shared.call(call).await
        })
    }
}

impl Shared {
    async fn call(&self, call: Call) -> Result<Reply, Error> {
        let mut url = self.deployment.clone();
        url.set_path(&format!(
            "{}/api/{}",
            url.path().trim_end_matches('/'),
            call.kind
        ));
        let body = body::Tracked::new(call.http_body()?, call.progress.clone());
        let mut request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .body(reqwest::Body::wrap(body));
        if let Some(authorization) = call.credential.authorization() {
            let mut value = HeaderValue::try_from(authorization).map_err(|_| {
                Error::configuration("the token holds characters that a header cannot")
            })?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let response = request
            .send()
            .await
            .map_err(|error| transport(error, &call.progress))?;
        let status = response.status().as_u16();
        let text = read(response, &call.progress).await?;
        Reply::from_http(status, &text)
    }
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

pub(crate) fn deployment(url: &str) -> Result<Url, Error> {
    let parsed = Url::parse(url.trim())
        .map_err(|error| Error::configuration(format!("the deployment's URL: {error}")))?;
    match parsed.scheme() {
        "http" | "https" if parsed.has_host() => Ok(parsed),
        _ => Err(Error::configuration(
            "the deployment's URL has to start with `https://` or `http://`",
        )),
    }
}

pub(crate) fn headers(extra: Vec<(String, String)>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::from_iter([(
        HeaderName::from_static("convex-client"),
        HeaderValue::from_static(CLIENT),
    )]);
    for (name, value) in extra {
        let parsed = HeaderName::try_from(&name)
            .ok()
            .zip(HeaderValue::try_from(value).ok());
        let (name, mut value) = parsed
            .ok_or_else(|| Error::configuration(format!("`{name}` is not a valid header")))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}
