//! `Client::wake`, what `ConnectionState` tells, and calls that are tried again.

use std::time::Duration;

use convex_runtime::{
    Client, ConnectionPhase, ConnectionTimings, Error, Mutation, Query, Retry, Sent,
    testing::{Deployment, Fault},
};
use serde_json::json;

use crate::loopback::Loopback;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

#[tokio::test]
async fn a_frozen_socket_is_replaced_in_seconds() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);

    client.wake();
    let probe = peer.read("ModifyQuerySet").await;
    assert_eq!(probe["modifications"], json!([]));
    client.wake();
    peer.transition((2, 0, 11), vec![]).await;
    let quiet = tokio::time::timeout(Duration::from_secs(6), peer.try_read()).await;
    assert!(
        quiet.is_err(),
        "one question at a time, and an answer is enough: {quiet:?}"
    );

    client.wake();
    peer.read("ModifyQuerySet").await;
    let started = std::time::Instant::now();
    let (_peer, connect) = server.serve(&json!(2.0)).await;
    let took = started.elapsed();
    assert!((4..15).contains(&took.as_secs()), "{took:?}");
    assert_eq!(connect["lastCloseReason"], "InactiveServer");
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0);
}

#[tokio::test]
async fn the_state_tells_why_and_since_when() {
    let mut deployment = Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .mutation(ADD, |()| async { Ok(2.0) })
        .start()
        .await
        .unwrap();
    let client = deployment.client();
    let mut counts = client.subscribe(COUNT, ());
    counts.next().await.unwrap().unwrap();
    let mut states = client.connection();
    let connected = states.borrow().clone();
    assert_eq!(
        (
            connected.last_error.clone(),
            connected.is_offline_for(Duration::ZERO)
        ),
        (None, false)
    );

    let hold = deployment.hold(ADD);
    let call = tokio::spawn(client.mutation(ADD, ()));
    let busy = states
        .wait_for(|state| state.mutations_in_flight == 1)
        .await
        .unwrap()
        .clone();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(busy.oldest_call().unwrap() >= Duration::from_millis(50));
    hold.release();
    call.await.unwrap().unwrap();

    deployment.go_down().await;
    let lost = states
        .wait_for(|state| state.last_error.is_some())
        .await
        .unwrap()
        .clone();
    assert_eq!(lost.phase, ConnectionPhase::Reconnecting);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let offline = states.borrow().clone();
    assert!(
        offline.is_offline_for(Duration::from_millis(1_500)),
        "{:?}",
        offline.since()
    );
    assert!(!offline.is_offline_for(Duration::from_secs(60)));
    deployment.come_up().await.unwrap();
    client.wake();
    let back = states.wait_for(|state| state.phase == ConnectionPhase::Connected);
    let back = tokio::time::timeout(Duration::from_secs(5), back)
        .await
        .unwrap()
        .unwrap()
        .clone();
    assert_eq!((back.last_error.clone(), back.oldest_call()), (None, None));
}

#[tokio::test]
async fn what_is_safe_is_tried_again() {
    let deployment = Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .mutation(ADD, |()| async { Ok(2.0) })
        .start()
        .await
        .unwrap();
    let client = deployment.client();
    let retry = Retry::safe().waits(Duration::from_millis(5), Duration::from_millis(20));
    let retrying = client.with_retry(retry);
    let busy = || Fault::status(503, "Overloaded");
    deployment.inject(COUNT, busy());
    assert!(client.query(COUNT, ()).await.is_err(), "off by default");
    for fault in [
        busy(),
        Fault::drop_before_run(),
        Fault::drop_before_response(),
    ] {
        deployment.inject(COUNT, fault);
    }
    assert_eq!(retrying.query(COUNT, ()).await.unwrap(), 1.0);

    deployment.inject(
        ADD,
        Fault::status(503, "OptimisticConcurrencyControlFailure"),
    );
    assert_eq!(
        retrying.mutation(ADD, ()).await.unwrap(),
        2.0,
        "it was rolled back"
    );
    let before = deployment.calls(ADD).len();
    deployment.inject(ADD, Fault::drop_before_response());
    let error = retrying.mutation(ADD, ()).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        deployment.calls(ADD).len(),
        before + 1,
        "it may have run, and is not repeated"
    );

    for _ in 0..3 {
        deployment.inject(COUNT, busy());
    }
    let thrice = client.with_retry(retry.tries(3)).query(COUNT, ()).await;
    assert!(
        matches!(
            thrice,
            Err(Error::Protocol {
                status: Some(503),
                ..
            })
        ),
        "{thrice:?}"
    );

    let slow = Retry::safe().waits(Duration::from_secs(60), Duration::from_secs(60));
    deployment.inject(COUNT, busy());
    let started = std::time::Instant::now();
    let hurried = client
        .with_retry(slow)
        .with_deadline(Duration::from_secs(2));
    hurried.query(COUNT, ()).await.unwrap_err();
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "a wait past the deadline is not begun"
    );
}

/// A client that asks for signs of life so often, and waits so long for them.
fn asking(url: &str, probe: Option<Duration>, answer: Duration) -> Client {
    let mut timings = ConnectionTimings::default();
    (timings.probe, timings.answer) = (probe, answer);
    Client::builder().url(url).timings(timings).build().unwrap()
}

#[tokio::test]
async fn a_socket_that_freezes_is_noticed_without_being_told() {
    let server = Loopback::start().await;
    let short = Duration::from_millis(200);
    let client = asking(&server.url(), Some(short), short);
    let mut counts = client.subscribe(COUNT, ());
    // Nothing reads at its other end, so nothing answers.
    let (_frozen, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    let two = json!(2.0);
    let replaced = tokio::time::timeout(Duration::from_secs(10), server.serve(&two));
    let (_peer, connect) = replaced.await.expect("in less than a second, unless busy");
    assert_eq!(connect["lastCloseReason"], "InactiveServer");
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0);
}

#[tokio::test]
async fn a_silent_deployment_that_is_there_keeps_its_connection() {
    let deployment = Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .start()
        .await
        .unwrap();
    let often = Some(Duration::from_millis(50));
    let client = asking(&deployment.url(), often, Duration::from_secs(5));
    let mut counts = client.subscribe(COUNT, ());
    counts.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(client.connection().borrow().connections, 1);
}
