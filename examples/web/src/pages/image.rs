//! Generate an image from a prompt, and show it.

use backend::api::ai;
use convex_leptos::use_convex_action;
use leptos::prelude::*;

use crate::layout::{Page, Problem, Submit};

#[component]
pub(crate) fn Image() -> impl IntoView {
    let generate = use_convex_action(ai::generate_image);
    let prompt = RwSignal::new(String::new());
    view! {
        <Page title="Generate image" lead="A prompt goes in, a picture comes back." source=include_str!("image.rs")>
            <form on:submit=move |event| {
                event.prevent_default();
                generate.dispatch(ai::GenerateImageArgs { prompt: prompt.get() });
            }>
                <label for="prompt">"Prompt"</label>
                <input id="prompt" type="text" placeholder="A mountain at dusk" bind:value=prompt />
                <Submit pending=Signal::derive(move || generate.pending()) idle="Generate" busy="Drawing…" />
            </form>
            <Problem message=Signal::derive(move || generate.message()) />
            <div class="picture" aria-busy=move || generate.pending().to_string()>
                {move || generate.data().map(|image| view! { <img src=image.url.clone() alt=image.alt.clone() /> })}
            </div>
        </Page>
    }
}
