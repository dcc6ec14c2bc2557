//! A typed Convex deployment in your test: on the real wire, without a network or an account.
//!
//! [`Deployment`] speaks Convex's HTTP API and sync protocol on a port of `127.0.0.1`. Its
//! functions are Rust closures that are registered for generated handles, so a handler with another
//! signature does not compile. Arguments and results are checked like in the server, with its
//! messages; faults happen when a test asks for them.
//!
//! Where its state ends: handlers own what they store, so [`Deployment::publish`] exists for
//! changes that no mutation or action made, and a query at a timestamp reads the present.

mod backend;
mod builder;
#[cfg(feature = "http")]
mod client;
mod clock;
mod context;
mod deployment;
mod execute;
mod expectation;
mod export;
mod fault;
mod foreign;
mod function;
mod handler;
mod http;
mod identity;
mod journal;
mod limits;
mod lock;
mod outcome;
mod path;
mod port;
mod principal;
mod registry;
mod route;
mod state;
mod stateful;
mod sync;
mod system;
mod tasks;
mod thrown;
mod token;
mod validator;

pub use builder::Builder;
pub use context::{Context, Level};
pub use deployment::Deployment;
pub use expectation::Expect;
pub use fault::{Fault, Hold};
#[doc(hidden)]
pub use foreign::{
    ForeignFunction, ForeignHandler, ForeignHttp, ForeignQuestion, ForeignRequest, ForeignResponse,
    ForeignSystem, Site,
};
#[doc(hidden)]
pub use function::Access;
pub use function::{
    ActionFunction, Function, MutationFunction, QueryFunction, Registrable, Visibility,
};
pub use identity::Identity;
pub use journal::{JournalEntry, ReceivedCall, Transport};
pub use route::{HttpAnswer, HttpRequest};
pub use state::State;
pub use sync::Connect;
pub use thrown::{ConvexError, Thrown};

/// An id that tells its table, in the form that `convex-test` uses: `v.id(..)` of another table
/// refuses it. Other ids are accepted for every table.
///
/// ```
/// use convex_runtime::testing::test_id;
///
/// assert_eq!(test_id("tasks", 1), "000000000000000000000010001tasks");
/// ```
pub fn test_id(table: &str, number: usize) -> String {
    let digits = ID_LENGTH.saturating_sub(table.len());
    format!("{:0>digits$}{table}", 10_000 + number)
}

/// The usual length of ids.
const ID_LENGTH: usize = 32;

/// The table of an id, if it tells it.
fn table_of(id: &str) -> Option<&str> {
    let table = id.trim_start_matches(|digit: char| digit.is_ascii_digit());
    // Ids of real deployments are as long, and hardly ever begin with zeros.
    (id.len() == ID_LENGTH && id.starts_with("0000") && !table.is_empty()).then_some(table)
}
