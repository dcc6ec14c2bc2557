//! `Serve`: a backend's own TypeScript functions on Convex's wire, executed by `convex-test` under Node.

mod driver;
mod functions;
mod install;

use std::{path::PathBuf, sync::Arc};

use convex_runtime::testing::Deployment;
use tokio::sync::mpsc;

use crate::error::Error;
use crate::source::{Loader, functions_folder};
use driver::{Driver, Event};
use functions::registered;

/// Serves a project's own functions, for development and end-to-end tests without an account.
///
/// It needs Node, and `convex-test` in the project's `node_modules`. The data lives in memory. Tokens are believed, since there is no
/// issuer to ask: whoever sends a JWT is who it says.
///
/// ```no_run
/// # async fn example() -> Result<(), convex_codegen::Error> {
/// let served = convex_codegen::Serve::new("convex").start().await?;
/// println!("{}", served.url());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Serve {
    dir: PathBuf,
    port: u16,
}

/// What became of the functions after files changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// So many functions are served now.
    Loaded(usize),
    /// They do not load; those from before are still served.
    Failed(String),
}

impl Serve {
    /// Serves the project or functions folder `dir`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            port: 0,
        }
    }

    /// Listens on this port of `127.0.0.1` rather than on a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Loads the functions and starts to serve them, on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// When Node or `convex-test` is missing, the functions do not load, or the port is taken.
    pub async fn start(self) -> Result<Served, Error> {
        let folder = functions_folder(&self.dir, &mut Loader::new(&self.dir))?;
        let (driver, mut events) = Driver::start(&folder)?;
        let functions = match events.recv().await {
            Some(Event::Functions(functions)) => functions,
            Some(Event::Failed(report)) => {
                let folder = folder.display();
                return Err(Error::Serve(format!(
                    "the functions in `{folder}` do not load\n\n{report}"
                )));
            }
            None => {
                let report = driver.last_words().await;
                return Err(Error::Serve(format!(
                    "Node ended before it loaded the functions\n\n{report}"
                )));
            }
        };
        let driver = Arc::new(driver);
        let builder = registered(functions, &driver)
            .trust_tokens()
            .port(self.port);
        let deployment = builder.start().await.map_err(|error| {
            Error::Serve(format!("cannot listen on port {}: {error}", self.port))
        })?;
        Ok(Served {
            deployment,
            driver,
            events,
        })
    }
}

/// Functions that are being served; dropping it ends that.
#[derive(Debug)]
pub struct Served {
    deployment: Deployment,
    driver: Arc<Driver>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Served {
    /// Where clients connect to.
    pub fn url(&self) -> String {
        self.deployment.url()
    }

    /// The deployment in front of the functions: its journal and its faults.
    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// Waits until files have changed, and serves what is in them; `None` when Node has ended.
    pub async fn changed(&mut self) -> Option<Change> {
        match self.events.recv().await? {
            Event::Functions(functions) => {
                let count = functions.len();
                self.deployment.replace(registered(functions, &self.driver));
                Some(Change::Loaded(count))
            }
            Event::Failed(report) => Some(Change::Failed(report)),
        }
    }
}
