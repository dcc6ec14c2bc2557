//! Summarize and a task list in Dioxus: components that know nothing of what is around them, be it
//! a page or a window.

#[cfg(all(not(target_arch = "wasm32"), feature = "server"))]
pub mod server;

use backend::api::{ai, tasks};
use convex_dioxus::{
    provide_convex, use_convex_action, use_convex_connection_state, use_convex_mutation,
    use_convex_paginated_query,
};
use convex_runtime::{Client, ConnectionPhase, PaginationStatus};
use dioxus::prelude::*;

/// The number of tasks on a page.
const PAGE: u32 = 5;

/// The style sheet of the application.
pub const STYLE: &str = include_str!("style.css");

/// The application. It finds its client in the context of the root.
#[component]
pub fn App() -> Element {
    provide_convex(consume_context::<Client>);
    rsx! {
        main {
            h1 { "Convex in Dioxus" }
            Connection {}
            div { class: "cards",
                Summarize {}
                Tasks {}
            }
        }
    }
}

/// Says when the connection is lost.
#[component]
fn Connection() -> Element {
    let connection = use_convex_connection_state();
    rsx! {
        div { role: "status",
            if connection().phase == ConnectionPhase::Reconnecting {
                p { class: "offline", "Offline. Changes are sent when the connection is back." }
            }
        }
    }
}

/// A button that is disabled while its action is pending.
#[component]
fn Summarize() -> Element {
    let summarize = use_convex_action(ai::summarize);
    let mut text = use_signal(String::new);
    rsx! {
        section {
            h2 { "Summarize" }
            form {
                onsubmit: move |event| {
                    event.prevent_default();
                    summarize.dispatch(ai::SummarizeArgs { text: text() });
                },
                label { r#for: "text", "Text" }
                textarea { id: "text", rows: 6, placeholder: "Some sentences. The first one comes back.", oninput: move |event| text.set(event.value()) }
                button { r#type: "submit", disabled: summarize.pending(), aria_busy: summarize.pending(),
                    if summarize.pending() { "Processing…" } else { "Summarize" }
                }
            }
            Problem { message: summarize.message() }
            div { role: "status",
                if let Some(summary) = summarize.data() { blockquote { "{summary}" } }
            }
        }
    }
}

/// A list that is live everywhere, page by page.
#[component]
fn Tasks() -> Element {
    let list = use_convex_paginated_query(tasks::list, || (), PAGE);
    let add = use_convex_mutation(tasks::add);
    let set_done = use_convex_mutation(tasks::set_done);
    let mut text = use_signal(String::new);
    rsx! {
        section {
            h2 { id: "tasks", "Tasks" }
            form {
                onsubmit: move |event| {
                    event.prevent_default();
                    add.dispatch(tasks::AddArgs { text: text() });
                    text.set(String::new());
                },
                label { r#for: "task", "New task" }
                div { class: "line",
                    input { id: "task", autocomplete: "off", value: text, oninput: move |event| text.set(event.value()) }
                    button { r#type: "submit", "Add" }
                }
            }
            Problem { message: add.message().or_else(|| set_done.message()) }
            ul { aria_labelledby: "tasks", aria_busy: list.pending(),
                for task in list.results().iter().cloned() {
                    li { key: "{task.id}",
                        label {
                            input {
                                r#type: "checkbox",
                                checked: task.done,
                                onchange: move |event| set_done.dispatch(tasks::SetDoneArgs { id: task.id.clone(), done: event.checked() }),
                            }
                            span { class: if task.done { "done" }, "{task.text}" }
                        }
                    }
                }
            }
            button {
                disabled: list.status() != PaginationStatus::CanLoadMore,
                onclick: move |_| { list.load_more(PAGE); },
                match list.status() {
                    PaginationStatus::Exhausted => "That is all",
                    status if status.is_loading() => "Loading…",
                    _ => "Load more",
                }
            }
        }
    }
}

/// The sentence of an error, once there is one.
#[component]
fn Problem(message: Option<String>) -> Element {
    rsx! {
        div { role: "alert",
            if let Some(message) = message { p { class: "problem", "{message}" } }
        }
    }
}

/// Starts the application in a page whose address has the deployment's URL behind `#`.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(url: &str) {
    let client = Client::builder()
        .url(url)
        .route(convex_runtime::Route::Socket);
    let client = client.build().expect("the page names a deployment");
    dioxus::LaunchBuilder::web()
        .with_context(client)
        .launch(App);
}
