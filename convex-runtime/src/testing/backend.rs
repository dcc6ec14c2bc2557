//! `Backend`: the state that the connections of a deployment share.

use std::sync::{Mutex, atomic::AtomicU64};

use tokio::sync::{broadcast, watch};

use super::{
    clock::Clock,
    expectation::Expectation,
    fault::Faults,
    http::{Guard, Storage},
    journal::Journal,
    lock::lock,
    outcome::Mode,
    registry::Registry,
    sync::{Command, Connect, Mutations},
    system::System,
    tasks::Tasks,
    token::Tokens,
};

#[derive(Debug)]
pub(super) struct Backend {
    pub(super) registry: Mutex<Registry>,
    pub(super) journal: Journal,
    pub(super) expectations: Mutex<Vec<Expectation>>,
    pub(super) clock: Clock,
    pub(super) faults: Faults,
    pub(super) tokens: Tokens,
    pub(super) mode: Mode,
    /// Refuses requests of other machines; `None` refuses none.
    pub(super) guard: Option<Guard>,
    /// Handlers that run; they outlive their connection.
    pub(super) tasks: Tasks,
    pub(super) connections: Tasks,
    pub(super) storage: Storage,
    pub(super) mutations: Mutations,
    connects: Mutex<Vec<Connect>>,
    /// Commands that a test sends to the server side of all sockets.
    pub(super) commands: broadcast::Sender<Command>,
    /// Above this many bytes transitions are sent in parts.
    pub(super) longest_transition: usize,
    /// Counts what may have changed the results of queries.
    pub(super) changes: watch::Sender<u64>,
    pub(super) requests: AtomicU64,
    pub(super) system: System,
    /// The URL for clients.
    pub(super) url: Mutex<String>,
}

impl Backend {
    pub(super) fn new(registry: Registry, mode: Mode, longest_transition: usize) -> Self {
        Self {
            registry: Mutex::new(registry),
            journal: Journal::default(),
            expectations: Mutex::default(),
            clock: Clock::new(),
            faults: Faults::default(),
            tokens: Tokens::default(),
            mode,
            guard: None,
            tasks: Tasks::default(),
            connections: Tasks::default(),
            storage: Storage::default(),
            mutations: Mutations::default(),
            connects: Mutex::default(),
            commands: broadcast::Sender::new(64),
            longest_transition,
            changes: watch::Sender::new(0),
            requests: AtomicU64::new(0),
            system: System::default(),
            url: Mutex::default(),
        }
    }

    pub(super) fn record_connect(&self, connect: Connect) {
        lock(&self.connects).push(connect);
    }

    pub(super) fn connects(&self) -> Vec<Connect> {
        lock(&self.connects).clone()
    }

    /// Says that results of queries may have changed.
    pub(super) fn publish(&self) {
        self.clock.advance();
        self.changes.send_modify(|count| *count += 1);
    }

    /// The id of a request that brings none: 16 hexadecimal digits.
    pub(super) fn next_request_id(&self) -> String {
        let count = self
            .requests
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // Spread by a large odd number, so that ids do not look like counters that mean something.
        format!("{:016x}", (count + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}
