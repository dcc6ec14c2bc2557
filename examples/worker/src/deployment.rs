//! The functions of `convex/` in Rust, for running without an account.

use std::io;

use convex_runtime::testing::{Deployment, State, test_id};

use crate::{
    api::jobs,
    tables::jobs::{Doc, State as JobState},
};

/// The jobs, oldest first.
pub type Jobs = State<Vec<Doc>>;

/// Starts the deployment on a free port of this machine.
///
/// # Errors
///
/// When no port is free.
pub async fn start(stored: &Jobs) -> io::Result<Deployment> {
    Deployment::builder()
        .query_on(jobs::waiting, stored, |stored, ()| {
            let waiting = stored.iter().filter(|job| job.state == JobState::Waiting);
            Ok(waiting.take(20).cloned().collect())
        })
        .mutation_on(jobs::add, stored, |stored, args| Ok(add(stored, args.text)))
        .mutation_on(jobs::take, stored, |stored, args| {
            let waits = |job: &&mut Doc| job.id == args.id && job.state == JobState::Waiting;
            let job = stored.iter_mut().find(waits);
            Ok(job.is_some_and(|job| {
                job.state = JobState::Taken;
                job.worker = Some(args.worker);
                true
            }))
        })
        .mutation_on(jobs::finish, stored, |stored, args| {
            for job in stored.iter_mut().filter(|job| job.id == args.id) {
                job.state = JobState::Done;
                job.result = Some(args.result.clone());
            }
            Ok(())
        })
        .start()
        .await
}

fn add(stored: &mut Vec<Doc>, text: String) -> crate::tables::jobs::Id {
    let id: crate::tables::jobs::Id = test_id("jobs", stored.len()).into();
    stored.push(Doc {
        id: id.clone(),
        creation_time: 0.0,
        text,
        state: JobState::Waiting,
        worker: None,
        result: None,
    });
    id
}
