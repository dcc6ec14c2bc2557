//! The frame with its navigation, and the parts of forms that pages share.

use convex_leptos::use_convex_connection_state;
use convex_runtime::ConnectionPhase;
use leptos::{html::Ul, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_location};

use crate::highlight::highlighted;

/// The pages, in the order of the navigation.
pub(crate) const PAGES: [(&str, &str, &str); 9] = [
    (
        "/summarize",
        "Summarize",
        "A button that is disabled while its action is pending",
    ),
    (
        "/email",
        "Send email",
        "Idle, pending, success and error of one action",
    ),
    (
        "/image",
        "Generate image",
        "A prompt goes in, a picture comes back",
    ),
    (
        "/file",
        "Process file",
        "Upload with progress, then an action on the file",
    ),
    (
        "/checkout",
        "Checkout",
        "An action returns a URL, and the page moves there",
    ),
    (
        "/purchase",
        "Purchase",
        "An action, then a mutation with an optimistic entry",
    ),
    ("/report", "Report", "One card with four faces"),
    (
        "/tasks",
        "Tasks",
        "A paginated list that is live in every tab",
    ),
    (
        "/account",
        "Account",
        "Sign in and out, with data that follows",
    ),
];

/// Navigation, the state of the connection, and the page.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let list = NodeRef::<Ul>::new();
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        // Once the new page's link is marked.
        request_animation_frame(move || _ = list.get_untracked().as_deref().and_then(centre));
    });
    view! {
        <a class="skip" href="#content" rel="external">"Skip to content"</a>
        <header class="frame">
            <A href="/" attr:class="brand">"convex-rust"</A>
            <nav aria-label="Scenarios">
                <ul node_ref=list>
                    {PAGES.map(|(path, name, _)| view! { <li><A href=path>{name}</A></li> }).collect_view()}
                </ul>
            </nav>
            <Connection />
        </header>
        <main id="content" tabindex="-1">{children()}</main>
    }
}

/// Scrolls a list, where it is wider than the window, to the link of the current page.
fn centre(list: &HtmlElement) -> Option<()> {
    let link = list.query_selector("[aria-current=page]").ok()??;
    let link: HtmlElement = link.dyn_into().ok()?;
    let space = list.client_width() - link.offset_width();
    list.set_scroll_left(link.offset_left() - space / 2);
    Some(())
}

/// Says when there is a connection, and when it is lost.
#[component]
fn Connection() -> impl IntoView {
    let connection = use_convex_connection_state();
    let is_lost = move || connection.get().phase == ConnectionPhase::Reconnecting;
    let is_live = move || connection.get().phase == ConnectionPhase::Connected;
    view! {
        <p class="live" hidden=move || !is_live()>"Live"</p>
        <p class="connection" role="status">
            {move || is_lost().then_some("Offline. Changes are sent when the connection is back.")}
        </p>
    }
}

/// A page: its title, what it shows, its parts, and the text that all of it is written in.
#[component]
pub(crate) fn Page(
    title: &'static str,
    lead: &'static str,
    #[prop(optional)] source: &'static str,
    children: Children,
) -> impl IntoView {
    let source = (!source.is_empty()).then(|| {
        view! {
            <section class="source" aria-labelledby="source">
                <h2 id="source">"The whole page in Rust"</h2>
                <Code source />
            </section>
        }
    });
    view! {
        <Title text=format!("{title} · convex-rust") />
        <div class="page">
            <article>
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                {children()}
            </article>
            {source}
        </div>
    }
}

/// A text of Rust or TypeScript, with its words in colours.
#[component]
pub(crate) fn Code(source: &'static str) -> impl IntoView {
    // What scrolls can be reached by keyboard.
    view! { <pre class="code" tabindex="0"><code inner_html=highlighted(source)></code></pre> }
}

/// A form's button, which is disabled while `pending`.
#[component]
pub(crate) fn Submit(
    #[prop(into)] pending: Signal<bool>,
    idle: &'static str,
    busy: &'static str,
) -> impl IntoView {
    view! {
        <button type="submit" class="primary" disabled=pending aria-busy=move || pending.get().to_string()>
            {move || if pending.get() { busy } else { idle }}
        </button>
    }
}

/// The sentence of an error, once there is one.
#[component]
pub(crate) fn Problem(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    view! { <div class="problem" role="alert">{move || message.get().map(|text| view! { <p>{text}</p> })}</div> }
}

/// Says that a list is empty.
#[component]
pub(crate) fn Empty(#[prop(into)] when: Signal<bool>, text: &'static str) -> impl IntoView {
    move || when.get().then(|| view! { <p class="empty">{text}</p> })
}

/// The page for an unknown path.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <Page title="Not found" lead="There is no such page.">
            <p><A href="/">"All scenarios"</A></p>
        </Page>
    }
}
