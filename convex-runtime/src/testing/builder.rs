//! `Builder`: registers the functions of a deployment.

use std::{future::Future, io, sync::Arc};

use super::{
    Context, Deployment, Thrown,
    backend::Backend,
    function::{ActionFunction, MutationFunction, QueryFunction, Registrable},
    handler::erase,
    http::Guard,
    lock::lock,
    outcome::Mode,
    path::{FunctionPath, InvalidPath},
    port::Port,
    registry::{Registered, Registry},
    state::Readers,
    token::TokenPolicy,
    validator::Validator,
};
use crate::{FromConvex, ToConvex};

/// Registers the functions of a deployment, by [`Deployment::builder`].
///
/// A handler takes the arguments of its generated handle and returns its result; another signature
/// does not compile. Functions that are not registered are answered as Convex answers a function
/// that is not there. Internal functions can be registered, and no client can call them.
///
/// ```
/// use convex_runtime::{Action, testing::{ConvexError, Deployment}};
///
/// const SHOUT: Action<String, String> = Action::new("ai:shout");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let deployment = Deployment::builder()
///     .action(SHOUT, |text| async move {
///         if text.is_empty() {
///             return Err(ConvexError("nothing to shout"))?;
///         }
///         Ok(text.to_uppercase())
///     })
///     .start()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Builder {
    pub(super) registry: Registry,
    mode: Mode,
    port: u16,
    longest_transition: usize,
    pub(super) tokens: TokenPolicy,
    pub(super) guard: Option<Guard>,
    /// The registered [`State`](super::State)s, which report their changes to the deployment.
    pub(super) states: Vec<Readers>,
    /// The first handle whose path cannot be one.
    invalid: Option<InvalidPath>,
}

/// The size in bytes above which the server splits transitions, as real deployments do.
const LONGEST_TRANSITION: usize = 5_000_000;

impl Default for Builder {
    fn default() -> Self {
        Self {
            registry: Registry::default(),
            mode: Mode::default(),
            port: 0,
            longest_transition: LONGEST_TRANSITION,
            tokens: TokenPolicy::Accept,
            guard: None,
            states: Vec::new(),
            invalid: None,
        }
    }
}

// Spelled out, for what the compiler shows of a wrong handler.
impl Builder {
    /// Registers a query.
    #[must_use]
    pub fn query<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: QueryFunction,
        F: Fn(H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, move |_context, args| handler(args))
    }

    /// Registers a query whose handler takes a [`Context`] too.
    #[must_use]
    pub fn query_with<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: QueryFunction,
        F: Fn(Context, H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, handler)
    }

    /// Registers a mutation. Subscriptions run again after every call of it.
    #[must_use]
    pub fn mutation<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: MutationFunction,
        F: Fn(H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, move |_context, args| handler(args))
    }

    /// Registers a mutation whose handler takes a [`Context`] too.
    #[must_use]
    pub fn mutation_with<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: MutationFunction,
        F: Fn(Context, H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, handler)
    }

    /// Registers an action. Subscriptions run again after every call of it.
    #[must_use]
    pub fn action<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: ActionFunction,
        F: Fn(H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, move |_context, args| handler(args))
    }

    /// Registers an action whose handler takes a [`Context`] too.
    #[must_use]
    pub fn action_with<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: ActionFunction,
        F: Fn(Context, H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        self.register(function, handler)
    }

    /// Adds a component with its functions, which administrators can call: by its path, such as
    /// `stripe` or `agent/rateLimiter`.
    ///
    /// ```
    /// use convex_runtime::{Query, testing::Deployment};
    ///
    /// const BALANCE: Query<(), f64> = Query::new("accounts:balance");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let stripe = Deployment::builder().query(BALANCE, |()| async { Ok(12.5) });
    /// let deployment = Deployment::builder().component("stripe", stripe).start().await?;
    ///
    /// let admin = deployment.client().admin(deployment.admin_key()).component("stripe");
    /// assert_eq!(admin.query(BALANCE, ()).await?, 12.5);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn component(mut self, path: &str, functions: Self) -> Self {
        self.registry.mount(path, functions.registry);
        self.states.extend(functions.states);
        self.invalid = self.invalid.or(functions.invalid);
        self
    }

    pub(super) fn register<H, F, Fut>(self, function: H, handler: F) -> Self
    where
        H: Registrable,
        F: Fn(Context, H::Args) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Returns, Thrown>> + Send + 'static,
    {
        let session = function.session_argument();
        let registered = Registered {
            kind: H::KIND,
            access: H::ACCESS,
            args: Validator::of_args(H::Args::validator()).with_session(session),
            returns: Validator::of(H::Returns::validator()),
            handler: erase(handler, session),
        };
        self.insert(function.function_path(), registered)
    }

    pub(super) fn insert(mut self, path: &str, function: Registered) -> Self {
        match FunctionPath::parse(path) {
            Ok(path) => self.registry.insert(path, function),
            Err(invalid) => _ = self.invalid.get_or_insert(invalid),
        }
        self
    }

    /// Answers as a production deployment does: without the messages of errors and without log
    /// lines. The data of a `ConvexError` still arrives.
    #[must_use]
    pub fn production(mut self) -> Self {
        self.mode = Mode::Production;
        self
    }

    /// Listens on this port of `127.0.0.1` rather than on a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sends transitions of more bytes than these in parts, to clients that can put them together;
    /// 5,000,000 unless it is set.
    #[must_use]
    pub fn split_transitions_above(mut self, bytes: usize) -> Self {
        self.longest_transition = bytes;
        self
    }

    /// Starts the deployment; it runs on the current Tokio runtime until it is dropped.
    ///
    /// # Errors
    ///
    /// When the port is taken, or a handle's path cannot be one.
    #[expect(
        clippy::unused_async,
        reason = "it needs the runtime that a future is polled in"
    )]
    pub async fn start(self) -> io::Result<Deployment> {
        if let Some(invalid) = self.invalid {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                invalid.to_string(),
            ));
        }
        let port = Port::open(self.port)?;
        let mut backend = Backend::new(Registry::default(), self.mode, self.longest_transition);
        backend.guard.clone_from(&self.guard);
        backend.tokens.set_policy(self.tokens);
        let backend = Arc::new(backend);
        *lock(&backend.registry) = self.into_registry_of(&backend);
        Ok(Deployment::run(backend, port))
    }

    /// The functions, for a deployment that hears of the changes of their states from now on.
    pub(super) fn into_registry_of(self, backend: &Arc<Backend>) -> Registry {
        for state in &self.states {
            state.attach(backend);
        }
        self.registry
    }
}
