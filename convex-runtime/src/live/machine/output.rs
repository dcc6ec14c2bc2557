//! `Output`: what a machine asks its driver to do.

use std::sync::Arc;

use super::{CallOutcome, FetchId};
use crate::live::protocol::{ClientMessage, QueryId, QueryOutcome, RequestId};

/// What a machine asks its driver to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Open a connection; drop one that is being opened.
    Connect,
    /// Drop the connection, or the attempt to open one.
    Disconnect,
    /// Write a message to the connection. What cannot be written any more may be dropped.
    Send(ClientMessage),
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

/// What one transition changed for subscribers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Update {
    pub(crate) changed: Vec<(QueryId, QueryView)>,
    /// The mutations whose effects the queries show from now on: their optimistic updates go away in the same step.
    pub(crate) reflected: Vec<RequestId>,
}

/// What subscribers of a query see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum QueryView {
    /// Nothing yet, or nothing under this identity.
    Loading,
    Ready(Arc<QueryOutcome>),
    /// There is no token that the deployment takes.
    Unauthenticated(Arc<str>),
    /// There has never been a connection, for this reason.
    Unreachable(Arc<str>),
}
