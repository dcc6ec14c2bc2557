//! Requests whose answers are read piece by piece: HTTP actions, and stored files.

use std::sync::Arc;

use super::{HttpTransport, Method, Outgoing, exchange, headers};
use crate::{Credential, Error, HttpRoute, UploadFile, transport::BoxFuture};

pub(crate) use super::exchange::Incoming;

/// The part of an answer before its body.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// The names are in lower case.
    pub(crate) headers: Vec<(String, String)>,
}

/// A request for an HTTP action.
pub(crate) struct SiteRequest {
    pub(crate) route: HttpRoute,
    /// Behind the route's path, encoded, with the query.
    pub(crate) rest: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<UploadFile>,
}

impl HttpTransport {
    /// The URL of HTTP actions, unless the user has said another.
    pub(crate) fn site(&self) -> String {
        self.shared.deployment.site()
    }

    /// The longest body that is read as a whole, in bytes.
    pub(crate) fn max_message(&self) -> usize {
        self.shared.max_message
    }

    /// Asks an HTTP action.
    pub(crate) fn fetch(
        &self,
        site: &str,
        request: SiteRequest,
        credential: &Credential,
    ) -> BoxFuture<Result<(Head, Incoming), Error>> {
        let shared = Arc::clone(&self.shared);
        let url = format!("{site}{}{}", request.route.path(), request.rest);
        let authorization = credential.authorization();
        Box::pin(async move {
            let mut outgoing = Outgoing {
                method: Method::named(request.route.method())?,
                url,
                headers: shared.headers.clone(),
            };
            let own = authorization.map(|value| ("authorization".to_owned(), value));
            let own = own.into_iter().chain(request.headers).collect();
            outgoing.headers.extend(headers(own)?);
            let body = match request.body {
                None => None,
                Some(body) => {
                    let kind = ("content-type".to_owned(), body.content_type().to_owned());
                    outgoing.headers.extend(headers(vec![kind])?);
                    Some(body.into_content())
                }
            };
            exchange::open((&shared.wire, outgoing), body).await
        })
    }

    /// Asks for a file, of the deployment or of anywhere else.
    pub(crate) fn download(&self, url: &str) -> BoxFuture<Result<(Head, Incoming), Error>> {
        let (shared, url) = (Arc::clone(&self.shared), url.to_owned());
        Box::pin(async move {
            if super::address::origin(&url).is_none() {
                return Err(Error::configuration("the URL of a download is none"));
            }
            let outgoing = Outgoing {
                method: Method::Get,
                headers: shared.headers_for(&url),
                url,
            };
            exchange::open((&shared.wire, outgoing), None).await
        })
    }
}

impl Method {
    fn named(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            _ => {
                let wrong = format!("`{name}` is not a method of HTTP actions");
                return Err(Error::configuration(wrong));
            }
        })
    }

    /// The name of the method, for `fetch`.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}
