//! Components that come and go leave nothing behind.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use convex_dioxus::{
    provide_convex, use_convex_action, use_convex_connection_state, use_convex_query,
};
use convex_runtime::{Query, testing::Deployment};
use dioxus::prelude::*;
use tokio::{
    runtime::Handle,
    task::yield_now,
    time::{sleep, timeout},
};

use crate::backend::{ADD, Out, SHOUT, Text, deployment, mount, text};

const WATCHED: Query<Text, f64> = Query::new("leaks:watched");

/// Adds [`WATCHED`] to `deployment`, and returns the arguments of each of its runs.
fn watched(deployment: &Deployment) -> Arc<Mutex<Vec<String>>> {
    let runs = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&runs);
    deployment.extend(Deployment::builder().query(WATCHED, move |args: Text| {
        record.lock().unwrap().push(args.text);
        async { Ok(0.0) }
    }));
    runs
}

#[component]
fn Page() -> Element {
    provide_convex(consume_context);
    let shout = use_convex_action(SHOUT);
    let list = use_convex_query(WATCHED, || text(""));
    let connection = use_convex_connection_state();
    consume_context::<Out<()>>().put(());
    rsx! { "{shout.status()} {list.status()} {connection():?}" }
}

#[tokio::test]
async fn ten_thousand_mounts_leave_no_task_and_no_subscription() {
    let deployment = deployment().await;
    let runs = watched(&deployment);
    let client = deployment.client();
    let mut stays = mount::<()>(&client, Page);
    stays.shows("success").await;
    let tasks = Handle::current().metrics().num_alive_tasks();
    for _ in 0..10_000 {
        drop(mount::<()>(&client, Page));
        yield_now().await;
    }
    until("the tasks end", || {
        Handle::current().metrics().num_alive_tasks() <= tasks
    })
    .await;
    drop(stays);
    // Without a subscriber, the deployment runs the query no more.
    let mut other = client.subscribe(WATCHED, text("other"));
    other.next().await.unwrap().unwrap();
    runs.lock().unwrap().clear();
    client.mutation(ADD, text("milk")).await.unwrap();
    until("a query runs again", || !runs.lock().unwrap().is_empty()).await;
    let again = runs.lock().unwrap().clone();
    assert!(again.iter().all(|args| args == "other"), "{again:?}");
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            sleep(Duration::from_millis(2)).await;
        }
    };
    let happened = timeout(Duration::from_secs(20), waiting).await;
    assert!(
        happened.is_ok(),
        "{what}: {} tasks",
        Handle::current().metrics().num_alive_tasks()
    );
}
