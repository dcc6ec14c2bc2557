//! The HTTP transport.

mod address;
#[cfg(not(target_arch = "wasm32"))]
mod body;
mod connector;
#[cfg_attr(target_arch = "wasm32", path = "web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "native.rs")]
mod exchange;
#[cfg(all(feature = "rustls", not(target_arch = "wasm32")))]
mod tls;

#[cfg(feature = "sign-in")]
mod foreign;
#[cfg(feature = "admin")]
mod plain;
mod progress;
mod reads;
mod stream;
mod upload;
#[cfg(not(target_arch = "wasm32"))]
mod wire;

use std::sync::Arc;

pub(crate) use address::{Address, without_secrets};
pub(crate) use connector::Connector;
#[cfg(feature = "live")]
pub(crate) use exchange::Dialer;
pub(crate) use exchange::Wire;
pub use progress::UploadProgress;
pub(crate) use progress::{Gauge, Meter};
pub(crate) use stream::{Head, Incoming, SiteRequest};
pub use upload::UploadFile;

use crate::{
    Credential, Error,
    transport::{BoxFuture, Call, Progress, Reply, Transport},
};

/// The client's name and version in the server's logs and deprecation rules.
const CLIENT: &str = concat!("convex-runtime-", env!("CARGO_PKG_VERSION"));

/// The order of HTTP mutations of a client and its clones. Mutations of different identities, by
/// [`Client::with_credential`](crate::Client::with_credential), never wait for each other.
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
    /// They run concurrently.
    Concurrent,
}

/// Calls over HTTP. One request per call; nothing is ever repeated.
#[derive(Debug, Clone)]
pub(crate) struct HttpTransport {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    wire: Wire,
    deployment: Address,
    /// The user's headers for every request to the deployment.
    headers: Headers,
    /// The maximum size of a response in bytes.
    max_message: usize,
}

/// The options of a transport.
#[derive(Debug, Default)]
pub(crate) struct HttpOptions {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) connector: Connector,
}

impl HttpTransport {
    pub(crate) fn new(
        deployment: Address,
        (wire, headers): (Wire, Headers),
        max_message: usize,
    ) -> Self {
        let shared = Shared {
            wire,
            deployment,
            headers,
            max_message,
        };
        Self {
            shared: Arc::new(shared),
        }
    }
}

impl HttpTransport {
    /// Returns the deployment's URL for display.
    pub(crate) fn place(&self) -> Arc<str> {
        self.shared.deployment.place()
    }
}

impl Transport for HttpTransport {
    fn call(&self, call: Call) -> BoxFuture<Result<Reply, Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { shared.call(call).await })
    }
}

impl Shared {
    async fn call(&self, call: Call) -> Result<Reply, Error> {
        let mut request = self.post(&call.http_path(), &call.credential)?;
        request.headers.extend(headers(call.headers.clone())?);
        exchange::name(&mut request, &call.progress);
        let body = (call.http_body()?, call.progress.clone());
        let (status, text) = self.exchange(request, body).await?;
        call.http_answer(status, &text)
    }

    async fn exchange(
        &self,
        request: Outgoing,
        body: (String, Progress),
    ) -> Result<(u16, String), Error> {
        exchange::exchange((&self.wire, request), body, self.max_message).await
    }

    fn post(&self, path: &str, credential: &Credential) -> Result<Outgoing, Error> {
        let mut request = self.request(Method::Post, path, credential)?;
        request.header("content-type", "application/json");
        Ok(request)
    }

    #[cfg(feature = "admin")]
    fn get(&self, path: &str, credential: &Credential) -> Result<Outgoing, Error> {
        self.request(Method::Get, path, credential)
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        credential: &Credential,
    ) -> Result<Outgoing, Error> {
        let mut request = Outgoing {
            method,
            url: self.deployment.url(path),
            headers: self.headers.clone(),
        };
        if let Some(authorization) = credential.authorization() {
            if !is_value(&authorization) {
                return Err(Error::configuration(
                    "the token holds characters that a header cannot",
                ));
            }
            request.header("authorization", &authorization);
        }
        Ok(request)
    }

    /// Returns the user's headers for the deployment's own URLs only, because they may be secret.
    fn headers_for(&self, url: &str) -> Headers {
        if self.deployment.is_origin_of(url) {
            self.headers.clone()
        } else {
            Headers::new()
        }
    }
}

/// The error of an answer with more than `max` bytes.
fn too_long(status: u16, max: usize) -> Error {
    let limit = format!("the answer is longer than {max} bytes, which `max_message` allows");
    Error::invalid_response(Some(status), limit)
}

/// Names and values.
pub(crate) type Headers = Vec<(String, String)>;

/// A request that is ready but for its body.
pub(crate) struct Outgoing {
    method: Method,
    url: String,
    headers: Headers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Outgoing {
    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

/// The user's headers, if they can be headers.
pub(crate) fn headers(extra: Headers) -> Result<Headers, Error> {
    let is_letter =
        |letter: u8| letter.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&letter);
    let wrong = |(name, value): &&(String, String)| {
        name.is_empty() || !name.bytes().all(is_letter) || !is_value(value)
    };
    // A length of the user's would leave a part of the body behind for the next request. Browsers
    // drop these headers by themselves.
    #[cfg(not(target_arch = "wasm32"))]
    if let Some((name, _)) = extra.iter().find(|(name, _)| is_framing(name)) {
        return Err(Error::configuration(format!(
            "`{name}` is a header that the client sets by itself"
        )));
    }
    match extra.iter().find(wrong) {
        Some((name, _)) => Err(Error::configuration(format!(
            "`{name}` is not a valid header"
        ))),
        None => Ok(extra),
    }
}

/// Returns whether this header says where a body ends.
#[cfg(not(target_arch = "wasm32"))]
fn is_framing(name: &str) -> bool {
    ["content-length", "transfer-encoding"]
        .iter()
        .any(|framing| name.eq_ignore_ascii_case(framing))
}

/// Returns whether this is a valid header value.
fn is_value(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte == b'\t' || byte >= 32 && byte != 127)
}
