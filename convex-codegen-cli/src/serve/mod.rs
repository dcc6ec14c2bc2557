//! `Serve`: a backend's own TypeScript functions on Convex's wire, executed by `convex-test` under
//! Node.

mod crons;
mod driver;
mod error;
mod functions;
mod install;
mod served;
mod watch;

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf, sync::Arc};

use convex_runtime::testing::{Deployment, ForeignFunction, Site};
use tokio::sync::mpsc;

pub use error::Error;

pub use driver::Line;
pub use served::Served;

use crons::{Job, Timetable};
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
/// at [`Served::site_url`]; environment variables, which are those of this process; the limits of
/// time and memory of queries and mutations. The deployment's owner
/// ([`Deployment::admin_key`](convex_runtime::testing::Deployment::admin_key)) reads tables, sets
/// environment variables and calls internal functions.
///
/// What is different, as `convex-test` is:
///
/// - Data lives in memory, and starts empty.
/// - JWTs are not verified, as an issuer cannot be asked; their claims are trusted.
/// - Cron jobs run with [`Serve::crons`], or when [`Served::run_cron`] says so. Scheduled functions
///   always run.
/// - Time is processor time: a query or mutation may take 3 s of it, since looking at the clock slows
///   it. Memory is 64 MB, as on Convex.
/// - Text search matches words by their beginning and does not rank; vector search compares all
///   documents.
/// - Reads and writes of a transaction are not counted.
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
    site_port: Option<u16>,
    node: OsString,
    variables: BTreeMap<String, String>,
    hosts: Vec<String>,
    origins: Vec<String>,
    crons: bool,
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
            site_port: None,
            node: "node".into(),
            variables: BTreeMap::new(),
            hosts: Vec::new(),
            origins: Vec::new(),
            crons: false,
        }
    }

    /// Listens on this port of `127.0.0.1` rather than on a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Answers HTTP actions on this port of `127.0.0.1`, whose root is that of `convex.site`. By
    /// default it is the port after that of the deployment, if it is free.
    #[must_use]
    pub fn site_port(mut self, port: u16) -> Self {
        self.site_port = Some(port);
        self
    }

    /// Runs cron jobs by their schedules; jobs with an interval begin at once, as on Convex.
    #[must_use]
    pub fn crons(mut self) -> Self {
        self.crons = true;
        self
    }

    /// Answers requests for this host, such as that of a tunnel. Requests for hosts other than this
    /// machine are refused, since pages of other servers can send them.
    #[must_use]
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Answers requests of pages of this origin, as browsers write it: `https://app.example`. Pages
    /// of this machine are always answered, on any port.
    #[must_use]
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
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
        let listener = listener.guarded(self.hosts.clone(), self.origins.clone());
        let mut deployment = listener.start().await.map_err(unable)?;
        deployment.set_environment(self.variables.clone());
        let site = self.site(&deployment)?;
        // Functions need the URLs as they load; clients are not answered before they have loaded.
        deployment.go_down().await;
        let project = Project {
            url: deployment.url(),
            site_url: site.url().to_owned(),
            publish: Arc::new(deployment.publisher()),
            node: self.node,
            dir: self.dir,
            variables: self.variables,
        };
        let loaded = loaded(project.clone()).await?;
        deployment.replace(registered(loaded.functions.clone(), &loaded.driver));
        deployment.come_up().await.map_err(unable)?;
        let timetable = self.crons.then(Timetable::default);
        Ok(Served::new((deployment, site), project, loaded, timetable))
    }

    /// The port of HTTP actions.
    fn site(&self, deployment: &Deployment) -> Result<Site, Error> {
        let open = |port| {
            deployment
                .open_site(port)
                .map_err(|source| Error::Port { port, source })
        };
        match (self.site_port, self.port.checked_add(1)) {
            (Some(port), _) => open(port),
            (None, Some(port)) if self.port != 0 => open(port).or_else(|_taken| open(0)),
            _ => open(0),
        }
    }
}

/// Starts Node and waits for the functions.
async fn loaded(project: Project) -> Result<Loaded, Error> {
    let dir = project.dir.clone();
    let (driver, mut events) = Driver::start(project).await?;
    loop {
        match events.recv().await {
            Some(Event::Functions(functions, jobs)) => {
                let driver = Arc::new(driver);
                return Ok(Loaded {
                    driver,
                    events,
                    functions,
                    jobs,
                });
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

/// A driver that has loaded functions.
struct Loaded {
    driver: Arc<Driver>,
    /// The messages that it sends on its own.
    events: mpsc::UnboundedReceiver<Event>,
    functions: Vec<ForeignFunction>,
    jobs: Vec<Job>,
}
