//! Readable lines on the terminal.
#![expect(clippy::print_stdout, reason = "printing is what this file is for")]

use std::fmt::Debug;

use convex_runtime::CallState;

/// Starts a part of the tour.
pub fn heading(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.chars().count()));
}

/// A name and what belongs to it.
pub fn step(name: &str, text: &str) {
    println!("  {name:<28} {text}");
}

/// Prints the current state of a handle's calls.
pub fn show<T: Debug>(moment: &str, state: &CallState<T>) {
    let data = state.data().map(|data| format!(", data {data:?}"));
    let error = state.error().map(|error| format!(", error: {error}"));
    let (data, error) = (data.unwrap_or_default(), error.unwrap_or_default());
    step(moment, &format!("{}{data}{error}", state.status()));
}
