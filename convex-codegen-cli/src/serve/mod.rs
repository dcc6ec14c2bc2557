//! `Serve`: a backend's own TypeScript functions on Convex's wire, executed by `convex-test` under Node.

mod driver;
mod error;
mod functions;
mod install;
mod watch;

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use convex_runtime::testing::Deployment;
use tokio::sync::mpsc;

pub use error::Error;

use driver::{Driver, Event, Project};
use functions::registered;

/// Serves a project's own functions, for development and end-to-end tests without an account.
///
/// It needs Node 20 or later, and `convex-test` in the project's `node_modules`. When files change that the functions are made of, in
/// their folder or elsewhere in the project, [`Served::changed`] serves what is in them; data stays unless modules, components or the
/// schema got another shape.
///
/// What is as on Convex: the HTTP API and the sync protocol; queries, mutations and actions with their validation and messages;
/// the database with its schema, indexes, pages, search and transactions; the scheduler; file storage; components, also those of npm
/// packages; HTTP actions, below [`Served::site_url`]; environment variables, which are those of this process.
///
/// What is different, as `convex-test` is:
///
/// - Data lives in memory, and starts empty.
/// - Tokens are believed, since there is no issuer to ask: whoever sends a JWT is who it says.
/// - Crons do not run. Scheduled functions do.
/// - Text search matches words by their beginning and does not rank; vector search compares all documents.
/// - Limits of size and time are those of the testing deployment; reads and writes of a transaction are not counted.
/// - Modules run in Node, with its globals, whether they say `"use node"` or not. An HTTP action's response is sent once it is whole,
///   and its request's URL has a made-up host. Routes of components are not mounted.
/// - A subscription runs again after every mutation, whatever that wrote.
///
/// ```no_run
/// # async fn example() -> Result<(), convex_codegen_cli::serve::Error> {
/// let served = convex_codegen_cli::serve::Serve::new("convex").start().await?;
/// println!("{}", served.url());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Serve {
    dir: PathBuf,
    port: u16,
    node: OsString,
}

/// What became of the functions after files changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// So many functions are served now.
    Loaded(usize),
    /// They do not load; those from before are still served.
    Failed(String),
    /// A folder cannot be watched, so that changes in it go unnoticed.
    Unwatched(String),
}

impl Serve {
    /// Serves the project or functions folder `dir`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            port: 0,
            node: "node".into(),
        }
    }

    /// Listens on this port of `127.0.0.1` rather than on a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Executes functions with this program rather than with the `node` of the `PATH`.
    #[must_use]
    pub fn node(mut self, program: impl Into<OsString>) -> Self {
        self.node = program.into();
        self
    }

    /// Loads the functions and starts to serve them, on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// When Node or `convex-test` is missing, the functions do not load, or the port is taken.
    pub async fn start(self) -> Result<Served, Error> {
        let unable = |source| Error::Port {
            port: self.port,
            source,
        };
        let listener = Deployment::builder().trust_tokens().port(self.port);
        let mut deployment = listener.start().await.map_err(unable)?;
        // Functions know the URL when they load; nobody is answered before they have.
        deployment.go_down().await;
        let (driver, mut events) = Driver::start(Project {
            url: deployment.url(),
            publish: Box::new(deployment.publisher()),
            node: self.node,
            dir: self.dir.clone(),
        })?;
        let functions = match events.recv().await {
            Some(Event::Functions(functions)) => functions,
            Some(Event::Failed(report) | Event::Unwatched(report)) => {
                let dir = self.dir.display();
                return Err(Error::Load(format!(
                    "the functions of `{dir}` do not load\n\n{report}"
                )));
            }
            None => {
                let report = driver.last_words().await;
                return Err(Error::Load(format!(
                    "Node ended before it loaded the functions\n\n{report}"
                )));
            }
        };
        let driver = Arc::new(driver);
        deployment.replace(registered(functions, &driver));
        deployment.come_up().await.map_err(unable)?;
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

    /// Where HTTP actions are: the `CONVEX_SITE_URL` of the functions. A self-hosted backend has them there too.
    pub fn site_url(&self) -> String {
        self.url() + "/http"
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
            Event::Unwatched(problem) => Some(Change::Unwatched(problem)),
        }
    }
}
