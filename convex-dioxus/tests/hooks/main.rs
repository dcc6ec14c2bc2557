//! The hooks in components without a window, against the testing deployment.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect"
)]

mod backend;
mod calls;
mod leaks;
mod names;
mod queries;
