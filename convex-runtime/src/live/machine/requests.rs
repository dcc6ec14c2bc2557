//! `Requests`: the mutations and actions that have not ended yet.

use std::time::Duration;

use super::CallOutcome;
use crate::{
    Sent,
    live::protocol::{CallKind, Json, RequestId, SyncCall, Timestamp},
    ordered::{Map, Set},
};

/// The mutations and actions that have not ended yet, in the order in which they were called.
#[derive(Debug, Default)]
pub(super) struct Requests {
    next: RequestId,
    open: Map<RequestId, OpenRequest>,
    /// Requests to send next: new calls and, after a reconnect, unanswered mutations.
    unsent: Set<RequestId>,
    /// Mutations of an earlier connection that this one has not answered.
    replayed: Set<RequestId>,
    /// Mutations that are committed but not yet visible in the queries.
    committed: Set<(Timestamp, RequestId)>,
    deadlines: Set<(Duration, RequestId)>,
    mutations: usize,
}

#[derive(Debug)]
struct OpenRequest {
    call: SyncCall,
    made: Duration,
    deadline: Duration,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Queued,
    /// Sent at least once, the first time there.
    Sent(Spot),
    Committed {
        ts: Timestamp,
        value: Json,
        logs: Vec<String>,
    },
}

/// The connection and identity with which a request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) connection: u32,
    pub(super) identity: u32,
}

impl Requests {
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn has_replayed(&self) -> bool {
        !self.replayed.is_empty()
    }

    pub(super) fn next_deadline(&self) -> Option<Duration> {
        self.deadlines.first().map(|(deadline, _)| *deadline)
    }

    /// Returns the time at which the oldest open request was made.
    pub(super) fn oldest(&self) -> Option<Duration> {
        self.open.values().next().map(|request| request.made)
    }

    /// Returns the number of open requests of a kind.
    pub(super) fn count(&self, kind: CallKind) -> usize {
        match kind {
            CallKind::Mutation => self.mutations,
            CallKind::Action => self.open.len() - self.mutations,
        }
    }

    /// An id that is used for nothing else.
    pub(super) fn issue(&mut self) -> RequestId {
        let request = self.next;
        self.next += 1;
        request
    }

    pub(super) fn add(
        &mut self,
        request: RequestId,
        call: SyncCall,
        (made, deadline): (Duration, Duration),
    ) {
        self.mutations += usize::from(call.kind == CallKind::Mutation);
        self.open.insert(
            request,
            OpenRequest {
                call,
                made,
                deadline,
                stage: Stage::Queued,
            },
        );
        self.unsent.insert(request);
        self.deadlines.insert((deadline, request));
    }

    /// Takes the next request to send.
    pub(super) fn send(&mut self, spot: Spot) -> Option<(RequestId, SyncCall)> {
        let id = self.unsent.pop_first()?;
        let request = self.open.get_mut(&id).expect("what is unsent is open");
        if let Stage::Queued = request.stage {
            request.stage = Stage::Sent(spot);
        }
        Some((id, request.call.clone()))
    }

    /// The connection is gone: mutations will go out again; the actions that it took along are
    /// returned.
    pub(super) fn disconnect(&mut self) -> Vec<RequestId> {
        let mut lost = Vec::new();
        for (&id, request) in &self.open {
            match (&request.stage, request.call.kind) {
                (Stage::Sent(_), CallKind::Action) => lost.push(id),
                (Stage::Sent(_), CallKind::Mutation) => {
                    self.unsent.insert(id);
                    self.replayed.insert(id);
                }
                _ => {}
            }
        }
        lost
    }

    /// Returns whether this connection can carry an answer to the request.
    pub(super) fn awaits(&self, request: RequestId, kind: CallKind) -> bool {
        let open = self
            .open
            .get(&request)
            .is_some_and(|open| open.call.kind == kind && matches!(open.stage, Stage::Sent(_)));
        open && !self.unsent.contains(&request)
    }

    /// A mutation has succeeded; it ends when the queries show it.
    pub(super) fn commit(
        &mut self,
        request: RequestId,
        ts: Timestamp,
        (value, logs): (Json, Vec<String>),
    ) {
        if let Some(open) = self.open.get_mut(&request) {
            open.stage = Stage::Committed { ts, value, logs };
            self.committed.insert((ts, request));
            self.replayed.remove(&request);
        }
    }

    /// The next mutation that is committed at or before `ts`.
    pub(super) fn visible_at(&self, ts: Timestamp) -> Option<RequestId> {
        self.committed
            .first()
            .filter(|(committed, _)| *committed <= ts)
            .map(|(_, request)| *request)
    }

    /// The next request whose deadline is over.
    pub(super) fn overdue(&self, now: Duration) -> Option<RequestId> {
        self.deadlines
            .first()
            .filter(|(deadline, _)| *deadline <= now)
            .map(|(_, request)| *request)
    }

    pub(super) fn ids(&self) -> Vec<RequestId> {
        self.open.keys().copied().collect()
    }

    /// The requests that are on the wire and not answered.
    pub(super) fn unanswered(&self) -> Vec<RequestId> {
        let sent = |request: &OpenRequest| matches!(request.stage, Stage::Sent(_));
        self.open
            .iter()
            .filter(|(_, request)| sent(request))
            .map(|(id, _)| *id)
            .collect()
    }

    /// The requests that were never sent.
    pub(super) fn queued(&self) -> Vec<RequestId> {
        let queued = |request: &OpenRequest| matches!(request.stage, Stage::Queued);
        self.open
            .iter()
            .filter(|(_, request)| queued(request))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Returns the connection and identity with which the request was first sent.
    pub(super) fn first_sent(&self, request: RequestId) -> Option<Spot> {
        match self.open.get(&request)?.stage {
            Stage::Sent(spot) => Some(spot),
            _ => None,
        }
    }

    /// Takes a request out. A committed mutation is a success whatever else has happened; for
    /// others `otherwise` says what it is, told whether the request may have run.
    pub(super) fn end(
        &mut self,
        request: RequestId,
        otherwise: impl FnOnce(Sent) -> CallOutcome,
    ) -> Option<CallOutcome> {
        let OpenRequest {
            deadline,
            stage,
            call,
            ..
        } = self.open.remove(&request)?;
        self.mutations -= usize::from(call.kind == CallKind::Mutation);
        self.deadlines.remove(&(deadline, request));
        self.unsent.remove(&request);
        self.replayed.remove(&request);
        Some(match stage {
            Stage::Queued => otherwise(Sent::No),
            Stage::Sent(_) => otherwise(Sent::Maybe),
            Stage::Committed { ts, value, logs } => {
                self.committed.remove(&(ts, request));
                CallOutcome::Success { value, logs }
            }
        })
    }
}
