//! `use_convex_paginated_query`: pages that are loaded, split, and begun again.

use std::time::Duration;

use convex_runtime::{
    Client, FromConvex, PaginatedArgs, PaginatedHandle, PaginationOptions, PaginationStatus, Query,
    ToConvex, use_convex_paginated_query,
};
use serde_json::{Value, json};

use crate::loopback::{Loopback, Peer};

#[derive(Clone, ToConvex)]
struct ListArgs {
    channel: String,
    pagination_opts: PaginationOptions,
}

#[derive(Clone, ToConvex)]
struct ListPageArgs {
    channel: String,
}

impl PaginatedArgs for ListArgs {
    type Rest = ListPageArgs;
}

#[derive(Clone, FromConvex)]
struct ListReturns {
    page: Vec<f64>,
    is_done: bool,
    continue_cursor: String,
}

const LIST: Query<ListArgs, ListReturns> = Query::new("messages:list");

fn page(query: u32, items: &[f64], next: &str, more: &Value) -> Value {
    let mut value = json!({"page": items, "isDone": next == "end", "continueCursor": next});
    value
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().cloned().unwrap_or_default());
    json!({"type": "QueryUpdated", "queryId": query, "value": value, "logLines": [], "journal": format!("journal {query}")})
}

async fn start(
    server: &Loopback,
    client: &Client,
) -> (PaginatedHandle<ListArgs, ListReturns>, Peer, Value) {
    let args = ListPageArgs {
        channel: "general".to_owned(),
    };
    let list = use_convex_paginated_query(client, LIST, args, 2);
    assert_eq!(list.status(), PaginationStatus::LoadingFirstPage);
    let (mut peer, _) = server.accept().await;
    let options = options(&peer.read("ModifyQuerySet").await, 0);
    (list, peer, options)
}

/// The `paginationOpts` of a query that is added.
fn options(set: &Value, index: usize) -> Value {
    let args = &set["modifications"][index]["args"][0];
    assert_eq!(args["channel"], "general", "{set}");
    args["paginationOpts"].clone()
}

/// Waits until the list is so and has so many results.
async fn shows(
    list: &PaginatedHandle<ListArgs, ListReturns>,
    status: PaginationStatus,
    results: usize,
) {
    let mut changes = list.changes();
    let reached = async {
        while let Some(state) = changes.next().await {
            if (state.status(), state.results().len()) == (status, results) {
                return;
            }
        }
    };
    let reached = tokio::time::timeout(Duration::from_secs(10), reached).await;
    assert!(
        reached.is_ok(),
        "{status:?} with {results} results is not reached: {:?}",
        list.state()
    );
}

#[tokio::test]
async fn pages_follow_each_other_until_there_is_no_more() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, first) = start(&server, &client).await;
    assert_eq!(
        (&first["numItems"], &first["cursor"]),
        (&json!(2.0), &Value::Null)
    );
    assert!(!list.load_more(5), "the first page is not there yet");
    peer.transition((1, 0, 10), vec![page(0, &[1.0, 2.0], "c1", &json!({}))])
        .await;
    let mut changes = list.changes();
    while changes.next().await.unwrap().status().is_loading() {}
    assert_eq!(
        (list.status(), list.results().to_vec()),
        (PaginationStatus::CanLoadMore, vec![1.0, 2.0])
    );

    assert!(list.load_more(5));
    assert!(!list.load_more(5), "it is on its way");
    assert_eq!(
        (list.status(), list.results().len()),
        (PaginationStatus::LoadingMore, 2)
    );
    let second = options(&peer.read("ModifyQuerySet").await, 0);
    assert_eq!(
        (&second["numItems"], &second["cursor"], &second["id"]),
        (&json!(5.0), &json!("c1"), &first["id"])
    );
    peer.transition((2, 0, 11), vec![page(1, &[3.0], "end", &json!({}))])
        .await;
    shows(&list, PaginationStatus::Exhausted, 3).await;
    assert_eq!(**list.results(), [1.0, 2.0, 3.0]);
    assert!(!list.load_more(5));

    peer.transition(
        (2, 0, 12),
        vec![page(0, &[0.0, 1.0, 2.0], "c1", &json!({}))],
    )
    .await;
    shows(&list, PaginationStatus::Exhausted, 4).await;
    assert_eq!(**list.results(), [0.0, 1.0, 2.0, 3.0], "an item was added");

    drop(peer);
    let (mut peer, _) = server.accept().await;
    let again = peer.read("ModifyQuerySet").await;
    assert_eq!(
        again["modifications"][0]["journal"], "journal 0",
        "the page ends where it did: {again}"
    );
    assert_eq!(list.results().len(), 4, "what was there is shown meanwhile");
}

#[tokio::test]
async fn a_page_that_has_grown_is_split_without_a_gap() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, _) = start(&server, &client).await;
    let large = page(
        0,
        &[1.0, 2.0, 3.0, 4.0, 5.0],
        "end",
        &json!({"splitCursor": "middle", "isDone": true}),
    );
    peer.transition((1, 0, 10), vec![large]).await;
    // Shown until the halves are there.
    shows(&list, PaginationStatus::Exhausted, 5).await;
    let halves = peer.read("ModifyQuerySet").await;
    let (before, behind) = (options(&halves, 0), options(&halves, 1));
    assert_eq!(
        (&before["cursor"], &before["endCursor"]),
        (&Value::Null, &json!("middle"))
    );
    assert_eq!(
        (&behind["cursor"], &behind["endCursor"]),
        (&json!("middle"), &json!("end"))
    );
    peer.transition((2, 0, 11), vec![page(1, &[1.0, 2.0], "middle", &json!({}))])
        .await;
    // One item has gone meanwhile.
    peer.transition((2, 0, 12), vec![page(2, &[3.0, 4.0], "end", &json!({}))])
        .await;
    shows(&list, PaginationStatus::Exhausted, 4).await;
    assert_eq!(
        peer.read("ModifyQuerySet").await["modifications"],
        json!([{"type": "Remove", "queryId": 0}])
    );
}

#[tokio::test]
async fn a_page_that_is_not_whole_is_not_shown() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, _) = start(&server, &client).await;
    let cut = page(
        0,
        &[1.0],
        "end",
        &json!({"splitCursor": "middle", "pageStatus": "SplitRequired", "isDone": true}),
    );
    peer.transition((1, 0, 10), vec![cut]).await;
    shows(&list, PaginationStatus::LoadingMore, 0).await;
    assert_eq!(
        options(&peer.read("ModifyQuerySet").await, 1)["cursor"],
        "middle"
    );
}

/// The loop of the documentation: each state asks for more, and what is asked for in vain wakes
/// nothing.
#[tokio::test]
async fn a_loop_that_loads_all_pages_comes_to_rest() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, _) = start(&server, &client).await;
    let mut states = 0;
    let reading = async {
        let mut changes = list.changes();
        while changes.next().await.is_some() {
            states += 1;
            list.load_more(2);
        }
    };
    let serving = async {
        peer.transition((1, 0, 10), vec![page(0, &[1.0, 2.0], "next", &json!({}))])
            .await;
        peer.read("ModifyQuerySet").await;
        let ending = page(1, &[3.0], "end", &json!({"isDone": true}));
        peer.transition((2, 0, 11), vec![ending]).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    };
    tokio::select! {
        () = reading => panic!("the client is not closed"),
        () = serving => {}
    }
    assert_eq!(list.status(), PaginationStatus::Exhausted);
    assert!((3..=6).contains(&states), "{states} states");
}

#[tokio::test]
async fn an_invalid_cursor_begins_again() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, first) = start(&server, &client).await;
    let data = json!({"isConvexSystemError": true, "paginationError": "InvalidCursor"});
    let invalid = json!({"type": "QueryFailed", "queryId": 0, "errorMessage": "Server Error", "errorData": data, "logLines": [], "journal": null});
    peer.transition((1, 0, 10), vec![invalid]).await;
    let mut changes = list.changes();
    let set = loop {
        tokio::select! {
            set = peer.read("ModifyQuerySet") => break set,
            _ = changes.next() => assert_eq!(list.status(), PaginationStatus::LoadingFirstPage),
        }
    };
    assert_eq!(set["modifications"][0]["type"], "Remove");
    let again = options(&set, 1);
    assert_eq!(again["cursor"], Value::Null);
    assert_ne!(again["id"], first["id"], "a query of its own");

    let other = json!({"type": "QueryFailed", "queryId": 1, "errorMessage": "InvalidCursor", "logLines": [], "journal": null});
    peer.transition((2, 0, 11), vec![other]).await;
    // Texts mean nothing.
    shows(&list, PaginationStatus::Error, 0).await;
    assert!(list.error().is_some());
}

#[tokio::test]
async fn items_of_previous_arguments_stay_while_the_first_page_loads() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let (list, mut peer, _) = start(&server, &client).await;
    let list = list.keep_previous();
    peer.transition((1, 0, 10), vec![page(0, &[1.0, 2.0], "c1", &json!({}))])
        .await;
    shows(&list, PaginationStatus::CanLoadMore, 2).await;
    assert!(!list.state().is_stale());

    let other = |channel: &str| ListPageArgs {
        channel: channel.to_owned(),
    };
    list.set_args(other("random"));
    list.set_args(other("help"));
    let state = list.state();
    assert_eq!(
        (state.status(), state.results().to_vec(), state.is_stale()),
        (PaginationStatus::LoadingFirstPage, vec![1.0, 2.0], true)
    );
    assert!(!list.load_more(2), "there is nothing to load more of");
    peer.read("ModifyQuerySet").await;
    peer.transition((2, 0, 11), vec![page(2, &[], "end", &json!({}))])
        .await;
    shows(&list, PaginationStatus::Exhausted, 0).await;
    assert!(!list.state().is_stale(), "an empty list is a result");

    // Skipped, nothing is shown; and nothing is another user's.
    list.set_args(None);
    assert!(list.results().is_empty());
    list.set_args(other("general"));
    peer.read("ModifyQuerySet").await;
    peer.transition((3, 0, 12), vec![page(3, &[5.0], "end", &json!({}))])
        .await;
    shows(&list, PaginationStatus::Exhausted, 1).await;
    client.set_credential(convex_runtime::Credential::token("bob"));
    list.set_args(other("random"));
    assert!(list.results().is_empty(), "they were another user's");
}
