//! Scenarios of two Vue composables' documentation in Leptos, with the same elements and texts.

use backend::{
    api::{ai, emails, files, orders, payments, reports},
    tables::orders::Fields,
};
use convex_leptos::{read_file, use_convex_action, use_convex_file_upload, use_convex_mutation};
use convex_runtime::{CallStatus, Error};
use leptos::{either::EitherOf4, prelude::*, task::spawn_local, web_sys};

#[component]
pub fn Summarize(text: String) -> impl IntoView {
    let summarize = use_convex_action(ai::summarize);
    view! {
        <div>
            <button
                disabled=move || summarize.pending()
                on:click=move |_| summarize.dispatch(ai::SummarizeArgs { text: text.clone() })
            >
                {move || if summarize.pending() { "Processing..." } else { "Summarize" }}
            </button>
            {move || summarize.data().map(|text| view! { <p>{text.to_string()}</p> })}
            {move || summarize.message().map(|text| view! { <p>{text}</p> })}
        </div>
    }
}

#[component]
pub fn SendEmail() -> impl IntoView {
    let email = use_convex_action(emails::send);
    let handle_send = move |_| {
        email.dispatch(emails::SendArgs {
            to: "user@example.com".to_owned(),
            subject: "Welcome!".to_owned(),
            body: "Thanks for signing up.".to_owned(),
        });
    };
    let sent = move || email.status() == CallStatus::Success;
    view! {
        <button disabled=move || email.pending() on:click=handle_send>
            {move || if email.pending() { "Sending..." } else { "Send Email" }}
        </button>
        {move || email.message().map(|text| view! { <p class="error">{text}</p> })}
        {move || sent().then(|| view! { <p class="success">"Email sent!"</p> })}
    }
}

#[component]
pub fn GenerateImage() -> impl IntoView {
    let image = use_convex_action(ai::generate_image);
    let prompt = RwSignal::new(String::new());
    let handle_generate = move |_| {
        image.dispatch(ai::GenerateImageArgs {
            prompt: prompt.get(),
        });
    };
    let url = move || image.data().map(|image| image.url.clone());
    view! {
        <div>
            <input bind:value=prompt placeholder="Describe an image..." />
            <button disabled=move || image.pending() on:click=handle_generate>
                {move || if image.pending() { "Generating..." } else { "Generate" }}
            </button>
            {move || url().map(|url| view! { <img src=url alt="Generated image" /> })}
        </div>
    }
}

#[component]
pub fn ProcessFile() -> impl IntoView {
    let upload = use_convex_file_upload(files::generate_upload_url);
    let process = use_convex_action(files::process);
    let handle_upload = move |file: web_sys::File| async move {
        if let Some(file) = read_file(&file).await
            && let Ok(storage_id) = upload.upload((), file).await
        {
            process.dispatch(files::ProcessArgs { storage_id });
        }
    };
    view! {
        <input type="file" on:change:target=move |event| {
            let file = event.target().files().and_then(|files| files.get(0));
            _ = file.map(|file| spawn_local(handle_upload(file)));
        } />
        {move || process.pending().then(|| view! { <div>"Processing file..."</div> })}
        {move || process.data().map(|data| view! { <div>{format!("Result: {data:?}")}</div> })}
    }
}

#[component]
pub fn Checkout() -> impl IntoView {
    let checkout = use_convex_action(payments::create_checkout_session);
    let handle_checkout = move || async move {
        let origin = window().location().origin().unwrap_or_default();
        let session = checkout.execute(payments::CreateCheckoutSessionArgs {
            price_id: "price_xxx".to_owned(),
            success_url: format!("{origin}/success"),
            cancel_url: format!("{origin}/cancel"),
        });
        if let Ok(session) = session.await {
            let _ = window().location().set_href(&session.url);
        }
    };
    view! {
        <button disabled=move || checkout.pending() on:click=move |_| spawn_local(handle_checkout())>
            {move || if checkout.pending() { "Redirecting..." } else { "Checkout" }}
        </button>
        {move || checkout.message().map(|text| view! { <p class="error">{text}</p> })}
    }
}

#[component]
pub fn StatusCard() -> impl IntoView {
    let report = use_convex_action(reports::generate);
    let generate = move |_| {
        report.dispatch(reports::GenerateArgs {
            month: "january".to_owned(),
        });
    };
    let url = move || report.data().map(|data| data.download_url.clone());
    view! {
        <div class="status-card">
            {move || match report.status() {
                CallStatus::Idle => EitherOf4::A(view! {
                    <button on:click=generate>"Generate Report"</button>
                }),
                CallStatus::Pending => EitherOf4::B(view! {
                    <div class="spinner" />
                    <p>"Generating report..."</p>
                }),
                CallStatus::Success => EitherOf4::C(view! {
                    <p>"Report ready!"</p>
                    <a href=url download>"Download"</a>
                    <button on:click=move |_| report.reset()>"Generate Another"</button>
                }),
                CallStatus::Error => EitherOf4::D(view! {
                    <p class="error">"Failed: " {move || report.message()}</p>
                    <button on:click=move |_| report.reset()>"Try Again"</button>
                }),
            }}
        </div>
    }
}

pub fn use_purchase() -> impl AsyncFn(String, f64) -> Result<(), Error> {
    // Mutation for database changes
    let save_order = use_convex_mutation(orders::create);
    // Action for external API call
    let charge_card = use_convex_action(payments::charge);
    async move |item: String, amount: f64| {
        // First, charge the card
        let args = payments::ChargeArgs {
            item: item.clone(),
            amount,
        };
        let payments::ChargeReturns { transaction_id } = charge_card.execute(args).await?;
        // Then, save the order
        save_order
            .execute(Fields {
                item,
                transaction_id,
            })
            .await?;
        Ok(())
    }
}
