//! The hooks in components without a window, against the testing deployment.
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
#[cfg(feature = "fullstack")]
mod pages;
mod queries;
