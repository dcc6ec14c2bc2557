//! The scenarios at a glance.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::layout::{Code, PAGES, Page};

const FUNCTIONS: &str = include_str!("../../../backend/convex/ai.ts");
const SCENARIOS: &str = include_str!("../../tests/lines/scenarios.rs");

#[component]
pub(crate) fn Home() -> impl IntoView {
    view! {
        <Page title="Convex in Rust" lead="Typed actions, mutations and live queries, in a page per scenario.">
            <div class="pair">
                <figure>
                    <figcaption>"A function in TypeScript"</figcaption>
                    <Code source=excerpt(FUNCTIONS, "export const summarize", "\n});") />
                </figure>
                <figure>
                    <figcaption>"A component in Rust that calls it"</figcaption>
                    <Code source=excerpt(SCENARIOS, "#[component]\npub fn Summarize", "\n}") />
                </figure>
            </div>
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

/// Returns the part of a text from where `start` stands to the `end` after it.
fn excerpt(text: &'static str, start: &str, end: &str) -> &'static str {
    let from = text.find(start).map_or("", |start| &text[start..]);
    from.find(end)
        .map_or(from, |start| &from[..start + end.len()])
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, SCENARIOS, excerpt};

    #[test]
    fn the_excerpts_are_the_function_and_the_component() {
        let function = excerpt(FUNCTIONS, "export const summarize", "\n});");
        assert!(function.ends_with("},\n});"), "{function}");
        let component = excerpt(SCENARIOS, "#[component]\npub fn Summarize", "\n}");
        assert!(
            component.contains("use_convex_action(ai::summarize)"),
            "{component}"
        );
        assert!(component.ends_with("    }\n}"), "{component}");
    }
}
