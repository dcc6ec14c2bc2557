//! The application in a real browser: every button and every state of its pages.
//!
//! Needs Chromium, its driver and npm, all of which `.ci/run` installs. With
//! `WEB_BACKEND=typescript`, the pages talk to the TypeScript functions themselves, executed by
//! `convex-codegen serve`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod account;
mod actions;
mod app;
mod appearance;
mod lists;
mod loading;
