//! `Output`: what a machine asks its driver to do.

use std::sync::Arc;

use super::{CallOutcome, FetchId};
use crate::live::protocol::{ClientMessage, QueryId, QueryOutcome, RequestId};

/// A request from a machine to its driver.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Open a connection; drop one that is being opened.
    Connect,
    /// Drop the connection, or the attempt to open one.
    Disconnect,
    /// Write a message to the connection. What cannot be written any more may be dropped.
    Send(ClientMessage),
    /// Ask the deployment for a sign of life, below the protocol.
    Ping,
    /// Ask the user's source for a token; with `force_refresh` a cached one will not do.
    FetchToken { fetch: FetchId, force_refresh: bool },
    /// Show subscribers what one transition changed, all of it at once.
    Update(Update),
    /// Tell a caller how its call ended.
    Settle {
        request: RequestId,
        outcome: CallOutcome,
    },
}

/// The changes of one transition for subscribers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Update {
    pub(crate) changed: Vec<(QueryId, QueryView)>,
    /// The mutations whose effects the queries show from now on: their optimistic updates go away
    /// in the same step.
    pub(crate) reflected: Vec<RequestId>,
}

/// The view of a query that subscribers see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum QueryView {
    /// Nothing yet, or nothing under this identity.
    Loading,
    Ready(Arc<QueryOutcome>),
    /// The deployment accepts no available token.
    Unauthenticated(Arc<str>),
    /// There has never been a connection, for this reason.
    Unreachable(Arc<str>),
}
