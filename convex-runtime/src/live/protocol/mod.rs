//! The sync protocol's messages, as inert data: what a client writes, what a deployment answers.
//!
//! Arguments and results travel as raw JSON text: nothing here decodes them. Fields and message
//! types that are not known are ignored, since deployments add some without notice.

mod chunks;
mod client_message;
mod envelope;
mod modification;
mod server_message;
mod timestamp;
mod version;

use std::sync::Arc;

pub(crate) use chunks::Chunks;
pub(crate) use client_message::{CallKind, ClientMessage, QueryChange, SyncCall, SyncCredential};
pub(crate) use modification::{Modification, QueryOutcome};
pub(crate) use server_message::{Refused, ServerMessage, SyncReply, Transition, UnreadableMessage};
pub(crate) use timestamp::Timestamp;
pub(crate) use version::StateVersion;

/// JSON text, not yet decoded.
pub(crate) type Json = Arc<str>;

/// Names a query for as long as the client lives.
pub(crate) type QueryId = u32;

/// Names a mutation or an action for as long as the client lives; one counter for both.
pub(crate) type RequestId = u32;
