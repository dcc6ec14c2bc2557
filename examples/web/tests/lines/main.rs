//! Lines that a scenario takes in Leptos, beside the same in Vue.
//!
//! Vue's are the lines that are not empty of the examples in the documentation of
//! better-convex-nuxt (`docs/3.mutations/2.actions.md`, commit `d3e8307`), and for "Summarize" of
//! nuxt-convex (`useConvexAction`). Lines that import are not counted on either side.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod scenarios;

use std::fmt::Write;

const SOURCE: &str = include_str!("scenarios.rs");
const README: &str = include_str!("../../README.md");

/// Each scenario: what the table calls it, the function, and the lines in Vue.
const SCENARIOS: [(&str, &str, usize); 7] = [
    ("Summarize", "Summarize", 20),
    ("Send email", "SendEmail", 23),
    ("Generate image", "GenerateImage", 18),
    ("Process file", "ProcessFile", 16),
    ("Checkout", "Checkout", 24),
    ("Report card", "StatusCard", 27),
    ("Purchase (without a view)", "use_purchase", 18),
];

#[test]
fn a_scenario_takes_at_most_30_percent_more_lines_than_in_vue_and_the_readme_says_how_many() {
    let mut table = "| scenario | Vue | Leptos |\n|---|---|---|\n".to_owned();
    for (name, function, vue) in SCENARIOS {
        let leptos = lines(function);
        assert!(
            leptos * 10 <= vue * 13,
            "{name}: {leptos} lines, {vue} in Vue"
        );
        writeln!(table, "| {name} | {vue} | {leptos} |").unwrap();
    }
    assert!(
        README.contains(&table),
        "the README has another table than\n{table}"
    );
}

/// The lines of a function and of the attribute before it that are not empty.
fn lines(function: &str) -> usize {
    let head = format!("pub fn {function}(");
    let item = SOURCE.split("\n\n").find(|item| item.contains(&head));
    let item = item.unwrap_or_else(|| panic!("{function} is among the scenarios"));
    item.lines().filter(|line| !line.trim().is_empty()).count()
}

/// The scenarios are components of an application; here they only compile.
#[expect(dead_code, reason = "it compiles, which is what is tested")]
fn all() {
    use leptos::prelude::*;
    use scenarios::{
        Checkout, GenerateImage, ProcessFile, SendEmail, StatusCard, Summarize, use_purchase,
    };
    let _ = view! { <Summarize text="…".to_owned() /> <SendEmail /> <GenerateImage /> <ProcessFile /> <Checkout /> <StatusCard /> };
    let _ = use_purchase();
}
