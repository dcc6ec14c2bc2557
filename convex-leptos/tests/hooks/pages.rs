//! Pages that a server renders.

use std::sync::Arc;

use convex_leptos::{provide_convex, use_convex_paginated_query, use_convex_query};
use convex_runtime::{
    Client,
    testing::{Fault, Identity},
};
use futures_util::StreamExt;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::backend::{LIST, PAGES, WHO, deployment, soon, text};

#[component]
fn Page() -> impl IntoView {
    let who = use_convex_query(WHO, || ());
    let list = use_convex_query(LIST, || text("t"));
    let first = use_convex_paginated_query(PAGES, || (), 1);
    view! {
        <Suspense fallback=|| "Loading…">
            <p>{move || who.data().map(|who| who.as_deref().unwrap_or("nobody").to_owned())}</p>
            <ul>{move || list.data().map(|list| list.iter().map(|entry| view! { <li>{entry.clone()}</li> }).collect_view())}</ul>
            <ol>{move || first.results().iter().map(|entry| view! { <li>{entry.clone()}</li> }).collect_view()}</ol>
            <button>{move || format!("{:?}", first.status())}</button>
        </Suspense>
    }
}

/// Renders a page as a server does, for the client of a request.
async fn render(client: Client) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let context = Owner::current_shared_context().unwrap();
    let html = owner.with(move || {
        provide_convex(client);
        view! { <Page /> }.to_html_stream_in_order()
    });
    let html: String = soon(html.collect()).await;
    let sent = match context.pending_data() {
        Some(sent) => soon(sent.collect::<String>()).await,
        None => String::new(),
    };
    html + &sent
}

#[tokio::test]
async fn a_query_runs_once_and_is_in_the_page_and_in_what_travels_with_it() {
    let deployment = deployment().await;
    let page = render(deployment.client()).await;
    assert!(page.contains("<li>tea</li>"), "{page}");
    assert!(page.contains("nobody"), "{page}");
    assert!(
        page.contains(r#"[\"tea\"]"#) || page.contains(r#"[\\\"tea\\\"]"#),
        "{page}"
    );
    assert!(
        page.contains("<ol><li>tea</li>") && page.contains("<button>Exhausted"),
        "{page}"
    );
    assert_eq!(deployment.calls(LIST).len(), 1);
    assert_eq!(deployment.calls(PAGES).len(), 1);
    assert!(deployment.connects().is_empty(), "a page needs no socket");
}

#[tokio::test]
async fn pages_that_are_rendered_at_the_same_time_share_nothing() {
    let deployment = deployment().await;
    let hold = deployment.hold(WHO);
    let (ann, bob) = (
        tokio::spawn(render(deployment.client_as(Identity::new("ann")))),
        tokio::spawn(render(deployment.client_as(Identity::new("bob")))),
    );
    soon(hold.reached(2)).await;
    hold.release();
    let (ann, bob) = (ann.await.unwrap(), bob.await.unwrap());
    assert!(ann.contains("ann") && !ann.contains("bob"), "{ann}");
    assert!(bob.contains("bob") && !bob.contains("ann"), "{bob}");
}

#[tokio::test]
async fn a_query_that_fails_on_the_server_is_left_to_the_browser() {
    let deployment = deployment().await;
    deployment.inject(WHO, Fault::status(500, "Broken").always());
    let page = render(deployment.client()).await;
    assert!(page.contains("<li>tea</li>"), "{page}");
    assert!(
        !page.contains("nobody") && !page.contains("Broken"),
        "{page}"
    );
}
