//! The application under test: its server, and the deployment behind it.

use std::{env, path::Path};

use convex_runtime::testing::{Deployment, Function, Hold};
use pages::{Page, TypeScript};
use tokio::{net::TcpListener, sync::OnceCell};
use web::server::{Backend, routes};

/// Once per process: the bundle is the same for all tests.
static BUNDLE: OnceCell<()> = OnceCell::const_new();

pub struct App {
    url: String,
    backend: Backend,
    typescript: Option<TypeScript>,
}

impl App {
    pub async fn start() -> Self {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/web");
        BUNDLE
            .get_or_init(async || {
                let assets = assets.clone();
                let profile = env::var("WEB_PROFILE").unwrap_or_else(|_| "dev".to_owned());
                let bundled = tokio::task::spawn_blocking(move || {
                    bundle::bundle("web", &assets.join("pkg"), &profile)
                });
                bundled.await.unwrap().unwrap();
            })
            .await;
        let typescript = TypeScript::if_requested().await;
        let backend = match &typescript {
            Some(typescript) => Backend::at(&typescript.url()).unwrap(),
            None => Backend::embedded().await.unwrap(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pages = routes(&backend, &assets);
        tokio::spawn(async move { axum::serve(listener, pages).await });
        Self {
            url,
            backend,
            typescript,
        }
    }

    /// Opens a page in a browser of its own, once it is interactive.
    pub async fn open(&self, path: &str) -> Page {
        let hydrated = "document.documentElement.dataset.hydrated === ''";
        let page = Page::new(&self.url, hydrated).await;
        page.open(path).await;
        page
    }

    /// The deployment behind the pages, which faults can be injected into.
    pub fn deployment(&self) -> &Deployment {
        match &self.typescript {
            Some(typescript) => typescript.deployment(),
            None => self.backend.deployment().unwrap(),
        }
    }

    /// Holds calls of a function until the hold is released.
    pub fn hold<F: Function>(&self, function: F) -> Hold {
        self.deployment().hold(function)
    }
}
