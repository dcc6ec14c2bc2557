//! `Deployment`: where the socket leads to.

use reqwest::{Client, Url};

use crate::Error;

/// Where the socket leads to, and what makes connections.
#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) url: Url,
    /// In a browser, sockets are made without it.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "see above"))]
    pub(crate) http: Client,
    /// How many bytes a message may have.
    pub(crate) max_message: usize,
}

impl Deployment {
    /// The address of the sync protocol, as `http` and `https`, or as `ws` and `wss`.
    pub(super) fn sync_url(&self, plain: &str) -> Result<Url, Error> {
        sync_url(&self.url, plain)
    }
}

fn sync_url(deployment: &Url, plain: &str) -> Result<Url, Error> {
    let (scheme, rest) = deployment.as_str().split_once(':').unwrap_or_default();
    let secure = if scheme == "https" { "s" } else { "" };
    let mut url = Url::parse(&format!("{plain}{secure}:{rest}"))
        .map_err(|error| Error::configuration(format!("the deployment's URL: {error}")))?;
    url.set_path(&format!("{}/api/sync", url.path().trim_end_matches('/')));
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_sync_protocol() {
        let address = |url: &str, plain: &str| {
            sync_url(&Url::parse(url).unwrap(), plain)
                .unwrap()
                .to_string()
        };
        assert_eq!(
            address("https://a.convex.cloud", "ws"),
            "wss://a.convex.cloud/api/sync"
        );
        assert_eq!(
            address("http://127.0.0.1:3210/", "http"),
            "http://127.0.0.1:3210/api/sync"
        );
        assert_eq!(
            address("https://example.com/convex/", "http"),
            "https://example.com/convex/api/sync"
        );
    }
}
