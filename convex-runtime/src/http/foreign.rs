//! Requests to others than the deployment, such as auth providers. They get none of the user's headers.

use std::sync::Arc;

use reqwest::{
    Url,
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue},
};

use super::{HttpTransport, exchange, headers};
use crate::{
    Error,
    transport::{BoxFuture, Progress},
};

impl HttpTransport {
    /// The status and the text of what is there: `POST` with a body and its type, else `GET`.
    pub(crate) fn foreign(
        &self,
        url: &str,
        body: Option<(&'static str, String)>,
        extra: Vec<(String, String)>,
    ) -> BoxFuture<Result<(u16, String), Error>> {
        let (shared, url) = (Arc::clone(&self.shared), Url::parse(url));
        Box::pin(async move {
            let url =
                url.map_err(|error| Error::configuration(format!("a provider's URL: {error}")))?;
            let mut all: HeaderMap = headers(extra)?;
            all.insert(ACCEPT, HeaderValue::from_static("application/json"));
            let (request, body) = match body {
                Some((kind, body)) => {
                    all.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
                    (shared.http.post(url), body)
                }
                None => (shared.http.get(url), String::new()),
            };
            exchange::exchange(
                request.headers(all),
                (body, Progress::default()),
                shared.max_message,
            )
            .await
        })
    }
}
