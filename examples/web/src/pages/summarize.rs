//! Summarize a text: the button is disabled while the action is pending.

use backend::api::ai;
use convex_leptos::use_convex_action;
use leptos::prelude::*;

use crate::layout::{Page, Problem, Submit};

#[component]
pub(crate) fn Summarize() -> impl IntoView {
    let summarize = use_convex_action(ai::summarize);
    let text = RwSignal::new(String::new());
    view! {
        <Page title="Summarize" lead="A button that is disabled while its action is pending." source=include_str!("summarize.rs")>
            <form on:submit=move |event| {
                event.prevent_default();
                summarize.dispatch(ai::SummarizeArgs { text: text.get() });
            }>
                <label for="text">"Text"</label>
                <textarea id="text" rows="6" placeholder="Some sentences. The first one comes back." bind:value=text></textarea>
                <Submit pending=Signal::derive(move || summarize.pending()) idle="Summarize" busy="Processing…" />
            </form>
            <Problem message=Signal::derive(move || summarize.message()) />
            <div role="status">
                {move || summarize.data().map(|summary| view! { <blockquote class="card">{summary.to_string()}</blockquote> })}
            </div>
        </Page>
    }
}
