//! `Mutations`: each runs once, even if a client sends it repeatedly.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::sync::{OnceCell, mpsc};

use crate::{
    FunctionKind,
    testing::{
        backend::Backend,
        clock::Timestamp,
        execute::{Invocation, execute},
        fault::Step,
        lock::lock,
        outcome::Outcome,
    },
};

/// A mutation or an action that has ended.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub(super) request_id: u64,
    pub(super) kind: FunctionKind,
    pub(super) outcome: Outcome,
    /// The commit timestamp.
    pub(super) ts: Timestamp,
}

/// The outcome of a call on a socket.
#[derive(Debug)]
pub(super) enum Finished {
    /// It ran; the fault still has to be applied to its answer.
    Ran(Done, Option<Step>),
    /// A fault kept it from running.
    Refused(Step),
}

/// The result of what runs once, and when it was committed.
type Once = OnceCell<(Outcome, Timestamp)>;

/// Session and request.
pub(super) type Key = (String, u64);

/// The mutations of all sessions, running and ended: clients send those again whose answer they did
/// not get.
#[derive(Debug, Default)]
pub(in crate::testing) struct Mutations {
    known: Mutex<BTreeMap<Key, Arc<Once>>>,
}

impl Mutations {
    /// Runs a mutation, or gives the result of when it ran. Must not be cancelled: the next one
    /// would run it again.
    async fn run(
        &self,
        key: Key,
        backend: &Arc<Backend>,
        request: Invocation,
    ) -> (Outcome, Timestamp) {
        let cell = lock(&self.known).entry(key).or_default().clone();
        let run = async || {
            let outcome = execute(backend, request).await;
            (outcome, backend.clock.now())
        };
        cell.get_or_init(run).await.clone()
    }
}

/// Runs the mutations of one socket, one after another, until the socket ends.
pub(super) async fn work(
    backend: Arc<Backend>,
    mut queue: mpsc::UnboundedReceiver<(Key, Invocation)>,
    finished: mpsc::UnboundedSender<Finished>,
) {
    while let Some((key, request)) = queue.recv().await {
        let request_id = key.1;
        let fault = backend.faults.take(&request.path);
        if let Some(step) = &fault {
            step.wait().await;
        }
        let end = match fault {
            Some(step) if step.is_before_run() => Finished::Refused(step),
            fault => {
                let (outcome, ts) = backend.mutations.run(key, &backend, request).await;
                Finished::Ran(
                    Done {
                        request_id,
                        kind: FunctionKind::Mutation,
                        outcome,
                        ts,
                    },
                    fault,
                )
            }
        };
        if finished.send(end).is_err() {
            // The socket is gone: its client sends again what it still wants.
            return;
        }
    }
}

/// Runs an action; actions of one socket run at the same time.
pub(super) async fn act(backend: Arc<Backend>, request_id: u64, request: Invocation) -> Finished {
    let fault = backend.faults.take(&request.path);
    if let Some(step) = &fault {
        step.wait().await;
    }
    match fault {
        Some(step) if step.is_before_run() => Finished::Refused(step),
        fault => {
            let outcome = execute(&backend, request).await;
            let ts = backend.clock.now();
            Finished::Ran(
                Done {
                    request_id,
                    kind: FunctionKind::Action,
                    outcome,
                    ts,
                },
                fault,
            )
        }
    }
}
