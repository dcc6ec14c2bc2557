//! The scenarios at a glance.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::layout::{PAGES, Page};

#[component]
pub(crate) fn Home() -> impl IntoView {
    view! {
        <Page title="Convex in Rust" lead="Typed actions, mutations and live queries, in a page per scenario.">
            <ul class="cards">
                {PAGES
                    .map(|(path, name, about)| {
                        view! {
                            <li class="card">
                                <A href=path>{name}</A>
                                <p>{about}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </Page>
    }
}
