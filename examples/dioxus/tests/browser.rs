//! The page in a real browser, with every state of it.
//!
//! Needs what the browser tests of `examples/web` need; `WEB_BACKEND=typescript` is as there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

use std::{path::Path, sync::Arc};

use backend::api::{ai, tasks};
use convex_runtime::testing::{Deployment, Fault};
use dioxus_app::server::routes;
use pages::{Locator, Page, TypeScript, appearance::inspect};
use tokio::{net::TcpListener, sync::OnceCell};

/// Once per process: the bundle is the same for all tests.
static BUNDLE: OnceCell<()> = OnceCell::const_new();

/// The application under test: its server, and the deployment behind it.
struct App {
    url: String,
    functions: Functions,
}

enum Functions {
    Rust(Arc<Deployment>),
    TypeScript(Box<TypeScript>),
}

impl Functions {
    async fn start() -> Self {
        match TypeScript::if_requested().await {
            Some(typescript) => Self::TypeScript(Box::new(typescript)),
            None => Self::Rust(backend::start().await.unwrap()),
        }
    }

    fn deployment(&self) -> &Deployment {
        match self {
            Self::Rust(deployment) => deployment,
            Self::TypeScript(typescript) => typescript.deployment(),
        }
    }
}

impl App {
    async fn start() -> Self {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/dioxus-app");
        BUNDLE
            .get_or_init(async || {
                let assets = assets.clone();
                let bundle = move || bundle::bundle("dioxus-app", &assets, "dev");
                let bundled = tokio::task::spawn_blocking(bundle);
                bundled.await.unwrap().unwrap();
            })
            .await;
        let functions = Functions::start().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pages = routes(&functions.deployment().url(), &assets).unwrap();
        tokio::spawn(async move { axum::serve(listener, pages).await });
        Self { url, functions }
    }

    /// Opens the page in a browser of its own, once it is interactive.
    async fn open(&self) -> Page {
        let page = Page::new(&self.url, "document.querySelector('main h1') !== null").await;
        page.open("/").await;
        page
    }

    fn deployment(&self) -> &Deployment {
        self.functions.deployment()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn summarize_disables_its_button_and_shows_the_result_or_why_there_is_none() {
    let app = App::start().await;
    let page = app.open().await;
    let idle = page.button("Summarize").await;
    assert!(idle.is_enabled().await.unwrap());
    assert_eq!(
        idle.attr("aria-busy").await.unwrap().as_deref(),
        Some("false")
    );
    page.press("Summarize").await;
    page.shows("[role=alert]", "There is nothing to summarize.")
        .await;
    page.fill("Text", "Convex runs your functions. It has a database.")
        .await;
    let hold = app.deployment().hold(ai::summarize);
    page.press("Summarize").await;
    let pending = page.button("Processing…").await;
    assert!(!pending.is_enabled().await.unwrap());
    assert_eq!(
        pending.attr("aria-busy").await.unwrap().as_deref(),
        Some("true")
    );
    page.hides("[role=alert]", "nothing").await;
    hold.release();
    page.shows("blockquote", "Convex runs your functions.")
        .await;
    assert!(page.button("Summarize").await.is_enabled().await.unwrap());
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn an_action_that_may_have_run_is_not_run_again_until_the_button_is_pressed() {
    let app = App::start().await;
    let page = app.open().await;
    let deployment = app.deployment();
    deployment.inject(ai::summarize, Fault::drop_before_response());
    page.fill("Text", "Once. Twice.").await;
    page.press("Summarize").await;
    page.becomes("document.querySelector('[role=alert] p')?.innerText.length > 0")
        .await;
    assert_eq!(deployment.calls(ai::summarize).len(), 1);
    page.press("Summarize").await;
    page.shows("blockquote", "Once.").await;
    page.becomes("document.querySelector('[role=alert] p') === null")
        .await;
    assert_eq!(deployment.calls(ai::summarize).len(), 2);
    // The browser says itself that a connection was lost.
    page.console().await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn a_click_shows_as_pending_within_a_frame() {
    let app = App::start().await;
    let page = app.open().await;
    page.fill("Text", "One. Two.").await;
    page.shows("li", "Buy tea").await;
    // All of the page is drawn in the browser, so it is interactive when it is first seen.
    let paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
    println!("first paint after {} ms", page.evaluate(paint).await);
    let median = page.click_to_pending("main form button").await;
    println!("click to pending: {median:.2} ms");
    assert!(median < 16.0, "{median} ms");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn tasks_are_live_in_two_tabs_page_by_page() {
    let app = App::start().await;
    let (one, other) = (app.open().await, app.open().await);
    one.press("Add").await;
    one.shows("[role=alert]", "Enter a task first.").await;
    for number in 1..=2 {
        let text = format!("Errand {number}");
        one.fill("New task", &text).await;
        one.press("Add").await;
        other.shows("li", &text).await;
    }
    other
        .find(Locator::Css("li input"))
        .await
        .click()
        .await
        .unwrap();
    one.shows("li .done", "Errand 2").await;
    let length = async |page: &Page, length: usize| {
        let condition = format!("document.querySelectorAll('main li').length === {length}");
        page.becomes(&condition).await;
    };
    one.client.refresh().await.unwrap();
    one.interactive().await;
    for shown in [5, 10] {
        length(&one, shown).await;
        one.press("Load more").await;
    }
    length(&one, 14).await;
    assert!(!one.button("That is all").await.is_enabled().await.unwrap());
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn what_is_written_offline_is_sent_once_when_the_connection_is_back() {
    let app = App::start().await;
    let page = app.open().await;
    page.shows("li", "Buy tea").await;
    page.go_offline().await;
    app.deployment().disconnect().await;
    page.shows("[role=status]", "Offline.").await;
    page.fill("New task", "Written offline").await;
    page.press("Add").await;
    page.go_online().await;
    page.shows("li", "Written offline").await;
    page.hides("[role=status]", "Offline.").await;
    let calls = app.deployment().calls(tasks::add);
    let sent = calls
        .iter()
        .filter(|call| call.args.text == "Written offline");
    assert_eq!(sent.count(), 1);
    // Sockets that were refused are the browser's own words.
    page.console().await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn axe_finds_nothing_and_the_page_fits_each_size_in_dark_and_light() {
    let app = App::start().await;
    let page = app.open().await;
    page.fill("Text", "Convex runs your functions. It has a database.")
        .await;
    page.press("Summarize").await;
    page.shows("blockquote", "Convex runs your functions.")
        .await;
    page.shows("li", "Buy tea").await;
    inspect(&page, "dioxus").await;
    page.close().await;
}
