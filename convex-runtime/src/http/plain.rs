//! Requests that call no function.

use std::sync::Arc;

use super::HttpTransport;
use crate::{
    Credential, Error,
    transport::{BoxFuture, Progress, Reply},
};

impl HttpTransport {
    /// The status and the text of an answer that is not a refusal: of `POST` with a body, else of
    /// `GET`.
    pub(crate) fn plain(
        &self,
        path: String,
        body: Option<String>,
        (credential, progress): (Credential, Progress),
    ) -> BoxFuture<Result<(u16, String), Error>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let request = match body {
                Some(_) => shared.post(&path, &credential)?,
                None => shared.get(&path, &credential)?,
            };
            let body = (body.unwrap_or_default(), progress);
            let (status, text) = shared.exchange(request, body).await?;
            match status {
                200..=299 => Ok((status, text)),
                _ => Err(Reply::from_http(status, &text).err().unwrap_or_else(|| {
                    Error::invalid_response(Some(status), "the request was not accepted")
                })),
            }
        })
    }
}
