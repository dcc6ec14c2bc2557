//! `Job`: a cron job, and when it runs.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Utc};
use saffron::Cron;
use serde_json::Value as Json;
use tokio::task::AbortHandle;

use super::{driver::Driver, functions::run_job};

/// Days of the week as Convex counts them, from 0.
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// A job that `crons.ts` declares.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub name: String,
    schedule: Schedule,
}

#[derive(Debug, Clone)]
enum Schedule {
    /// At once, and then again after each of these.
    Every(Duration),
    At(Box<Cron>),
    /// The reason why it never runs on its own.
    Never(String),
}

impl Job {
    /// Reads the driver's list.
    pub(super) fn parse_all(message: &Json) -> Vec<Self> {
        let jobs = message["crons"].as_array().into_iter().flatten();
        let jobs = jobs.filter_map(|job| {
            Some(Self {
                name: job["name"].as_str()?.to_owned(),
                schedule: Schedule::parse(&job["schedule"]),
            })
        });
        jobs.collect()
    }

    /// Returns the time until its first run.
    fn first(&self, now: DateTime<Utc>) -> Option<Duration> {
        match &self.schedule {
            Schedule::Every(_) => Some(Duration::ZERO),
            _ => self.next(now),
        }
    }

    /// Returns the time until its next run.
    fn next(&self, now: DateTime<Utc>) -> Option<Duration> {
        match &self.schedule {
            Schedule::Every(interval) => Some(*interval),
            Schedule::At(cron) => (cron.next_after(now)? - now).to_std().ok(),
            Schedule::Never(_) => None,
        }
    }

    /// Returns why it never runs on its own, if it does not.
    pub(super) fn problem(&self) -> Option<&str> {
        match &self.schedule {
            Schedule::Never(problem) => Some(problem),
            _ => None,
        }
    }
}

/// Runs jobs by their schedules until it is dropped, each of them one run at a time.
#[derive(Debug, Default)]
pub(super) struct Timetable {
    /// By name, the job and what runs it.
    jobs: BTreeMap<String, (String, AbortHandle)>,
}

impl Timetable {
    /// Runs these jobs and no others; those that are as before go on.
    pub(super) fn follow(&mut self, jobs: &[Job], driver: &Arc<Driver>) {
        let mut before = std::mem::take(&mut self.jobs);
        for job in jobs {
            let shape = format!("{job:?}");
            let running = match before.remove(&job.name) {
                Some((known, running)) if known == shape => running,
                changed => {
                    stop(changed);
                    tokio::spawn(repeat(job.clone(), driver.clone())).abort_handle()
                }
            };
            self.jobs.insert(job.name.clone(), (shape, running));
        }
        for gone in before.into_values() {
            stop(Some(gone));
        }
    }
}

impl Drop for Timetable {
    fn drop(&mut self) {
        let jobs = std::mem::take(&mut self.jobs);
        for job in jobs.into_values() {
            stop(Some(job));
        }
    }
}

fn stop(job: Option<(String, AbortHandle)>) {
    if let Some((_, running)) = job {
        running.abort();
    }
}

async fn repeat(job: Job, driver: Arc<Driver>) {
    let mut wait = job.first(now());
    while let Some(duration) = wait {
        tokio::time::sleep(duration).await;
        // What it throws is shown by the driver.
        let _shown = run_job(&driver, &job.name).await;
        wait = job.next(now());
    }
}

fn now() -> DateTime<Utc> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    let elapsed = elapsed.unwrap_or_default();
    let seconds = i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, elapsed.subsec_nanos()).unwrap_or_default()
}

impl Schedule {
    fn parse(json: &Json) -> Self {
        let number = |name: &str| json[name].as_f64().unwrap_or_default();
        let (minute, hour) = (number("minuteUTC"), number("hourUTC"));
        match json["type"].as_str() {
            Some("interval") => {
                let seconds =
                    number("seconds") + number("minutes") * 60.0 + number("hours") * 3600.0;
                Self::Every(Duration::try_from_secs_f64(seconds.max(1.0)).unwrap_or(Duration::MAX))
            }
            Some("hourly") => Self::cron(&format!("{minute} * * * *")),
            Some("daily") => Self::cron(&format!("{minute} {hour} * * *")),
            Some("weekly") => {
                let day = json["dayOfWeek"].as_str().unwrap_or_default();
                let day = day.get(..3).unwrap_or_default().to_uppercase();
                Self::cron(&format!("{minute} {hour} * * {day}"))
            }
            Some("monthly") => Self::cron(&format!("{minute} {hour} {} * *", number("day"))),
            Some("cron") => Self::cron(json["cron"].as_str().unwrap_or_default()),
            _ => Self::Never(format!("its schedule is not known: {json}")),
        }
    }

    fn cron(text: &str) -> Self {
        let parsed = named_days(text).and_then(|text| text.parse().ok());
        match parsed {
            Some(cron) => Self::At(Box::new(cron)),
            None => Self::Never(format!("`{text}` is not a cron expression of Convex")),
        }
    }
}

/// Writes days of the week by their names: `saffron` counts them from 1, and Convex from 0. `None`
/// for a day that Convex does not have.
fn named_days(text: &str) -> Option<String> {
    let mut fields: Vec<&str> = text.split_whitespace().collect();
    let days = fields.pop()?;
    let day = |part: &str| match part.parse::<usize>() {
        Ok(number) => DAYS.get(number).map(|name| (*name).to_owned()),
        Err(_) => Some(part.to_owned()),
    };
    let ranges = days.split(',').map(|range| {
        let (range, step) = match range.split_once('/') {
            Some((range, step)) => (range, format!("/{step}")),
            None => (range, String::new()),
        };
        let ends: Option<Vec<String>> = range.split('-').map(day).collect();
        Some(ends?.join("-") + &step)
    });
    let ranges: Option<Vec<String>> = ranges.collect();
    fields.push("");
    Some(fields.join(" ") + &ranges?.join(","))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use serde_json::{Value as Json, json};

    use super::{Job, now};

    fn next(schedule: &Json) -> Option<String> {
        // A Tuesday.
        let now: DateTime<Utc> = "2023-02-28T08:35:00Z".parse().expect("it is a time");
        let jobs = Job::parse_all(&json!({ "crons": [{ "name": "a", "schedule": schedule }] }));
        let wait = jobs[0].next(now)?;
        Some((now + wait).format("%Y-%m-%dT%H:%M").to_string())
    }

    /// The expectations are those of Convex's own tests.
    #[test]
    fn jobs_run_when_convex_runs_them() {
        let cases = [
            (
                json!({ "type": "interval", "seconds": 60 }),
                "2023-02-28T08:36",
            ),
            (
                json!({ "type": "interval", "hours": 2 }),
                "2023-02-28T10:35",
            ),
            (
                json!({ "type": "hourly", "minuteUTC": 5 }),
                "2023-02-28T09:05",
            ),
            (
                json!({ "type": "daily", "hourUTC": 8, "minuteUTC": 30 }),
                "2023-03-01T08:30",
            ),
            (
                json!({ "type": "weekly", "dayOfWeek": "tuesday", "hourUTC": 12, "minuteUTC": 30 }),
                "2023-02-28T12:30",
            ),
            (
                json!({ "type": "monthly", "day": 1, "hourUTC": 12, "minuteUTC": 30 }),
                "2023-03-01T12:30",
            ),
            (
                json!({ "type": "cron", "cron": "0 12 * * 1,5" }),
                "2023-03-03T12:00",
            ),
            (
                json!({ "type": "cron", "cron": "0 12 * * 1-3" }),
                "2023-02-28T12:00",
            ),
            (
                json!({ "type": "cron", "cron": "*/15 * * * *" }),
                "2023-02-28T08:45",
            ),
        ];
        for (schedule, expected) in cases {
            assert_eq!(next(&schedule).as_deref(), Some(expected), "{schedule}");
        }
    }

    #[test]
    fn what_convex_rejects_never_runs() {
        for cron in ["0 12 * * 7", "61 * * * *", "", "often"] {
            let jobs = Job::parse_all(
                &json!({ "crons": [{ "name": "a", "schedule": { "type": "cron", "cron": cron } }] }),
            );
            assert!(jobs[0].problem().is_some(), "{cron}");
            assert_eq!(jobs[0].first(now()), None, "{cron}");
        }
    }

    #[test]
    fn an_interval_begins_at_once() {
        let jobs = Job::parse_all(
            &json!({ "crons": [{ "name": "a", "schedule": { "type": "interval", "minutes": 1 } }] }),
        );
        assert_eq!(jobs[0].first(now()), Some(Duration::ZERO));
    }
}
