//! Actions and mutations.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use convex_leptos::{use_convex_action, use_convex_mutation, use_convex_query};
use convex_runtime::{CallStatus, Error};
use leptos::prelude::{Effect, Get, Memo};

use crate::backend::{ADD, LIST, SHOUT, deployment, mount, soon, text, until};

#[tokio::test]
async fn a_call_goes_from_idle_to_pending_to_success_and_reset_returns_to_idle() {
    let deployment = deployment().await;
    let (_owner, shout) = mount(&deployment.client(), || use_convex_action(SHOUT));
    assert_eq!(shout.status(), CallStatus::Idle);
    let call = shout.execute(text("hello"));
    assert!(shout.pending(), "before anything else can run");
    assert_eq!(soon(call).await.unwrap(), "HELLO");
    until(|| shout.status() == CallStatus::Success).await;
    assert_eq!(shout.data().as_deref(), Some(&"HELLO".to_owned()));
    shout.reset();
    assert_eq!((shout.status(), shout.data()), (CallStatus::Idle, None));
}

#[tokio::test]
async fn a_failure_keeps_the_data_and_says_what_the_function_said() {
    let deployment = deployment().await;
    let (_owner, shout) = mount(&deployment.client(), || use_convex_action(SHOUT));
    soon(shout.execute(text("hello"))).await.unwrap();
    soon(shout.execute(text(""))).await.unwrap_err();
    until(|| shout.status() == CallStatus::Error).await;
    assert_eq!(
        shout.message().as_deref(),
        Some("There is nothing to shout.")
    );
    assert_eq!(shout.data().as_deref(), Some(&"HELLO".to_owned()));
}

#[tokio::test]
async fn what_reads_the_state_runs_again_when_it_changes() {
    let deployment = deployment().await;
    let runs = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&runs);
    let (_owner, (shout, face)) = mount(&deployment.client(), || {
        let shout = use_convex_action(SHOUT);
        let face = Memo::new(move |_| shout.status().to_string());
        Effect::new_isomorphic(move |_| {
            face.get();
            seen.fetch_add(1, SeqCst);
        });
        (shout, face)
    });
    until(|| runs.load(SeqCst) == 1).await;
    let hold = deployment.hold(SHOUT);
    shout.dispatch(text("hello"));
    until(|| runs.load(SeqCst) == 2).await;
    assert_eq!(face.get(), "pending");
    hold.release();
    until(|| runs.load(SeqCst) == 3).await;
    assert_eq!(face.get(), "success");
}

#[tokio::test]
async fn callbacks_run_for_the_call_that_the_state_shows() {
    let deployment = deployment().await;
    let (good, bad) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, failed) = (Arc::clone(&good), Arc::clone(&bad));
    let (_owner, shout) = mount(&deployment.client(), || {
        use_convex_action(SHOUT)
            .on_success(move |shouted, args| {
                assert_eq!(*shouted, args.text.to_uppercase());
                counted.fetch_add(1, SeqCst);
            })
            .on_error(move |_, _| _ = failed.fetch_add(1, SeqCst))
    });
    soon(shout.execute(text("a"))).await.unwrap();
    soon(shout.execute(text(""))).await.unwrap_err();
    assert_eq!((good.load(SeqCst), bad.load(SeqCst)), (1, 1));
}

#[tokio::test]
async fn an_optimistic_update_shows_until_the_mutation_has_ended() {
    let deployment = deployment().await;
    let (_owner, (list, add)) = mount(&deployment.client(), || {
        let list = use_convex_query(LIST, || text(""));
        let add = use_convex_mutation(ADD).optimistic(|store, args| {
            if let Some(mut entries) = store.get(LIST, &text("")) {
                entries.push(format!("{}?", args.text));
                store.set(LIST, &text(""), entries);
            }
        });
        (list, add)
    });
    let shown = || list.data().map(|entries| entries.join(" "));
    until(|| shown().as_deref() == Some("tea")).await;
    let hold = deployment.hold(ADD);
    add.dispatch(text("milk"));
    until(|| shown().as_deref() == Some("tea milk?")).await;
    hold.release();
    until(|| shown().as_deref() == Some("tea milk")).await;
}

#[tokio::test]
async fn a_hook_whose_component_is_gone_is_idle_and_answers_that_it_is_closed() {
    let deployment = deployment().await;
    let (owner, shout) = mount(&deployment.client(), || use_convex_action(SHOUT));
    let before = shout.execute(text("hello"));
    owner.cleanup();
    assert_eq!(
        soon(before).await.unwrap(),
        "HELLO",
        "a call on its way goes on"
    );
    assert_eq!(shout.status(), CallStatus::Idle);
    shout.dispatch(text("hello"));
    shout.reset();
    let error = soon(shout.execute(text("hello"))).await.unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "{error:?}");
    assert_eq!(deployment.calls(SHOUT).len(), 1);
}
