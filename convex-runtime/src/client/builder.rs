//! `ClientBuilder`: options of a client.

use std::{fmt, sync::Arc, time::Duration};

use super::Client;
#[cfg(feature = "http")]
use super::discover;
#[cfg(feature = "http")]
use crate::http::{HttpOptions, HttpTransport, MutationOrder};
use crate::{
    Credential, Error, TokenSource,
    auth::{Identity, Proof, TokenKeeper, Tokens},
    platform::Runtime,
    transport::Transport,
};

/// Results end at 16 MiB before encoding; escapes make them up to six times as long.
#[cfg(feature = "http")]
const MAX_MESSAGE: usize = 100 * 1024 * 1024;

/// Options of a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use convex_runtime::{Client, Credential};
///
/// let client = Client::builder()
///     .url("https://happy-otter-123.convex.cloud")
///     .credential(Credential::token("eyJhbGciOi..."))
///     .deadline(Duration::from_secs(10))
///     .build()?;
/// # Ok::<(), convex_runtime::Error>(())
/// ```
#[derive(Default)]
pub struct ClientBuilder {
    url: Option<String>,
    credential: Credential,
    source: Option<Arc<dyn Tokens>>,
    deadline: Option<Duration>,
    runtime: Runtime,
    #[cfg(feature = "http")]
    mutation_order: MutationOrder,
    #[cfg(feature = "http")]
    max_message: Option<usize>,
    traces_log_lines: bool,
    transport: Option<Arc<dyn Transport>>,
    pub(super) headers: super::headers::CallHeaders,
    #[cfg(feature = "http")]
    pub(super) site: Option<Arc<str>>,
    #[cfg(feature = "http")]
    http: HttpOptions,
    #[cfg(feature = "live")]
    live: crate::live::LiveOptions,
}

impl ClientBuilder {
    /// The deployment. Without it, the environment is asked as [`Client::from_env`] says.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Sets the client's credential; anonymous by default.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credential = credential;
        self
    }

    /// Authenticates the client with tokens from a source, instead of one credential.
    #[must_use]
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.source = Some(Arc::new(TokenKeeper::new(source)));
        self
    }

    /// Sets the timeout of every call, of any kind.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Hands what functions log to `tracing`, target `convex::log_line`, at the level each line
    /// begins with. Off without it, since functions may log their arguments.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::builder().url("https://happy-otter-123.convex.cloud").trace_log_lines().build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn trace_log_lines(mut self) -> Self {
        self.traces_log_lines = true;
        #[cfg(feature = "live")]
        {
            self.live.traces_log_lines = true;
        }
        self
    }

    /// Adds a header to every request to the deployment, including the socket's, except in a
    /// browser.
    #[cfg(feature = "http")]
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.http.headers.push((name.into(), value.into()));
        self
    }

    /// A proxy for requests and the socket, such as `http://proxy.example.com:3128`; `https` goes
    /// through it by `CONNECT`. Without one, `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY` are asked.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::builder().url("https://happy-otter-123.convex.cloud").proxy("http://127.0.0.1:3128").build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[cfg(all(feature = "http", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http.connector.proxy = Some(url.into());
        self
    }

    /// Customizes the `reqwest::ClientBuilder` behind HTTP requests and the socket: TLS, root
    /// certificates, resolvers, SOCKS. Redirects and retries stay disabled, because they could run
    /// a call twice.
    ///
    /// TLS is rustls with ring and the platform's certificates (feature `rustls`, a default), or
    /// the platform's own (feature `native-tls`, with `rustls` off). With neither, `http` alone
    /// works, until a connector brings another TLS.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::builder()
    ///     .url("https://happy-otter-123.convex.cloud")
    ///     .connector(|http| http.tcp_keepalive(std::time::Duration::from_secs(20)))
    ///     .build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[cfg(all(feature = "http", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn connector(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.http.connector.configure = Some(Box::new(configure));
        self
    }

    /// The longest answer, transition or message that is accepted, in bytes; 100 MiB by default. A
    /// longer one is an [`Error::Protocol`], or ends the connection, which is made again: a bad
    /// deployment cannot fill the memory.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::builder().url("https://happy-otter-123.convex.cloud").max_message(4 << 20).build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[cfg(feature = "http")]
    #[must_use]
    pub fn max_message(mut self, bytes: usize) -> Self {
        self.max_message = Some(bytes);
        self
    }

    /// Runs calls and connections on this runtime, whatever thread or executor they are made from.
    /// Without one, they run on the Tokio runtime in which they are polled.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let runtime = tokio::runtime::Runtime::new()?;
    /// let client = Client::builder()
    ///     .url("https://happy-otter-123.convex.cloud")
    ///     .runtime(runtime.handle().clone())
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn runtime(mut self, handle: tokio::runtime::Handle) -> Self {
        self.runtime = Runtime::fixed(handle);
        self
    }

    /// Selects whether mutations wait for each other.
    #[cfg(feature = "http")]
    #[must_use]
    pub fn mutation_order(mut self, order: MutationOrder) -> Self {
        self.mutation_order = order;
        self
    }

    /// Selects the transport of calls; [`Route::Auto`](crate::Route::Auto) by default.
    #[cfg(feature = "live")]
    #[must_use]
    pub fn route(mut self, route: crate::Route) -> Self {
        self.live.route = route;
        self
    }

    /// Keeps queries subscribed for this long after their last subscriber has gone; none by default.
    /// A user who comes back to a page meanwhile sees its data at once, and as it is now.
    ///
    /// The deployment goes on running these queries when their data changes. Paginated queries do
    /// not linger: each handle has pages of its own.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// # use std::time::Duration;
    /// let client = Client::builder()
    ///     .url("https://happy-otter-123.convex.cloud")
    ///     .linger(Duration::from_secs(60))
    ///     .build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[cfg(feature = "live")]
    #[must_use]
    pub fn linger(mut self, time: Duration) -> Self {
        self.live.linger = time;
        self
    }

    /// Sets the times of the connection: timeouts, signs of life, waits before it is opened again.
    ///
    /// ```
    /// # use convex_runtime::{Client, ConnectionTimings};
    /// # use std::time::Duration;
    /// let mut timings = ConnectionTimings::default();
    /// timings.probe = Some(Duration::from_secs(2));
    /// let client = Client::builder().url("https://happy-otter-123.convex.cloud").timings(timings).build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[cfg(feature = "live")]
    #[must_use]
    pub fn timings(mut self, timings: crate::ConnectionTimings) -> Self {
        self.live.timings = timings;
        self
    }

    /// Another way to the deployment than HTTP. The URL and the options of HTTP are not used then.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Configuration`] if the URL is missing or an option is malformed.
    pub fn build(mut self) -> Result<Client, Error> {
        let transport = self.transport.take();
        #[cfg(feature = "http")]
        let http = if transport.is_none() {
            Some(self.http_transport()?)
        } else {
            None
        };
        #[cfg(feature = "http")]
        let transport = transport.or_else(|| http.clone().map(|http| Arc::new(http) as _));
        let transport = transport.ok_or_else(|| {
            Error::configuration("without the feature `http` a client needs a transport")
        })?;
        let proof = match self.source {
            Some(keeper) => Proof::Source(keeper),
            None => Proof::Fixed(self.credential),
        };
        let identity = Arc::new(Identity::new(proof));
        Ok(Client {
            transport,
            #[cfg(feature = "http")]
            http,
            #[cfg(feature = "http")]
            site: self.site,
            deadline: self.deadline,
            component: None,
            session: None,
            signed_in_only: false,
            reporter: None,
            headers: self.headers,
            retry: None,
            #[cfg(feature = "live")]
            update: None,
            #[cfg(feature = "live")]
            live: crate::live::LiveLink::new(self.live, &self.runtime, &identity),
            runtime: self.runtime,
            #[cfg(feature = "http")]
            mutation_order: self.mutation_order,
            traces_log_lines: self.traces_log_lines,
            identity,
        })
    }

    #[cfg(feature = "http")]
    fn http_transport(&mut self) -> Result<HttpTransport, Error> {
        let url = match self.url.take() {
            Some(url) => url,
            None => discover::url()?,
        };
        let url = crate::http::Address::parse(&url)?;
        let HttpOptions { headers, connector } = std::mem::take(&mut self.http);
        let max_message = self.max_message.unwrap_or(MAX_MESSAGE);
        let connector = connector.prepare(&url, crate::http::headers(headers)?)?;
        #[cfg(feature = "live")]
        {
            self.live.deployment = Some(crate::live::Deployment {
                address: url.clone(),
                dialer: connector.dialer()?,
                max_message,
            });
        }
        Ok(HttpTransport::new(url, connector.wire()?, max_message))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may be secret, and parts of the URL.
        #[cfg(feature = "http")]
        let url = self.url.as_deref().map(crate::http::without_secrets);
        #[cfg(not(feature = "http"))]
        let url = self.url.as_ref().map(|_| "..");
        f.debug_struct("ClientBuilder")
            .field("url", &url)
            .field("credential", &self.credential)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
