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

/// A call of any function, also of one that is not there, by [`Deployment::journal`](super::Deployment::journal).
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
    /// What was called: `payments/refunds:create`.
    pub path: String,
    /// Its arguments; null when they are no Convex value.
    pub args: Value,
    /// Who called; `None` for an anonymous caller.
    pub identity: Option<Identity>,
    /// Whether it came with the deployment's [admin key](super::Deployment::admin_key).
    pub is_admin: bool,
    /// How it came.
    pub transport: Transport,
    /// Why it did not run: an unknown function, another kind, or arguments that do not match.
    pub refusal: Option<String>,
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

    /// Why the last call of a function that did not run did not.
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
