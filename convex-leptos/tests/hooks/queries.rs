//! Live queries.

use convex_leptos::{use_convex_connection_state, use_convex_query};
use convex_runtime::{CallStatus, ConnectionPhase};
use leptos::{
    prelude::{ArcRwSignal, Effect, Get, RwSignal, Set, WithUntracked, provide_context},
    reactive::computed::suspense::SuspenseContext,
};

use crate::backend::{ADD, LIST, deployment, mount, soon, text, until};

#[tokio::test]
async fn a_query_loads_and_follows_what_others_write() {
    let deployment = deployment().await;
    let (_owner, list) = mount(&deployment.client(), || use_convex_query(LIST, || text("")));
    assert_eq!((list.status(), list.data()), (CallStatus::Pending, None));
    assert_eq!(*soon(list.loaded()).await.unwrap(), ["tea"]);
    deployment
        .client()
        .mutation(ADD, text("milk"))
        .await
        .unwrap();
    until(|| list.data().is_some_and(|entries| entries.len() == 2)).await;
}

#[tokio::test]
async fn arguments_follow_signals_and_none_skips() {
    let deployment = deployment().await;
    let (_owner, (wanted, list)) = mount(&deployment.client(), || {
        let wanted = RwSignal::new(None);
        let list = use_convex_query(LIST, move || wanted.get().map(text));
        (wanted, list)
    });
    assert_eq!(list.status(), CallStatus::Idle);
    wanted.set(Some("te"));
    until(|| list.status() == CallStatus::Success).await;
    wanted.set(Some("coffee"));
    until(|| list.data().is_some_and(|entries| entries.is_empty())).await;
    wanted.set(None);
    until(|| list.status() == CallStatus::Idle).await;
    assert_eq!(list.data(), None);
}

#[tokio::test]
async fn data_of_former_arguments_is_kept_and_called_stale() {
    let deployment = deployment().await;
    let (_owner, (wanted, list)) = mount(&deployment.client(), || {
        let wanted = RwSignal::new("te");
        let list = use_convex_query(LIST, move || text(wanted.get())).keep_previous();
        (wanted, list)
    });
    soon(list.loaded()).await.unwrap();
    until(|| list.data().is_some()).await;
    let hold = deployment.hold(LIST);
    wanted.set("coffee");
    until(|| list.stale()).await;
    assert!(list.pending());
    assert_eq!(*list.data().unwrap(), ["tea"]);
    hold.release();
    until(|| !list.stale()).await;
    assert!(list.data().unwrap().is_empty());
}

#[tokio::test]
async fn components_share_a_subscription_and_a_transform_changes_only_with_its_value() {
    let deployment = deployment().await;
    let (_owner, (one, count)) = mount(&deployment.client(), || {
        let one = use_convex_query(LIST, || text(""));
        let count = use_convex_query(LIST, || text("")).transform(Vec::len);
        (one, count)
    });
    soon(one.loaded()).await.unwrap();
    until(|| count.get() == Some(1)).await;
    assert_eq!(deployment.calls(LIST).len(), 1);
}

#[tokio::test]
async fn the_state_of_the_connection_is_a_signal() {
    let deployment = deployment().await;
    let (_owner, (connection, list)) = mount(&deployment.client(), || {
        (
            use_convex_connection_state(),
            use_convex_query(LIST, || text("")),
        )
    });
    soon(list.loaded()).await.unwrap();
    until(|| connection.get().phase == ConnectionPhase::Connected).await;
}

#[tokio::test]
async fn a_suspense_waits_for_the_first_data_that_is_read_inside_of_it() {
    let deployment = deployment().await;
    let hold = deployment.hold(LIST);
    let suspense = SuspenseContext {
        tasks: ArcRwSignal::default(),
    };
    let waits = || suspense.tasks.with_untracked(|tasks| !tasks.is_empty());
    let (owner, (wanted, list)) = mount(&deployment.client(), || {
        provide_context(suspense.clone());
        let wanted = RwSignal::new("te");
        let list = use_convex_query(LIST, move || text(wanted.get())).keep_previous();
        Effect::new_isomorphic(move |_| _ = list.data());
        (wanted, list)
    });
    until(waits).await;
    hold.release();
    until(|| !waits()).await;
    assert_eq!(*list.data().unwrap(), ["tea"]);
    let hold = deployment.hold(LIST);
    wanted.set("coffee");
    until(|| list.stale()).await;
    assert!(!waits(), "data of former arguments is shown meanwhile");
    hold.release();
    owner.cleanup();
    let hold = deployment.hold(LIST);
    let (owner, _list) = mount(&deployment.client(), || {
        provide_context(suspense.clone());
        let list = use_convex_query(LIST, || text("x"));
        Effect::new_isomorphic(move |_| _ = list.data());
        list
    });
    until(waits).await;
    owner.cleanup();
    until(|| !waits()).await;
    hold.release();
}
