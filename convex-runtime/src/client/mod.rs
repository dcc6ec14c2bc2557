//! `Client`: typed calls to one deployment.

mod admin;
#[cfg(feature = "http")]
mod body;
mod builder;
mod check;
#[cfg(feature = "http")]
#[cfg_attr(target_arch = "wasm32", path = "no_environment.rs")]
mod discover;
#[cfg(feature = "http")]
mod download;
#[cfg(feature = "sign-in")]
mod foreign;
mod headers;
#[cfg(feature = "live")]
mod inspect;
#[cfg(feature = "live")]
mod live;
#[cfg(feature = "http")]
mod pages;
#[cfg(feature = "admin")]
mod plain;
#[cfg(feature = "live")]
mod prefetch;
#[cfg(feature = "http")]
mod preload;
#[cfg(feature = "http")]
mod query_batch;
mod report;
mod request;
mod retry;
mod session;
#[cfg(feature = "http")]
mod site;
#[cfg(feature = "http")]
mod snapshot;

use std::{fmt, future::Future, sync::Arc, time::Duration};

use tokio::sync::watch;

pub use admin::AdminClient;
pub use builder::ClientBuilder;
#[cfg(feature = "http")]
pub use download::{Download, DownloadProgress};
pub use headers::TraceContext;
#[cfg(feature = "live")]
pub use inspect::{Inspection, Inspections};
#[cfg(feature = "http")]
pub use pages::Pages;
#[cfg(feature = "http")]
pub use preload::Preloaded;
pub use report::CallReport;
use report::Reporter;
pub use retry::Retry;
#[cfg(feature = "http")]
pub use site::{Fetch, FetchResponse};
#[cfg(feature = "http")]
pub use snapshot::Snapshot;

#[cfg(feature = "http")]
use crate::http::{HttpTransport, MutationOrder};
use crate::{
    Action, AuthState, Credential, Error, FromConvex, Mutation, Query, ToConvex, TokenSource,
    auth::{Identity, Proof, TokenKeeper},
    function::FunctionReference,
    platform::Runtime,
    transport::Transport,
};

/// Calls the functions of one deployment, typed. Cheap to clone; clones share connections and
/// identity.
///
/// Every call ends: with a result, an error, or [`Error::Timeout`] at its deadline, which is 30
/// seconds for queries and mutations and 10 minutes for actions, as long as Convex lets them run.
/// Nothing is repeated on its own; [`Error::sent`] tells whether repeating is safe, and queries can
/// always be repeated.
///
/// Calls need a Tokio runtime with IO and time: the one in which their futures are polled, or the
/// one that [`ClientBuilder::runtime`] was given, which works from any thread and any executor.
/// Programs without async use `convex_runtime::blocking` (feature `blocking`). The futures do
/// nothing until they are polled; dropping one stops waiting: a call that has not left by then
/// never runs, one that has may. They are `Send` and `'static`.
///
/// ```no_run
/// use convex_runtime::{Client, Query};
///
/// const COUNT: Query<(), f64> = Query::new("tasks:count");
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let count = client.query(COUNT, ()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
    /// None with a transport of the user's.
    #[cfg(feature = "http")]
    http: Option<HttpTransport>,
    /// The URL of HTTP actions, if the user has said it.
    #[cfg(feature = "http")]
    site: Option<Arc<str>>,
    identity: Arc<Identity>,
    deadline: Option<Duration>,
    /// The component whose functions are called, if not the app's own.
    component: Option<Arc<str>>,
    /// The argument for functions that take a session.
    session: Option<Arc<str>>,
    /// True when calls wait until it is known who is signed in, and fail when no user is.
    signed_in_only: bool,
    reporter: Option<Reporter>,
    /// Headers of each call over HTTP.
    headers: headers::CallHeaders,
    /// The failures that are tried again.
    retry: Option<(Retry, request::TryAgain)>,
    /// The optimistic update of mutations.
    #[cfg(feature = "live")]
    update: Option<live::Update>,
    /// The runtime of tasks.
    runtime: Runtime,
    #[cfg(feature = "http")]
    mutation_order: MutationOrder,
    traces_log_lines: bool,
    #[cfg(feature = "live")]
    live: Arc<crate::live::LiveLink>,
}

impl Client {
    /// Creates a client of the deployment at `url`, over HTTP.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Configuration`] if `url` is not a valid URL.
    #[cfg(feature = "http")]
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::builder().url(url).build()
    }

    /// A client of the deployment that the environment names: `CONVEX_URL`,
    /// `CONVEX_SELF_HOSTED_URL`, `VITE_CONVEX_URL` or `NEXT_PUBLIC_CONVEX_URL`, else the same names
    /// in `.env.local` of the working directory.
    ///
    /// ```no_run
    /// let client = convex_runtime::Client::from_env()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`Error::Configuration`] if there is none or it is not a valid URL.
    #[cfg(feature = "http")]
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Returns a builder with the options of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Runs a query.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query, ToConvex};
    /// #[derive(ToConvex)]
    /// struct ListArgs { limit: f64 }
    ///
    /// const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
    ///
    /// async fn titles(client: &Client) -> Result<Vec<String>, Error> {
    ///     client.query(LIST, ListArgs { limit: 10.0 }).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`]. A query can always be repeated.
    pub fn query<A: ToConvex, R: FromConvex>(
        &self,
        function: Query<A, R>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        self.call(function.reference(), &args)
    }

    /// Runs a mutation. Over HTTP, mutations of one client wait for each other; see
    /// [`ClientBuilder::mutation_order`].
    ///
    /// # Errors
    ///
    /// Any [`Error`]. Repeat a mutation only when [`Error::sent`] is `Sent::No`, or it changes
    /// nothing the second time.
    pub fn mutation<A: ToConvex, R: FromConvex>(
        &self,
        function: Mutation<A, R>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        #[cfg(feature = "live")]
        {
            let shows = (self.show_update(), crate::transport::Progress::default());
            self.call_with(function.reference(), &args, shows)
        }
        #[cfg(not(feature = "live"))]
        {
            self.call(function.reference(), &args)
        }
    }

    /// Runs an action.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. Repeat an action only when [`Error::sent`] is `Sent::No`, or it has no effect
    /// the second time.
    pub fn action<A: ToConvex, R: FromConvex>(
        &self,
        function: Action<A, R>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        self.call(function.reference(), &args)
    }

    /// Returns the same client with another deadline for each call.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query};
    /// # use std::time::Duration;
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// async fn count(client: &Client) -> Result<f64, Error> {
    ///     client.with_deadline(Duration::from_secs(2)).query(COUNT, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self {
            deadline: Some(deadline),
            ..self.clone()
        }
    }

    /// Returns a client that shares these connections but authenticates with `credential`, e.g. one
    /// per request of a server.
    ///
    /// ```
    /// # use convex_runtime::{Client, Credential};
    /// fn client_of_request(client: &Client, jwt: &str) -> Client {
    ///     client.with_credential(Credential::token(jwt))
    /// }
    /// ```
    #[must_use]
    pub fn with_credential(&self, credential: Credential) -> Self {
        let identity = Arc::new(Identity::new(Proof::Fixed(credential)));
        Self {
            #[cfg(feature = "live")]
            live: crate::live::LiveLink::new(self.live.options().clone(), &self.runtime, &identity),
            identity,
            ..self.clone()
        }
    }

    /// Returns the same client, whose mutations over HTTP do not wait for each other, whatever
    /// [`ClientBuilder::mutation_order`] says.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Mutation};
    /// # const TOUCH: Mutation<(), ()> = Mutation::new("presence:touch");
    /// async fn touch(client: &Client) -> Result<(), Error> {
    ///     client.concurrent().mutation(TOUCH, ()).await
    /// }
    /// ```
    #[cfg(feature = "http")]
    #[must_use]
    pub fn concurrent(&self) -> Self {
        Self {
            mutation_order: MutationOrder::Concurrent,
            ..self.clone()
        }
    }

    /// Authenticates this client and its clones with another credential. Calls in flight end with
    /// [`Error::IdentityChanged`], and handles are reset.
    pub fn set_credential(&self, credential: Credential) {
        self.identity.replace(Proof::Fixed(credential));
    }

    /// Authenticates this client and its clones with tokens from `source`, as
    /// [`set_credential`](Self::set_credential) does with one.
    ///
    /// ```
    /// # use convex_runtime::{Client, TokenRequest};
    /// fn signed_in(client: &Client) {
    ///     client.set_token_source(|_: TokenRequest| async {
    ///         Ok(Some(std::fs::read_to_string("token.jwt")?.trim().to_owned()))
    ///     });
    /// }
    /// ```
    pub fn set_token_source(&self, source: impl TokenSource) {
        self.identity
            .replace(Proof::Source(Arc::new(TokenKeeper::new(source))));
    }

    /// Replaces the token of this client and its clones by a newer one of the same user. Calls in
    /// flight go on. The anonymous credential signs out, as
    /// [`set_credential`](Self::set_credential) does.
    pub fn renew_credential(&self, credential: Credential) {
        self.identity.renew(credential);
    }

    /// The authentication state, as a watch channel. A token source that was not asked yet is
    /// asked, and again when it fails; this needs a Tokio runtime.
    ///
    /// ```
    /// # use convex_runtime::{AuthStatus, Client, Credential};
    /// let client = Client::new("https://happy-otter-123.convex.cloud")?;
    /// assert_eq!(client.auth().borrow().status, AuthStatus::Anonymous);
    ///
    /// client.set_credential(Credential::token("eyJhbGciOi..."));
    /// assert!(client.auth().borrow().is_authenticated());
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    pub fn auth(&self) -> watch::Receiver<AuthState> {
        self.identity.watch_user(&self.runtime)
    }

    /// Returns the same client for what only signed-in users may ask. While the token source has
    /// not answered, calls wait and handles are pending; while no user is signed in, calls fail
    /// with [`Error::Authentication`] and query handles are idle. Nothing is sent in either case.
    ///
    /// ```
    /// # use convex_runtime::{Client, Query, QueryHandle, use_convex_query};
    /// # const ME: Query<(), String> = Query::new("users:me");
    /// fn me(client: &Client) -> QueryHandle<(), String> {
    ///     use_convex_query(&client.when_signed_in(), ME, ())
    /// }
    /// ```
    #[must_use]
    pub fn when_signed_in(&self) -> Self {
        Self {
            signed_in_only: true,
            ..self.clone()
        }
    }

    #[cfg(feature = "http")]
    pub(crate) fn http(&self) -> Result<&HttpTransport, Error> {
        self.http
            .as_ref()
            .ok_or_else(|| Error::configuration("this needs the built-in HTTP transport"))
    }

    /// The time that a call may take, unless it is made otherwise.
    #[cfg(feature = "http")]
    pub(crate) fn upload_deadline(&self) -> Duration {
        self.deadline_of(crate::FunctionKind::Action)
    }

    /// Returns the deployment's URL for display.
    #[cfg(feature = "http")]
    pub(crate) fn place(&self) -> Option<Arc<str>> {
        self.http.as_ref().map(HttpTransport::place)
    }

    #[cfg(not(feature = "http"))]
    #[expect(clippy::unused_self, reason = "the same signature as with a transport")]
    pub(crate) fn place(&self) -> Option<Arc<str>> {
        None
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    pub(crate) fn identity(&self) -> &Arc<Identity> {
        &self.identity
    }

    pub(crate) fn call<A: ToConvex + ?Sized, R: FromConvex>(
        &self,
        function: FunctionReference,
        args: &A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        self.request(self.prepare(function, args))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("identity", &self.identity.current())
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
