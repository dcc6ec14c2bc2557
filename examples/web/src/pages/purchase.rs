//! Buy something: an action charges, then a mutation records, and the live list shows the order
//! before the server has it.

use backend::{
    api::{orders, payments},
    tables,
};
use convex_leptos::{use_convex_action, use_convex_mutation, use_convex_query};
use leptos::{prelude::*, task::spawn_local};

use crate::layout::{Empty, Page, Problem};

/// The text of a button, the item, and its price in cents.
const ITEMS: [(&str, &str, f64); 3] = [
    ("Buy a sticker, 3 EUR", "Sticker", 300.0),
    ("Buy a mug, 15 EUR", "Mug", 1500.0),
    ("Try a declined card", "Sticker", 0.0),
];

#[component]
pub(crate) fn Purchase() -> impl IntoView {
    let orders = use_convex_query(orders::list, || ());
    let charge = use_convex_action(payments::charge);
    let create = use_convex_mutation(orders::create).optimistic(|store, order| {
        if let Some(mut orders) = store.get(orders::list, &()) {
            orders.insert(
                0,
                tables::orders::Doc {
                    id: tables::orders::Id::new("optimistic"),
                    creation_time: 0.0,
                    item: order.item.clone(),
                    transaction_id: order.transaction_id.clone(),
                },
            );
            store.set(orders::list, &(), orders);
        }
    });
    let buy = move |item: &'static str, amount| async move {
        let charged = charge
            .execute(payments::ChargeArgs {
                item: item.to_owned(),
                amount,
            })
            .await;
        if let Ok(payments::ChargeReturns { transaction_id }) = charged {
            create.dispatch(tables::orders::Fields {
                item: item.to_owned(),
                transaction_id,
            });
        }
    };
    view! {
        <Page title="Purchase" lead="An action charges, a mutation records; the list shows the order at once." source=include_str!("purchase.rs")>
            <div class="row">
                {ITEMS
                    .map(|(label, item, amount)| {
                        view! {
                            <button class:primary={amount > 0.0} disabled=move || charge.pending() on:click=move |_| spawn_local(buy(item, amount))>
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <Problem message=Signal::derive(move || charge.message().or_else(|| create.message())) />
            <h2 id="orders">"Orders"</h2>
            <Suspense fallback=|| view! { <p>"Loading…"</p> }>
                <ul class="list" aria-labelledby="orders" aria-busy=move || orders.pending().to_string()>
                    {move || orders.data().map(|orders| orders.iter().map(order).collect_view())}
                </ul>
                <Empty when=move || orders.data().is_some_and(|orders| orders.is_empty()) text="No orders yet. Buy something." />
            </Suspense>
        </Page>
    }
}

fn order(order: &tables::orders::Doc) -> impl IntoView + use<> {
    let is_saved = order.id.as_str() != "optimistic";
    view! {
        <li class:unsaved=!is_saved>
            <span>{order.item.clone()}</span>
            <small>{if is_saved { order.transaction_id.clone() } else { "saving…".to_owned() }}</small>
        </li>
    }
}
