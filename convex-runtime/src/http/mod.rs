//! The HTTP transport.

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

use crate::{
    Credential, Error,
    transport::{BoxFuture, Call, Reply, Transport},
};

/// What the server's logs and its deprecation rules know this crate by.
const CLIENT: &str = concat!("convex-runtime-", env!("CARGO_PKG_VERSION"));

/// Whether mutations over HTTP of one client and its clones wait for each other. Those of other identities, by
/// [`Client::with_credential`](crate::Client::with_credential), never do.
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
    /// The same for people, without what may be secret.
    place: Arc<str>,
    /// What the user wants on every request to the deployment.
    headers: HeaderMap,
    /// How many bytes an answer may have.
    max_message: usize,
}

/// What a transport is made from.
#[derive(Debug, Default)]
pub(crate) struct HttpOptions {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) connector: Connector,
}

impl HttpTransport {
    pub(crate) fn new(
        deployment: Url,
        (http, headers): (Client, HeaderMap),
        max_message: usize,
    ) -> Self {
        let shared = Shared {
            http,
            place: place(&deployment),
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
    /// The deployment's URL, for people.
    pub(crate) fn place(&self) -> Arc<str> {
        Arc::clone(&self.shared.place)
    }
}

/// A URL without user, password, query and fragment.
pub(crate) fn place(url: &Url) -> Arc<str> {
    let path = url.path().trim_end_matches('/');
    format!("{}{path}", url.origin().ascii_serialization()).into()
}

impl Transport for HttpTransport {
    fn call(&self, call: Call) -> BoxFuture<Result<Reply, Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { shared.call(call).await })
    }
}

impl Shared {
    async fn call(&self, call: Call) -> Result<Reply, Error> {
        let request = self.post(&call.http_path(), &call.credential)?;
        let request = exchange::name(request, &call.progress);
        let body = call.http_body()?;
        let (status, text) =
            exchange::exchange(request, (body, call.progress.clone()), self.max_message).await?;
        call.http_answer(status, &text)
    }

    fn post(&self, path: &str, credential: &Credential) -> Result<RequestBuilder, Error> {
        let (url, mut headers) = self.target(path, credential)?;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(self.http.post(url).headers(headers))
    }

    #[cfg(feature = "admin")]
    fn get(&self, path: &str, credential: &Credential) -> Result<RequestBuilder, Error> {
        let (url, headers) = self.target(path, credential)?;
        Ok(self.http.get(url).headers(headers))
    }

    /// Where a request goes, and its headers.
    fn target(&self, path: &str, credential: &Credential) -> Result<(Url, HeaderMap), Error> {
        let mut url = self.deployment.clone();
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        url.set_query(query);
        let mut headers = self.headers_for(&url);
        if let Some(authorization) = credential.authorization() {
            let mut value = HeaderValue::try_from(authorization).map_err(|_| {
                Error::configuration("the token holds characters that a header cannot")
            })?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok((url, headers))
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

/// The deployment's URL, if it can be one.
pub(crate) fn deployment(url: &str) -> Result<Url, Error> {
    let text = url.trim();
    let wrong = |wrong: &str, write: &str| {
        Err(Error::configuration(format!(
            "`{}` is not a deployment's URL: {wrong}; {write}",
            without_secrets(text)
        )))
    };
    if text.is_empty() {
        return wrong("it is empty", EXAMPLE);
    }
    let lower = text.to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let write = format!("write `https://{}`", without_secrets(rest));
        return wrong("it has to start with `https://` or `http://`", &write);
    }
    let parsed = match Url::parse(text) {
        Ok(parsed) if parsed.has_host() => parsed,
        Ok(_) => return wrong("it names no host", EXAMPLE),
        Err(error) => return wrong(&error.to_string(), EXAMPLE),
    };
    let host = parsed.host_str().unwrap_or_default();
    let path = parsed.path().trim_end_matches('/');
    if let Some(name) = host.strip_suffix(".convex.site") {
        let write = format!("write `https://{name}.convex.cloud`");
        return wrong(
            "HTTP actions are at `.convex.site`, functions are not",
            &write,
        );
    }
    if host == "dashboard.convex.dev" {
        return wrong("it is a page of the dashboard", EXAMPLE);
    }
    if host.ends_with(".convex.cloud") && parsed.scheme() == "http" {
        return wrong(
            "it is reached by TLS only",
            &format!("write `https://{host}`"),
        );
    }
    if let Some(before) = path.strip_suffix("/api") {
        let origin = parsed.origin().ascii_serialization();
        let write = format!("write `{origin}{before}`");
        return wrong("the client adds `/api` by itself", &write);
    }
    Ok(parsed)
}

const EXAMPLE: &str = "copy the deployment URL of the dashboard's settings, or `CONVEX_URL` of `.env.local`, such as \
                       `https://happy-otter-123.convex.cloud`";

/// A URL, or what was meant to be one, without what may be secret in it.
pub(crate) fn without_secrets(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let url = &url[..end];
    let (scheme, rest) = url.split_at(url.find("://").map_or(0, |at| at + 3));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}{host}{path}")
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

#[cfg(test)]
mod tests {
    use super::{deployment, without_secrets};

    #[test]
    fn urls_that_cannot_be_a_deployments_are_refused_with_what_to_write() {
        for (url, write) in [
            (
                "https://happy-otter-123.convex.site",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "https://dashboard.convex.dev/d/happy-otter-123",
                "`CONVEX_URL`",
            ),
            (
                "happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "wss://happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "http://happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "https://happy-otter-123.convex.cloud/api",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "http://127.0.0.1:3210/api/",
                "write `http://127.0.0.1:3210`",
            ),
            ("https://", "`CONVEX_URL`"),
            ("", "it is empty"),
        ] {
            let error = deployment(url).unwrap_err().to_string();
            assert!(error.contains(write), "{url}: {error}");
        }
        for url in [
            "https://happy-otter-123.convex.cloud/",
            "http://127.0.0.1:3210",
            " https://convex.example.com/base ",
        ] {
            deployment(url).unwrap();
        }
    }

    #[test]
    fn passwords_and_queries_are_left_out() {
        for (url, shown) in [
            (
                "https://me:secret@example.com/base?key=secret#secret",
                "https://example.com/base",
            ),
            ("me:secret@example.com", "example.com"),
            ("https://example.com?secret", "https://example.com"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }
}
