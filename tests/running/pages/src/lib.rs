//! Web pages in Chromium as a person uses them: `Page` finds, fills and presses what has a name,
//! and `appearance` looks at each page in several sizes.
//!
//! For the browser tests of examples. They need Chromium, its driver and npm, all of which
//! `.ci/run` installs.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this crate is for tests, which say what they expect"
)]

pub mod appearance;
mod page;
mod typescript;

pub use fantoccini::{Locator, elements::Element};
pub use page::Page;
pub use typescript::TypeScript;
