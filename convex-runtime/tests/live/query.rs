//! `use_convex_query`: what it shows, event by event.

use std::time::Duration;

use convex_runtime::{
    CallStatus, Client, Credential, Query, QueryHandle, ToConvex, use_convex_query,
};
use serde_json::{Value, json};

use crate::loopback::{Loopback, Peer, updated};

#[derive(Clone, ToConvex)]
struct TitleArgs {
    id: f64,
}

type Title = QueryHandle<TitleArgs, String>;

const TITLE: Query<TitleArgs, String> = Query::new("tasks:title");

fn failed(query: u32) -> Value {
    json!({"type": "QueryFailed", "queryId": query, "errorMessage": "Server Error", "logLines": [], "journal": null})
}

/// Says something, and waits until the handle has taken it in.
async fn tell(title: &Title, peer: &mut Peer, to: (u32, u32, u64), modification: Value) {
    let mut changes = title.changes();
    changes.next().await;
    peer.transition(to, vec![modification]).await;
    let told = tokio::time::timeout(Duration::from_secs(10), changes.next()).await;
    assert!(told.is_ok(), "nothing has changed: {:?}", title.state());
}

#[tokio::test]
async fn the_table_of_events() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let title = use_convex_query(&client, TITLE, None).keep_previous();
    assert_eq!(
        (title.status(), title.data()),
        (CallStatus::Idle, None),
        "skipped"
    );

    title.set_args(TitleArgs { id: 1.0 });
    assert!(title.is_pending());
    let (mut peer, _) = server.serve(&json!("one")).await;
    assert_eq!(*title.loaded().await.unwrap(), "one");
    assert_eq!(
        (title.status(), title.is_stale()),
        (CallStatus::Success, false)
    );
    let mut changes = title.changes();
    assert_eq!(changes.next().await.unwrap().status(), CallStatus::Success);

    title.set_args(TitleArgs { id: 1.0 });
    assert_eq!(title.status(), CallStatus::Success, "the same arguments");

    title.set_args(TitleArgs { id: 2.0 });
    let state = changes.next().await.unwrap();
    assert_eq!(
        (state.status(), state.is_stale()),
        (CallStatus::Pending, true)
    );
    assert_eq!(state.data().unwrap().as_str(), "one", "kept meanwhile");
    peer.read("ModifyQuerySet").await;
    tell(
        &title,
        &mut peer,
        (2, 0, 11),
        updated(&json!(1), &json!("two")),
    )
    .await;
    assert_eq!(title.data().unwrap().as_str(), "two");
    assert!(!title.is_stale());

    tell(&title, &mut peer, (2, 0, 12), failed(1)).await;
    assert_eq!(title.status(), CallStatus::Error);
    assert_eq!(
        title.data().unwrap().as_str(),
        "two",
        "an error does not take data away"
    );
    tell(
        &title,
        &mut peer,
        (2, 0, 13),
        updated(&json!(1), &json!("three")),
    )
    .await;
    assert_eq!(
        (title.status(), title.error().is_none()),
        (CallStatus::Success, true)
    );

    client.set_credential(Credential::token("bob"));
    assert_eq!(
        (title.status(), title.data()),
        (CallStatus::Pending, None),
        "it was somebody else's"
    );
    assert!(!title.is_stale());
    peer.read("Authenticate").await;
    tell(
        &title,
        &mut peer,
        (2, 1, 14),
        updated(&json!(1), &json!("bob's")),
    )
    .await;
    assert_eq!(title.data().unwrap().as_str(), "bob's");

    title.set_args(None);
    assert_eq!(title.status(), CallStatus::Idle);
    assert_eq!(
        peer.read("ModifyQuerySet").await["modifications"][0]["type"],
        "Remove"
    );
}

#[tokio::test]
async fn without_keeping_data_goes_with_its_arguments() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let title = use_convex_query(&client, TITLE, TitleArgs { id: 1.0 });
    let _peer = server.serve(&json!("one")).await;
    title.loaded().await.unwrap();
    title.set_args(TitleArgs { id: 2.0 });
    assert_eq!((title.status(), title.data()), (CallStatus::Pending, None));
    client.close(Duration::ZERO).await;
    assert!(title.loaded().await.is_err());
}
