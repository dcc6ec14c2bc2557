//! Pages that a server renders, as Dioxus fullstack does, and browsers that go on with them.

use base64::{Engine, engine::general_purpose::STANDARD};
use convex_dioxus::{
    Authenticated, Unauthenticated, provide_convex, use_convex_connection_state,
    use_convex_paginated_query, use_convex_query,
};
use convex_runtime::{
    Client,
    testing::{Fault, Identity},
};
use dioxus::{
    core::{ScopeId, has_context, provide_context},
    prelude::*,
};
use dioxus_fullstack_core::{FullstackContext, HydrationContext};

use crate::backend::{ADD, LIST, Mounted, Out, PAGES, WHO, deployment, mount_in, text};

/// The data that came with a page.
#[derive(Clone)]
struct Sent(Vec<u8>);

#[component]
fn Page() -> Element {
    if let Some(Sent(data)) = try_consume_context() {
        // Where Dioxus in a browser has the one context of the page.
        use_hook(|| provide_context(HydrationContext::from_serialized(&data, None, None)));
    }
    provide_convex(consume_context);
    let who = use_convex_query(WHO, || ());
    let list = use_convex_query(LIST, || text("t"));
    let first = use_convex_paginated_query(PAGES, || (), 1);
    let never = use_convex_query(LIST, || text("never"));
    let skipped = use_convex_query(LIST, || None);
    let _connection = use_convex_connection_state();
    consume_context::<Out<()>>().put(());
    let (who, list, first) = (who.suspend()?, list.suspend()?, first.suspend()?);
    let name = who
        .data()
        .map(|who| who.as_deref().unwrap_or("nobody").to_owned());
    let list = list.data().map(|list| list.join(" "));
    rsx! {
        Authenticated { b { "in" } }
        Unauthenticated { b { "out" } }
        p { "{name:?} {list:?} {first.results():?} {first.status():?} {never.status()} {skipped.suspend()?.status()}" }
    }
}

/// Renders a page as a server does, for the client of a request; with what travels with it.
async fn render(client: Client) -> (String, Sent) {
    let (parts, ()) = http::Request::new(()).into_parts();
    let mut dom = VirtualDom::new(Page)
        .with_root_context(client)
        .with_root_context(Out::<()>::default())
        .with_root_context(FullstackContext::new(parts));
    dom.rebuild_in_place();
    dom.wait_for_suspense().await;
    let context = dom.in_scope(ScopeId::APP, has_context::<HydrationContext>);
    let sent = context.unwrap().serialized().data;
    (
        dioxus_ssr::render(&dom),
        Sent(STANDARD.decode(sent).unwrap()),
    )
}

/// Mounts a page in a browser, with the data that came along.
fn hydrate(client: &Client, sent: Sent) -> Mounted<()> {
    mount_in(client, Page, |dom| dom.with_root_context(sent))
}

#[tokio::test]
async fn a_query_runs_once_and_is_in_the_page() {
    let deployment = deployment().await;
    let (page, _) = render(deployment.client()).await;
    for shown in [
        "nobody",
        "Some(&#34;tea&#34;)",
        "Exhausted pending idle",
        "<b>out</b>",
    ] {
        assert!(page.contains(shown), "{page}");
    }
    assert_eq!(deployment.calls(LIST).len(), 1);
    assert_eq!(deployment.calls(PAGES).len(), 1);
    assert!(deployment.connects().is_empty(), "a page needs no socket");
}

#[tokio::test]
async fn hydration_shows_what_the_server_did_and_then_the_page_is_live() {
    let deployment = deployment().await;
    let ann = || deployment.client_as(Identity::new("ann"));
    let (page, sent) = render(ann()).await;
    assert!(page.contains("ann") && page.contains("<b>in</b>"), "{page}");
    let before = deployment.calls(LIST).len();
    let mut mounted = hydrate(&ann(), sent);
    assert_eq!(mounted.html(), page, "before anything has been asked");
    assert_eq!(deployment.calls(LIST).len(), before);
    deployment
        .client()
        .mutation(ADD, text("tee"))
        .await
        .unwrap();
    mounted.shows("tea tee").await;
}

#[tokio::test]
async fn pages_that_are_rendered_at_the_same_time_share_nothing() {
    let deployment = deployment().await;
    let hold = deployment.hold(WHO);
    let both = async {
        tokio::join!(
            render(deployment.client_as(Identity::new("ann"))),
            render(deployment.client_as(Identity::new("bob"))),
        )
    };
    let release = async {
        hold.reached(2).await;
        hold.release();
    };
    let (((ann, ann_sent), (bob, bob_sent)), ()) = tokio::join!(both, release);
    for (page, Sent(sent), own, other) in
        [(ann, ann_sent, "ann", "bob"), (bob, bob_sent, "bob", "ann")]
    {
        // CBOR writes each letter as a number behind a byte 24.
        let letters: Vec<u8> = sent.into_iter().filter(|&byte| byte != 24).collect();
        let sent = String::from_utf8_lossy(&letters).into_owned();
        assert!(page.contains(own) && !page.contains(other), "{page}");
        assert!(
            sent.contains(own) && !sent.contains(other),
            "{own}: {sent:?}"
        );
    }
}

#[tokio::test]
async fn a_query_that_fails_on_the_server_is_left_to_the_browser() {
    let deployment = deployment().await;
    deployment.inject(LIST, Fault::status(500, "Broken"));
    let (page, sent) = render(deployment.client()).await;
    assert!(
        page.contains("nobody") && !page.contains("tea&#34;) ["),
        "{page}"
    );
    assert!(page.contains("None"), "{page}");
    let mut mounted = hydrate(&deployment.client(), sent);
    assert_eq!(mounted.html(), page);
    mounted.shows("Some(&#34;tea&#34;)").await;
}

#[component]
fn Suspending() -> Element {
    provide_convex(consume_context);
    rsx! { SuspenseBoundary { fallback: |_| rsx! { "Loading…" }, Child {} } }
}

#[component]
fn Child() -> Element {
    let wanted = use_signal(|| "te".to_owned());
    consume_context::<Out<Signal<String>>>().put(wanted);
    let list = use_convex_query(LIST, move || text(&wanted())).suspend()?;
    rsx! { "{list.data():?} {list.message():?}" }
}

#[tokio::test]
async fn without_a_server_a_boundary_shows_its_fallback_until_there_is_data() {
    let deployment = deployment().await;
    let hold = deployment.hold(LIST);
    let client = deployment.client();
    let mut page = mount_in::<Signal<String>>(&client, Suspending, |dom| dom);
    assert_eq!(page.html(), "Loading…");
    hold.release();
    page.shows("Some([&#34;tea&#34;])").await;
    let hold = deployment.hold(LIST);
    page.act(|mut wanted| wanted.set("coffee".to_owned()));
    page.shows("Loading…").await;
    hold.release();
    page.shows("Some([])").await;
}
