//! Optimistic updates: shown at once, made true or taken back in one step.

use convex_runtime::{Client, Mutation, Query, use_convex_mutation};
use serde_json::json;

use crate::loopback::{Loopback, updated};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), ()> = Mutation::new("tasks:add");

#[tokio::test]
async fn an_update_shows_at_once_and_goes_away_with_its_mutation() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let add = use_convex_mutation(&client, ADD).optimistic(|store, ()| {
        if let Some(count) = store.get(COUNT, &()) {
            store.set(COUNT, &(), count + 1.0);
        }
    });
    let mut counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);

    let call = add.execute(());
    assert_eq!(
        counts.current().unwrap().unwrap(),
        2.0,
        "before anything is sent"
    );
    let request = peer.read("Mutation").await;
    peer.say(
        json!({"type": "MutationResponse", "requestId": request["requestId"], "success": true,
        "result": null, "ts": "CwAAAAAAAAA=", "logLines": []}),
    )
    .await;
    peer.transition((1, 0, 11), vec![updated(&json!(0), &json!(2.0))])
        .await;
    call.await.unwrap();
    assert_eq!(counts.current().unwrap().unwrap(), 2.0);

    let call = add.execute(());
    assert_eq!(counts.current().unwrap().unwrap(), 3.0);
    let request = peer.read("Mutation").await;
    peer.say(
        json!({"type": "MutationResponse", "requestId": request["requestId"], "success": false,
        "result": "Server Error", "logLines": []}),
    )
    .await;
    call.await.unwrap_err();
    assert_eq!(counts.current().unwrap().unwrap(), 2.0, "taken back");
}
