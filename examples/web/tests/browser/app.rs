//! The application under test: its server, and the deployment behind it.

use std::{env, path::Path, process::Stdio, time::Duration};

use convex_runtime::testing::{Deployment, Function, Hold};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
    sync::OnceCell,
};
use web::server::{Backend, routes};

use crate::browser::Page;

/// Once per process: the bundle is the same for all tests.
static BUNDLE: OnceCell<()> = OnceCell::const_new();

pub struct App {
    pub url: String,
    backend: Backend,
    /// Executes `convex/`, if that is what pages talk to.
    _typescript: Option<Child>,
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
        let (backend, typescript) = match env::var("WEB_BACKEND").as_deref() {
            Ok("typescript") => {
                let (url, serve) = serve().await;
                (Backend::at(&url).unwrap(), Some(serve))
            }
            _ => (Backend::embedded().await.unwrap(), None),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pages = routes(&backend, &assets);
        tokio::spawn(async move { axum::serve(listener, pages).await });
        Self {
            url,
            backend,
            _typescript: typescript,
        }
    }

    /// Opens a page in a browser of its own, once it is interactive.
    pub async fn open(&self, path: &str) -> Page {
        let page = Page::new(&self.url).await;
        page.open(path).await;
        page
    }

    /// The deployment inside of this process, which faults can be injected into.
    pub fn deployment(&self) -> Option<&Deployment> {
        self.backend.deployment()
    }

    /// Holds calls of a function until the hold is released. TypeScript takes its own time instead.
    pub fn hold<F: Function>(&self, function: F) -> Option<Hold> {
        Some(self.deployment()?.hold(function))
    }
}

/// Lets a function go on.
pub fn release(hold: Option<Hold>) {
    if let Some(hold) = hold {
        hold.release();
    }
}

/// Starts `convex-codegen serve` on the functions of this example.
async fn serve() -> (String, Child) {
    let mut serve = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "convex-codegen-cli", "--"])
        .args([
            "serve",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/convex"),
        ])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(serve.stdout.take().unwrap()).lines();
    let url = tokio::time::timeout(Duration::from_secs(300), async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(start) = line.find("http://") {
                return line[start..].trim().to_owned();
            }
        }
        panic!("`serve` ended without a URL");
    });
    let url = url.await.expect("`serve` starts within five minutes");
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (url, serve)
}
