//! The application in a real browser: every button and every state of its pages.
//!
//! Needs Chromium, its driver and npm, all of which `.ci/run` installs. With
//! `WEB_BACKEND=typescript`, the pages talk to `convex/` itself, executed by
//! `convex-codegen serve`, which has no faults to inject and takes its own time.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::fn_params_excessive_bools,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod account;
mod actions;
mod app;
mod appearance;
mod browser;
mod lists;
mod loading;
