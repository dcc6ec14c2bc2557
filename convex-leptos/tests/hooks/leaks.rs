//! Components that come and go leave nothing behind.

use convex_leptos::{use_convex_action, use_convex_connection_state, use_convex_query};
use tokio::{runtime::Handle, task::yield_now};

use crate::backend::{ADD, LIST, SHOUT, deployment, mount, soon, text, until};

#[tokio::test]
async fn ten_thousand_mounts_leave_no_task_and_no_subscription() {
    let deployment = deployment().await;
    let client = deployment.client();
    let (stays, list) = mount(&client, || use_convex_query(LIST, || text("")));
    soon(list.loaded()).await.unwrap();
    let tasks = Handle::current().metrics().num_alive_tasks();
    for _ in 0..10_000 {
        let (owner, _hooks) = mount(&client, || {
            let shout = use_convex_action(SHOUT);
            let list = use_convex_query(LIST, || text(""));
            (shout, list, use_convex_connection_state())
        });
        drop(owner);
        yield_now().await;
    }
    until(|| Handle::current().metrics().num_alive_tasks() <= tasks).await;
    stays.cleanup();
    // Without a subscriber, the deployment runs the query no more.
    let (_owner, other) = mount(&client, || use_convex_query(LIST, || text("other")));
    soon(other.loaded()).await.unwrap();
    let runs = deployment.calls(LIST).len();
    client.mutation(ADD, text("milk")).await.unwrap();
    until(|| deployment.calls(LIST).len() > runs).await;
    let again = &deployment.calls(LIST)[runs..];
    assert!(
        again.iter().all(|call| call.args.text == "other"),
        "{again:?}"
    );
}
