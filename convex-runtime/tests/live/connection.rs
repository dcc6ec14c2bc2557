//! The state of the connection, watched, and who calls on it.

use std::time::Duration;

use convex_runtime::{
    Action, Client, ConnectionPhase, ConnectionState, Credential, Mutation, Query, Route,
};
use serde_json::json;
use tokio::sync::watch::Receiver;

use crate::loopback::Loopback;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");
const CHARGE: Action<(), f64> = Action::new("payments:charge");

/// Waits until the connection is so.
async fn until(
    states: &mut Receiver<ConnectionState>,
    like: impl FnMut(&ConnectionState) -> bool,
) -> ConnectionState {
    let reached = tokio::time::timeout(Duration::from_secs(10), states.wait_for(like)).await;
    reached.expect("it comes to that").unwrap().clone()
}

#[tokio::test]
async fn the_connection_can_be_watched() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut states = client.connection();
    assert_eq!(states.borrow().phase, ConnectionPhase::Idle);

    let counts = client.subscribe(COUNT, ());
    until(&mut states, |state| {
        state.phase == ConnectionPhase::Connecting
    })
    .await;
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    let state = until(&mut states, |state| {
        state.phase == ConnectionPhase::Connected
    })
    .await;
    assert_eq!((state.connections, state.retries), (1, 0));

    let mutation = tokio::spawn(client.mutation(ADD, ()));
    let action = tokio::spawn(client.action(CHARGE, ()));
    for _ in 0..2 {
        peer.try_read().await.unwrap();
    }
    until(&mut states, |state| {
        (state.mutations_in_flight, state.actions_in_flight) == (1, 1)
    })
    .await;

    drop(peer);
    let state = until(&mut states, |state| {
        state.phase == ConnectionPhase::Reconnecting
    })
    .await;
    assert_eq!((state.mutations_in_flight, state.actions_in_flight), (1, 0));
    action.await.unwrap().unwrap_err();
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    until(&mut states, |state| {
        (state.phase, state.connections) == (ConnectionPhase::Connected, 2)
    })
    .await;
    let request = peer.read("Mutation").await;
    peer.commit(&request, json!(2.0)).await;
    mutation.await.unwrap().unwrap();
    until(&mut states, |state| state.mutations_in_flight == 0).await;

    client.close(Duration::from_secs(1)).await;
    until(&mut states, |state| state.phase == ConnectionPhase::Closed).await;
    drop(counts);
}

#[tokio::test]
async fn an_administrator_acts_as_a_user_and_signs_out() {
    let server = Loopback::start().await;
    let user = r#"{"subject":"u1","issuer":"https://example.com"}"#;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .credential(Credential::admin_acting_as("deploy-key", user).unwrap())
        .build()
        .unwrap();
    let _counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.accept().await;
    let authenticate = peer.read("Authenticate").await;
    assert_eq!(
        authenticate,
        json!({"type": "Authenticate", "baseVersion": 0, "tokenType": "Admin", "value": "deploy-key",
            "impersonating": {"subject": "u1", "issuer": "https://example.com"}})
    );
    peer.read("ModifyQuerySet").await;
    client.set_credential(Credential::admin("deploy-key"));
    let authenticate = peer.read("Authenticate").await;
    assert_eq!(
        (
            &authenticate["tokenType"],
            authenticate.get("impersonating")
        ),
        (&json!("Admin"), None)
    );
    client.set_credential(Credential::anonymous());
    let authenticate = peer.read("Authenticate").await;
    assert_eq!(
        (&authenticate["baseVersion"], &authenticate["tokenType"]),
        (&json!(2), &json!("None"))
    );
}
