//! The deployment that pages talk to: one inside this process, or another one.

use std::{fmt, io, sync::Arc, time::SystemTime};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use convex_runtime::{
    Client, Error,
    testing::{Deployment, Identity},
};
use serde_json::json;

use super::Site;

/// Makes a token of a name.
pub(crate) type Issue = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// The deployment that pages talk to.
#[derive(Clone)]
pub struct Backend {
    client: Client,
    url: String,
    issue: Issue,
    deployment: Option<Arc<Deployment>>,
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Backend {
    /// Starts a deployment inside this process, whose functions are the example's own in Rust.
    ///
    /// # Errors
    ///
    /// When no port is free.
    pub async fn embedded() -> io::Result<Self> {
        let deployment = backend::start().await?;
        let tokens = Arc::clone(&deployment);
        Ok(Self {
            client: Client::new(&deployment.url()).map_err(io::Error::other)?,
            url: deployment.url(),
            issue: Arc::new(move |name| tokens.token(Identity::new(name))),
            deployment: Some(deployment),
        })
    }

    /// Uses the deployment at `url`. Its tokens are not signed, which `convex-codegen serve` takes;
    /// a real deployment has a provider.
    ///
    /// # Errors
    ///
    /// When it is not a URL.
    pub fn at(url: &str) -> Result<Self, Error> {
        Ok(Self {
            client: Client::new(url)?,
            url: url.to_owned(),
            issue: Arc::new(unsigned),
            deployment: None,
        })
    }

    /// The deployment inside this process, if that is what it is.
    pub fn deployment(&self) -> Option<&Deployment> {
        self.deployment.as_deref()
    }

    pub(crate) fn site(&self) -> Site {
        Site {
            client: self.client.clone(),
            deployment_url: self.url.clone(),
            issue: Arc::clone(&self.issue),
        }
    }
}

/// Makes a token of a name without a signature.
fn unsigned(name: &str) -> String {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let claims =
        json!({ "iss": "https://example.com", "sub": name, "iat": now, "exp": now + 3_600 });
    let part = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!(
        "{}.{}.",
        part(json!({ "alg": "none", "typ": "JWT" })),
        part(claims)
    )
}
