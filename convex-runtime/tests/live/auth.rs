//! Tokens from a source, on a real socket.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use convex_runtime::{Client, Error, ErrorKind, Mutation, Query, Route, Sent, TokenRequest};
use serde_json::json;

use crate::loopback::{Loopback, updated};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

#[tokio::test]
async fn a_refused_token_is_replaced_and_calls_go_on() {
    let server = Loopback::start().await;
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let source = move |request: TokenRequest| {
        let number = count.fetch_add(1, Ordering::Relaxed);
        assert_eq!(request.force_refresh(), number > 0);
        async move { Ok(Some(format!("token {number}"))) }
    };
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .token_source(source)
        .build()
        .unwrap();
    let call = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, _) = server.accept().await;
    assert_eq!(peer.read("Authenticate").await["value"], "token 0");
    peer.say(json!({"type": "AuthError", "error": "Expired", "baseVersion": 0, "authUpdateAttempted": true})).await;

    let (mut peer, _) = server.accept().await;
    assert_eq!(peer.read("Authenticate").await["value"], "token 1");
    peer.read("ModifyQuerySet").await;
    let request = peer.read("Mutation").await;
    peer.transition((1, 1, 10), vec![]).await;
    peer.commit(&request, json!(1.0)).await;
    assert_eq!(call.await.unwrap().unwrap(), 1.0);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// P9: other clients go on anonymously when the token cannot be fetched.
#[tokio::test]
async fn p9_without_a_token_nothing_is_sent() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .token_source(|_: TokenRequest| async { Err("offline".into()) })
        .build()
        .unwrap();
    let error = client.mutation(ADD, ()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.sent(), error.message()),
        (ErrorKind::Authentication, Sent::No, Some("offline"))
    );
    let connected = tokio::time::timeout(Duration::from_millis(300), server.accept()).await;
    assert!(connected.is_err(), "not even a connection");
}

/// P11: other clients deadlock when the source uses the very client that waits for it.
#[tokio::test]
async fn p11_a_slow_source_holds_nothing_up() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    let waiting = client.with_deadline(Duration::from_millis(300));
    client.set_token_source(move |_: TokenRequest| {
        let waiting = waiting.clone();
        async move {
            waiting.mutation(ADD, ()).await?;
            Ok(None)
        }
    });
    let error = client
        .with_deadline(Duration::from_millis(200))
        .mutation(ADD, ())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout { sent: Sent::No, .. } | Error::Authentication { .. }
        ),
        "{error:?}"
    );
    client.set_credential(convex_runtime::Credential::token("t"));
    assert_eq!(peer.read("Authenticate").await["value"], "t");
    peer.transition((1, 1, 11), vec![updated(&json!(0), &json!(2.0))])
        .await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 2.0);
}
