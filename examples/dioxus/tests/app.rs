//! The application without a window, against its deployment.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::time::Duration;

use convex_runtime::Client;
use dioxus::{core::NoOpMutations, prelude::VirtualDom};
use dioxus_app::App;

#[tokio::test]
async fn the_page_shows_the_first_tasks_and_follows_what_others_add() {
    let deployment = backend::start().await.unwrap();
    let client = Client::new(&deployment.url()).unwrap();
    let mut dom = VirtualDom::new(App).with_root_context(client.clone());
    dom.rebuild_in_place();
    until(&mut dom, "Buy tea (12)").await;
    assert_eq!(dioxus_ssr::render(&dom).matches("<li").count(), 5);
    let text = "Call Ada".to_owned();
    let add = backend::api::tasks::AddArgs { text };
    client
        .mutation(backend::api::tasks::add, add)
        .await
        .unwrap();
    until(&mut dom, "Call Ada").await;
}

async fn until(dom: &mut VirtualDom, text: &str) {
    let waiting = async {
        while !dioxus_ssr::render(dom).contains(text) {
            dom.wait_for_work().await;
            dom.render_immediate(&mut NoOpMutations);
        }
    };
    let shown = tokio::time::timeout(Duration::from_secs(10), waiting).await;
    assert!(shown.is_ok(), "no `{text}` in {}", dioxus_ssr::render(dom));
}
