//! The live transport: one WebSocket to the deployment, over which calls run and queries stay up to
//! date.
//!
//! ```text
//! protocol        the messages, as inert data and text
//!    │
//! machine         what to do when: no IO, no clock, no randomness of its own; every schedule can be replayed
//!    │
//! driver, socket  one task that owns the connection and does what the machine says
//!    │
//! store           what each query shows: written by the driver, one transition at a time; read by subscriptions
//!    │
//! link            the client's end: starts the driver when it is first needed
//! ```

mod call;
mod driver;
mod linger;
mod link;
mod machine;
mod protocol;
mod session;
mod socket;
mod store;
mod target;
mod timings;

pub(crate) use call::Waiting;
pub(crate) use call::{LiveCall, unauthenticated, unreachable};
pub use link::Route;
pub(crate) use link::{LiveLink, LiveOptions};
#[cfg(test)]
pub(crate) use machine::QueryView;
pub use machine::{ConnectionPhase, ConnectionState};
pub(crate) use protocol::{CallKind, Json, QueryOutcome, SyncCall};
#[cfg(test)]
pub(crate) use store::CellId;
pub(crate) use store::{Ending, Layer, OptimisticUpdate, Seat, Shown, Store, decode};
pub use store::{InspectedQuery, LocalPages, LocalQuery, LocalStore, QueryPhase};
pub(crate) use target::Deployment;
pub use timings::ConnectionTimings;
