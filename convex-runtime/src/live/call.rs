//! `LiveCall`: a call on its way over the socket, and what its end means in the client's terms.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    machine::CallOutcome,
    protocol::{Json, QueryOutcome, SyncCall},
    store::Layer,
};
use crate::{
    CallContext, Error, Sent, Tape, answer,
    platform::Moment,
    transport::{Progress, Reply},
};

/// A mutation or an action, and where its result goes.
#[derive(Debug)]
pub(crate) struct LiveCall {
    pub(crate) call: SyncCall,
    /// The generation of the calling identity.
    pub(crate) generation: u64,
    pub(crate) waiting: Waiting,
}

/// The data needed to end a call.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) deadline: Moment,
    pub(crate) after: Duration,
    pub(crate) progress: Progress,
    pub(crate) reply: oneshot::Sender<Result<Reply, Error>>,
    /// The optimistic update that goes away with the call.
    pub(crate) layer: Option<Arc<Layer>>,
}

impl Waiting {
    /// Answers the caller. `trouble` is the reason for a missing connection, if any.
    pub(super) fn end(self, outcome: CallOutcome, trouble: Option<&str>) {
        let result = result(outcome, (self.after, trouble), &self.progress);
        // A caller that sees the result must no longer see the optimistic update.
        drop(self.layer);
        // The caller may have stopped waiting.
        let _ = self.reply.send(result);
    }
}

fn timed_out(sent: Sent, after: Duration, trouble: Option<&str>) -> Error {
    Error::Timeout {
        sent,
        after,
        cause: trouble.map(Arc::from),
        context: CallContext::NONE,
    }
}

fn result(
    outcome: CallOutcome,
    (after, trouble): (Duration, Option<&str>),
    progress: &Progress,
) -> Result<Reply, Error> {
    Err(match outcome {
        CallOutcome::Success { value, logs } => {
            progress.logged(logs);
            return reply(&value);
        }
        CallOutcome::Failure {
            message,
            data,
            logs,
        } => {
            progress.logged(logs);
            failure(&message, data.as_ref())
        }
        CallOutcome::Lost => lost("the connection was lost while the action was in flight"),
        CallOutcome::TimedOut(sent) => timed_out(sent, after, trouble),
        CallOutcome::Unauthenticated {
            reason,
            sent: Sent::No,
        } => unauthenticated(&reason),
        CallOutcome::Unauthenticated {
            sent: Sent::Maybe, ..
        } => lost("the connection was lost, and its token is not accepted any more"),
        CallOutcome::IdentityChanged => Error::IdentityChanged,
        CallOutcome::Fatal { error, .. } => Error::Protocol {
            status: None,
            code: "FatalError".into(),
            message: error.into(),
            context: CallContext::NONE,
        },
        CallOutcome::Closed(Sent::No) => Error::CLIENT_CLOSED,
        CallOutcome::Closed(Sent::Maybe) => lost("the client was closed"),
    })
}

impl QueryOutcome {
    /// Converts the outcome to a caller's result.
    pub(crate) fn reply(&self) -> Result<Reply, Error> {
        match self {
            Self::Value { value, .. } => reply(value),
            Self::Failure { message, data, .. } => Err(failure(message, data.as_ref())),
        }
    }
}

fn reply(value: &str) -> Result<Reply, Error> {
    match Tape::parse(value) {
        Ok(tape) => Ok(Reply::new(tape)),
        Err(error) => Err(Error::invalid_response(None, error.to_string())),
    }
}

/// The error of a function that threw.
fn failure(message: &str, data: Option<&Json>) -> Error {
    // Data that is not encoded JSON is data all the same.
    let tape = data.map(|data| Tape::parse(data).or_else(|_| Tape::parse("null")));
    match tape {
        Some(Ok(tape)) => answer::function_error(message, &Arc::new(tape), Some(0)),
        _ => answer::function_error(
            message,
            &Arc::new(Tape::parse("null").expect("`null` is JSON")),
            None,
        ),
    }
}

/// The error of a token that the deployment does not take, or that cannot be had.
pub(crate) fn unauthenticated(reason: &str) -> Error {
    Error::Authentication {
        code: "AuthError".into(),
        message: reason.into(),
        context: CallContext::NONE,
    }
}

/// The error of a query that cannot be subscribed to, as there has never been a connection.
pub(crate) fn unreachable(reason: &str) -> Error {
    Error::transport(Sent::No, Unreachable(reason.into()))
}

#[derive(Debug)]
struct Unreachable(Box<str>);

impl std::fmt::Display for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreachable {}

impl Error {
    /// The driver has gone with a call that it had written.
    pub(crate) fn driver_gone() -> Self {
        lost("the Tokio runtime shut down while the call was in flight")
    }
}

fn lost(what: &'static str) -> Error {
    Error::Transport {
        sent: Sent::Maybe,
        source: Arc::new(ConnectionLost(what)),
        context: CallContext::NONE,
    }
}

#[derive(Debug)]
struct ConnectionLost(&'static str);

impl std::fmt::Display for ConnectionLost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ConnectionLost {}
