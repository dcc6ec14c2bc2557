//! Requests to others than the deployment, such as auth providers. They get none of the user's
//! headers.

use std::sync::Arc;

use super::{HttpTransport, Method, Outgoing, address::origin, headers};
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
        let (shared, url) = (Arc::clone(&self.shared), url.to_owned());
        Box::pin(async move {
            if origin(&url).is_none() {
                return Err(Error::configuration("a provider's URL is none"));
            }
            let mut request = Outgoing {
                method: if body.is_some() {
                    Method::Post
                } else {
                    Method::Get
                },
                url,
                headers: headers(extra)?,
            };
            request.header("accept", "application/json");
            let (kind, body) = body.unzip();
            if let Some(kind) = kind {
                request.header("content-type", kind);
            }
            let body = (body.unwrap_or_default(), Progress::default());
            shared.exchange(request, body).await
        })
    }
}
