//! Actions and mutations.

use convex_dioxus::{
    ConvexCall, provide_convex, use_convex_action, use_convex_mutation, use_convex_query,
};
use convex_runtime::{CallStatus, Error};
use dioxus::prelude::*;

use crate::backend::{ADD, LIST, Out, SHOUT, Text, deployment, mount, text};

type Shout = ConvexCall<Text, String>;

#[component]
fn Shouting() -> Element {
    provide_convex(consume_context);
    let mut succeeded = use_signal(|| 0);
    let mut failed = use_signal(|| 0);
    let shout = use_convex_action(SHOUT)
        .on_success(move |_, _| succeeded += 1)
        .on_error(move |_, _| failed += 1);
    consume_context::<Out<Shout>>().put(shout);
    let data = shout
        .data()
        .map(|data| data.to_string())
        .unwrap_or_default();
    let message = shout.message().unwrap_or_default();
    rsx! { "{shout.status()}: {data} {message} ({succeeded}, {failed})" }
}

#[tokio::test]
async fn a_call_goes_from_idle_to_pending_to_success_and_reset_returns_to_idle() {
    let deployment = deployment().await;
    let mut page = mount::<Shout>(&deployment.client(), Shouting);
    page.shows("idle:").await;
    let hold = deployment.hold(SHOUT);
    page.act(|shout| {
        shout.dispatch(text("hello"));
        assert!(shout.pending(), "before anything else can run");
    });
    page.shows("pending:").await;
    hold.release();
    page.shows("success: HELLO  (1, 0)").await;
    page.act(|shout| shout.reset());
    page.shows("idle:").await;
}

#[tokio::test]
async fn a_failure_keeps_the_data_and_callbacks_change_with_each_render() {
    let deployment = deployment().await;
    let mut page = mount::<Shout>(&deployment.client(), Shouting);
    for count in 1..=3 {
        page.act(|shout| shout.dispatch(text("a")));
        page.shows(&format!("success: A  ({count}, 0)")).await;
    }
    page.act(|shout| shout.dispatch(text("")));
    page.shows("error: A There is nothing to shout. (3, 1)")
        .await;
}

#[tokio::test]
async fn a_hook_whose_component_is_gone_is_idle_and_answers_that_it_is_closed() {
    let deployment = deployment().await;
    let page = mount::<Shout>(&deployment.client(), Shouting);
    let (shout, before) = page.act(|shout| (shout, shout.execute(text("hello"))));
    drop(page);
    assert_eq!(before.await.unwrap(), "HELLO", "a call on its way goes on");
    assert_eq!(shout.status(), CallStatus::Idle);
    let error = shout.execute(text("hello")).await.unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "{error:?}");
    assert_eq!(deployment.calls(SHOUT).len(), 1);
}

#[component]
fn Adding() -> Element {
    provide_convex(consume_context);
    let list = use_convex_query(LIST, || text(""));
    let add = use_convex_mutation(ADD).optimistic(|store, args| {
        if let Some(mut entries) = store.get(LIST, &text("")) {
            entries.push(format!("{}?", args.text));
            store.set(LIST, &text(""), entries);
        }
    });
    consume_context::<Out<ConvexCall<Text, i64>>>().put(add);
    let list = list.data().map(|list| list.join(" ")).unwrap_or_default();
    rsx! { "[{list}]" }
}

#[tokio::test]
async fn an_optimistic_update_shows_until_the_mutation_has_ended() {
    let deployment = deployment().await;
    let mut page = mount::<ConvexCall<Text, i64>>(&deployment.client(), Adding);
    page.shows("[tea]").await;
    let hold = deployment.hold(ADD);
    page.act(|add| add.dispatch(text("milk")));
    page.shows("[tea milk?]").await;
    hold.release();
    page.shows("[tea milk]").await;
}
