//! Summarize and a task list in Dioxus: components that know nothing of the page around them.

#[cfg(not(target_arch = "wasm32"))]
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

/// The application. It finds its client in the context of the root.
#[component]
pub fn App() -> Element {
    provide_convex(consume_context::<Client>);
    rsx! {
        main {
            h1 { "Convex in Dioxus" }
            Connection {}
            Summarize {}
            Tasks {}
        }
    }
}

/// Says when the connection is lost.
#[component]
fn Connection() -> Element {
    let connection = use_convex_connection_state();
    rsx! {
        p { role: "status",
            if connection().phase == ConnectionPhase::Reconnecting { "Offline. Changes are sent when the connection is back." }
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
            label { r#for: "text", "Text" }
            textarea { id: "text", value: text, oninput: move |event| text.set(event.value()) }
            button {
                disabled: summarize.pending(),
                aria_busy: summarize.pending(),
                onclick: move |_| summarize.dispatch(ai::SummarizeArgs { text: text() }),
                if summarize.pending() { "Processing…" } else { "Summarize" }
            }
            if let Some(text) = summarize.message() { p { role: "alert", "{text}" } }
            if let Some(summary) = summarize.data() { blockquote { "{summary}" } }
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
                input { id: "task", value: text, oninput: move |event| text.set(event.value()) }
                button { r#type: "submit", "Add" }
            }
            if let Some(text) = add.message() { p { role: "alert", "{text}" } }
            ul { aria_labelledby: "tasks", aria_busy: list.pending(),
                for task in list.results().iter().cloned() {
                    li { key: "{task.id}",
                        label {
                            input {
                                r#type: "checkbox",
                                checked: task.done,
                                onchange: move |event| set_done.dispatch(tasks::SetDoneArgs { id: task.id.clone(), done: event.checked() }),
                            }
                            "{task.text}"
                        }
                    }
                }
            }
            button {
                disabled: list.status() != PaginationStatus::CanLoadMore,
                onclick: move |_| { list.load_more(PAGE); },
                "Load more"
            }
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
