//! Typed calls to Convex backends.
//!
//! `convex-codegen` writes one constant per function and one type per validator at build time; this crate is what they need at run
//! time. Layers, each built on the ones before it:
//!
//! 1. [`convert`]: values to encoded JSON and back ([`ToConvex`], [`FromConvex`], [`Value`]).
//! 2. Names: function handles ([`Query`], [`Mutation`], [`Action`]), [`Id`], [`Table`].
//! 3. [`Error`]: why a call did not give a result.
//! 4. [`transport`]: how calls reach a deployment; HTTP is built in.
//! 5. [`Client`]: typed calls.
//! 6. [`Subscription`]: the results of a query, as they change, over a WebSocket.
//! 7. Handles ([`use_convex_action`], [`use_convex_mutation`]): a function with the state of its calls.

mod answer;
mod auth;
mod client;
#[macro_use]
pub mod convert;
mod error;
mod function;
mod handle;
#[cfg(feature = "http")]
mod http;
mod id;
#[cfg(feature = "live")]
mod live;
#[cfg(feature = "live")]
mod subscription;
mod system;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transport;

pub use auth::Credential;
pub use client::{Client, ClientBuilder};
pub use convert::{
    Bytes, DecodeError, EncodeError, Encoder, FromConvex, Literal, Mismatch, Node, RecordKey, Tape,
    TapeError, ToConvex, UnknownLiteral, Value, decode, encode,
};
pub use convex_macros::{FromConvex, Literals, ToConvex};
pub use error::{ApplicationError, Error, ErrorKind, Sent};
pub use function::{Action, FunctionKind, Internal, Mutation, Public, Query, ReturnsFrom};
pub use handle::{
    CallHandle, CallState, CallStatus, Changes, Execution, use_convex_action, use_convex_mutation,
};
#[cfg(feature = "http")]
pub use http::MutationOrder;
pub use id::{Id, Table};
#[cfg(feature = "live")]
pub use live::{ConnectionPhase, ConnectionState, LocalStore, Route};
#[cfg(feature = "live")]
pub use subscription::Subscription;
pub use system::{ScheduledFunction, StorageFile};

/// The testing deployment's side of derived code. Derives write it when any crate in the build asks for `testing`; it vanishes
/// unless this very crate has the feature.
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

/// Brings the generated bindings into scope: the module `api`, and `tables`, as `convex-codegen` wrote them.
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
#[macro_export]
macro_rules! include_api {
    () => {
        $crate::include_api!("convex");
    };
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, "/mod.rs"));
    };
}
