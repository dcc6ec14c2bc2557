//! Convex in Dioxus: actions, mutations and live queries as signals.
//!
//! `convex-codegen` writes a constant per function; a hook takes one and returns a `Copy` value
//! whose methods are reactive. The hooks stand on the handles of `convex-runtime`, hold no logic of
//! their own, and end with the component that called them.
//!
//! ```no_run
//! use convex_dioxus::{provide_convex, use_convex_action, use_convex_query};
//! use convex_runtime::Client;
//! use dioxus::prelude::*;
//! # mod api {
//! #     pub mod ai {
//! #         use convex_runtime::{Action, ToConvex};
//! #         pub const SUMMARIZE: Action<SummarizeArgs, String> = Action::new("ai:summarize");
//! #         #[derive(Clone, ToConvex)]
//! #         pub struct SummarizeArgs { pub text: String }
//! #     }
//! #     pub mod tasks {
//! #         use convex_runtime::Query;
//! #         pub const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
//! #     }
//! # }
//! # use api::{ai, tasks};
//!
//! #[component]
//! fn App() -> Element {
//!     provide_convex(|| Client::new("https://happy-otter-123.convex.cloud").expect("a URL"));
//!     rsx! { Summarize {} Tasks {} }
//! }
//!
//! #[component]
//! fn Summarize() -> Element {
//!     let summarize = use_convex_action(ai::SUMMARIZE);
//!     rsx! {
//!         button {
//!             disabled: summarize.pending(),
//!             onclick: move |_| summarize.dispatch(ai::SummarizeArgs { text: "…".to_owned() }),
//!             if summarize.pending() { "Processing…" } else { "Summarize" }
//!         }
//!         if let Some(text) = summarize.message() { p { role: "alert", "{text}" } }
//!         if let Some(text) = summarize.data() { p { "{text}" } }
//!     }
//! }
//!
//! #[component]
//! fn Tasks() -> Element {
//!     let tasks = use_convex_query(tasks::LIST, || ());
//!     rsx! {
//!         ul { for task in tasks.data().iter().flat_map(|tasks| tasks.iter()) { li { "{task}" } } }
//!     }
//! }
//! # let _ = App;
//! ```
//!
//! # Features and versions
//!
//! Dioxus 0.7, Rust 1.88. `rustls` (a default) and `native-tls` choose the TLS of desktop programs
//! and servers; in a browser neither adds anything. The renderer is chosen by the application.

mod auth;
mod call;
mod callbacks;
mod client;
mod connection;
mod follow;
mod paginated;
mod query;
mod storage;
mod upload;
mod upload_queue;

pub use auth::{AuthLoading, Authenticated, ConvexAuth, Unauthenticated, use_convex_auth};
pub use call::{ConvexCall, use_convex_action, use_convex_mutation};
pub use client::{provide_convex, use_convex};
pub use connection::use_convex_connection_state;
pub use paginated::{ConvexPaginatedQuery, use_convex_paginated_query};
pub use query::{ConvexQuery, use_convex_query};
pub use storage::use_convex_storage_url;
pub use upload::{ConvexFileUpload, use_convex_file_upload};
pub use upload_queue::{ConvexUploadQueue, use_convex_upload_queue};
