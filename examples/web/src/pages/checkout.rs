//! Check out: the action returns where to pay, and the page moves there.

use backend::api::payments;
use convex_leptos::use_convex_action;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use crate::layout::{Page, Problem, Submit};

#[component]
pub(crate) fn Checkout() -> impl IntoView {
    let checkout = use_convex_action(payments::create_checkout_session);
    let paid = move || use_query_map().read().get("paid");
    let start = move || async move {
        let here = window().location().origin().unwrap_or_default();
        let session = checkout.execute(payments::CreateCheckoutSessionArgs {
            price_id: "price_sticker".to_owned(),
            success_url: format!("{here}/checkout?paid=yes"),
            cancel_url: format!("{here}/checkout?paid=no"),
        });
        if let Ok(session) = session.await {
            // The page is left, so nothing can be done about an error.
            let _ = window().location().set_href(&session.url);
        }
    };
    view! {
        <Page title="Checkout" lead="An action returns a URL, and the page moves there." source=include_str!("checkout.rs")>
            <form class="card" on:submit=move |event| {
                event.prevent_default();
                spawn_local(start());
            }>
                <p class="item"><strong>"One sticker"</strong><span>"3.00 EUR"</span></p>
                <Submit pending=Signal::derive(move || checkout.pending()) idle="Pay" busy="Opening the checkout…" />
            </form>
            <Problem message=Signal::derive(move || checkout.message()) />
            <p class="face" role="status">
                {move || match paid().as_deref() {
                    Some("yes") => "Thank you. The sticker is on its way.",
                    Some(_) => "Nothing was paid.",
                    None => "",
                }}
            </p>
        </Page>
    }
}
