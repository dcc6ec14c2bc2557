//! Each job is performed at most once, whatever happens.
#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::{
    collections::BTreeMap,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};

use convex_runtime::{
    Client, Route,
    testing::{Deployment, Fault},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
    task::JoinHandle,
    time::{sleep, timeout},
};
use worker::{
    api::jobs,
    deployment::{Jobs, start},
    tables::jobs::State,
    work,
};

/// The number of times that each job was performed.
type Performed = Arc<Mutex<BTreeMap<String, usize>>>;

fn client(deployment: &Deployment) -> Client {
    let client = Client::builder().url(deployment.url()).route(Route::Socket);
    client.build().unwrap()
}

fn employ(deployment: &Deployment, name: &'static str, performed: &Performed) -> JoinHandle<()> {
    let (client, performed) = (client(deployment), Arc::clone(performed));
    tokio::spawn(async move {
        let perform = |text: String| {
            let result = text.to_uppercase();
            *performed.lock().unwrap().entry(text).or_default() += 1;
            async move {
                sleep(Duration::from_millis(2)).await;
                result
            }
        };
        work(&client, name, perform).await.unwrap();
    })
}

async fn add(deployment: &Deployment, count: usize) {
    let client = client(deployment);
    for number in 0..count {
        let text = format!("job {number}");
        client
            .mutation(jobs::add, jobs::AddArgs { text })
            .await
            .unwrap();
    }
}

async fn all_done(stored: &Jobs, count: usize) {
    let waiting = async {
        while stored.read(|jobs| jobs.iter().filter(|job| job.state == State::Done).count()) < count
        {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let done = timeout(Duration::from_secs(60), waiting).await;
    assert!(done.is_ok(), "{:?}", stored.get());
}

fn assert_once(performed: &Performed, count: usize) {
    let performed = performed.lock().unwrap();
    assert_eq!(performed.len(), count);
    assert!(performed.values().all(|&times| times == 1), "{performed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_workers_share_the_jobs() {
    let (stored, performed) = (Jobs::default(), Performed::default());
    let deployment = start(&stored).await.unwrap();
    let workers = ["ann", "bob", "cid"].map(|name| employ(&deployment, name, &performed));
    add(&deployment, 40).await;
    all_done(&stored, 40).await;
    assert_once(&performed, 40);
    let done = stored.get();
    assert!(
        done.iter()
            .all(|job| job.result.as_deref() == Some(&job.text.to_uppercase()))
    );
    for worker in workers {
        worker.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_do_not_make_a_job_run_twice() {
    let (stored, performed) = (Jobs::default(), Performed::default());
    let deployment = start(&stored).await.unwrap();
    deployment.inject(jobs::take, Fault::drop_before_response().times(3));
    deployment.inject(jobs::finish, Fault::drop_before_response().times(2));
    let worker = employ(&deployment, "ann", &performed);
    add(&deployment, 6).await;
    all_done(&stored, 6).await;
    assert_once(&performed, 6);
    worker.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn work_goes_on_after_the_deployment_was_restarted() {
    let (stored, performed) = (Jobs::default(), Performed::default());
    let mut deployment = start(&stored).await.unwrap();
    let worker = employ(&deployment, "ann", &performed);
    add(&deployment, 3).await;
    all_done(&stored, 3).await;
    deployment.restart().await.unwrap();
    let client = client(&deployment);
    let text = "after the restart".to_owned();
    client
        .mutation(jobs::add, jobs::AddArgs { text })
        .await
        .unwrap();
    all_done(&stored, 4).await;
    assert_once(&performed, 4);
    worker.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_prints_what_its_readme_shows() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_worker"))
        .env_remove("CONVEX_URL")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut printed = String::new();
    while !printed.contains("done:     count") {
        let line = timeout(Duration::from_secs(20), lines.next_line()).await;
        printed += &(line.unwrap().unwrap().unwrap() + "\n");
    }
    assert!(include_str!("../README.md").contains(&printed), "{printed}");
}
