//! Deployments and networks that are slow, unfinished or talk about nothing.

use std::time::Duration;

use convex_runtime::{Client, ConnectionTimings, Mutation, Query, Route};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::loopback::{Loopback, time, updated};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const TEXT: Query<(), String> = Query::new("texts:get");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

fn impatient(url: String, silence: Duration) -> Client {
    let mut timings = ConnectionTimings::default();
    timings.probe = Some(Duration::from_millis(300));
    timings.answer = Duration::from_millis(300);
    timings.silence = silence;
    let client = Client::builder().url(url).timings(timings);
    client.route(Route::Socket).build().unwrap()
}

/// A transition from what the loopback has said so far.
fn transition((query_set, ts): (u32, u64), value: &str) -> String {
    let from = json!({"querySet": query_set, "identity": 0, "ts": time(ts)});
    let to = json!({"querySet": 1, "identity": 0, "ts": time(11)});
    let changed = updated(&json!(0), &Value::from(value));
    json!({"type": "Transition", "startVersion": from, "endVersion": to, "modifications": [changed]})
        .to_string()
}

/// Pongs come behind it. What has come of it is the sign of life.
#[tokio::test]
async fn a_large_result_over_a_slow_line() {
    let server = Loopback::start().await;
    let client = impatient(server.url(), Duration::from_secs(30));
    let mut texts = client.subscribe(TEXT, ());
    let (mut peer, _) = server.serve(&json!("short")).await;
    assert_eq!(texts.next().await.unwrap().unwrap(), "short");
    let long = "x".repeat(100_000);
    let piece = Duration::from_millis(100);
    let text = transition((1, 10), &long);
    peer.say_slowly(&text, (20, piece)).await;
    let shown = timeout(Duration::from_secs(5), texts.next()).await;
    assert_eq!(shown.unwrap().unwrap().unwrap(), long);
    assert_eq!(client.connection().borrow().connections, 1);
}

/// A large first message, before which there was none.
#[tokio::test]
async fn a_first_result_over_a_slow_line() {
    let server = Loopback::start().await;
    let client = impatient(server.url(), Duration::from_secs(30));
    let mut texts = client.subscribe(TEXT, ());
    let (mut peer, _) = server.accept().await;
    peer.read("ModifyQuerySet").await;
    let long = "x".repeat(100_000);
    let first = transition((0, 0), &long);
    peer.say_slowly(&first, (20, Duration::from_millis(100)))
        .await;
    let shown = timeout(Duration::from_secs(5), texts.next()).await;
    assert_eq!(shown.unwrap().unwrap().unwrap(), long);
    assert_eq!(client.connection().borrow().connections, 1);
}

/// It goes on saying that it is there, and never says the rest.
#[tokio::test]
async fn a_transition_whose_parts_never_end() {
    let server = Loopback::start().await;
    let client = impatient(server.url(), Duration::from_millis(800));
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    let part = json!({"type": "TransitionChunk", "chunk": "{", "partNumber": 0, "totalParts": 2,
        "transitionId": "t"});
    peer.say(part).await;
    let chatting = tokio::spawn(async move {
        loop {
            peer.say_text(r#"{"type":"Ping"}"#).await;
            if let Ok(None) = timeout(Duration::from_millis(100), peer.try_read()).await {
                return;
            }
        }
    });
    let again = timeout(Duration::from_secs(10), server.serve(&json!(2.0))).await;
    let (_peer, _) = again.expect("another connection is tried");
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0);
    chatting.abort();
}

/// Frames that the protocol has no use for do not keep others from their turn.
#[tokio::test]
async fn a_flood_of_frames_that_mean_nothing() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    let flooding = std::thread::spawn(move || peer.flood_with_bytes());
    let started = std::time::Instant::now();
    client.mutation(ADD, ()).await.unwrap_err();
    client.close(Duration::ZERO).await;
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
    flooding.join().unwrap();
}

/// Versions only grow.
#[tokio::test]
async fn a_transition_that_goes_back() {
    let server = Loopback::start().await;
    let client = Client::builder().url(server.url()).build().unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    let back = updated(&json!(0), &json!(9.0));
    peer.transition((0, 0, 12), vec![back]).await;
    let (_peer, _) = timeout(Duration::from_secs(10), server.serve(&json!(2.0)))
        .await
        .expect("another connection is tried");
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0);
}
