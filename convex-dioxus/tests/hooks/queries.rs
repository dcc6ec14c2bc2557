//! Live queries.

use convex_dioxus::{provide_convex, use_convex_connection_state, use_convex_query};
use dioxus::prelude::*;

use crate::backend::{ADD, LIST, Out, deployment, mount, text};

#[component]
fn Listing() -> Element {
    provide_convex(consume_context);
    let wanted = use_signal(|| Some("te".to_owned()));
    consume_context::<Out<Signal<Option<String>>>>().put(wanted);
    let list = use_convex_query(LIST, move || wanted().as_deref().map(text)).keep_previous();
    let count = use_convex_query(LIST, || text("")).transform(Vec::len);
    let connection = use_convex_connection_state();
    let entries = list.data().map(|list| list.join(" "));
    rsx! { "{list.status()} {entries:?} stale {list.stale()} of {count:?} {connection().phase:?}" }
}

#[tokio::test]
async fn a_query_follows_signals_and_what_others_write() {
    let deployment = deployment().await;
    let mut page = mount::<Signal<Option<String>>>(&deployment.client(), Listing);
    page.shows("success Some(&#34;tea&#34;) stale false").await;
    page.shows("Connected").await;
    deployment
        .client()
        .mutation(ADD, text("tee"))
        .await
        .unwrap();
    page.shows("success Some(&#34;tea tee&#34;)").await;
    let hold = deployment.hold(LIST);
    page.act(|mut wanted| wanted.set(Some("coffee".to_owned())));
    page.shows("pending Some(&#34;tea tee&#34;) stale true")
        .await;
    hold.release();
    page.shows("success Some(&#34;&#34;) stale false").await;
    page.act(|mut wanted| wanted.set(None));
    page.shows("idle").await;
}
