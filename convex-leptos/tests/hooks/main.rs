//! The hooks against the testing deployment: signals, and pages that a server renders.
//!
//! On one thread, as in a browser: a Leptos signal cannot be read while another thread writes it.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect"
)]

mod auth;
mod backend;
mod calls;
mod files;
mod leaks;
mod names;
mod pages;
mod queries;
