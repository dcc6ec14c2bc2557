//! `Sent::No` means that the call never runs, even if the runtime, its worker or the caller stalls.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use convex_runtime::{
    Client, Error, Mutation, Query, Route, Sent,
    testing::{Deployment, State},
};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::loopback::Loopback;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

/// A deployment that counts mutations, on a runtime of its own.
struct Server {
    runtime: Runtime,
    deployment: Deployment,
    count: State<f64>,
}

impl Server {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let count = State::new(0.0);
        let builder = Deployment::builder()
            .query_on(COUNT, &count, |count, ()| Ok(*count))
            .mutation_on(ADD, &count, |count, ()| {
                *count += 1.0;
                Ok(*count)
            });
        let deployment = runtime.block_on(builder.start()).unwrap();
        Self {
            runtime,
            deployment,
            count,
        }
    }

    fn client(&self, deadline: Duration) -> Client {
        let client = Client::builder()
            .url(self.deployment.url())
            .route(Route::Socket)
            .deadline(deadline);
        client.build().unwrap()
    }
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The callers' own runtime is not the one that the connection runs on.
fn call_in_vain(client: &Client, times: u32) {
    let callers = current_thread();
    for _ in 0..times {
        let error = callers.block_on(client.mutation(ADD, ())).unwrap_err();
        assert!(
            matches!(error, Error::Timeout { sent: Sent::No, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_runtime_that_nobody_polls() {
    let server = Server::start();
    let client = server.client(Duration::from_millis(50));
    let idle = current_thread();
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(idle.block_on(counts.next()).unwrap().unwrap(), 0.0);
    call_in_vain(&client, 5);
    // Now it is polled, and finds five calls in its inbox.
    idle.block_on(async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let patient = client.with_deadline(Duration::from_secs(20));
        assert_eq!(
            patient.mutation(ADD, ()).await.unwrap(),
            1.0,
            "the first that ran"
        );
    });
    assert_eq!(server.count.get(), 1.0);
    drop(server.runtime);
}

#[test]
fn a_worker_that_is_blocked() {
    let server = Server::start();
    let client = server.client(Duration::from_millis(50));
    let blocked = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let first = blocked.spawn(async move {
        let first = counts.next().await;
        (first, counts)
    });
    let (first, _counts) = blocked.block_on(first).unwrap();
    assert_eq!(first.unwrap().unwrap(), 0.0);
    let (release, released) = mpsc::channel::<()>();
    blocked.spawn(async move { released.recv() });
    thread::sleep(Duration::from_millis(50));
    call_in_vain(&client, 5);
    release.send(()).unwrap();
    let patient = client.with_deadline(Duration::from_secs(20));
    assert_eq!(blocked.block_on(patient.mutation(ADD, ())).unwrap(), 1.0);
    assert_eq!(server.count.get(), 1.0);
}

/// A deployment that says so much that there is never nothing to be read.
#[test]
fn a_flood_of_frames() {
    let (url, sent) = mpsc::channel();
    thread::spawn(move || {
        current_thread().block_on(async move {
            let server = Loopback::start().await;
            url.send(server.url()).unwrap();
            let (peer, _) = server.serve(&json!(1.0)).await;
            peer.flood(json!({"type": "Ping"})).await;
        });
    });
    let url = sent.recv().unwrap();
    current_thread().block_on(async {
        let client = Client::builder()
            .url(url)
            .route(Route::Socket)
            .build()
            .unwrap();
        let mut counts = client.subscribe(COUNT, ());
        assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
        let started = Instant::now();
        let error = client
            .with_deadline(Duration::from_millis(300))
            .mutation(ADD, ())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }), "{error}");
        // The inbox has its turn, and so has the timer.
        client.close(Duration::from_millis(300)).await;
        assert!(
            started.elapsed() < Duration::from_secs(6),
            "{:?}",
            started.elapsed()
        );
        assert!(counts.next().await.is_none());
    });
}

#[tokio::test]
async fn a_caller_that_has_gone() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .build()
        .unwrap();
    for _ in 0..3 {
        // Started, and dropped before there is a connection.
        let gone = tokio::time::timeout(Duration::from_millis(20), client.mutation(ADD, ())).await;
        gone.unwrap_err();
    }
    let stays = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, _) = server.serve(&json!(0.0)).await;
    let request = peer.read("Mutation").await;
    peer.commit(&request, json!(1.0)).await;
    assert_eq!(stays.await.unwrap().unwrap(), 1.0);
    let more = tokio::time::timeout(Duration::from_millis(200), peer.try_read()).await;
    more.unwrap_err();
}

#[tokio::test]
async fn durations_without_an_end() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .deadline(Duration::MAX)
        .build()
        .unwrap();
    let call = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, _) = server.serve(&json!(0.0)).await;
    let request = peer.read("Mutation").await;
    let closing = tokio::spawn({
        let client = client.clone();
        async move { client.close(Duration::MAX).await }
    });
    peer.commit(&request, json!(1.0)).await;
    assert_eq!(call.await.unwrap().unwrap(), 1.0);
    closing.await.unwrap();
}
