//! `Client::query_batch`: queries in one request.

use std::{future::Future, pin::pin, sync::Arc};

use super::{
    Client,
    request::{Waits, within},
};
use crate::{
    Credential, Error, FunctionKind, QueryBatch,
    batch::{BatchEntry, BatchReplies, BatchReply},
    function::FunctionReference,
    platform::Moment,
    transport::{Call, Progress, Reply},
};

impl Client {
    /// Runs queries in one request, all at the same point in time. Each has its own result.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query, ToConvex};
    /// # #[derive(ToConvex)]
    /// # struct ListArgs { limit: f64 }
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
    /// async fn overview(client: &Client) -> Result<(f64, Vec<String>), Error> {
    ///     let (count, titles) = client.query_batch(((COUNT, ()), (LIST, ListArgs { limit: 10.0 }))).await?;
    ///     Ok((count?, titles?))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`] that concerns all of them; what one query throws is its own result.
    pub fn query_batch<B: QueryBatch>(
        &self,
        queries: B,
    ) -> impl Future<Output = Result<B::Results, Error>> + Send + use<B> {
        let (client, entries) = (self.clone(), queries.entries());
        let headers = self.call_headers();
        let generation = self.identity.current().generation;
        async move {
            let runner = client.clone();
            let limit = (client.deadline_of(FunctionKind::Query), &Waits::for_any());
            let replies = runner
                .run(limit, client.send_batch((entries, headers), generation))
                .await?;
            Ok(B::results(&mut BatchReplies::new(replies)))
        }
    }

    async fn send_batch(
        self,
        (entries, headers): (Vec<BatchEntry>, Vec<(String, String)>),
        generation: u64,
    ) -> Result<Vec<(FunctionReference, BatchReply)>, Error> {
        if self.component.is_some() {
            return Err(Error::not_in_components());
        }
        let started = Moment::now();
        let (mut functions, mut calls) = (Vec::new(), Vec::new());
        let entries = entries.into_iter();
        for BatchEntry { function, args } in entries.map(|entry| entry.of(self.session())) {
            functions.push(function);
            calls.push(Call {
                kind: FunctionKind::Query,
                path: function.path.into(),
                component: None,
                args: args?.into(),
                at: None,
                credential: Credential::anonymous(),
                headers: Vec::new(),
                progress: Progress::default(),
            });
        }
        // One request has the headers of its first call.
        if let Some(first) = calls.first_mut() {
            first.headers = headers;
        }
        let calls: Arc<[Call]> = calls.into();
        let outcome = self
            .as_the_same(generation, pin!(self.transmit_batch(&calls, generation)))
            .await;
        for (index, (function, call)) in functions.iter().zip(&*calls).enumerate() {
            let error = match &outcome {
                Ok(replies) => replies.get(index).and_then(|reply| reply.as_ref().err()),
                Err(error) => Some(error),
            };
            self.tell(*function, (started, &call.progress), error);
        }
        let replies = outcome?.into_iter().map(BatchReply::Called);
        Ok(functions.into_iter().zip(replies).collect())
    }

    async fn transmit_batch(
        &self,
        calls: &Arc<[Call]>,
        generation: u64,
    ) -> Result<Vec<Result<Reply, Error>>, Error> {
        let mut after = self.deadline_of(FunctionKind::Query);
        if self.signed_in_only {
            after = self.signed_in(after).await?;
        }
        let http = self.http()?;
        let proof = self.proof(generation)?;
        let sending = pin!(self.prove((generation, &proof), |credential| {
            http.query_batch(Arc::clone(calls), credential)
        }));
        let progress = calls.first().map(|call| call.progress.clone());
        within(after, &progress.unwrap_or_default(), sending).await
    }
}
