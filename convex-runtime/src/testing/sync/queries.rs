//! `QuerySet`: a client's subscriptions.

use std::{collections::BTreeMap, sync::Arc};

use futures_util::future::join_all;
use serde_json::Value as Json;

use super::{
    client_message::Modification,
    server_message::{StateVersion, query_removed, query_result},
};
use crate::{
    FunctionKind,
    testing::{
        Transport,
        backend::Backend,
        execute::{Invocation, Origin, execute},
        fault::Step,
        outcome::{Mode, Outcome},
        path::FunctionPath,
        principal::Principal,
    },
};

#[derive(Debug, Default)]
pub(super) struct QuerySet {
    queries: BTreeMap<u64, Subscription>,
    /// Removed since the last transition.
    removed: Vec<u64>,
}

#[derive(Debug)]
struct Subscription {
    path: FunctionPath,
    args: Json,
    /// The result last sent, as text without a request id, in which NaN equals itself.
    sent: Option<String>,
    /// `true` once the query has run; only the first run counts as a call.
    ran: bool,
}

/// Results of all queries at one point in time.
#[derive(Debug)]
pub(super) struct Results {
    pub(super) version: StateVersion,
    removed: Vec<u64>,
    outcomes: Vec<(u64, Outcome)>,
}

impl QuerySet {
    pub(super) fn modify(&mut self, modification: Modification) {
        match modification {
            Modification::Add { query, path, args } => {
                self.queries.insert(
                    query,
                    Subscription {
                        path,
                        args,
                        sent: None,
                        ran: false,
                    },
                );
            }
            Modification::Remove { query } => {
                self.queries.remove(&query);
                self.removed.push(query);
            }
        }
    }

    /// The fault that is armed for one of the queries that have not run.
    pub(super) fn take_fault(&self, backend: &Backend) -> Option<Step> {
        self.queries
            .values()
            .filter(|query| !query.ran)
            .find_map(|query| backend.faults.take(&query.path))
    }

    /// Runs all queries.
    pub(super) fn run(
        &mut self,
        backend: &Arc<Backend>,
        principal: &Principal,
        version: StateVersion,
    ) -> impl Future<Output = Results> + Send + 'static {
        let requests: Vec<(u64, Invocation)> = self
            .queries
            .iter_mut()
            .map(|(query, subscription)| {
                let ran = std::mem::replace(&mut subscription.ran, true);
                let request = Invocation {
                    path: subscription.path.clone(),
                    kind: Some(FunctionKind::Query),
                    args: subscription.args.clone(),
                    principal: principal.clone(),
                    origin: if ran {
                        Origin::Rerun
                    } else {
                        Origin::Call(Transport::Socket)
                    },
                };
                (*query, request)
            })
            .collect();
        let removed = std::mem::take(&mut self.removed);
        let backend = backend.clone();
        async move {
            let runs = requests
                .into_iter()
                .map(async |(query, request)| (query, execute(&backend, request).await));
            Results {
                version,
                removed,
                outcomes: join_all(runs).await,
            }
        }
    }

    /// Returns the changes to send to the client: changed results, and removed queries.
    pub(super) fn modifications(
        &mut self,
        results: &Results,
        mode: Mode,
        request_id: &str,
    ) -> Vec<Json> {
        let mut modifications: Vec<Json> =
            results.removed.iter().copied().map(query_removed).collect();
        for (query, outcome) in &results.outcomes {
            // It may be gone since it ran.
            let Some(subscription) = self.queries.get_mut(query) else {
                continue;
            };
            let text = query_result(*query, outcome, mode, "").to_string();
            if subscription.sent.as_ref() != Some(&text) {
                subscription.sent = Some(text);
                modifications.push(query_result(*query, outcome, mode, request_id));
            }
        }
        modifications
    }
}
