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
//! # On a server
//!
//! With the feature `fullstack`, and where Dioxus fullstack renders a page,
//! [`ConvexQuery::suspend`] and [`ConvexPaginatedQuery::suspend`] run their query once, over HTTP,
//! as the client that [`provide_convex`] made: its closure runs once per request, so that it can
//! read a cookie. The encoded result travels with the page, so hydration shows what the server saw
//! without asking again, and then the query is live. A query that is not suspended for is pending
//! in the page, and one that fails there is left to the browser.
//!
//! ```no_run
//! # use convex_dioxus::{provide_convex, use_convex_query};
//! # use convex_runtime::{Client, Credential, Query};
//! # use dioxus::prelude::*;
//! # const MINE: Query<(), Vec<String>> = Query::new("notes:mine");
//! # /// From `FullstackContext::current()` and its request's headers.
//! # fn token_of_request() -> Option<String> { None }
//! #[component]
//! fn App() -> Element {
//!     provide_convex(|| {
//!         let client = Client::new("https://happy-otter-123.convex.cloud").expect("a URL");
//!         match token_of_request() {
//!             Some(token) => client.with_credential(Credential::token(token)),
//!             None => client,
//!         }
//!     });
//!     rsx! { SuspenseBoundary { fallback: |_| rsx! { "Loading…" }, Notes {} } }
//! }
//!
//! #[component]
//! fn Notes() -> Element {
//!     let notes = use_convex_query(MINE, || ()).suspend()?;
//!     rsx! { ul { for note in notes.data().iter().flat_map(|notes| notes.iter()) { li { "{note}" } } } }
//! }
//! # let _ = App;
//! ```
//!
//! # Features and versions
//!
//! Dioxus 0.7, Rust 1.88. `rustls` (a default) and `native-tls` choose the TLS of desktop programs
//! and servers; in a browser neither adds anything. `fullstack` is for applications that enable
//! Dioxus's own feature of that name. The renderer is chosen by the application.
#![warn(unreachable_pub)]

mod auth;
mod call;
mod callbacks;
mod client;
mod connection;
mod follow;
mod paginated;
mod query;
mod server;
mod storage;
mod suspense;
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
