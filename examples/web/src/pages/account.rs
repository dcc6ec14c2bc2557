//! Sign in and out: the data follows the user.

use backend::api::notes;
use convex_leptos::{
    AuthLoading, Authenticated, Unauthenticated, use_convex_auth, use_convex_mutation,
    use_convex_query,
};
use leptos::prelude::*;

use crate::{
    layout::{Empty, Page, Problem, Submit},
    session::{SignIn, SignOut, ask},
};

#[component]
pub(crate) fn Account() -> impl IntoView {
    let auth = use_convex_auth();
    let (sign_in, sign_out) = (
        ServerAction::<SignIn>::new(),
        ServerAction::<SignOut>::new(),
    );
    Effect::new(move |_| {
        if let Some(Ok(())) = sign_in.value().get() {
            auth.sign_in(ask);
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(())) = sign_out.value().get() {
            auth.sign_out();
        }
    });
    let refusal = move || match sign_in.value().get() {
        Some(Err(error)) => Some(error.to_string()),
        _ => None,
    };
    view! {
        <Page title="Account" lead="Sign in and out; your notes follow you." source=include_str!("account.rs")>
            <AuthLoading><p>"Loading…"</p></AuthLoading>
            <Unauthenticated>
                <ActionForm action=sign_in>
                    <label for="name">"Name"</label>
                    <input id="name" name="name" type="text" autocomplete="username" placeholder="Any name, such as ann" />
                    <Submit pending=sign_in.pending() idle="Sign in" busy="Signing in…" />
                </ActionForm>
                <Problem message=Signal::derive(refusal) />
            </Unauthenticated>
            <Authenticated>
                <Notes />
                <ActionForm action=sign_out>
                    <button type="submit">"Sign out"</button>
                </ActionForm>
            </Authenticated>
        </Page>
    }
}

#[component]
fn Notes() -> impl IntoView {
    let auth = use_convex_auth();
    let notes = use_convex_query(notes::mine, move || auth.authenticated().then_some(()));
    let add = use_convex_mutation(notes::add);
    let text = RwSignal::new(String::new());
    view! {
        <form on:submit=move |event| {
            event.prevent_default();
            add.dispatch(notes::AddArgs { text: text.get() });
            text.set(String::new());
        }>
            <label for="note">"Note"</label>
            <input id="note" type="text" autocomplete="off" bind:value=text />
            <button type="submit" class="primary">"Add"</button>
        </form>
        <Suspense fallback=|| view! { <p>"Loading…"</p> }>
            <Problem message=Signal::derive(move || add.message().or_else(|| notes.message())) />
            <ul class="list" aria-label="Notes">
                {move || notes.data().map(|notes| {
                    notes.iter().map(|note| view! { <li><span>{note.text.clone()}</span><small>{note.author.clone()}</small></li> }).collect_view()
                })}
            </ul>
            <Empty when=move || notes.data().is_some_and(|notes| notes.is_empty()) text="No notes yet. Only you will see them." />
        </Suspense>
    }
}
