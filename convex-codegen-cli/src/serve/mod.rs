//! `Serve`: a backend's own TypeScript functions on Convex's wire, executed by `convex-test` under
//! Node.

mod driver;
mod error;
mod functions;
mod install;
mod watch;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use convex_runtime::testing::{Deployment, ForeignFunction};
use tokio::sync::mpsc;

pub use error::Error;

pub use driver::Line;
use driver::{Driver, Event, Project};
use functions::registered;

/// Serves a project's own functions, for development and end-to-end tests without an account.
///
/// It needs Node 20 or later, and `convex-test` in the project's `node_modules`. When files change
/// that the functions are made of, in their folder or elsewhere in the project, [`Served::changed`]
/// serves what is in them; data stays unless modules, components or the schema got another shape.
///
/// What is as on Convex: the HTTP API and the sync protocol; queries, mutations and actions with
/// their validation and messages; the database with its schema, indexes, pages, search and
/// transactions; the scheduler; file storage; components, also those of npm packages; HTTP actions,
/// below [`Served::site_url`]; environment variables, which are those of this process.
///
/// What is different, as `convex-test` is:
///
/// - Data lives in memory, and starts empty.
/// - JWTs are not verified, as an issuer cannot be asked; their claims are trusted.
/// - Crons do not run. Scheduled functions do.
/// - Text search matches words by their beginning and does not rank; vector search compares all
///   documents.
/// - Limits of size and time are those of the testing deployment; reads and writes of a transaction
///   are not counted.
/// - Modules run in Node, with its globals, whether they say `"use node"` or not. An HTTP action's
///   response is sent once it is whole, and its request's URL has a made-up host. Routes of
///   components are not mounted.
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
    variables: BTreeMap<String, String>,
}

/// An event while functions are served.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// The number of functions that are served now.
    Loaded(usize),
    /// The functions do not load; the previous ones are still served.
    Failed(String),
    /// A folder cannot be watched, so that changes in it go unnoticed.
    Unwatched(String),
    /// A function logged something, or one failed that no client waits for, such as a scheduled
    /// one.
    Logged(Line),
    /// Node ended, for the reason given, and was started again: the functions are the same, all
    /// data is new.
    Restarted(String),
}

impl Serve {
    /// Serves the project or functions folder `dir`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            port: 0,
            node: "node".into(),
            variables: BTreeMap::new(),
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

    /// Sets an environment variable of the functions. Variables of this process are theirs too.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
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
        // Functions need the URL as they load; clients are not answered before they have loaded.
        deployment.go_down().await;
        let project = Project {
            url: deployment.url(),
            publish: Arc::new(deployment.publisher()),
            node: self.node,
            dir: self.dir,
            variables: self.variables,
        };
        let (driver, events, functions) = loaded(project.clone()).await?;
        deployment.replace(registered(functions, &driver));
        deployment.come_up().await.map_err(unable)?;
        Ok(Served {
            deployment,
            driver,
            events,
            project,
            started: Instant::now(),
        })
    }
}

/// Starts Node and waits for the functions.
async fn loaded(project: Project) -> Result<Loaded, Error> {
    let dir = project.dir.clone();
    let (driver, mut events) = Driver::start(project)?;
    loop {
        match events.recv().await {
            Some(Event::Functions(functions)) => {
                return Ok((Arc::new(driver), events, functions));
            }
            // Modules may log while they load.
            Some(Event::Logged(_)) => {}
            Some(Event::Failed(report) | Event::Unwatched(report)) => {
                let dir = dir.display();
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
        }
    }
}

/// A driver, the messages that it sends on its own, and the functions that it executes.
type Loaded = (
    Arc<Driver>,
    mpsc::UnboundedReceiver<Event>,
    Vec<ForeignFunction>,
);

/// A process that ends sooner than this is not started again.
const SHORTEST_LIFE: Duration = Duration::from_secs(2);

/// Functions that are being served; dropping it ends that.
#[derive(Debug)]
pub struct Served {
    deployment: Deployment,
    driver: Arc<Driver>,
    events: mpsc::UnboundedReceiver<Event>,
    project: Project,
    /// The start time of the current process.
    started: Instant,
}

impl Served {
    /// Returns the URL that clients connect to.
    pub fn url(&self) -> String {
        self.deployment.url()
    }

    /// Returns the URL of HTTP actions, which functions see as `CONVEX_SITE_URL`.
    ///
    /// A self-hosted backend serves them at the same path.
    pub fn site_url(&self) -> String {
        self.url() + "/http"
    }

    /// The deployment in front of the functions: its journal and its faults.
    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// Waits until something happens: files change, and what is in them is served; a function logs;
    /// Node ends, and is started again. `None` when Node cannot be kept running.
    pub async fn changed(&mut self) -> Option<Change> {
        match self.events.recv().await {
            Some(Event::Functions(functions)) => {
                let count = functions.len();
                self.deployment.replace(registered(functions, &self.driver));
                Some(Change::Loaded(count))
            }
            Some(Event::Failed(report)) => Some(Change::Failed(report)),
            Some(Event::Unwatched(problem)) => Some(Change::Unwatched(problem)),
            Some(Event::Logged(line)) => Some(Change::Logged(line)),
            None => self.restart().await,
        }
    }

    /// Starts Node again, with the current functions and without data.
    async fn restart(&mut self) -> Option<Change> {
        let last_words = self.driver.last_words().await;
        if self.started.elapsed() < SHORTEST_LIFE {
            return None;
        }
        let (driver, events, functions) = loaded(self.project.clone()).await.ok()?;
        self.deployment.replace(registered(functions, &driver));
        (self.driver, self.events, self.started) = (driver, events, Instant::now());
        Some(Change::Restarted(last_words))
    }
}
