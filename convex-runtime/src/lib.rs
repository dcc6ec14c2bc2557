//! Typed calls to Convex backends.
//!
//! `convex-codegen` writes one constant per function and one type per validator at build time; this
//! crate is what they need at run time. What generated code looks like, and what is done with it:
//!
//! ```no_run
//! use convex_runtime::{Action, Client, CallStatus, FromConvex, ToConvex, use_convex_action};
//!
//! mod payments {
//!     # use convex_runtime::{Action, FromConvex, ToConvex};
//!     pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");
//!
//!     #[derive(Debug, Clone, PartialEq, ToConvex)]
//!     pub struct ProcessArgs { pub amount: f64, pub currency: String }
//!
//!     #[derive(Debug, Clone, PartialEq, FromConvex)]
//!     pub struct ProcessReturns { pub success: bool }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), convex_runtime::Error> {
//! let client = Client::from_env()?;
//! let process = use_convex_action(&client, payments::process);
//! let paid = process.execute(payments::ProcessArgs { amount: 19.99, currency: "EUR".to_owned() }).await?;
//! assert!(paid.success);
//! assert_eq!(process.status(), CallStatus::Success);
//! # Ok(())
//! # }
//! ```
//!
//! Layers, each built on the ones before it:
//!
//! 1. [`convert`]: values to encoded JSON and back ([`ToConvex`], [`FromConvex`], [`Value`]).
//! 2. Names: function handles ([`Query`], [`Mutation`], [`Action`]), [`Id`], [`Table`].
//! 3. [`Error`]: the error of a failed call.
//! 4. [`transport`]: ways to reach a deployment; HTTP is built in.
//! 5. [`Client`]: typed calls.
//! 6. [`Subscription`]: the results of a query, as they change, over a WebSocket.
//! 7. Handles ([`use_convex_action`], [`use_convex_mutation`], [`use_convex_query`]): a function
//!    with the state of its calls.
//!
//! What `tracing` gets, by target; no token, no argument and no result is in any of it:
//!
//! - `convex::call`: one event per call, at the level debug, with `function`, `kind`, `error`,
//!   `request_id` and `duration`.
//! - `convex::connection`: the socket connects and disconnects, at debug.
//! - `convex::callback` and `convex::handle`: a callback of yours panicked, at error.
//! - `convex::log_line`: what functions themselves log, which may be anything: only with
//!   [`ClientBuilder::trace_log_lines`].
//!
//! This crate's events only. At the level trace, the crates below it (`tungstenite`, `hyper`,
//! `rustls`) show frames and headers, which hold arguments, results and tokens: let a filter such
//! as `RUST_LOG=debug,tungstenite=info,hyper=info` keep them out of logs.
//!
//! # Features
//!
//! | feature | default | gives | costs to build | costs in a browser |
//! |---|---|---|---|---|
//! | `http` | yes | [`Client`]: calls, batches, snapshots, uploads | `reqwest`, `hyper` | 48 kB |
//! | `live` | yes | subscriptions, exactly-once mutations, optimistic updates | `tokio-tungstenite` | 97 kB with `http` |
//! | `rustls` | yes | TLS by rustls, ring and the platform's certificates | `rustls`, `ring` | nothing |
//! | `native-tls` | | TLS by the platform, where `rustls` is off | OpenSSL on Linux | nothing |
//! | `blocking` | | `blocking::Client`: calls without async | nothing | is not there |
//! | `admin` | | tables, data, environment variables, functions and logs | nothing | not for browsers |
//! | `sign-in` | | token sources for programs that are not web pages | `sha2` | does not build |
//! | `serde` | | [`Value`] and types with `#[convex(serde)]` by serde | nothing | what it is used for |
//! | `indexmap` | | `IndexMap` as the type of records | `indexmap` | what it is used for |
//! | `jiff`, `chrono`, `time` | | their timestamps as numbers | the library | what it is used for |
//! | `uuid`, `url` | | `Uuid` and `Url` as strings | the library | what it is used for |
//! | `testing` | | a typed deployment in the process, for tests | `hyper`'s server | is not there |
//!
//! In a browser: bytes after gzip that a program grows by (`opt-level = "z"`, LTO, `wasm-opt -Oz`),
//! beside one without a client, as `tests/measuring/browser-size/measure` counts them. Token sources,
//! retries and the reading of users from tokens are counted where a program uses them.
#![warn(unreachable_pub)]

#[cfg(feature = "admin")]
pub mod admin;
mod answer;
mod auth;
mod base64;
#[cfg(feature = "http")]
mod batch;
pub mod bindings;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod client;
#[macro_use]
pub mod convert;
mod error;
mod function;
mod handle;
#[cfg(feature = "http")]
mod http;
mod http_api;
mod http_route;
mod id;
mod json;
#[cfg(feature = "live")]
mod live;
#[cfg(feature = "live")]
mod ordered;
mod paginated;
mod platform;
#[cfg(feature = "serde")]
pub mod serde;
#[cfg(all(feature = "sign-in", not(target_arch = "wasm32")))]
pub mod sign_in;
#[cfg(feature = "live")]
mod subscription;
mod system;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transport;

pub use auth::{AuthState, AuthStatus, Credential, TokenRequest, TokenSource, UserIdentity};
#[cfg(feature = "http")]
pub use batch::QueryBatch;
pub use bindings::{Binding, Bindings};
pub use client::{AdminClient, CallReport, Client, ClientBuilder, Retry, TraceContext};
#[cfg(feature = "http")]
pub use client::{Download, DownloadProgress, Fetch, FetchResponse, Pages, Preloaded, Snapshot};
#[cfg(feature = "live")]
pub use client::{Inspection, Inspections};
pub use convert::{
    Bytes, DecodeError, EncodeError, Encoder, FromConvex, Literal, Mismatch, Node, RecordKey, Tape,
    TapeError, ToConvex, UnknownLiteral, Value, decode, encode,
};
/// ```
/// use convex_runtime::{Builder, ToConvex};
///
/// #[derive(Debug, PartialEq, ToConvex, Builder)]
/// struct SendArgs {
///     to: String,
///     #[convex(optional)]
///     subject: Option<String>,
/// }
///
/// let args = SendArgs::builder().to("ada").build();
/// assert_eq!(args, SendArgs { to: "ada".to_owned(), subject: None });
/// ```
///
/// ```compile_fail,E0599
/// # use convex_runtime::{Builder, ToConvex};
/// # #[derive(ToConvex, Builder)]
/// # struct SendArgs {
/// #     to: String,
/// #     #[convex(optional)]
/// #     subject: Option<String>,
/// # }
/// // `build` is there for `SendArgsBuilder<String>`, not for `SendArgsBuilder<Missing>`.
/// let args = SendArgs::builder().subject("hello".to_owned()).build();
/// ```
pub use convex_macros::Builder;
/// ```
/// use convex_runtime::{FromConvex, decode};
///
/// #[derive(Debug, PartialEq, FromConvex)]
/// struct Task {
///     #[convex("_id")] // the name on the wire, where it is not the field's in camelCase
///     id: String,
///     is_done: bool,
///     #[convex(optional)] // `v.optional(..)`: absent when `None`
///     due: Option<f64>,
///     owner: Option<String>, // `v.union(v.string(), v.null())`: null when `None`
///     body: Body,
/// }
///
/// #[derive(Debug, PartialEq, FromConvex)]
/// #[convex(tag = "kind")] // a union of objects that the field `kind` tells apart
/// enum Body {
///     Text { text: String },
///     #[convex("img")]
///     Image { url: String },
/// }
///
/// let task: Task = decode(r#"{"_id": "t1", "isDone": false, "owner": null, "body": {"kind": "img", "url": "/a.png"}}"#)?;
/// assert_eq!(task.body, Body::Image { url: "/a.png".to_owned() });
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
pub use convex_macros::FromConvex;

#[cfg(feature = "chrono")]
#[doc(no_inline)]
pub use chrono;
/// ```
/// use convex_runtime::Literals;
///
/// #[derive(Debug, Clone, Copy, PartialEq, Literals)]
/// enum Status {
///     Todo,
///     #[convex("in-progress")]
///     InProgress,
/// }
///
/// assert_eq!(Status::InProgress.as_str(), "in-progress");
/// assert_eq!("todo".parse(), Ok(Status::Todo));
/// assert_eq!(Status::ALL.len(), 2);
/// ```
pub use convex_macros::Literals;
/// ```
/// use convex_runtime::{ToConvex, encode};
///
/// #[derive(ToConvex)]
/// struct AddArgs {
///     title: String,
///     #[convex(optional)]
///     due: Option<f64>,
///     size: Size,
///     when: When,
/// }
///
/// #[derive(ToConvex)]
/// enum Size { Small, #[convex(2.0)] Two, #[convex(7i64)] Seven } // literals
///
/// #[derive(ToConvex)]
/// #[convex(union)] // any other union: types, and literals
/// enum When { At(f64), Named(String), Never }
///
/// let args = AddArgs { title: "Tea".to_owned(), due: None, size: Size::Two, when: When::Never };
/// assert_eq!(encode(&args)?, r#"{"title":"Tea","size":2,"when":"never"}"#);
/// # Ok::<(), convex_runtime::EncodeError>(())
/// ```
pub use convex_macros::ToConvex;
pub use error::{ApplicationError, CallContext, Error, ErrorKind, Sent};
pub use function::{Action, FunctionKind, Internal, Mutation, Public, Query, ReturnsFrom};
pub use handle::{
    CallHandle, CallState, CallStatus, Changes, Execution, use_convex_action, use_convex_mutation,
};
#[cfg(feature = "live")]
pub use handle::{
    MappedChanges, MappedQuery, PaginatedChanges, PaginatedHandle, PaginatedState,
    PaginationStatus, QueryChanges, QueryHandle, QueryState, use_convex_paginated_query,
    use_convex_query,
};
#[cfg(feature = "http")]
pub use handle::{
    UploadHandle, UploadId, UploadItem, UploadQueue, UploadQueueChanges, UploadQueueState,
    UploadStatus, use_convex_file_upload, use_convex_upload_queue,
};
#[cfg(feature = "http")]
pub use http::{MutationOrder, UploadFile, UploadProgress};
pub use http_route::HttpRoute;
pub use id::{Id, Table};
#[cfg(feature = "indexmap")]
pub use indexmap::IndexMap;
#[cfg(feature = "jiff")]
#[doc(no_inline)]
pub use jiff;
#[cfg(feature = "live")]
pub use live::{
    ConnectionPhase, ConnectionState, ConnectionTimings, InspectedQuery, LocalPages, LocalQuery,
    LocalStore, QueryPhase, Route,
};
pub use paginated::{Paginated, PaginatedArgs, PaginationOptions};
#[cfg(feature = "live")]
pub use subscription::{BatchSubscription, QueryKey, QuerySet, QuerySetView, Subscription};
pub use system::{
    ScheduledFunction, ScheduledFunctionDocument, ScheduledFunctionState, StorageDocument,
    StorageFile,
};
#[cfg(feature = "time")]
#[doc(no_inline)]
pub use time;
#[cfg(feature = "url")]
#[doc(no_inline)]
pub use url;
#[cfg(feature = "uuid")]
#[doc(no_inline)]
pub use uuid;

/// A required field that a builder does not have yet; see [`Builder`](macro@Builder).
///
/// ```compile_fail,E0277
/// // Nothing can be sent in its place.
/// let field: String = convex_runtime::Missing.into();
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Missing;

/// The testing deployment's side of derived code. Derives write it when any crate in the build asks
/// for `testing`; it vanishes unless this very crate has the feature.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __testing {
    ($($item:tt)*) => { $($item)* };
}

/// The testing deployment's side of derived code: nothing without the feature.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __testing {
    ($($item:tt)*) => {};
}

/// Brings the generated bindings into scope: the module `api`, and `tables`, as `convex-codegen`
/// wrote them.
///
/// The build script says where, so this is all that a crate has to write:
///
/// ```ignore
/// convex_runtime::include_api!();
///
/// use api::tasks;
/// ```
///
/// A second backend has a name, given by `convex_codegen::Config::name`:
///
/// ```ignore
/// mod admin {
///     convex_runtime::include_api!("admin");
/// }
/// ```
///
/// The build script tells where the code is; without one, or with another name, the error says what
/// to do. Generated code and runtime are of the same version, which the compiler checks.
///
/// The modules allow the lints that a backend's names and missing comments would trip. A crate may
/// `deny` those lints, but `forbid` would refuse the modules' own `allow` (E0453).
#[macro_export]
macro_rules! include_api {
    () => {
        $crate::include_api!("convex");
    };
    ($name:literal) => {
        ::core::include!(::core::env!(
            ::core::concat!("CONVEX_API_", $name),
            "no backend of this name was generated: let build.rs call `convex_codegen::generate(\"convex\")`, or for `include_api!(\"admin\")` \
             `convex_codegen::Config::new(\"..\").name(\"admin\").generate()`, with `convex-codegen` in [build-dependencies]"
        ));
    };
}

/// Fails to compile where generated code is of another version than this crate.
#[doc(hidden)]
pub const fn generated_by(version: &str) {
    let (generator, runtime) = (version.as_bytes(), env!("CARGO_PKG_VERSION").as_bytes());
    let mut same = generator.len() == runtime.len();
    let mut at = 0;
    while same && at < runtime.len() {
        same = generator[at] == runtime[at];
        at += 1;
    }
    assert!(
        same,
        "convex-codegen and convex-runtime are of different versions: give both the same version in Cargo.toml and generate again"
    );
}
