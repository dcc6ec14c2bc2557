//! Components that come and go leave nothing behind.

use std::sync::{Arc, Mutex};

use convex_leptos::{use_convex_action, use_convex_connection_state, use_convex_query};
use convex_runtime::{Query, testing::Deployment};
use tokio::{runtime::Handle, task::yield_now};

use crate::backend::{ADD, SHOUT, Text, deployment, mount, soon, text, until};

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

#[tokio::test]
async fn ten_thousand_mounts_leave_no_task_and_no_subscription() {
    let deployment = deployment().await;
    let runs = watched(&deployment);
    let client = deployment.client();
    let (stays, list) = mount(&client, || use_convex_query(WATCHED, || text("")));
    soon(list.loaded()).await.unwrap();
    let tasks = Handle::current().metrics().num_alive_tasks();
    for _ in 0..10_000 {
        let (owner, _hooks) = mount(&client, || {
            let shout = use_convex_action(SHOUT);
            let list = use_convex_query(WATCHED, || text(""));
            (shout, list, use_convex_connection_state())
        });
        drop(owner);
        yield_now().await;
    }
    until(|| Handle::current().metrics().num_alive_tasks() <= tasks).await;
    stays.cleanup();
    // Without a subscriber, the deployment runs the query no more.
    let (_owner, other) = mount(&client, || use_convex_query(WATCHED, || text("other")));
    soon(other.loaded()).await.unwrap();
    runs.lock().unwrap().clear();
    client.mutation(ADD, text("milk")).await.unwrap();
    until(|| !runs.lock().unwrap().is_empty()).await;
    let again = runs.lock().unwrap().clone();
    assert!(again.iter().all(|args| args == "other"), "{again:?}");
}
