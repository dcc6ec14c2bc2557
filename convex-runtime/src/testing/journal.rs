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
    /// The caller's identity; `None` for anonymous callers.
    pub identity: Option<Identity>,
    /// The transport of the call.
    pub transport: Transport,
}

/// A call of any function, also of one that is not there, by
/// [`Deployment::journal`](super::Deployment::journal).
///
/// ```
/// # use convex_runtime::testing::JournalEntry;
/// fn unexpected(journal: &[JournalEntry]) -> Vec<&str> {
///     journal.iter().filter(|entry| entry.refusal.is_some()).map(|entry| entry.path.as_str()).collect()
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct JournalEntry {
    /// The path of the function, such as `payments/refunds:create`.
    pub path: String,
    /// The arguments; null if they are not a valid Convex value.
    pub args: Value,
    /// The caller's identity; `None` for anonymous callers.
    pub identity: Option<Identity>,
    /// `true` if the call used the deployment's [admin key](super::Deployment::admin_key).
    pub is_admin: bool,
    /// The transport of the call.
    pub transport: Transport,
    /// The reason why it did not run: unknown function, wrong kind, or arguments that do not match.
    pub refusal: Option<String>,
}

/// The transport by which a call reached the deployment.
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
    entries: Mutex<Vec<(FunctionPath, JournalEntry)>>,
}

impl Journal {
    pub(super) fn record(&self, path: FunctionPath, entry: JournalEntry) {
        lock(&self.entries).push((path, entry));
    }

    pub(super) fn entries(&self) -> Vec<JournalEntry> {
        let entries = lock(&self.entries);
        entries.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// The calls of a function that ran.
    pub(super) fn calls(&self, path: &FunctionPath) -> Vec<ReceivedCall<Value>> {
        let entries = lock(&self.entries);
        let calls = entries
            .iter()
            .filter(|(called, entry)| called == path && entry.refusal.is_none());
        calls
            .map(|(_, entry)| ReceivedCall {
                args: entry.args.clone(),
                identity: entry.identity.clone(),
                transport: entry.transport,
            })
            .collect()
    }

    /// Returns the reason of the function's most recent refused call.
    pub(super) fn refusal(&self, path: &FunctionPath) -> Option<String> {
        let entries = lock(&self.entries);
        let refused = |(called, entry): &(FunctionPath, JournalEntry)| {
            (called == path).then(|| entry.refusal.clone()).flatten()
        };
        entries.iter().rev().find_map(refused)
    }

    pub(super) fn count(&self, path: &FunctionPath) -> usize {
        let entries = lock(&self.entries);
        let calls = entries
            .iter()
            .filter(|(called, entry)| called == path && entry.refusal.is_none());
        calls.count()
    }
}
