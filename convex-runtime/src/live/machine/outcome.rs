//! `CallOutcome`: how a mutation or an action ended for its caller.

use crate::{Sent, live::protocol::Json};

/// The outcome of a mutation or an action for its caller.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CallOutcome {
    Success {
        value: Json,
        logs: Vec<String>,
    },
    /// The function threw; `data` is there when it was a `ConvexError`.
    Failure {
        message: String,
        data: Option<Json>,
        logs: Vec<String>,
    },
    /// The connection was lost while an action was in flight: it may have run.
    Lost,
    TimedOut(Sent),
    /// The deployment accepts no available token.
    Unauthenticated {
        reason: String,
        sent: Sent,
    },
    /// The caller's identity has changed meanwhile.
    IdentityChanged,
    /// The deployment refused to go on with the connection.
    Fatal {
        error: String,
        sent: Sent,
    },
    /// The client was closed.
    Closed(Sent),
}
