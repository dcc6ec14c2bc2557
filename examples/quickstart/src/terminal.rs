//! Readable lines on the terminal.
#![expect(clippy::print_stdout, reason = "printing is what this file is for")]

use std::fmt::Debug;

/// Starts a part of the tour.
pub fn heading(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.chars().count()));
}

/// A name and what belongs to it.
pub fn step(name: &str, text: &str) {
    println!("  {name:<26} {text}");
}
