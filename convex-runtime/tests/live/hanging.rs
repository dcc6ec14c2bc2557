//! Deployments that do not read, do not answer or do not stop: calls end, closing ends, and
//! `Sent::No` stays true.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use convex_runtime::{
    Client, ConnectionTimings, Error, Mutation, Query, Retry, Route, Sent, ToConvex,
};
use serde_json::json;
use tokio::net::TcpListener;

use crate::loopback::Loopback;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

#[derive(ToConvex)]
struct StoreArgs {
    number: f64,
    text: String,
}

const STORE: Mutation<StoreArgs, f64> = Mutation::new("texts:store");

/// Calls that are not read stay where they can be taken back: memory is bounded, and a call that is
/// said not to have been sent never is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deployment_that_does_not_read() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .deadline(Duration::from_secs(2))
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(0.0)).await;
    counts.next().await.unwrap().unwrap();
    let text = "x".repeat(200_000);
    let calls: Vec<_> = (0..200_u32)
        .map(|number| {
            let (number, text) = (f64::from(number), text.clone());
            tokio::spawn(client.mutation(STORE, StoreArgs { number, text }))
        })
        .collect();
    let mut never: BTreeSet<u32> = BTreeSet::new();
    for (number, call) in (0..).zip(calls) {
        let Error::Timeout { sent, .. } = call.await.unwrap().unwrap_err() else {
            panic!("only the deadline ends it")
        };
        if sent == Sent::No {
            never.insert(number);
        }
    }
    assert!(never.len() > 20, "{} of 200 were kept back", never.len());
    // Now all is read that was sent, and that will be.
    let read = async {
        while let Some(message) = peer.try_read().await {
            let number = message["args"][0]["number"].as_f64();
            let is = |number: f64| never.iter().any(|never| number == f64::from(*never));
            let came = number.is_some_and(is);
            assert!(!came, "{number:?} was said not to have been sent");
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(3), read).await;
}

/// Accepts, and never says a word.
async fn silent() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    (
        format!("http://{}", listener.local_addr().unwrap()),
        listener,
    )
}

#[tokio::test]
async fn closing_while_it_connects() {
    for patience in [Duration::ZERO, Duration::from_millis(300)] {
        let (url, _listener) = silent().await;
        let client = Client::builder()
            .url(url)
            .route(Route::Socket)
            .build()
            .unwrap();
        let mut counts = client.subscribe(COUNT, ());
        let call = tokio::spawn(client.mutation(ADD, ()));
        tokio::time::sleep(Duration::from_millis(50)).await;
        let started = Instant::now();
        client.close(patience).await;
        assert!(started.elapsed() < patience + Duration::from_secs(3));
        assert!(counts.next().await.is_none());
        assert_eq!(call.await.unwrap().unwrap_err().sent(), Sent::No);
        let error = client.mutation(ADD, ()).await.unwrap_err();
        assert!(
            matches!(error, Error::Closed { sent: Sent::No, .. }),
            "{error}"
        );
        client.close(Duration::MAX).await;
    }
}

/// It says new results without a pause, and answers nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_while_it_never_stops_sending() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(0.0)).await;
    counts.next().await.unwrap().unwrap();
    let call = tokio::spawn(client.mutation(ADD, ()));
    peer.read("Mutation").await;
    let flood = tokio::spawn(peer.flood(json!({"type": "Ping", "padding": "x".repeat(10_000)})));
    let started = Instant::now();
    client.close(Duration::from_millis(300)).await;
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(call.await.unwrap().unwrap_err().sent(), Sent::Maybe);
    flood.abort();
}

#[tokio::test]
async fn waits_without_an_end() {
    let (url, listener) = silent().await;
    drop(listener);
    let client = Client::builder()
        .url(url)
        .deadline(Duration::MAX)
        .build()
        .unwrap();
    client.prefetch_for(COUNT, (), Duration::MAX);
    let retry = Retry::safe().tries(2).waits(Duration::MAX, Duration::MAX);
    let call = client.with_retry(retry).query(COUNT, ());
    let waits = tokio::time::timeout(Duration::from_millis(500), call).await;
    waits.unwrap_err();
    let short = client.with_deadline(Duration::ZERO);
    assert_eq!(short.mutation(ADD, ()).await.unwrap_err().sent(), Sent::No);
}

/// Whatever the times of the connection are, calls and closing end.
#[tokio::test]
async fn timings_without_an_end() {
    let (url, listener) = silent().await;
    drop(listener);
    let mut longest = ConnectionTimings::default();
    longest.connect = Duration::MAX;
    longest.probe = Some(Duration::MAX);
    longest.answer = Duration::MAX;
    longest.silence = Duration::MAX;
    longest.retry_initial = Duration::MAX;
    longest.retry_max = Duration::MAX;
    let mut doubled = ConnectionTimings::default();
    doubled.retry_max = Duration::MAX;
    for timings in [longest, doubled] {
        let client = Client::builder()
            .url(&url)
            .route(Route::Socket)
            .deadline(Duration::from_millis(300))
            .timings(timings)
            .build()
            .unwrap();
        let mut counts = client.subscribe(COUNT, ());
        let error = client.mutation(ADD, ()).await.unwrap_err();
        assert!(
            matches!(error, Error::Timeout { sent: Sent::No, .. }),
            "{error}"
        );
        client.close(Duration::ZERO).await;
        while let Some(shown) = counts.next().await {
            shown.unwrap_err();
        }
    }
}
