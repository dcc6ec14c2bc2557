//! Send a mail: each state of the action, in words.

use backend::api::emails;
use convex_leptos::use_convex_action;
use convex_runtime::CallStatus;
use leptos::prelude::*;

use crate::layout::{Page, Problem, Submit};

#[component]
pub(crate) fn Email() -> impl IntoView {
    let send = use_convex_action(emails::send);
    let (to, subject, body) = (
        RwSignal::default(),
        RwSignal::default(),
        RwSignal::default(),
    );
    view! {
        <Page title="Send email" lead="Idle, pending, success and error of one action." source=include_str!("email.rs")>
            <form on:submit=move |event| {
                event.prevent_default();
                send.dispatch(emails::SendArgs { to: to.get(), subject: subject.get(), body: body.get() });
            }>
                <label for="to">"To"</label>
                <input id="to" type="text" inputmode="email" autocomplete="email" bind:value=to />
                <label for="subject">"Subject"</label>
                <input id="subject" type="text" bind:value=subject />
                <label for="body">"Message"</label>
                <textarea id="body" rows="5" bind:value=body></textarea>
                <Submit pending=Signal::derive(move || send.pending()) idle="Send" busy="Sending…" />
            </form>
            <p class="face" role="status">
                {move || match send.status() {
                    CallStatus::Idle => "Nothing has been sent yet.".to_owned(),
                    CallStatus::Pending => "On its way…".to_owned(),
                    CallStatus::Success => format!("Sent as {}.", send.data().map(|sent| sent.message_id.clone()).unwrap_or_default()),
                    CallStatus::Error => "Not sent.".to_owned(),
                }}
            </p>
            <Problem message=Signal::derive(move || send.message()) />
        </Page>
    }
}
