//! `Target`: a deployment that a suite runs against.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use convex_codegen_cli::serve::{Serve, Served};
use convex_runtime::testing::{Deployment, Identity};

use crate::{deployment, proxy::Proxy};

/// Names the deployment that suites run against, instead of those that they start.
const URL: &str = "CONVEX_TEST_URL";
/// A token for that deployment whose subject is `alice`.
const TOKEN: &str = "CONVEX_TEST_TOKEN";

/// A deployment that has the functions of `convex/`, behind a proxy.
#[derive(Debug)]
pub struct Target {
    proxy: Option<Proxy>,
    /// The deployment's own URL.
    address: String,
    token: Option<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Testing(Deployment),
    Served(Box<Served>, PathBuf),
    Elsewhere,
}

impl Target {
    /// The deployment that `CONVEX_TEST_URL` names, else the testing deployment and TypeScript
    /// under Node. `name` tells tests that run at the same time apart.
    ///
    /// # Panics
    ///
    /// When one of them cannot be started.
    pub async fn all(name: &str) -> Vec<Self> {
        match env::var(URL) {
            Ok(url) => vec![Self::elsewhere(&url).await],
            Err(_) => vec![Self::testing().await, Self::served(name).await],
        }
    }

    async fn elsewhere(url: &str) -> Self {
        // TLS is meant for the host itself.
        let proxy = match url.strip_prefix("http://") {
            Some(host) => Some(
                Proxy::start(host)
                    .await
                    .expect("CONVEX_TEST_URL has a host"),
            ),
            None => None,
        };
        Self {
            proxy,
            address: url.to_owned(),
            token: env::var(TOKEN).ok(),
            kind: Kind::Elsewhere,
        }
    }

    /// The testing deployment.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn testing() -> Self {
        let deployment = deployment().start().await.expect("a free port");
        let token = deployment.token(Identity::new("alice"));
        let url = deployment.url();
        Self::local(&url, token, Kind::Testing(deployment)).await
    }

    async fn served(name: &str) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = corpus::npm::installed(&here.join("../e2e/npm"));
        let project = package.join(format!("clients-{name}-{}", std::process::id()));
        fs::create_dir_all(project.join("convex")).expect("a folder below target/ can be made");
        for entry in fs::read_dir(here.join("convex")).expect("the functions are there") {
            let file = entry.expect("its entries can be read");
            let copy = project.join("convex").join(file.file_name());
            fs::copy(file.path(), copy).expect("a file below target/ can be written");
        }
        let served = Serve::new(&project).start().await;
        let served = served.expect("the functions load");
        let token = served.deployment().token(Identity::new("alice"));
        let url = served.url();
        Self::local(&url, token, Kind::Served(Box::new(served), project)).await
    }

    async fn local(url: &str, token: String, kind: Kind) -> Self {
        let host = url.trim_start_matches("http://");
        let proxy = Proxy::start(host).await.expect("a free port");
        Self {
            proxy: Some(proxy),
            address: url.to_owned(),
            token: Some(token),
            kind,
        }
    }

    /// Returns the URL that clients connect to.
    pub fn url(&self) -> String {
        let proxy = self.proxy.as_ref().map(Proxy::url);
        proxy.unwrap_or_else(|| self.address.clone())
    }

    /// Alice's token; `None` where the tests cannot know one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Breaks all connections; `false` where the tests cannot.
    pub fn disconnect(&self) -> bool {
        self.proxy.as_ref().map(Proxy::cut).is_some()
    }

    /// The server, if it runs in this process.
    pub fn deployment(&self) -> Option<&Deployment> {
        match &self.kind {
            Kind::Testing(deployment) => Some(deployment),
            Kind::Served(served, _) => Some(served.deployment()),
            Kind::Elsewhere => None,
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Kind::Served(_, project) = &self.kind {
            // Left behind it is below `target/`.
            let _removed = fs::remove_dir_all(project);
        }
    }
}

/// A text that no other run sends.
pub fn unique(text: &str) -> String {
    use std::{
        process,
        sync::atomic::{AtomicU64, Ordering},
        time::{SystemTime, UNIX_EPOCH},
    };
    static COUNT: AtomicU64 = AtomicU64::new(0);

    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanos = since.unwrap_or_default().as_nanos();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{text} {nanos} {} {count}", process::id())
}
