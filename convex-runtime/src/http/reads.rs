//! Reads at one point in time: `/api/query_batch` and `/api/query_ts`.

use std::sync::Arc;

use super::{HttpTransport, headers};
use crate::{
    Credential, Error, http_api,
    transport::{BoxFuture, Call, Progress, Reply},
};

impl HttpTransport {
    /// Runs queries in one request, at one point in time.
    pub(crate) fn query_batch(
        &self,
        calls: Arc<[Call]>,
        credential: Credential,
    ) -> BoxFuture<Result<Vec<Result<Reply, Error>>, Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let mut request = shared.post("/api/query_batch", &credential)?;
            let own = calls.first().map(|call| call.headers.clone());
            request.headers.extend(headers(own.unwrap_or_default())?);
            let progress = calls.first().map(|call| call.progress.clone());
            let body = (http_api::batch_body(&calls)?, progress.unwrap_or_default());
            let (status, text) = shared.exchange(request, body).await?;
            http_api::batch_answer(&calls, status, &text)
        })
    }

    /// The present, as the deployment counts it.
    pub(crate) fn timestamp(&self) -> BoxFuture<Result<Arc<str>, Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let request = shared.post("/api/query_ts", &Credential::anonymous())?;
            let body = (String::new(), Progress::default());
            let (status, text) = shared.exchange(request, body).await?;
            http_api::timestamp_answer(status, &text)
        })
    }
}
