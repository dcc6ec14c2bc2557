//! Subscriptions.

use std::time::Duration;

use convex_runtime::{
    Client, ConnectionPhase, Credential, Error, ErrorKind, FromConvex, Mutation, Query, Route, Sent,
};
use serde_json::json;

use crate::loopback::{Loopback, updated};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const TITLE: Query<(), String> = Query::new("tasks:title");
const ADD: Mutation<(), i64> = Mutation::new("tasks:add");

#[derive(Debug, PartialEq, FromConvex)]
struct NotFound {
    code: f64,
}

#[tokio::test]
async fn a_subscription_shows_each_change_once() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let mut same = client.subscribe(COUNT, ());
    assert!(counts.current().is_none());
    let (mut peer, connect) = server.serve(&json!(1.0)).await;
    assert_eq!(connect["lastCloseReason"], "InitialConnect");
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    assert_eq!(same.next().await.unwrap().unwrap(), 1.0);
    assert_eq!(
        client.connection().borrow().phase,
        ConnectionPhase::Connected
    );

    peer.transition((1, 0, 11), vec![updated(&json!(0), &json!(1.0))])
        .await;
    peer.transition((1, 0, 12), vec![updated(&json!(0), &json!(2.0))])
        .await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0, "not 1 again");
    assert_eq!(counts.current().unwrap().unwrap(), 2.0);

    drop(counts);
    let mut title = client.subscribe(TITLE, ());
    let set = peer.read("ModifyQuerySet").await;
    assert_eq!(
        set["modifications"].as_array().unwrap().len(),
        1,
        "the other one is still there: {set}"
    );
    drop(same);
    let set = peer.read("ModifyQuerySet").await;
    assert_eq!(
        set["modifications"],
        json!([{"type": "Remove", "queryId": 0}])
    );

    let thrown = json!({"type": "QueryFailed", "queryId": 1, "errorMessage": "[Request ID: 0123456789abcdef] Server Error",
        "errorData": {"code": 404.0}, "logLines": [], "journal": null});
    peer.transition((3, 0, 13), vec![thrown]).await;
    let error = title.next().await.unwrap().unwrap_err();
    let data: NotFound = error.application().unwrap().data().unwrap();
    assert_eq!(data, NotFound { code: 404.0 });
    assert_eq!(error.request_id(), Some("0123456789abcdef"));

    client.close(Duration::from_secs(1)).await;
    assert!(title.next().await.is_none());
    assert!(peer.try_read().await.is_none());
    let mut late = client.subscribe(COUNT, ());
    assert!(matches!(late.next().await, Some(Err(Error::Closed { .. }))));
}

#[tokio::test]
async fn calls_go_over_the_socket_once_there_is_one() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    counts.next().await;
    let call = tokio::spawn(client.mutation(ADD, ()));
    let request = peer.read("Mutation").await;
    assert_eq!(
        (&request["udfPath"], &request["args"]),
        (&json!("tasks:add"), &json!([{}]))
    );
    peer.commit(&request, json!({"$integer": "AQAAAAAAAAA="}))
        .await;
    assert_eq!(call.await.unwrap().unwrap(), 1);
}

/// P6: a message above 16 MiB makes an endless loop of reconnects in the official client.
#[tokio::test]
async fn p6_results_larger_than_16_mib_arrive() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut titles = client.subscribe(TITLE, ());
    let long = "x".repeat(20 * 1024 * 1024);
    let (_peer, _) = server.serve(&json!(long)).await;
    assert_eq!(titles.next().await.unwrap().unwrap().len(), long.len());
}

#[tokio::test]
async fn a_refused_token_is_an_error_for_subscribers_and_callers() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .credential(Credential::token("bad"))
        .route(Route::Socket)
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let call = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, _) = server.accept().await;
    let token = peer.read("Authenticate").await;
    assert_eq!(
        (&token["tokenType"], &token["value"]),
        (&json!("User"), &json!("bad"))
    );
    peer.say(json!({"type": "AuthError", "error": "BadToken", "baseVersion": 0, "authUpdateAttempted": true})).await;
    assert_eq!(
        counts.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Authentication
    );
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.sent()),
        (ErrorKind::Authentication, Sent::No)
    );

    client.set_credential(Credential::token("good"));
    let (mut peer, _) = server.accept().await;
    assert_eq!(peer.read("Authenticate").await["value"], "good");
    peer.read("ModifyQuerySet").await;
    peer.transition((1, 1, 10), vec![updated(&json!(0), &json!(3.0))])
        .await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 3.0);
}
