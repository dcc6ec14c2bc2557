//! `Snapshot`: the deployment as it was at one point in time.

use std::{future::Future, pin::pin, sync::Arc};

use super::{
    Client,
    request::{PreparedCall, Waits, within},
};
use crate::{
    Error, FromConvex, FunctionKind, Query, ToConvex,
    function::FunctionReference,
    transport::{Progress, Reply},
};

/// The deployment as it was at one point in time, by [`Client::snapshot`]: queries of it fit
/// together whatever is written meanwhile. Convex can go back about 30 seconds; then queries fail
/// with [`Error::Protocol`].
///
/// ```
/// # use convex_runtime::{Client, Error, Query};
/// # const COUNT: Query<(), f64> = Query::new("tasks:count");
/// # const TITLES: Query<(), Vec<String>> = Query::new("tasks:titles");
/// async fn titles(client: &Client) -> Result<Vec<String>, Error> {
///     let now = client.snapshot().await?;
///     if now.query(COUNT, ()).await? == 0.0 {
///         return Ok(Vec::new());
///     }
///     now.query(TITLES, ()).await
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Snapshot {
    client: Client,
    at: Arc<str>,
}

impl Client {
    /// The deployment as it is now, for several queries at the same point in time. For queries that
    /// are known together [`query_batch`](Self::query_batch) is one request.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let client = self.clone();
        let asking = async move {
            let generation = client.identity.current().generation;
            let after = client.deadline_of(FunctionKind::Query);
            let (progress, asking) = (Progress::default(), pin!(client.http()?.timestamp()));
            let asking = within(after, &progress, asking);
            client.as_the_same(generation, pin!(asking)).await
        };
        let limit = (self.deadline_of(FunctionKind::Query), &Waits::for_any());
        Ok(Snapshot {
            at: self.run(limit, asking).await?,
            client: self.clone(),
        })
    }
}

impl Snapshot {
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The time, as the HTTP API writes it.
    pub(super) fn timestamp(&self) -> &Arc<str> {
        &self.at
    }

    /// Runs a query at that time with encoded arguments.
    pub(super) fn send(
        &self,
        function: FunctionReference,
        args: String,
    ) -> impl Future<Output = Result<Reply, Error>> + Send + use<> {
        let request = PreparedCall {
            args: Ok(args.into()),
            at: Some(Arc::clone(&self.at)),
            ..self.client.prepare(function, &())
        };
        self.client.clone().reply(request)
    }

    /// Runs a query at that time, over HTTP.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn query<A: ToConvex, R: FromConvex>(
        &self,
        function: Query<A, R>,
        args: A,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        let request = self.client.prepare(function.reference(), &args);
        self.client.request(PreparedCall {
            at: Some(Arc::clone(&self.at)),
            ..request
        })
    }
}
