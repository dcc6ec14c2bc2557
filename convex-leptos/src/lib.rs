//! Convex in Leptos: actions, mutations and live queries as signals.
//!
//! `convex-codegen` writes a constant per function; a hook takes one and returns a `Copy` value
//! whose methods are reactive. The hooks stand on the handles of `convex-runtime`, hold no logic of
//! their own, and end with the component that called them.
//!
//! ```no_run
//! use convex_leptos::{provide_convex, use_convex_action, use_convex_query};
//! use convex_runtime::Client;
//! use leptos::prelude::*;
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
//! fn App() -> impl IntoView {
//!     provide_convex(Client::new("https://happy-otter-123.convex.cloud").expect("a URL"));
//!     view! { <Summarize /> <Tasks /> }
//! }
//!
//! #[component]
//! fn Summarize() -> impl IntoView {
//!     let summarize = use_convex_action(ai::SUMMARIZE);
//!     view! {
//!         <button
//!             disabled=move || summarize.pending()
//!             on:click=move |_| summarize.dispatch(ai::SummarizeArgs { text: "…".to_owned() })
//!         >
//!             {move || if summarize.pending() { "Processing…" } else { "Summarize" }}
//!         </button>
//!         {move || summarize.message().map(|text| view! { <p role="alert">{text}</p> })}
//!         {move || summarize.data().map(|text| view! { <p>{text.to_string()}</p> })}
//!     }
//! }
//!
//! #[component]
//! fn Tasks() -> impl IntoView {
//!     let tasks = use_convex_query(tasks::LIST, || ());
//!     view! {
//!         <Suspense fallback=|| "Loading…">
//!             <ul>{move || tasks.data().map(|list| list.iter().map(|task| view! { <li>{task.clone()}</li> }).collect_view())}</ul>
//!         </Suspense>
//!     }
//! }
//! # let _ = App;
//! ```
//!
//! # On a server
//!
//! Where Leptos renders on a server, [`use_convex_query`] and the first page of
//! [`use_convex_paginated_query`] run once, over HTTP, as the client that [`provide_convex`] was
//! given: make one per request, by `client.with_credential(..)`. A `<Suspense>` around the place
//! where the data is read waits for it; what is read elsewhere is pending in the page, and differs
//! from what is hydrated, as with Leptos's own resources. The encoded result travels with the page,
//! so hydration shows what the server saw without asking again, and then the query is live. In a
//! browser the same `<Suspense>` shows its fallback until a query that the page did not bring has
//! its first data.
//!
//! # Features and versions
//!
//! Leptos 0.8, Rust 1.88. `rustls` (a default) and `native-tls` choose the TLS of clients on a
//! server; in a browser neither adds anything. The features `csr`, `hydrate` and `ssr` are Leptos's
//! own and are chosen by the application.

mod auth;
mod call;
mod client;
mod connection;
mod file;
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
pub use file::read_file;
pub use paginated::{ConvexPaginatedQuery, use_convex_paginated_query};
pub use query::{ConvexQuery, use_convex_query};
pub use storage::use_convex_storage_url;
pub use upload::{ConvexFileUpload, use_convex_file_upload};
pub use upload_queue::{ConvexUploadQueue, use_convex_upload_queue};
