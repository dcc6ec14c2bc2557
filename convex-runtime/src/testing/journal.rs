//! `Journal`: every call that the deployment received.

use std::sync::Mutex;

use super::{Identity, lock::lock, path::FunctionPath};
use crate::Value;

/// A call that the deployment received and ran, by [`Deployment::calls`](super::Deployment::calls).
///
/// ```
/// # use convex_runtime::testing::ReceivedCall;
/// fn texts(calls: Vec<ReceivedCall<String>>) -> Vec<String> {
///     calls.into_iter().map(|call| call.args).collect()
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedCall<Args> {
    /// Its arguments.
    pub args: Args,
    /// Who called; `None` for an anonymous caller.
    pub identity: Option<Identity>,
    /// How it came.
    pub transport: Transport,
}

/// How a call came to the deployment.
///
/// ```
/// use convex_runtime::testing::Transport;
///
/// assert_ne!(Transport::Http, Transport::Socket);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Transport {
    /// The HTTP API.
    Http,
    /// The sync protocol.
    Socket,
}

#[derive(Debug, Default)]
pub(super) struct Journal {
    calls: Mutex<Vec<(FunctionPath, ReceivedCall<Value>)>>,
}

impl Journal {
    pub(super) fn record(&self, path: FunctionPath, call: ReceivedCall<Value>) {
        lock(&self.calls).push((path, call));
    }

    pub(super) fn calls(&self, path: &FunctionPath) -> Vec<ReceivedCall<Value>> {
        lock(&self.calls)
            .iter()
            .filter(|(called, _)| called == path)
            .map(|(_, call)| call.clone())
            .collect()
    }

    pub(super) fn count(&self, path: &FunctionPath) -> usize {
        lock(&self.calls)
            .iter()
            .filter(|(called, _)| called == path)
            .count()
    }
}
