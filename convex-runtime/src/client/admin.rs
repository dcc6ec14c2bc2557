//! `AdminClient`: calls of a deployment's administrator.

use std::{fmt, future::Future, sync::Arc};

use super::Client;
#[cfg(feature = "live")]
use crate::Subscription;
use crate::{Action, Credential, Error, FromConvex, Mutation, Query, ToConvex, UserIdentity};

/// Calls functions as the deployment's administrator, internal ones and those of components
/// included; by [`Client::admin`].
///
/// Cheap to clone. For servers and tools: the deploy key grants full read and write access.
///
/// ```
/// use convex_runtime::{AdminClient, Error, Internal, Mutation};
///
/// const PURGE: Mutation<(), f64, Internal> = Mutation::new("messages:purge");
///
/// async fn purge(admin: &AdminClient) -> Result<f64, Error> {
///     admin.mutation(PURGE, ()).await
/// }
/// ```
#[derive(Clone)]
pub struct AdminClient {
    client: Client,
    key: Arc<str>,
}

impl Client {
    /// Returns the same client for the functions of a component, or the app's own.
    fn with_component(&self, component: Option<Arc<str>>) -> Self {
        Self {
            #[cfg(feature = "live")]
            live: crate::live::LiveLink::new(
                crate::live::LiveOptions {
                    component: component.clone(),
                    ..self.live.options().clone()
                },
                &self.runtime,
                &self.identity,
            ),
            component,
            ..self.clone()
        }
    }

    /// Returns a client on the same connections that calls as the deployment's administrator, by a
    /// deploy key such as `prod:happy-otter-123|…` or the admin key of a self-hosted deployment. It
    /// takes functions of any visibility; this client goes on refusing internal ones at compile
    /// time.
    ///
    /// ```no_run
    /// use convex_runtime::{Client, Internal, Query, UserIdentity};
    ///
    /// const AUDIT: Query<(), Vec<String>, Internal> = Query::new("users:audit");
    /// const ME: Query<(), String> = Query::new("users:me");
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::from_env()?;
    /// let admin = client.admin(std::env::var("CONVEX_DEPLOY_KEY")?);
    /// let lines = admin.query(AUDIT, ()).await?;
    ///
    /// let ann = UserIdentity::new("https://example.com", "ann");
    /// let me = admin.acting_as(&ann)?.query(ME, ()).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn admin(&self, deploy_key: impl Into<Arc<str>>) -> AdminClient {
        let key = deploy_key.into();
        AdminClient {
            client: self.with_credential(Credential::admin(Arc::clone(&key))),
            key,
        }
    }
}

impl AdminClient {
    /// Returns a client that calls as `user`: functions see that user, and internal functions can
    /// still be called. Convex takes calls of a component's functions from the administrator alone.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when an attribute has a name that Convex does not take.
    pub fn acting_as(&self, user: &UserIdentity) -> Result<Self, Error> {
        let credential = Credential::acting_as(Arc::clone(&self.key), user)?;
        Ok(Self {
            client: self.client.with_credential(credential),
            key: Arc::clone(&self.key),
        })
    }

    /// Returns a client that calls the functions of the component at `path`, such as `stripe` or
    /// `agent/rateLimiter`. Its subscriptions have a socket of their own.
    ///
    /// ```
    /// # use convex_runtime::{AdminClient, Error, Query};
    /// const STATUS: Query<(), String> = Query::new("lib:status");
    ///
    /// async fn status(admin: &AdminClient) -> Result<String, Error> {
    ///     admin.component("workflow").query(STATUS, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn component(&self, path: impl Into<Arc<str>>) -> Self {
        Self {
            client: self.client.with_component(Some(path.into())),
            key: Arc::clone(&self.key),
        }
    }

    /// The administrator of the app itself, whatever component this client is for.
    #[cfg(feature = "admin")]
    pub(crate) fn root(&self) -> Self {
        Self {
            client: self.client.with_component(None),
            key: Arc::clone(&self.key),
        }
    }

    /// The client that makes the calls, for what else a client does; it takes public functions
    /// only, as every [`Client`].
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Runs a query of any visibility.
    ///
    /// # Errors
    ///
    /// As [`Client::query`].
    pub fn query<A: ToConvex, R: FromConvex, V>(
        &self,
        function: Query<A, R, V>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R, V> {
        self.client.call(function.unchecked().reference(), &args)
    }

    /// Runs a mutation of any visibility.
    ///
    /// # Errors
    ///
    /// As [`Client::mutation`].
    pub fn mutation<A: ToConvex, R: FromConvex, V>(
        &self,
        function: Mutation<A, R, V>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R, V> {
        self.client.call(function.unchecked().reference(), &args)
    }

    /// Runs an action of any visibility.
    ///
    /// # Errors
    ///
    /// As [`Client::action`].
    pub fn action<A: ToConvex, R: FromConvex, V>(
        &self,
        function: Action<A, R, V>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R, V> {
        self.client.call(function.unchecked().reference(), &args)
    }

    /// Subscribes to a query of any visibility, as [`Client::subscribe`] does.
    #[cfg(feature = "live")]
    pub fn subscribe<A: ToConvex, R: FromConvex, V>(
        &self,
        query: Query<A, R, V>,
        args: A,
    ) -> Subscription<R> {
        self.client.subscribe(query.unchecked(), args)
    }
}

impl fmt::Debug for AdminClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The key is secret.
        f.debug_tuple("AdminClient").field(&self.client).finish()
    }
}
