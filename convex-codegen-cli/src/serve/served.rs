//! `Served`: functions that are being served.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use convex_runtime::testing::{Deployment, Site};
use tokio::sync::mpsc;

use super::{
    Change, Error, Line, Loaded,
    crons::{Job, Timetable},
    driver::{Driver, Event, Project},
    functions::{registered, run_job},
    loaded,
};

/// A process that ends sooner than this is not started again.
const SHORTEST_LIFE: Duration = Duration::from_secs(2);

/// Functions that are being served; dropping it ends that.
#[derive(Debug)]
pub struct Served {
    deployment: Deployment,
    site: Site,
    driver: Arc<Driver>,
    events: mpsc::UnboundedReceiver<Event>,
    project: Project,
    /// The start time of the current process.
    started: Instant,
    jobs: Vec<Job>,
    /// Runs the jobs, if they are to run by themselves.
    timetable: Option<Timetable>,
    /// Changes that have not been returned yet.
    noticed: VecDeque<Change>,
}

impl Served {
    pub(super) fn new(
        (deployment, site): (Deployment, Site),
        project: Project,
        loaded: Loaded,
        timetable: Option<Timetable>,
    ) -> Self {
        let mut served = Self {
            deployment,
            site,
            driver: loaded.driver,
            events: loaded.events,
            project,
            started: Instant::now(),
            jobs: Vec::new(),
            timetable,
            noticed: VecDeque::new(),
        };
        served.follow(loaded.jobs);
        served
    }

    /// Returns the URL that clients connect to.
    pub fn url(&self) -> String {
        self.deployment.url()
    }

    /// Returns the URL of HTTP actions, which functions see as `CONVEX_SITE_URL`. They are below
    /// `/http` of [`url`](Self::url) too, as on a self-hosted backend.
    pub fn site_url(&self) -> String {
        self.site.url().to_owned()
    }

    /// The deployment in front of the functions: its journal and its faults.
    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// Returns the names of the cron jobs.
    pub fn crons(&self) -> impl Iterator<Item = &str> {
        self.jobs.iter().map(|job| job.name.as_str())
    }

    /// Runs a cron job now, and waits until it has ended.
    ///
    /// # Errors
    ///
    /// [`Error::Cron`] when there is no such job, or it throws.
    pub async fn run_cron(&self, name: &str) -> Result<(), Error> {
        run_job(&self.driver, name)
            .await
            .map_err(|message| Error::Cron {
                name: name.to_owned(),
                message,
            })
    }

    /// Waits until something happens: files change, and what is in them is served; a function logs;
    /// Node ends, and is started again. `None` when Node cannot be kept running.
    pub async fn changed(&mut self) -> Option<Change> {
        if let Some(change) = self.noticed.pop_front() {
            return Some(change);
        }
        match self.events.recv().await {
            Some(Event::Functions(functions, jobs)) => {
                let count = functions.len();
                self.deployment.replace(registered(functions, &self.driver));
                self.follow(jobs);
                Some(Change::Loaded(count))
            }
            Some(Event::Failed(report)) => Some(Change::Failed(report)),
            Some(Event::Unwatched(problem)) => Some(Change::Unwatched(problem)),
            Some(Event::Logged(line)) => Some(Change::Logged(line)),
            None => self.restart().await,
        }
    }

    /// Takes over the cron jobs of functions that were loaded.
    fn follow(&mut self, jobs: Vec<Job>) {
        self.jobs = jobs;
        let Some(timetable) = &mut self.timetable else {
            return;
        };
        timetable.follow(&self.jobs, &self.driver);
        for job in &self.jobs {
            if let Some(problem) = job.problem() {
                let name = &job.name;
                self.noticed.push_back(Change::Logged(Line {
                    function: String::new(),
                    kind: String::new(),
                    text: format!("[ERROR] the cron job `{name}` does not run: {problem}"),
                }));
            }
        }
    }

    /// Starts Node again, with the current functions and without data.
    async fn restart(&mut self) -> Option<Change> {
        let last_words = self.driver.last_words().await;
        if self.started.elapsed() < SHORTEST_LIFE {
            return None;
        }
        // With what the owner has set since.
        self.project.variables = self.deployment.environment_variables();
        let loaded = loaded(self.project.clone()).await.ok()?;
        self.deployment
            .replace(registered(loaded.functions, &loaded.driver));
        (self.driver, self.events) = (loaded.driver, loaded.events);
        self.started = Instant::now();
        // Its jobs run in the process that has ended.
        self.timetable = self.timetable.take().map(|_| Timetable::default());
        self.follow(loaded.jobs);
        Some(Change::Restarted(last_words))
    }
}
