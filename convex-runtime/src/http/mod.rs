//! The HTTP transport.

#[cfg(not(target_arch = "wasm32"))]
mod body;
mod connector;
#[cfg_attr(target_arch = "wasm32", path = "web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "native.rs")]
mod exchange;
#[cfg(all(feature = "rustls", not(target_arch = "wasm32")))]
mod tls;

mod progress;
mod reads;
mod upload;

use std::sync::Arc;

pub(crate) use connector::Connector;
pub use progress::UploadProgress;
pub(crate) use progress::{Gauge, Meter};
pub use upload::UploadFile;

use reqwest::{
    Client, RequestBuilder, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use tokio::sync::Mutex;

use crate::{
    Credential, Error, FunctionKind,
    transport::{BoxFuture, Call, Reply, Transport},
};

/// What the server's logs and its deprecation rules know this crate by.
const CLIENT: &str = concat!("convex-runtime-", env!("CARGO_PKG_VERSION"));

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
    http: Client,
    deployment: Url,
    /// What the user wants on every request to the deployment.
    headers: HeaderMap,
    mutation_order: MutationOrder,
    mutations: Mutex<()>,
}

/// What a transport is made from.
#[derive(Debug, Default)]
pub(crate) struct HttpOptions {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) mutation_order: MutationOrder,
    pub(crate) connector: Connector,
}

impl HttpTransport {
    pub(crate) fn new(
        deployment: Url,
        (http, headers): (Client, HeaderMap),
        mutation_order: MutationOrder,
    ) -> Self {
        let shared = Shared {
            http,
            deployment,
            headers,
            mutation_order,
            mutations: Mutex::new(()),
        };
        Self {
            shared: Arc::new(shared),
        }
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
        let request = self.post(&call.http_path(), &call.credential)?;
        let request = exchange::name(request, &call.progress);
        let body = call.http_body()?;
        let (status, text) = exchange::exchange(request, body, call.progress.clone()).await?;
        call.http_answer(status, &text)
    }

    fn post(&self, path: &str, credential: &Credential) -> Result<RequestBuilder, Error> {
        let mut url = self.deployment.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        let mut headers = self.headers_for(&url);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(authorization) = credential.authorization() {
            let mut value = HeaderValue::try_from(authorization).map_err(|_| {
                Error::configuration("the token holds characters that a header cannot")
            })?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(self.http.post(url).headers(headers))
    }

    /// The user's headers, which may be secret: nobody but the deployment gets them.
    fn headers_for(&self, url: &Url) -> HeaderMap {
        if url.origin() == self.deployment.origin() {
            self.headers.clone()
        } else {
            HeaderMap::new()
        }
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

/// The user's headers.
pub(crate) fn headers(extra: Vec<(String, String)>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
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

/// What every request says of this client.
fn client_headers() -> HeaderMap {
    HeaderMap::from_iter([(
        HeaderName::from_static("convex-client"),
        HeaderValue::from_static(CLIENT),
    )])
}
