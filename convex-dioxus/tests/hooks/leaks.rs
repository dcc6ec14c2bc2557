//! Components that come and go leave nothing behind.

use std::time::Duration;

use convex_dioxus::{
    provide_convex, use_convex_action, use_convex_connection_state, use_convex_query,
};
use dioxus::prelude::*;
use tokio::{
    runtime::Handle,
    task::yield_now,
    time::{sleep, timeout},
};

use crate::backend::{ADD, LIST, Out, SHOUT, deployment, mount, text};

#[component]
fn Page() -> Element {
    provide_convex(consume_context);
    let shout = use_convex_action(SHOUT);
    let list = use_convex_query(LIST, || text(""));
    let connection = use_convex_connection_state();
    consume_context::<Out<()>>().put(());
    rsx! { "{shout.status()} {list.status()} {connection():?}" }
}

#[tokio::test]
async fn ten_thousand_mounts_leave_no_task_and_no_subscription() {
    let deployment = deployment().await;
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
    let mut other = client.subscribe(LIST, text("other"));
    other.next().await.unwrap().unwrap();
    let runs = deployment.calls(LIST).len();
    client.mutation(ADD, text("milk")).await.unwrap();
    until("one query runs again", || {
        deployment.calls(LIST).len() == runs + 1
    })
    .await;
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
