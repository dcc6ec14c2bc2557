//! `Deployment`: where the socket leads to.

use std::sync::Arc;

use reqwest::{Url, header::HeaderMap};

use super::socket::Target;
use crate::{Error, http::tls};

/// Where the socket leads to, before anything is set up for it.
#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
}

impl Deployment {
    /// The socket's address, with TLS when the deployment has it.
    pub(super) fn target(&self) -> Result<Target, Error> {
        let secure = self.url.scheme() == "https";
        let scheme = if secure { "wss" } else { "ws" };
        let host = self
            .url
            .host_str()
            .ok_or_else(|| Error::configuration("the deployment's URL has no host"))?;
        let port = self.url.port_or_known_default().unwrap_or(443);
        let path = self.url.path().trim_end_matches('/');
        Ok(Target {
            url: format!("{scheme}://{host}:{port}{path}/api/sync"),
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            tls: if secure {
                Some(Arc::new(tls::config("https")?))
            } else {
                None
            },
            headers: self.headers.clone(),
        })
    }
}
